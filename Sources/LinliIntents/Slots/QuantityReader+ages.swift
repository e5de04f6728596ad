/// How old somebody is, told without 岁.
extension QuantityReader {
    /// 腿脚不好一个人住，八十九了: an age that is all of its clause, of whoever the clauses before it speak of.
    private func standsForAge(_ before: TextCursor, _ cursor: TextCursor) -> Bool {
        guard CodeClass.isStop(before.peek(-1)) else { return false }
        var after = cursor
        guard after.acceptAny(["了", "啦", "咯"]), after.isAtEnd || CodeClass.isMark(after.peek())
        else { return false }
        let opening = max(0, before.position - Self.told)..<before.position
        func says(_ words: [StaticString]) -> Bool {
            opening.contains { TextCursor(codes, at: $0).seesAny(words) }
        }
        return says(Self.elders) && !says(["分", "积分", "排", "号", "块", "度"])
    }

    /// So far back is told whose age it is, in characters.
    private static let told = 30
    private static let elders: [StaticString] = [
        "一个人住", "独居", "独自住", "自己住", "腿脚", "老妈", "老爸", "我妈", "我爸", "老人", "奶奶", "爷爷", "外婆", "外公", "阿嬷", "阿公",
        "阿婆", "老伴", "眼睛不好", "耳朵不好", "岁数", "年纪",
    ]

    /// From sixty to a hundred and five right after a person, any after 今年, and nothing is counted with it.
    func isAge(_ start: Int, _ cursor: TextCursor, _ number: NumberReader.Number) -> Bool {
        let before = TextCursor(codes, at: start)
        let isThisYear = before.follows(["他今年", "她今年", "今年", "虚岁"]) && (2...105).contains(number.value)
        let isOld = (60...105).contains(number.value) && (isOfPerson(before) || standsForAge(before, cursor))
        // 我59，住4号楼: a grown-up's own age, and nothing else in the clause.
        let isOwn = (18...105).contains(number.value) && before.follows(["我", "我今年"]) && isOpening(before)
        guard isThisYear || isOld || isOwn else { return false }
        return cursor.position >= codes.count || CodeClass.isMark(codes[cursor.position])
            || (!isOwn || isOld)
                && cursor.seesAny([
                    "了", "啦", "咯", "想", "的老", "住", "行动", "腿脚", "眼", "耳", "再", "也要", "走不", "爬不", "听不", "看不",
                ])
    }

    /// 我妈都七十六了; 独居的大伯，七十六，腿脚不好.
    private func isOfPerson(_ before: TextCursor) -> Bool {
        if before.follows(Self.aged) { return true }
        for word in Self.already where before.follows([word]) {
            let person = TextCursor(codes, at: before.position - word.description.count)
            if person.follows(Self.aged) { return true }
        }
        guard CodeClass.isStop(before.peek(-1)) else { return false }
        let number = NumberReader.read(codes, at: before.position)
        let isAlone = number.map { $0.end >= codes.count || CodeClass.isStop(codes[$0.end]) } ?? false
        return isAlone && TextCursor(codes, at: before.position - 1).follows(Self.aged)
    }

    /// Whether 我 opens its clause: 我59，住4号楼 and not 给我66，谢谢.
    private func isOpening(_ before: TextCursor) -> Bool {
        let start = before.position - (before.follows(["我今年"]) ? 3 : 1)
        return start <= 0 || CodeClass.isMark(codes[start - 1])
    }

    /// 有个男的，四十来岁: how somebody looks whom nobody knows.
    func isStranger(_ start: Int) -> Bool {
        (max(0, start - Self.told)..<start).contains {
            TextCursor(codes, at: $0).seesAny(["陌生", "可疑", "鬼鬼祟祟", "男的", "女的", "男子", "小偷", "外地口音", "生面孔"])
        }
    }

    /// Of whom an age is told without 岁: 我妈七十六了.
    private static let aged: [StaticString] = [
        "我", "我今年", "妈", "爸", "妈妈", "爸爸", "妈今年", "爸今年", "奶奶", "爷爷", "外婆", "外公", "婆婆", "公公", "岳母", "岳父",
        "阿嬷", "阿公", "阿婆", "阿伯", "阿姨", "老人", "老人家", "老伴", "太婆", "今年", "爹", "娘", "老爸", "老妈", "老娘", "老汉", "老头",
        "老头子", "老太太", "老太", "大伯", "大爷", "大妈", "姥姥", "姥爷", "丈母娘", "丈人", "家婆", "家公", "阿爸", "阿妈", "陈伯", "老母",
        "他", "她", "伊", "佢",
    ]
    /// Between a person and an age.
    private static let already: [StaticString] = [
        "说是", "都已经", "已经", "今年都", "今年", "都快", "都", "快", "也", "才", "有",
    ]
}
