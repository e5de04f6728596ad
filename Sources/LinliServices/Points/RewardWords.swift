import LinliModel

/// Reads which rewards a message names: 一张理发券和一瓶洗衣液 are two, 不要理发券要洗衣液 is one.
enum RewardWords {
    /// - Parameter names: each reward with the words for it.
    static func read(
        _ text: String, names: [(name: String, words: [String])]
    ) -> (wanted: [RewardPick], refused: Set<String>) {
        var mentions: [(at: Int, length: Int, name: String)] = []
        let characters = Array(text)
        for (name, words) in names {
            for word in words.map(Array.init) where !word.isEmpty && characters.count >= word.count {
                for at in 0...(characters.count - word.count)
                where Array(characters[at..<at + word.count]) == word {
                    mentions.append((at, word.count, name))
                }
            }
        }
        mentions.sort { ($0.at, -$0.length) < ($1.at, -$1.length) }
        var wanted: [RewardPick] = []
        var refused: Set<String> = []
        var end = 0
        for mention in mentions where mention.at >= end {
            end = mention.at + mention.length
            if isRefused(characters, mention.at, end) {
                refused.insert(mention.name)
            } else if !wanted.contains(where: { $0.name == mention.name }) {
                let quantity = quantity(String(characters[..<mention.at]))
                wanted.append(RewardPick(name: mention.name, quantity: quantity))
            }
        }
        wanted.removeAll { refused.contains($0.name) }
        return (wanted, refused)
    }

    /// 不要A, 是B不是A, A换成B, A不要了.
    private static func isRefused(_ text: [Character], _ start: Int, _ end: Int) -> Bool {
        var before = String(text[..<start])
        while let last = before.last, last.isWhitespace || measures.contains(last) || digits[last] != nil {
            before.removeLast()
        }
        let after = String(text[end...].drop { $0.isWhitespace })
        return noBefore.contains { before.hasSuffix($0) } || noAfter.contains { after.hasPrefix($0) }
    }

    /// The number straight before it: 两提, 3瓶.
    private static func quantity(_ before: String) -> Int {
        var text = Substring(before)
        if let last = text.last, measures.contains(last) { text.removeLast() }
        guard let last = text.last, let number = digits[last] else { return 1 }
        return max(1, number)
    }

    private static let measures: Set<Character> = [
        "张", "提", "瓶", "袋", "桶", "把", "个", "只", "包", "件", "份", "的",
    ]
    private static let digits: [Character: Int] = [
        "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "一": 1, "二": 2, "两": 2,
        "三": 3,
        "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "俩": 2,
    ]
    private static let noBefore = ["不要", "不换", "别要", "别换", "不是", "不用", "不兑"]
    private static let noAfter = [
        "换成", "改成", "换为", "改要", "不要了", "我不要", "不换了", "先不要", "就不要", "不要，", "不要,", "不要 ",
    ]
}
