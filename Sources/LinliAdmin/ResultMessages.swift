/// What the resident said when the desk asked him.
package struct RateTicket: Codable, Sendable, Hashable {
    /// 1 … 5; missing where he gave none.
    package var score: Int?
    /// Whether it is mended, where he said so.
    package var solved: Bool?
    /// Whether he is content, where he said so.
    package var satisfied: Bool?
    package var text: String?

    package init(
        score: Int? = nil, solved: Bool? = nil, satisfied: Bool? = nil, text: String? = nil
    ) {
        self.score = score
        self.solved = solved
        self.satisfied = satisfied
        self.text = text
    }
}
