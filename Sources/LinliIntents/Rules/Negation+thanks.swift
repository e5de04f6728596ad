/// Thanks: what is told before them is over, what stands behind them is heard anew. Tried with real dangers
/// in `HiddenDangerTests`.
extension Negation {
    /// 隔壁失火，亏得保安来得快，谢谢: who gives thanks for quick help tells of what is over, unless something goes on or
    /// somebody is still to come (多亏门卫反应快拉了闸，谢谢他，请派人来). The end of these words: what is told behind them (谢谢，
    /// 亏得来得快，他流血不止) is not over. Nil where no thanks are given.
    static func thanksEnd(_ codes: [UInt32]) -> Int? {
        func end(_ words: [StaticString]) -> Int? {
            codes.indices.lazy.compactMap { start -> Int? in
                var cursor = TextCursor(codes, at: start)
                return cursor.acceptAny(words) ? cursor.position : nil
            }.max()
        }
        guard let luck = end(["幸亏", "多亏", "亏得", "好在", "幸好"]), let thanks = end(thankings),
            let help = end(ended) ?? (end(earlier) == nil ? nil : end(["赶到", "反应快", "及时"])),
            end(unended) == nil, !goesOn(codes)
        else { return nil }
        return max(luck, thanks, help)
    }

    /// Thanks for help, and behind them nothing but courtesy.
    static func isThanked(_ codes: [UInt32]) -> Bool {
        guard let end = thanksEnd(codes) else { return false }
        return codes[end...].split(whereSeparator: CodeClass.isMark).allSatisfy { clause in
            clause.count <= 3
                || clause.indices.contains {
                    let cursor = TextCursor(codes, at: $0)
                    return cursor.seesAny(courtesies)
                        || cursor.seesAny(["辛苦", "表扬", "放心", "真好", "你们", "大家", "师傅"])
                }
        }
    }

    /// 上次困人多亏你们，谢谢，今天又困住两个: where what is told behind thanks begins. Nil where nothing of weight is.
    static func behindThanks(_ codes: [UInt32]) -> Int? {
        var start: Int?
        var clause = 0
        var isThanking = false
        for position in codes.indices {
            if CodeClass.isMark(codes[position]) {
                if isThanking, position > clause { start = position + 1 }
                clause = position + 1
                isThanking = false
            } else if TextCursor(codes, at: position).seesAny(thankings) {
                isThanking = true
            }
        }
        guard let start, !isThanking, codes.count - start >= weighty else { return nil }
        // 谢谢保安，隔壁失火亏得你们来得快: thanked for behind the thanks.
        if let end = thanksEnd(codes), end > start { return nil }
        return start
    }

    /// In characters.
    private static let weighty = 4

    /// 感谢救我孩子的师傅, 谢谢你们抽水: the help that somebody is thanked for. 谢谢快来救我 calls for it.
    static func isThankedFor(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let help = TextCursor(codes, at: span.lowerBound)
        let isTold =
            help.sees("救")
            && (span.upperBound..<min(codes.count, span.upperBound + near)).prefix {
                !CodeClass.isMark(codes[$0])
            }.contains { TextCursor(codes, at: $0).seesAny(["的", "了", "出", "一命"]) }
        guard isTold || help.seesAny(["抽水", "灭火"]) else { return false }
        for position in stride(from: span.lowerBound - 1, through: max(0, span.lowerBound - near), by: -1) {
            let cursor = TextCursor(codes, at: position)
            if CodeClass.isMark(codes[position]) || cursor.seesAny(calls) { return false }
            if cursor.seesAny(thankings) { return true }
        }
        return false
    }

    /// Help that is called for.
    private static let calls: [StaticString] = ["快", "来", "请", "求", "麻烦", "赶"]
    /// In characters.
    private static let near = 8

    private static let ended: [StaticString] = [
        "来得快", "来得及时", "来得早", "处理得快", "灭了", "扑灭", "救出来", "救下来", "救上来", "放出来", "没出事", "没出大事",
        "没掉下", "没摔下", "没伤到", "没伤着", "人没事", "孩子没事", "老人没事", "都没事", "平安",
    ]
    private static let earlier: [StaticString] = [
        "昨", "前天", "前晚", "那天", "那晚", "那次", "上次", "上回", "上周", "上个月", "当时", "今早", "早上",
    ]
    private static let unended: [StaticString] = [
        "派人", "报警", "叫消防", "通知", "安排", "疏散", "出不来", "出不去", "在弄", "在路上", "正在", "没出来", "没灭", "没救", "没扑灭", "没放",
        "呛", "烟大", "烟很", "味", "快点", "赶快",
    ]
    private static let thankings: [StaticString] = ["谢谢", "感谢", "多谢", "谢了", "锦旗", "表扬", "点赞"]
}
