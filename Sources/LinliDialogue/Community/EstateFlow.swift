import LinliModel

/// Questions about the estate: its rows answer, or a person does. The question just asked goes on with
/// another day, place or thing (那12栋呢), and a ballot that is said here counts nowhere and is kept nowhere.
extension Turn {
    // MARK: Ballots

    /// "我投反对": his choice is neither taken nor handed on (`domain.md` E01, 2.9). True before anything else
    /// reads the words, so that no ticket and no colleague has them.
    mutating func refuseBallot(_ understood: Understood) -> Bool {
        guard understood.isBallot(asOption: state.flow != nil) else { return false }
        say("ballot.refused")
        acts.append(.refuse)
        forgetsWords = true
        ask(.ballot, understood)
        return true
    }

    // MARK: Questions

    mutating func askEstate(_ understood: Understood) -> Bool {
        if followUp(understood) || answerFromLaw(understood) { return true }
        let text = understood.text
        if text.asksForBoard {
            ask(.board, understood)
            return true
        }
        if text.asksWhereToVote {
            ask(.ballot, understood)
            return true
        }
        // The deposit that a landlord keeps is none of renovation, whatever row names one.
        guard !(text.mentions("房东") && text.mentions("押金")) else { return false }
        guard let kind = understood.questionKind(knowing: facts.register?.answerWords ?? []) else {
            return false
        }
        ask(kind, understood)
        return true
    }

    /// Rights that stand in the law, and no row of an estate can change.
    private mutating func answerFromLaw(_ understood: Understood) -> Bool {
        if understood.text.asksForCutOff {
            say("law.no_cut_off")
        } else if understood.text.asksHowManyVotes {
            say("law.one_vote")
        } else if understood.text.asksForMajority || understood.asksForMajorityOfVote {
            say("law.majority")
        } else {
            return false
        }
        acts.append(.answer)
        return true
    }

    private mutating func ask(_ kind: EstateQuestion.Kind, _ understood: Understood) {
        let main = understood.main
        var question = EstateQuestion(
            kind, words: kind == .ballot ? "" : understood.text, label: kind.label(in: understood.text),
            building: main.address.building, category: main.topic(kind), intent: main.intent, at: facts.now)
        question.subject = question.words.withoutOwnNumbers
        question.days = understood.text.daysAsked
        question.anonymous = main.wantsNoName
        ask(question)
    }

    /// A request that only a row or a person can answer.
    mutating func ask(_ request: WaitingRequest) {
        var question = EstateQuestion(
            request.intent == .infoQuery ? .row : .decision, words: request.text,
            category: request.topic(nil), intent: request.intent, at: facts.now)
        question.subject = question.words.withoutOwnNumbers
        question.anonymous = request.wantsNoName
        ask(question)
    }

    private mutating func ask(_ question: EstateQuestion) {
        if let building = question.building,
            let problem = Address(building: building).problem(in: facts.register)
        {
            var open = question
            open.building = nil
            state.question = open
            return ask(problem)
        }
        var question = question
        if question.ticket == nil {
            question.ticket = reportAsked(about: question) ?? waitingQuestion(like: question)
        }
        state.isAside = state.flow != nil
        state.question = question
        commands.append(
            question.kind == .grid ? .matter(.grid(building: question.building)) : .matter(.estate(question)))
    }

    /// What was handed on a moment ago to those whom this one would go to: who asks five things has one
    /// ticket.
    private func waitingQuestion(like question: EstateQuestion) -> String? {
        guard let before = state.question, let ticket = before.ticket,
            before.category == question.category, before.anonymous == question.anonymous,
            facts.now - before.askedAt <= .minutes(Limits.draftMinutes)
        else { return nil }
        return ticket
    }

    mutating func askGrid(_ understood: Understood) {
        ask(.grid, understood)
    }

    /// "那12栋呢", "那节假日呢", "那停车费呢": never a fault, praise or wish of its own.
    private mutating func followUp(_ understood: Understood) -> Bool {
        guard var question = openQuestion, understood.main.intent != .redeem else { return false }
        if question.kind == .board, let position = understood.choice, !understood.isRequest {
            question.position = position
            ask(question)
            return true
        }
        let rest = understood.text.followUp
        let building = understood.main.address.building
        guard let rest else {
            // A bare building, where the building was asked for.
            let isBare = understood.main.intent == .outOfScope && understood.act != .correctSlot
            guard question.takesBuilding, question.building == nil, isBare, let building,
                understood.main.slots[.room] == nil,
                understood.text.count <= Limits.fragmentCharacters
            else { return false }
            question.building = building
            ask(question)
            return true
        }
        question.askedAt = facts.now
        question.words += "\n" + understood.text
        question.days = rest.daysAsked ?? question.days
        if building != nil { question.building = building }
        if rest.daysAsked == nil, building == nil || !question.takesBuilding {
            question.label = rest
            question.subject = rest
            if [.row, .decision].contains(question.kind) { question.category = question.category(for: rest) }
        }
        ask(question)
        return true
    }

    /// What he asked a moment ago, unless he has come to another matter since.
    private var openQuestion: EstateQuestion? {
        guard state.flow == nil, let question = state.question,
            facts.now - question.askedAt <= .minutes(Limits.recentTicketMinutes)
        else { return nil }
        if let other = state.lastTicketAt, other > question.askedAt, state.lastTicket != question.ticket {
            return nil
        }
        return question
    }

    // MARK: Answers

    mutating func tell(estate outcome: Outcome) {
        switch outcome {
        case .estateAnswered(_, let phrase):
            replies.append(phrase)
            acts.append(.answer)
        case .questionHandedOn(let question, let summary, let to):
            if !question.anonymous { state.handedOn = NotedTicket(ticket: summary.number, at: facts.now) }
            if state.question?.words == question.words { state.question?.ticket = summary.number }
            remember(summary)
            // A bare address is no part of a question.
            state.isLastVague = false
            var values = summary.values(at: facts.now)
            values["to"] = to
            values["what"] = question.missing
            say(question.missingKey, values.present)
            acts.append(.createTicket)
        case .questionAdded(let question, let summary):
            var values = summary.values(at: facts.now)
            values["what"] = question.missing
            say(
                question.missingKey == "question.unpublished" && question.missing.isEmpty
                    ? "question.added_unpublished" : "question.added", values.present)
            acts.append(.updateTicket)
        default:
            break
        }
    }
}

extension Understood {
    private static let enough = ["多少人同意", "要多少人", "多少人才", "几个人同意", "才算过", "算通过", "才通过", "能通过"]
    /// 要多少人同意才算过啊, in a talk about a vote.
    fileprivate var asksForMajorityOfVote: Bool {
        main.intent == .vote && text.mentionsAny(Self.enough)
    }
}

extension EstateQuestion {
    /// Another building may give another answer.
    fileprivate var takesBuilding: Bool { [.hours, .post, .grid].contains(kind) }

    fileprivate var missing: String {
        guard !label.isEmpty else { return "" }
        switch kind {
        case .phone: return "\(label)的电话"
        case .hours: return "\(label)的时间"
        default: return label
        }
    }

    fileprivate var missingKey: String {
        if kind == .decision || kind == .accounts { return "question.unpublished" }
        return "question.missing"
    }

    fileprivate func category(for words: String) -> String {
        WaitingRequest(intent: intent, category: nil, urgency: .none, slots: [:], text: words)
            .topic(nil, usual: category)
    }
}
