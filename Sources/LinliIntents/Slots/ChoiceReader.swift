/// The choice of a vote by its number or letter: 选3号候选人, 投给2号, 投第3个, 我选B方案 (`domain.md` part 3: choice).
struct ChoiceReader {
    let codes: [UInt32]

    /// The number or the letter in upper case; the last one that is chosen, nil where none is.
    func read() -> String? {
        let first = codes.indices.first { choice(at: $0) != nil } ?? codes.count
        let support = codes.indices.last { TextCursor(codes, at: $0).seesAny(Self.supporting) } ?? 0
        return codes.indices.reversed().lazy.compactMap { start in
            (first < start ? changed(at: start) : nil) ?? choice(at: start)
                ?? named(at: start, before: support)
        }.first
    }

    /// 投2号，手滑，3号: the number that takes the place of the one before.
    private func changed(at start: Int) -> String? {
        var before = TextCursor(codes, at: start)
        while CodeClass.isMark(before.peek(-1)) { before.position -= 1 }
        guard
            before.follows([
                "手滑", "手滑了", "点错了", "按错了", "错了", "不对", "哦不", "哎不", "说错了", "打错了", "看错了", "应该是", "我是说", "哎是",
            ])
        else { return nil }
        var cursor = TextCursor(codes, at: start)
        _ = cursor.acceptAny(["是", "要", "应该是"])
        guard let number = cursor.number(), (1...99).contains(number.value), cursor.accept("号"),
            !cursor.seesAny(["楼", "栋"])
        else { return nil }
        return "\(number.value)"
    }

    private static let supporting: [StaticString] = ["投他", "投她", "选他", "选她", "投这", "选这", "支持"]

    /// 5号候选人，投他: named at `start`, and supported from `support` on.
    private func named(at start: Int, before support: Int) -> String? {
        var cursor = TextCursor(codes, at: start)
        guard let number = cursor.number(), (1...99).contains(number.value),
            start == 0 || !CodeSet.numerals.contains(codes[start - 1]),
            cursor.acceptAny(["号候选人", "号候选", "号选手", "号人选"]), cursor.position <= support
        else { return nil }
        return "\(number.value)"
    }

    private static let verbs: [StaticString] = ["改投", "改选", "投给", "选的是", "投的是", "投", "选", "支持"]
    private static let measures: [StaticString] = ["号", "个", "项", "位", "方案", "套方案", "种方案"]

    private func choice(at start: Int) -> String? {
        var cursor = TextCursor(codes, at: start)
        guard cursor.acceptAny(Self.verbs), !cursor.follows(["候选", "人选", "参选", "竞选", "改选举"]) else {
            return nil
        }
        _ = cursor.acceptAny(["了", "给", "的", "是"])
        let isOrdinal = cursor.accept("第")
        if CodeClass.isLetter(cursor.peek()), !CodeClass.isLetter(cursor.peek(1)) {
            let letter = cursor.peek()
            cursor.position += 1
            let isOption =
                cursor.isAtEnd || CodeClass.isMark(cursor.peek())
                || cursor.seesAny(["方案", "项", "吧", "这", "那"])
            return isOption ? String(codes: [letter]).uppercased() : nil
        }
        guard let number = cursor.number(), (1...99).contains(number.value) else { return nil }
        guard cursor.acceptAny(Self.measures) else {
            let isBare = cursor.isAtEnd || CodeClass.isMark(cursor.peek())
            return isBare && !isOrdinal && !number.isSpoken ? "\(number.value)" : nil
        }
        // 投一个, 选三位, 选3号楼的代表: how many, or where.
        let isCounted = cursor.follows(["个", "项", "位"]) && !isOrdinal
        return isCounted || cursor.seesAny(["楼", "栋", "下午", "上午", "前", "截止"]) ? nil : "\(number.value)"
    }
}
