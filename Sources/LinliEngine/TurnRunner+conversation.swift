import LinliDialogue
import LinliModel
import LinliServices
import LinliSQL
import LinliStore

/// The part of a turn between the message and the rows: the dialogue is stepped until nothing is left to do,
/// and its timeouts are armed in the same commit.
extension TurnRunner {
    /// - Parameter writtenAt: from when the days are counted that the event's words name.
    func converse(
        _ event: DialogueEvent, _ rereading: Rereading? = nil, party: Party, isNew: Bool, writtenAt: Instant,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> TurnReport {
        // Whoever is new has neither a conversation nor a home.
        let stored = isNew ? nil : try tx.conversations.load(channel: party.channel, sender: party.sender)
        let before = stored.flatMap(ConversationCoding.read) ?? ConversationState(at: now)
        var state = before
        if isNew { state.owesNotice = true }
        let event = joined(
            event, rereading, before, estate: party.estate, writtenAt: writtenAt, at: now)
        let facts = try facts(for: event, party: party, isNew: isNew, in: tx, at: now)
        let report = try perform(event, &state, facts, party: party, in: tx, at: now)
        if state != before {
            try tx.conversations.save(
                ConversationCoding.write(state), channel: party.channel, sender: party.sender, at: now)
        }
        try arm(before: before, after: state, party: party, in: tx)
        return report
    }

    /// The staff's words. A picture that was sent before them shows what was done and is no report any more.
    func answerStaff(
        _ text: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Phrase? {
        guard StaffChat.takesPictures(text),
            let stored = try tx.conversations.load(channel: party.channel, sender: party.sender),
            let before = ConversationCoding.read(stored)
        else { return try staffChat.answer(text, from: party, in: tx, at: now) }
        var after = before
        let picture = after.takePicture()
        let answer = try staffChat.answer(text, picture: picture, from: party, in: tx, at: now)
        guard picture != nil, answer?.key == StaffChat.done else { return answer }
        try tx.conversations.save(
            ConversationCoding.write(after), channel: party.channel, sender: party.sender, at: now)
        try arm(before: before, after: after, party: party, in: tx)
        return answer
    }

    /// Every command answers with one outcome, which is an event of the same turn.
    private func perform(
        _ event: DialogueEvent, _ state: inout ConversationState, _ facts: Facts, party: Party,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> TurnReport {
        var report = TurnReport()
        let asked = state.flow
        var events = [event]
        var rounds = 0
        var said: [(replies: [Phrase], flow: Flow?)] = []
        while !events.isEmpty, rounds < Limits.turnEventItems {
            rounds += 1
            let step = dialogue.step(events.removeFirst(), state: state, facts: facts)
            state = step.state
            said.append((step.replies, step.state.flow))
            report.acts += step.acts
            report.ask += step.ask
            if step.forgetsWords { report.forgetsWords = true }
            if step.isHeldBack { report.isHeldBack = true }
            report.heard = report.heard ?? step.heard
            for command in step.commands {
                let outcome = try services.handle(command, from: party, in: tx, at: now)
                report.outcomes.append(outcome)
                events.append(.outcome(outcome))
            }
        }
        report.replies = Self.questionLast(said, before: asked)
        // What is kept and what for, at the first contact (PIPL 17; `domain.md` 2.10): under the first reply,
        // so that it costs no message of its own.
        if state.owesNotice, !report.replies.isEmpty {
            state.owesNotice = false
            report.replies.append(Phrase("consent.notice"))
        }
        return report
    }

    /// What is asked stands below what was done beside it: an answer answers what was read last. Nothing
    /// stands above the words about a danger.
    private static func questionLast(
        _ steps: [(replies: [Phrase], flow: Flow?)], before: Flow?
    ) -> [Phrase] {
        var (steps, flow) = (steps, before)
        var asking: Int?
        for (index, step) in steps.enumerated() where step.flow != flow {
            asking = step.flow == nil ? nil : index
            flow = step.flow
        }
        if let asking {
            let step = steps.remove(at: asking)
            let isDanger = step.replies.contains { $0.key.hasPrefix("emergency.") }
            steps.insert(step, at: isDanger ? asking : steps.endIndex)
        }
        return steps.flatMap(\.replies).saidOnce
    }

    private func facts(
        for event: DialogueEvent, party: Party, isNew: Bool, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Facts {
        var told: AnswerProgress?
        if event.mayBeAnswer {
            told = try tx.tickets.resultTold(to: party.resident, since: now - .days(Limits.ratingDays))
        }
        let handoff = isNew ? nil : try tx.tickets.handoff(of: party.resident)
        let person = handoff.map { handoff in
            PersonOnTheLine(
                ticket: handoff.number,
                isActive: handoff.lastReply.map { now - $0 <= .minutes(Limits.personMinutes) } ?? false)
        }
        var alert: AlertInForce?
        if case .message(let understood) = event {
            alert = try services.alerts.inForce(
                understood.categories, understood.text, estate: party.estate, in: tx)
        }
        var facts = Facts(
            now: now, homes: isNew ? [] : try tx.homes.of(party.resident), isNew: isNew,
            resultTold: told, person: person, register: registers[party.estate], alert: alert)
        if told != nil {
            facts.results = try tx.tickets.results(
                toldTo: party.resident, in: [.resolved, .rated], since: now - .days(Limits.ratingDays))
        }
        if event.isMessage { facts.meals = try services.meals.facts(of: party, in: tx, at: now) }
        return facts
    }

    /// What was said, seen from the conversation: by its parts, as an answer with more beside it, by the
    /// clause that names the fault, or together with the pieces that came before it within the quiet
    /// window. These pieces alone are read here: nobody knows them before the transaction.
    private func joined(
        _ event: DialogueEvent, _ rereading: Rereading?, _ state: ConversationState, estate: String,
        writtenAt: Instant, at now: Instant
    ) -> DialogueEvent {
        guard case .message(let alone) = event else { return event }
        if let settled = rereading?.settled { return .message(settled) }
        if state.flow != nil, let answer = rereading?.answer { return .message(answer) }
        if let named = rereading?.named { return .message(named) }
        guard let text = state.joined(with: alone, at: now),
            let match = understand(text, estate: estate, at: writtenAt)
        else { return event }
        return .message(state.reading(alone, Understood(match)))
    }

    // MARK: Timeouts

    private func arm(
        before: ConversationState, after: ConversationState, party: Party, in tx: Transaction
    ) throws(SQLError) {
        let subject = ConversationKey(channel: party.channel, sender: party.sender).subject
        for timeout in ConversationState.Timeout.allCases {
            let (old, new) = (before.due(timeout), after.due(timeout))
            guard old != new else { continue }
            if let new {
                try tx.timers.arm(timeout.timer, subject: subject, due: new)
                notifier.armed(in: tx)
            } else {
                try tx.timers.disarm(timeout.timer, subject: subject)
            }
        }
    }
}

extension TurnRunner: ConversationTimeouts {
    package func timeOut(
        _ kind: TimerRow.Kind, of conversation: ConversationKey, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        _ = try takeUp(kind, of: conversation, in: tx, at: now)
    }

    /// The timer's condition is looked at again: the conversation may have gone on, then it is nil.
    package func takeUp(
        _ kind: TimerRow.Kind, of conversation: ConversationKey, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> TurnReport? {
        let (channel, sender) = (conversation.channel, conversation.sender)
        guard let timeout = ConversationState.Timeout.allCases.first(where: { $0.timer == kind }),
            let stored = try tx.conversations.load(channel: channel, sender: sender),
            let state = ConversationCoding.read(stored), let due = state.due(timeout), due <= now
        else { return nil }
        let estate = carriers.channel(channel)?.estate ?? ""
        let event: DialogueEvent
        switch timeout {
        case .draft: event = .draftLeft
        case .quiet:
            guard let match = understand(state.fragmentText, estate: estate, at: now) else { return nil }
            event = .quietEnded(Understood(match))
        }
        let resident = try tx.residents.findOrAdd(
            channel: channel, sender: sender, estate: estate, at: now
        ).id
        let party = Party(resident: resident, estate: estate, channel: channel, sender: sender)
        let report = try converse(event, party: party, isNew: false, writtenAt: now, in: tx, at: now)
        try notifier.tell(
            channel: channel, recipient: sender, report.replies,
            why: timeout == .quiet ? "reply" : "reminder",
            key: "timeout-\(kind.rawValue)-\(channel)-\(sender)-\(due.milliseconds)", in: tx, at: now)
        return report
    }
}

extension ConversationState.Timeout {
    fileprivate var timer: TimerRow.Kind {
        switch self {
        case .quiet: .quiet
        case .draft: .draft
        }
    }
}

extension DialogueEvent {
    fileprivate var isMessage: Bool {
        if case .message = self { true } else { false }
    }

    /// Only then is it worth asking the store which results he was told.
    fileprivate var mayBeAnswer: Bool {
        guard case .message(let understood) = self else { return false }
        return understood.mark != nil || understood.saysStillBroken || understood.saysMended
            || understood.correctedMark != nil
    }
}

extension [Phrase] {
    /// What two parts of a turn say in the same words stands where the later one says it.
    fileprivate var saidOnce: [Phrase] {
        enumerated().filter { at, phrase in !self[(at + 1)...].contains(phrase) }.map(\.element)
    }
}
