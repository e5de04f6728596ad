import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// The word of a building's lead about a claim for points (`domain.md` C04): `积分12 同意`, or a bare Y or N
/// right behind the question.
struct ClaimWords: Sendable, Hashable {
    /// Why the question stands in the outbox.
    static let asked = "staff.claim"

    /// Nil where he answers what was asked last.
    let claim: ClaimID?
    let isYes: Bool
    let rest: String

    private static let bare = [
        "y": true, "Y": true, "是": true, "同意": true, "n": false, "N": false, "不": false, "不同意": false,
    ]
    private static let pattern = Pattern(
        /\s*(?:积分|申报)\s*([0-9]{1,12})\s*号?[\s,，:：]*(不同意|同意)/.asciiOnlyDigits())

    /// Nil where the text is no such word.
    init?(_ text: String) {
        if let isYes = Self.bare[text] {
            (claim, rest) = (nil, "")
            self.isYes = isYes
            return
        }
        guard text.mentions("同意"), let match = text.prefixMatch(of: Self.pattern),
            let number = Int64(match.output.1)
        else { return nil }
        claim = ClaimID(number)
        isYes = match.output.2 == "同意"
        rest = text[match.range.upperBound...].afterMarks
    }
}

extension StaffChat {
    /// Nil where the chat is nobody's of the staff, or a bare word answers something else.
    func answer(
        _ words: ClaimWords, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Phrase? {
        guard let account = try account(of: party, in: tx),
            let claim = try meant(by: words, party, in: tx),
            let identity = try identity(of: account, for: "points.approve", estate: party.estate, in: tx)
        else { return nil }
        let values = ["claim": "\(claim)"]
        guard let row = try tx.claims.find(claim), row.estate == party.estate, row.state == "pending",
            let item = points.settings.points.items.first(where: { $0.number == row.item })
                ?? DeedReader(rules: points.settings.points).only(in: row.text)
        else { return Phrase("staff_chat.no.no_claim", values) }
        let call = DeskCall(staff: identity, in: tx, at: now)
        let reason = words.rest.isEmpty ? "楼栋长核实后不同意" : words.rest
        let refusal =
            try words.isYes
            ? points.approve(claim, ApproveClaim(item: item.code), call).refusal
            : points.reject(claim, reason: reason, call).refusal
        if refusal?.kind == .notFound { return Phrase("staff_chat.no.no_claim", values) }
        if refusal != nil { return Phrase("staff_chat.no.claim_refused", values) }
        return Phrase(words.isYes ? "staff_chat.claim_approved" : "staff_chat.claim_rejected", values)
    }

    /// The one that he names; else the one that he was asked about, where nothing was said to him since.
    private func meant(
        by words: ClaimWords, _ party: Party, in tx: Transaction
    ) throws(SQLError) -> ClaimID? {
        if let named = words.claim { return named }
        guard let last = try tx.outbox.last(channel: party.channel, recipient: party.sender),
            last.why == ClaimWords.asked
        else { return nil }
        let parts = last.key.split(separator: "-")
        guard parts.count > 1, let number = Int64(parts[1]) else { return nil }
        return ClaimID(number)
    }
}
