import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// A member's word about an urgent matter, in his own chat: `议题17 同意 先停用再修`.
struct AgendaWords: Sendable, Hashable {
    let item: AgendaItemID
    let answer: VoiceRow.Answer
    let rest: String

    private static let pattern = Pattern(
        /\s*议题\s*([0-9]{1,12})\s*号?[\s,，:：]*(不同意|同意|弃权)/.asciiOnlyDigits())

    /// Nil where the text is no such word.
    init?(_ text: String) {
        guard text.mentions("议题"),
            let match = text.prefixMatch(of: Self.pattern),
            let number = Int64(match.output.1)
        else { return nil }
        item = AgendaItemID(number)
        answer =
            switch match.output.2 {
            case "同意": .yes
            case "不同意": .no
            default: .abstain
            }
        rest = text[match.range.upperBound...].afterMarks
    }
}

extension Substring {
    /// "， 先停用再修": the words behind a number and its answer, without the marks between.
    var afterMarks: String { String(drop { $0.isWhitespace || "，,：:。".contains($0) }) }
}

extension StaffChat {
    /// Nil where the chat is nobody's of the staff.
    func answer(
        _ words: AgendaWords, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Phrase? {
        guard let account = try account(of: party, in: tx),
            let identity = try identity(of: account, for: "meeting.answer", estate: party.estate, in: tx)
        else { return nil }
        let request = AnswerItem(answer: words.answer.rawValue, words: words.rest)
        let call = DeskCall(staff: identity, in: tx, at: now)
        switch try meetings.answer(words.item, request, call) {
        case .done(let item):
            return Phrase("staff_chat.voice", ["item": "\(item.id)", "title": item.title])
        case .refused(let refusal):
            let key =
                switch refusal.code {
                case "agenda.not_found": "no_item"
                case "agenda.not_asked": "not_asked"
                case "agenda.over": "item_over"
                default: "item_refused"
                }
            return Phrase("staff_chat.no.\(key)", ["item": "\(words.item)"])
        }
    }
}
