import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// What was brought up for a talk, and what came of it (`domain.md` A14).
extension ReceptionDesk {
    /// After the talk: who brought it up is told, and where a category is named it becomes a ticket.
    package func answerTopic(
        _ id: TopicID, _ request: BookingOutcome, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReceptionTopic> {
        try door.pass("reception.outcome", "topic-\(id)", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") ?? check(request) {
                return .refused(refusal)
            }
            guard let topic = try call.tx.topics.find(id) else {
                return .refused(
                    Refusal(
                        .notFound, "topic.not_found", "没有话题 \(id)。",
                        hint: "请看 `linli reception list --session`。"))
            }
            return try find(topic.session, call).then { session throws(SQLError) in
                guard topic.answer == nil else {
                    return .refused(
                        Refusal(
                            .conflict, "topic.answered", "话题 \(id) 已经答复。",
                            hint: "如果已经建了工单，请写在工单里。"))
                }
                if let early = notBegun(session, call) { return .refused(early) }
                let ticket = try open(topic, of: session, request, call)
                _ = try call.tx.topics.answer(id, request.text, ticket: ticket?.id, at: call.now)
                try tell(topic, of: session, request.text, ticket, call)
                return try .done(view(try call.tx.topics.find(id) ?? topic, call))
            }
        }
    }

    private func open(
        _ topic: TopicRow, of session: SessionRow, _ request: BookingOutcome, _ call: DeskCall
    ) throws(SQLError) -> Ticket? {
        guard let resident = topic.resident, request.category != nil else { return nil }
        let seat = Matter(resident: resident, estate: session.estate, words: topic.text)
        return try open(seat, request, call)
    }

    private func tell(
        _ topic: TopicRow, of session: SessionRow, _ answer: String, _ ticket: Ticket?, _ call: DeskCall
    ) throws(SQLError) {
        guard let resident = topic.resident else { return }
        let values = [
            "session": ReceptionService.offer(session).title, "number": "\(topic.seq)", "text": answer,
            "ticket": ticket?.number ?? "",
        ].filter { !$0.value.isEmpty }
        try notifier.tell(
            resident: resident, Phrase("notice.topic_answered", values), why: "reception.topic",
            key: "topic-\(topic.id)-answered", in: call.tx, at: call.now)
    }

    func view(_ topic: TopicRow, _ call: DeskCall) throws(SQLError) -> ReceptionTopic {
        let ticket = try topic.ticket.map { id throws(SQLError) in try call.tx.tickets.find(id)?.number }
        return ReceptionTopic(
            id: topic.id.rawValue, number: topic.seq, text: Masking.numbers(in: topic.text),
            answer: topic.answer.map(Masking.numbers), ticket: ticket ?? nil)
    }
}
