/// Words by which somebody says who he is: 我是302的, 我是住302的老陈, 我就住他楼下. In the report of one who wants
/// to stay unnamed they are neither the place of the matter nor anybody's to read (`domain.md` 2.10).
extension String {
    /// Where they stand. A clause at most: what follows a comma or a blank is something else.
    package var reporterWords: [Range<String.Index>] {
        var found: [Range<String.Index>] = []
        for clause in split(omittingEmptySubsequences: true, whereSeparator: { !$0.isLetter && !$0.isNumber })
        {
            guard let start = clause.startOfReporter else { continue }
            // 我是302的别说是我: the wish behind it names nobody.
            let end = clause[start...].firstRange(of: "别说")?.lowerBound ?? clause.endIndex
            found.append(start..<end)
        }
        return found
    }

    /// Without them, and without what only asks to stay unnamed: the matter itself.
    package func withoutReporter(wishes: [String]) -> String {
        var text = self
        for range in reporterWords.reversed() { text.replaceSubrange(range, with: " ") }
        return text.split(omittingEmptySubsequences: true) { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { clause in !clause.mentionsAny(wishes) }
            .joined(separator: "，")
    }
}

extension Substring {
    private static let leads = [
        "我是住在", "我是住", "我就住在", "我就住", "我家住在", "我家住", "我家就在", "我家就是", "我住在", "我住", "我家在", "我家是", "我就是",
        "我们是", "我们家", "我是", "我叫", "我姓", "我家", "我",
    ]
    private static let titles = [
        "先生", "女士", "阿姨", "师傅", "大爷", "大妈", "奶奶", "爷爷", "姐", "哥", "老师", "太太", "阿姐", "阿公", "阿婆",
    ]
    private static let fillers = Set("住在这里那本小区我们的咱们家就是")
    private static let beside = ["楼上", "楼下", "隔壁", "对门", "对面"]

    /// Where the clause begins to say who speaks; nil where it does not.
    fileprivate var startOfReporter: String.Index? {
        for lead in Self.leads {
            for range in ranges(of: lead) where self[range.upperBound...].saysWho(after: lead) {
                return range.lowerBound
            }
        }
        return nil
    }

    /// 302的, 住302的老陈, 老陈, 他楼下的.
    private func saysWho(after lead: String) -> Bool {
        if let first, first.isASCII, first.isNumber, prefix(while: \.isNumber).count >= 3 { return true }
        guard lead.count > 1 else { return false }
        let words = String(self)
        let head = prefix(Self.headCharacters)
        // 我是想举报6栋 speaks of another flat than 我是6栋的.
        let before = head.prefix { !$0.isNumber }
        if before.count < head.count, before.allSatisfy({ Self.fillers.contains($0) }) { return true }
        let isOfFlat = lead.contains("住") || lead == "我就是" || lead == "我是"
        if isOfFlat, Self.beside.contains(where: { head.contains($0) }) { return true }
        // 我家老人 is nobody's name.
        if lead.hasPrefix("我家") || lead == "我们家" { return false }
        if lead == "我姓" || lead == "我叫" { return (1...3).contains(words.count) }
        let isNamed = Self.titles.contains { words.hasSuffix($0) } && words.count <= Self.headCharacters
        return isNamed || ((2...3).contains(words.count) && (first == "老" || first == "小"))
    }

    /// 302的老陈 and the like: longer words tell something else.
    private static let headCharacters = 8
}
