import LinliModel

/// What only sounds like a danger: told of elsewhere, of an earlier time beside something else, of a
/// temper, by a picture.
extension Negation {
    /// 不是要叫救护车, 不用打120: who is not to be called. Who lies there rings by his own words.
    static func isCallDeclined(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let cursor = TextCursor(codes, at: span.lowerBound)
        return cursor.seesAny(["叫救护车", "叫个救护车", "喊救护车", "打120", "叫120"])
            && cursor.follows([
                "不是要", "不是想", "不是来", "不是让你", "不是让你们", "没要", "没有要", "没让", "没有让", "不用", "不必", "不需要", "用不着",
                "没必要",
            ])
            && !cursor.follows(["要不用", "用不用", "需不需要", "是不是要"])
    }

    /// 昨天交了水费，现在有人拿刀砍人, 上周刚搬来，楼道里持刀打人: whether a word of an earlier time is told of something else than
    /// the words of a danger behind it. A word of now stands between them, or its clause tells of work
    /// or of an errand.
    static func isOfEarlier(_ word: Range<Int>, than told: [Range<Int>], in codes: [UInt32]) -> Bool {
        guard TextCursor(codes, at: word.lowerBound).seesAny(earlier),
            let first = told.map(\.lowerBound).min(), word.upperBound <= first
        else { return false }
        let between = word.upperBound..<first
        if between.contains(where: { TextCursor(codes, at: $0).seesAny(now) }) { return true }
        guard let end = between.first(where: { CodeClass.isStop(codes[$0]) }) else { return false }
        return (word.upperBound..<end).contains { TextCursor(codes, at: $0).seesAny(errands) }
    }

    private static let earlier: [StaticString] = [
        "昨天", "昨晚", "前天", "上次", "上回", "上周", "上个月", "去年", "前年", "那次",
    ]
    private static let now: [StaticString] = [
        "现在", "今天", "今早", "今晚", "今儿", "刚才", "刚刚", "这会", "此刻", "正在", "眼下",
    ]
    private static let errands: [StaticString] = [
        "修", "换", "装", "报过", "交", "缴", "搬", "买", "检", "来过", "说好", "问", "验",
    ]

    /// 脾气跟煤气罐似的, 嘴像机关枪: somebody's temper is held against what burns or bursts. With a word of smell, smoke,
    /// a leak or of violence it is more.
    static func isTemper(_ codes: [UInt32]) -> Bool {
        func says(_ words: [StaticString]) -> Bool {
            codes.indices.contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        return says(["脾气", "性子", "性格"]) && says(["像", "似的", "一样", "跟个", "好比", "一般"])
            && !says([
                "味", "漏", "泄", "烟", "闻", "烧", "嘶", "打人", "打我", "打他", "打她", "打老", "打孩", "刀", "砸", "砍", "杀",
                "救", "血",
                "伤", "晕", "倒在", "锁在", "火了",
            ])
    }

    /// 新闻说隔壁省煤气爆炸, 看电影看到困人那段: told of elsewhere in the same clause, and nothing of one's own house.
    static func isReported(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        for position in stride(from: span.lowerBound - 1, through: max(0, span.lowerBound - report), by: -1) {
            if CodeClass.isStop(codes[position]) { return false }
            let cursor = TextCursor(codes, at: position)
            if cursor.seesAny(["我", "咱", "阮", "俺", "现在", "这里", "这边", "这儿"]) { return false }
            if cursor.seesAny(reports) { return true }
        }
        return false
    }

    /// In characters, from the news to the danger in them.
    private static let report = 14
    private static let reports: [StaticString] = [
        "新闻说", "新闻里", "新闻讲", "新闻报", "新闻播", "报纸说", "报纸上", "网上说", "电影看到", "电影里", "电影演", "电视剧里", "看剧看到", "隔壁省",
        "外省", "人家上海", "人家北京", "人家广州", "人家深圳", "人家厦门", "人家福州", "人家国外", "人家外国", "国外有", "外国有", "外地有",
        "外地一", "别的城市", "别的小区有个", "别的小区发生",
    ]

    /// 香得我要晕倒, 跟割肉放血一样, 你脑子是不是漏电: how good, how dear or how foolish something is.
    static func isFigure(_ span: Range<Int>, in codes: [UInt32]) -> Bool {
        let told = TextCursor(codes, at: span.lowerBound)
        func stands(_ words: [StaticString], within reach: Int) -> Bool {
            (max(0, span.lowerBound - reach)..<span.lowerBound).contains {
                TextCursor(codes, at: $0).seesAny(words)
            }
        }
        if told.seesAny(["晕", "昏"]) {
            return stands(["香得", "香到", "美得", "帅得", "甜得", "乐得", "好吃到", "好吃得", "好看得", "高兴得", "开心得"], within: 6)
        }
        if told.seesAny(["漏电", "短路", "冒烟", "触电", "带电"]) {
            return stands(["你脑子", "他脑子", "你脑袋", "你脑壳", "智商"], within: 7)
                || (!told.sees("冒烟") && stands(["你这机器人", "你个机器人", "你们机器人", "你这个机器人", "们这个机器人"], within: 9))
        }
        return codes.contains { $0 == "费" || $0 == "价" || $0 == "贵" || $0 == "钱" }
            && told.seesAny(["血", "割", "放血"]) && stands(["跟", "像"], within: 4)
            && (0..<nearest).contains {
                TextCursor(codes, at: span.upperBound + $0).seesAny(["一样", "似的", "一般"])
            }
    }
}
