/// What a resident answers to the result of his ticket (`domain.md` A20, 2.2.4 三率). Each part is only what he
/// said: a mark alone is no word, and a word is no mark.
package struct ResultAnswer: Sendable, Hashable {
    /// 1 … 5, 5 the best; nil where he gave none.
    package var mark: Int?
    /// 已解决, 没修好; nil where he did not say.
    package var saysSolved: Bool?
    /// 满意, 不满意; nil where he did not say.
    package var saysSatisfied: Bool?

    package init(mark: Int? = nil, saysSolved: Bool? = nil, saysSatisfied: Bool? = nil) {
        self.mark = mark
        self.saysSolved = saysSolved
        self.saysSatisfied = saysSatisfied
    }

    /// 3 is 基本满意 (`domain.md` 2.2.4).
    private static let content = 3

    /// For 解决率. Who is content has it mended unless he says otherwise; nil where he has answered nothing.
    package var isSolved: Bool? {
        saysSolved ?? saysSatisfied ?? mark.map { $0 >= Self.content }
    }

    /// For 满意率. Nobody is content with what is not mended; that it is mended says nothing of it.
    package var isSatisfied: Bool? {
        if saysSolved == false { return false }
        return saysSatisfied ?? mark.map { $0 >= Self.content }
    }

    /// It opens the ticket again (`domain.md` 2.3): 1, 2, 没修好, or 不满意 with nothing mended.
    package var reopens: Bool {
        if let mark, mark < Self.content { return true }
        return isSolved == false
    }

    /// The answer that stands after a further one: what he says now counts, and what he does not take back
    /// stays. A mark stands above the word before it, and 没修好 above any mark.
    package func followed(by later: ResultAnswer) -> ResultAnswer {
        if later.mark == nil, later.reopens { return later }
        return ResultAnswer(
            mark: later.mark ?? mark,
            saysSolved: later.saysSolved ?? (saysSolved == false ? nil : saysSolved),
            saysSatisfied: later.saysSatisfied ?? (later.mark == nil ? saysSatisfied : nil))
    }

    // MARK: In the history

    /// "4", "solved", "2 solved", "solved unsatisfied": as it stands in the history of its ticket.
    package var code: String {
        [
            mark.map { "\($0)" }, saysSolved.map { $0 ? "solved" : "unsolved" },
            saysSatisfied.map { $0 ? "satisfied" : "unsatisfied" },
        ].compactMap { $0 }.joined(separator: " ")
    }

    /// Reads a `code`, with or without other words behind it; nil where it begins with none.
    package init?(code: String) {
        self.init()
        for (place, word) in code.split(separator: " ").enumerated() {
            switch word {
            case "solved", "unsolved": saysSolved = word == "solved"
            case "satisfied", "unsatisfied": saysSatisfied = word == "satisfied"
            default: if place == 0 { mark = Int(word).flatMap { (1...5).contains($0) ? $0 : nil } }
            }
        }
        if self == ResultAnswer() { return nil }
    }

    /// For staff: "4分", "已解决（未打分）", "已解决、不满意（未打分）".
    package var chinese: String {
        let words = [
            saysSolved.map { $0 ? "已解决" : "没解决" }, saysSatisfied.map { $0 ? "满意" : "不满意" },
        ].compactMap { $0 }.joined(separator: "、")
        guard let mark else { return "\(words)（未打分）" }
        return words.isEmpty ? "\(mark)分" : "\(mark)分（\(words)）"
    }
}

/// What a resident was told and has not answered to the end.
package enum AnswerProgress: Int, Sendable, Hashable {
    /// He has not answered at all.
    case unanswered
    /// He has, and gave no mark.
    case unmarked
    case marked
}
