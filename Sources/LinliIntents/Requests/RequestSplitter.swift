import LinliModel

/// Cuts a message into clauses that may each be a request: at punctuation and before 还有, 另外, 顺便 ….
enum RequestSplitter {
    struct Clause: Equatable {
        let range: Range<Int>
        /// It begins with a word that announces another matter.
        let isAnnounced: Bool
        /// It begins with a word that says what a talk is about: 反映, 说, 谈.
        var isTopic = false
        /// An item of a list: 一是, 第二个问题, 3、.
        var isNumbered = false
        /// It stands before the list and only says that there is one: 我要反映三件事.
        var isHeading = false
        /// 也 near its begin sets it beside what was said: "单元门也关不上".
        var isLikewise = false
        /// 还 or 又 near its begin adds to what was said: "晚上还打麻将".
        var isFurther = false
        /// A semicolon stands before it: who writes one parts matters with it.
        var isParted = false
    }

    /// More clauses than this are not told apart; the rest belongs to the last.
    static let most = 12
    /// A message of more characters is a letter about one matter, and reading it clause by clause would cost
    /// its time three times over.
    static let longest = 600

    private static let connectors: [StaticString] = [
        "还有就是", "还有一个", "还有一件", "还有个事", "还有件事", "再一件", "再问一句", "再讲那个", "再说那个", "再说个事", "再讲个事", "再说件事", "再讲件事",
        "还有啊", "还有呢", "另外还有", "另外再",
        "另外就是", "另一个事", "再一个", "再有", "再者",
        "再说一个", "再帮忙", "再把", "再看看", "再来个人", "再给我", "顺便再", "顺带", "顺道", "对了还有",
        "哦对了", "噢对了", "此外",
        "其次",
        "第二个事", "第二件", "还想问", "还想", "我还想", "我还要投诉", "我还要报", "我还要问", "还要", "还得", "也帮我", "也想问", "也给我", "不过",
        "还有一件事", "还有", "另外", "顺便问", "顺便",
        "够的话", "要是够的话", "如果够的话", "要是够", "是的话", "到期的话", "到期了的话", "免费的话", "有位的话", "有名额的话", "再就是", "对了", "再问一下",
        "再帮我", "同时", "以及", "然后再",
        "然后问", "然后想问", "然后帮我", "然后还要", "然后还想", "然后我还", "然后给我", "完了给我", "顺手再", "顺手把", "顺手问", "顺手催", "顺手查",
        "顺嘴",
        "顺路说", "顺路问", "跟着问", "也帮忙看",
        "也问一下", "也问下", "改问一下", "改问", "完了我要", "完了记得", "完了帮", "完了再", "这回呢", "另:", "另：", "and also", "also",
    ]

    private static let firsts = CodeSet(firstOf: connectors)
    /// 还有名额吗: what is left is asked, and nothing else announced.
    private static let rests: [StaticString] = [
        "名额", "位子", "位置", "空位", "空的", "座位", "多少", "多久", "没有", "吗", "票", "货", "库存",
        "人没", "人困", "人被", "人卡", "人在里", "人要下",
    ]
    /// 还有小孩在下面: who is in it; 还要去透析: why it matters.
    private static let circumstances: [StaticString] = [
        "人从", "位吗", "位没", "位不", "号吗", "号没", "啵", "么", "没啊", "小孩", "孩子", "小朋友", "老人", "老太", "老头",
        "阿公", "阿嬷", "阿婆", "个小", "个老", "个孩", "个坐", "个孕", "个病", "个瘫", "上班", "等", "几天", "股", "点味", "味",
    ]
    /// Words that announce another matter and belong to it; only where a clause begins, or behind a time.
    private static let kept: [StaticString] = [
        "再给我", "再给", "再加", "再换", "再兑", "再来", "再订", "再取消", "再添", "再投诉", "再举报", "再反映", "再报修", "再找", "再请", "再派",
        "另我", "另想", "另请", "另问", "另尾号", "倒是", "再借", "再调一下", "再看下", "再看一下", "再帮", "再催", "这回想", "另换", "另订", "另约",
        "另报", "另查", "另催", "另借", "另取消", "另投诉",
    ]
    /// After these a story goes on, or another matter comes: they part clauses and announce nothing.
    private static let turns: [StaticString] = ["然后", "但是", "可是", "而且"]
    /// Who asks for a person says so in a sentence of its own, whether a mark stands before it or not.
    private static let persons: [StaticString] = [
        "你给我转人工", "给我转人工", "帮我转人工", "帮我转个人工", "帮我转接人工", "帮我接人工", "给我接人工", "给我转接人工", "我要转人工",
        "我要人工", "我要找人工",
    ]
    private static let turnFirsts = CodeSet(firstOf: turns + persons)

    /// Behind a word with which a story goes on; where somebody asks for a person. Nil where neither
    /// stands there.
    private static func turn(_ codes: [UInt32], at position: Int) -> Int? {
        guard turnFirsts.contains(codes[position]) else { return nil }
        var cursor = TextCursor(codes, at: position)
        if cursor.acceptAny(turns) { return cursor.position }
        return cursor.seesAny(persons) ? position : nil
    }
    /// Behind 再 and within a sentence they open another matter, and belong to it: 水管爆了再约个律师.
    private static let deeds: [StaticString] = [
        "约", "预约", "报", "催", "兑", "换", "借", "订", "取消", "投诉", "举报", "反映", "转人工", "转个人工", "转接人工", "叫个", "叫师傅",
        "找人工", "领", "申报", "登记", "撤", "退", "查", "问", "申请",
    ]
    /// 再报警, 再投诉也没用, 再约时间: no other matter.
    private static let deedsOfOne: [StaticString] = [
        "报警", "约时间", "约个时间", "约一次", "换一次", "换个人", "换人", "报一次", "报一遍", "查一遍", "查一次", "催一次", "催我", "退一步",
        "换个时间", "换时间", "投", "问一遍", "问我",
    ]

    /// 水管爆了|再催一下单子, 接访|再兑一袋米.
    private static func opensDeed(_ codes: [UInt32], at position: Int) -> Bool {
        guard codes[position] == "再" else { return false }
        var cursor = TextCursor(codes, at: position + 1)
        return !TextCursor(codes, at: position).follows(["别", "不要", "不用", "先", "想", "过后", "以后", "完"])
            && !TextCursor(codes, at: position).seesAny(repeated)
            && (cursor.sees("投诉") || !cursor.seesAny(deedsOfOne)) && cursor.acceptAny(deeds)
            && !cursor.isAtEnd && !cursor.seesAny(["也", "就", "都", "不", "没", "的时候", "的话"])
    }

    /// Where what is announced begins, behind the words at `position` that announce it. Nil where none
    /// stand there.
    private static func opening(_ codes: [UInt32], at position: Int) -> Int? {
        if opensDeed(codes, at: position) { return position + 1 }
        var cursor = TextCursor(codes, at: position)
        guard firsts.contains(codes[position]), cursor.acceptAny(connectors), !cursor.seesAny(rests),
            codes[position] != "还" || !cursor.seesAny(circumstances)
        else { return nil }
        return cursor.position
    }

    /// What 再 says once more about the same matter.
    private static let repeated: [StaticString] = [
        "再给你", "再给他", "再加上", "再加班", "再来一次", "再来一趟", "再来一回", "再来一遍", "再来修", "再来弄", "再来说", "再来了",
        "再来找", "再来处理", "再投诉也", "再投诉就", "再举报也", "再反映也", "再催也", "再催就", "再换一次", "再找你", "再找不", "再找人来", "再派人",
        "再派个人来", "再请人来",
    ]
    private static let hours: [StaticString] = [
        "上午", "中午", "下午", "晚上", "今晚", "明天", "明早", "后天", "周末", "下周",
    ]

    /// 再给我爸报个饭; 下午再来个人看看马桶.
    private static func announces(_ codes: [UInt32], at start: Int) -> Bool {
        var cursor = TextCursor(codes, at: start)
        _ = cursor.acceptAny(hours)
        return cursor.seesAny(kept) && !cursor.seesAny(repeated)
    }

    /// - Parameter cuts: where another thing begins of which the same is said (灯坏了|门禁也刷不开).
    static func clauses(_ codes: [UInt32], cuts: [Int] = []) -> [Clause] {
        let marks = Enumeration.marks(codes)
        var clauses: [Clause] = []
        var start = 0
        var announced = false
        var numbered = false
        var parted = false
        var position = 0
        /// False where nothing but marks stood there.
        func close(_ end: Int) -> Bool {
            var lower = start
            while lower < end, CodeClass.isMark(codes[lower]) { lower += 1 }
            guard lower < end else { return false }
            let isTopic = TextCursor(codes, at: lower).seesAny(topics)
            let isLikewise = codes[lower..<min(end, lower + likewise)].contains { $0 == "也" }
            let isFurther = codes[lower..<min(end, lower + 5)].contains { $0 == "还" || $0 == "又" }
            // 再投诉一个，一楼…: what follows is announced.
            let isAnnouncer = isAnnouncer(codes, lower..<end, announced)
            let isHeading =
                isAnnouncer || (lower < (marks.first?.range.lowerBound ?? 0) && isHeading(codes[lower..<end]))
            clauses.append(
                Clause(
                    range: lower..<end, isAnnounced: announced, isTopic: isTopic, isNumbered: numbered,
                    isHeading: isHeading, isLikewise: isLikewise, isFurther: isFurther, isParted: parted))
            numbered = false
            parted = false
            if isAnnouncer { announced = true }
            return !isAnnouncer
        }
        while position < codes.count, clauses.count < most - 1 {
            if let mark = marks.first(where: { $0.range.lowerBound == position }) {
                if position > start { _ = close(position) }
                position = mark.range.upperBound
                start = position
                announced = true
                numbered = true
            } else if CodeClass.isStop(codes[position]) {
                // "还有，电梯里困了人": the comma after the word does not take it back.
                if close(position) { announced = false }
                if codes[position] == "；" || codes[position] == ";" { parted = true }
                position += 1
                start = position
            } else if position == start, announces(codes, at: start) {
                announced = true
                position += 1
            } else if position == start || position - start >= 3, let end = opening(codes, at: position) {
                if position > start { _ = close(position) }
                position = end
                start = position
                announced = true
            } else if position - start >= 3,
                let end = cuts.contains(position) ? position : turn(codes, at: position)
            {
                if close(position) { announced = false }
                start = end
                position = max(start, position + 1)
            } else {
                position += 1
            }
        }
        _ = close(codes.count)
        return clauses
    }

    /// What a talk with an official shall be about.
    private static let topics: [StaticString] = [
        "反映", "想说", "说说", "谈谈", "谈", "主要说", "主要反映", "主要谈", "主要讲", "主要想", "想反映", "想谈", "想聊", "要反映", "要谈", "要说",
        "聊聊", "说", "关于", "事由", "议题", "主题", "为的是",
    ]

    private static let headings: [StaticString] = [
        "件事", "个事", "个问题", "些问题", "点问题", "几点", "个情况", "些情况", "个意见", "点意见", "个方面", "些事", "个诉求", "点建议", "个建议",
        "个要求", "点要求", "如下", "以下", "两件", "三件", "几件", "两桩", "两样",
    ]

    private static let announcers: [StaticString] = [
        "再投诉", "再添", "再举报", "再反映", "再报", "再说", "再问", "件", "个事",
    ]
    /// 再报一个, 说个事; not 报个名.
    private static let tellings: [StaticString] = ["投诉", "添", "举报", "反映", "报", "说", "问", "讲"]
    private static let ends: [StaticString] = ["个", "件", "事", "下", "句", "条", "样", "项"]
    /// Where 也 still stands behind what it is said of: 滑梯那个栏杆也松了.
    private static let likewise = 9
    /// Characters of a clause that only announces.
    private static let shortest = 5

    private static func isAnnouncer(_ codes: [UInt32], _ range: Range<Int>, _ announced: Bool) -> Bool {
        let cursor = TextCursor(codes, at: range.lowerBound)
        guard range.count <= shortest else { return false }
        return cursor.seesAny(announcers)
            || (announced && cursor.seesAny(tellings)
                && TextCursor(codes, at: range.upperBound).follows(ends))
    }

    private static func isHeading(_ codes: ArraySlice<UInt32>) -> Bool {
        let codes = Array(codes)
        return codes.indices.contains { TextCursor(codes, at: $0).seesAny(headings) }
    }

    /// Where thanks, haste and pleading at the end begin: "路灯不亮，麻烦尽快处理，谢谢" is about the lamp. The count of
    /// codes where nothing of that kind ends the message.
    static func beforeCourtesy(_ codes: [UInt32]) -> Int {
        var end = codes.count
        while true {
            var trimmed = end
            while trimmed > 0, CodeClass.isMark(codes[trimmed - 1]) { trimmed -= 1 }
            let courtesy = courtesies.first { courtesy in
                guard courtesy.count <= trimmed else { return false }
                var cursor = TextCursor(codes, at: trimmed - courtesy.count)
                return cursor.accept(courtesy.words) && cursor.position == trimmed
            }
            guard let courtesy else { return end }
            end = trimmed - courtesy.count
        }
    }

    /// The longest first, since one ends like another.
    private static let courtesies: [(words: StaticString, count: Int)] = {
        let words: [StaticString] = [
            "谢谢", "谢谢你", "谢谢您", "谢谢了", "谢谢啦", "谢了", "多谢", "感谢", "辛苦", "辛苦了", "辛苦你们了",
            "辛苦您了", "麻烦了", "麻烦您了", "麻烦你了", "麻烦你们了", "麻烦您", "拜托", "拜托了", "劳驾", "请尽快", "麻烦尽快",
            "尽快", "尽快处理", "请尽快处理", "麻烦尽快处理", "尽快处理一下", "请尽快处理一下", "麻烦尽快处理一下", "尽快安排",
            "请尽快安排", "麻烦尽快安排", "尽快解决", "请尽快解决", "麻烦尽快解决", "尽快维修", "请尽快维修", "麻烦尽快维修", "尽快来修",
            "请尽快来修", "麻烦尽快来修", "麻烦处理一下", "请处理一下", "麻烦处理", "请处理", "麻烦问一下", "问一下", "请问一下",
            "麻烦安排一下", "请安排一下", "麻烦看一下", "麻烦看下",
        ]
        return words.map { ($0, $0.description.unicodeScalars.count) }.sorted { $0.1 > $1.1 }
    }()

    /// Where what is denied ends: "不是报修,是想问积分" is about what follows. 0 where nothing is denied.
    static func afterDenial(_ codes: [UInt32]) -> Int {
        var cursor = TextCursor(codes)
        _ = cursor.acceptAny(["我", "这"])
        guard cursor.acceptAny(["不是来", "不是要", "不是想", "不是"]), !cursor.seesAny(["说", "已经", "应该", "吗", "答应"])
        else { return 0 }
        for position in cursor.position..<min(codes.count, cursor.position + 14) {
            var next = TextCursor(codes, at: position)
            let wants = next.acceptAny([
                "我是想", "而是想", "而是要", "是想", "是要", "是来", "我是要", "我想", "我要", "而是", "就看", "就查", "就问", "就想", "只看",
                "只想", "只查", "只是看", "只是问",
            ])
            if wants { return next.position }
            let isPlain =
                position > cursor.position + 1 && next.accept("是") && !next.seesAny(["不", "吗", "说"])
            if isPlain,
                !TextCursor(codes, at: position).follows(["不", "但", "还", "就", "可", "于", "要", "都", "也"])
            {
                return next.position
            }
        }
        return 0
    }
}
