import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Topics for the next talk (恳谈会·茶桌仔, `domain.md` A14), as residents bring them up.
struct TopicService: Sendable {
    /// The kind of `receptions.yaml` at which topics are collected.
    static let kind = "talk"

    /// On the list of the next talk; the same words again keep their number.
    func propose(
        _ text: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let coming = try tx.sessions.upcoming(estate: party.estate, from: now, limit: 20)
        guard let session = coming.first(where: { $0.kind == Self.kind }) else { return .topicNone }
        let offer = ReceptionService.offer(session)
        // Held before counting: two at once get two numbers.
        guard try tx.sessions.find(session.id) != nil else { return .topicNone }
        let own = try tx.topics.of(session.id).filter { $0.resident == party.resident }
        if let known = own.first(where: { $0.text == text }) ?? own.dropFirst(Limits.topicRows - 1).last {
            return .topicNoted(offer, number: known.seq, isNew: false)
        }
        guard let topic = try tx.topics.add(session.id, resident: party.resident, text: text, at: now) else {
            return .topicNone
        }
        return .topicNoted(offer, number: topic.seq, isNew: true)
    }
}
