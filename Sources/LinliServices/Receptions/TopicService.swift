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
        let coming = try tx.sessions.upcoming(
            estate: party.estate, from: now, limit: Limits.upcomingSessionRows)
        guard let session = coming.first(where: { $0.kind == Self.kind }) else { return .topicNone }
        let offer = ReceptionService.offer(session)
        // Held before counting: two at once get two numbers.
        guard try tx.sessions.find(session.id) != nil else { return .topicNone }
        let own = try tx.topics.of(session.id).filter {
            $0.resident == party.resident && $0.answer != Self.withdrawn
        }
        if let known = own.first(where: { $0.text == text }) ?? own.dropFirst(Limits.topicRows - 1).last {
            return .topicNoted(offer, number: known.seq, isNew: false)
        }
        guard let topic = try tx.topics.add(session.id, resident: party.resident, text: text, at: now) else {
            return .topicNone
        }
        return .topicNoted(offer, number: topic.seq, isNew: true)
    }

    /// What the desk reads in the place of an answer: nobody is told one any more.
    static let withdrawn = "提出的人已撤回"

    /// What he has brought up and has no answer, the newest first.
    func cancellable(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> [Cancellable] {
        var found: [Cancellable] = []
        for topic in try tx.topics.open(of: party.resident) {
            guard let session = try tx.sessions.find(topic.session), session.state == .open,
                now - session.startsAt < .days(Limits.seatBegunDays)
            else { continue }
            found.append(
                Cancellable(
                    kind: .topic(topic.id), reference: topic.id.description,
                    title: "话题“\(topic.text)”（\(ReceptionService.offer(session).title) 第\(topic.seq)个）",
                    refusal: session.startsAt <= now ? .begun : nil))
        }
        return found
    }

    /// The numbers of the others stay.
    func withdraw(
        _ id: TopicID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let topic = try tx.topics.find(id), topic.resident == party.resident, topic.answer == nil,
            let session = try tx.sessions.find(topic.session)
        else { return .alreadyClosed }
        guard session.startsAt > now else { return .begun }
        return try tx.topics.answer(id, Self.withdrawn, ticket: nil, at: now) ? nil : .alreadyClosed
    }
}
