import LinliModel

/// The conversation as a pure function: an event and a state in, a step out. No clock, no SQL, no words:
/// replies are keys of `Intents/replies`.
///
/// ```swift
/// var step = dialogue.step(.message(understood), state: state, facts: facts)
/// while let command = step.commands.first { … step = dialogue.step(.outcome(outcome), …) }
/// ```
package struct Dialogue: Sendable {
    private let policy: DialoguePolicy

    package init(policy: DialoguePolicy) {
        self.policy = policy
    }

    package func step(_ event: DialogueEvent, state: ConversationState, facts: Facts) -> Step {
        var turn = Turn(state: state, facts: facts, policy: policy)
        turn.forgetUnfinished(event)
        let asked = state.flow
        if event.isSent {
            turn.noteFlood()
            if !event.isMessage, turn.leaveMedia() { return turn.finished() }
        }
        switch event {
        case .outcome(let outcome):
            turn.receive(outcome)
        case .message(let understood):
            turn.expireDraft(understood)
            turn.receive(understood)
            if understood.isCut {
                // Help that is on its way needs nothing once more.
                let isDanger = understood.requests.contains(where: \.isEmergency)
                turn.say(
                    isDanger ? "message.cut_danger" : "message.cut", ["most": "\(Limits.messageCharacters)"])
            }
        case .picture(let media):
            turn.expireDraft(nil)
            turn.receivePicture(media)
        case .place(let label):
            turn.expireDraft(nil)
            turn.receivePlace(label)
        case .follow:
            turn.state.owesNotice = false
            turn.say("greet.welcome")
            turn.acts.append(.greet)
        case .voice(let media):
            turn.expireDraft(nil)
            turn.hearNothing(media)
        case .unreadable:
            turn.say("unreadable")
            turn.acts.append(.clarify)
        case .quietEnded(let understood):
            turn.endQuiet(understood)
        case .draftLeft:
            turn.remindOfDraft()
        }
        if !event.isOutcome, event != .draftLeft { turn.askAgain(asked) }
        return turn.finished()
    }
}

/// One turn under construction. The flows are extensions of it, one file each.
struct Turn {
    var state: ConversationState
    let facts: Facts
    let policy: DialoguePolicy
    var commands: [Command] = []
    var replies: [Phrase] = []
    var acts: [Act] = []
    var ask: [SlotName] = []
    /// What was being asked has got its answer.
    var isAnswer = false
    /// What was being asked stands in the replies once more.
    var isAskedAgain = false
    var forgetsWords = false
    /// Too many at once: nothing was done with this one.
    var isHeldBack = false
    var heard: String?

    init(state: ConversationState, facts: Facts, policy: DialoguePolicy) {
        self.state = state
        self.facts = facts
        self.policy = policy
    }

    mutating func say(_ key: String, _ values: [String: String] = [:]) {
        replies.append(Phrase(key, values))
    }

    /// Where a report is in the making and something else has to be asked first, the report waits.
    mutating func enter(_ flow: Flow?) {
        if case .repair(let draft) = state.flow, let flow, !flow.isRepair {
            state.isAside = false
            park(draft)
        }
        state.flow = flow
        state.touchedAt = facts.now
        state.isReminded = false
        state.repeats = nil
    }

    mutating func askFor(_ slots: [SlotName]) {
        acts.append(.askSlot)
        ask += slots
    }

    func finished() -> Step {
        var state = state
        if forgetsWords { state.echo = nil }
        if acts.contains(.offerOptions) || replies.contains(where: \.isNumbered) {
            state.listedAt = facts.now
        } else if isAnswer {
            state.listedAt = nil
        }
        if replies.contains(where: { $0.key.hasPrefix("points.") }) { state.figureAt = facts.now }
        return Step(
            state: state, commands: commands, replies: replies, acts: acts, ask: ask,
            forgetsWords: forgetsWords, isHeldBack: isHeldBack, heard: heard)
    }

    /// What an earlier turn did not come to the end of does not hold this one up.
    mutating func forgetUnfinished(_ event: DialogueEvent) {
        if case .outcome = event { return }
        if state.privacy?.ticket == nil { state.privacy = nil }
        state.doubtful = nil
        state.opening = 0
        state.placeless = []
        state.unfound = nil
        state.witness = nil
        state.unheard = nil
        if state.flow?.isHome != true { state.heldCode = nil }
    }

    /// Begins what the message asks for; what stands beside it waits.
    mutating func start(_ understood: Understood) {
        let main = understood.main
        if case .repair(let draft) = state.flow, !main.intent.isQuestion, main.intent != .cancel {
            if main.intent == .pointsClaim, draft.isPicture {
                // The picture was the evidence of the deed.
                state.flow = nil
                claim(main, attachment: draft.attachments.first)
                return
            }
            park(draft)
        }
        let interrupted = state.flow
        var others = Array(understood.requests.dropFirst()) + [understood.personBeside].compactMap { $0 }
        let urgent = main.intent.opensTicket ? nil : others.firstIndex(where: \.isUrgent)
        let matter = urgent.map { others.remove(at: $0) }
        wait(for: others)
        begin(main, understood)
        if main.intent.opensTicket { keepList(interrupted) }
        if let matter {
            // 取消报修，另外厨房漏水: water does not wait for a yes.
            if state.flow == nil { begin(matter, nil) } else { wait(for: [matter]) }
        }
        state.isAside = interrupted != nil && state.flow == interrupted && main.intent.isQuestion
        if commands.isEmpty { resume() }
        startWaiting()
    }

    /// Puts requests before those that wait already. There is an end to it: nobody says more in one go.
    mutating func wait(for requests: [WaitingRequest]) {
        state.waiting = Array((requests + state.waiting).prefix(Limits.waitingRequests))
    }

    /// Another request comes between: the report waits until that is done, and is not lost.
    mutating func park(_ draft: RepairDraft) {
        state.flow = nil
        wait(for: [WaitingRequest(draft)])
    }

    /// Requests that wait are begun as soon as nothing is being asked and nothing that may ask is being done.
    mutating func startWaiting() {
        while !state.waiting.isEmpty, state.opening == 0 {
            let next = state.waiting[0]
            guard (state.flow == nil && commands.isEmpty) || next.intent.isQuestion else { return }
            state.waiting.removeFirst()
            begin(next, nil)
        }
    }

    /// After a side question the thread is picked up again, unless the answer has begun another one. Whoever
    /// goes on with other things is not asked under each of them: once, and a report that says nothing yet is
    /// let go.
    mutating func resume() {
        guard state.isAside else { return }
        state.isAside = false
        guard let flow = state.flow else { return }
        let repeats = state.repeats ?? 0
        state.repeats = repeats + 1
        if repeats >= Limits.questionRepeatEntries, !flow.isOfEmergency {
            if flow.isEmptyReport { state.flow = nil }
            return
        }
        acts.append(.resumeFlow)
        repeatQuestion(flow)
    }

    /// A yes counts for what was asked last and nothing else: where another matter came between, the question
    /// stands under its answer once more.
    mutating func askAgain(_ asked: Flow?) {
        guard let asked, asked.takesYes, state.flow == asked, !isAnswer, !isAskedAgain,
            !(commands.isEmpty && replies.isEmpty)
        else { return }
        state.isAside = true
        if commands.isEmpty { resume() }
    }

    mutating func begin(_ request: WaitingRequest, _ understood: Understood?) {
        if request.intent != .outOfScope { state.misses = 0 }
        if request.intent != .greetHelp, state.listedAt == state.menuAt { state.listedAt = nil }
        switch request.intent {
        case .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService:
            startRepair(request)
        case .pointsQuery:
            queryPoints(request)
        case .redeem:
            startRedeem(request)
        case .receptionBook:
            startReception(request)
        case .queryStatus:
            commands.append(.ticketStatus(request.reference))
        case .urge:
            urge(request)
        case .cancel:
            findCancellable(request)
        case .rateFeedback:
            rate(request)
        case .pointsClaim:
            claim(request)
        case .humanHandoff where request.text.asksWhetherMachine && facts.person == nil:
            say("help.machine")
            acts.append(.answer)
        case .humanHandoff:
            askForPerson(request)
        case .privacyRequest:
            answerPrivacy(request)
        case .activitySignup:
            findActivity(request)
        case .vote, .disclosureQuery, .infoQuery:
            ask(request)
        case .greetHelp where facts.person != nil:
            askForPerson(request)
        case .greetHelp where request.text.asksWhetherMachine:
            say("help.machine")
            acts.append(.answer)
        case .greetHelp:
            greet(request)
        case .outOfScope:
            outOfScope(understood, request)
        }
    }

    /// What only a person can answer becomes a ticket of its own, with its clock. `joins`: a question to
    /// which nothing is known goes to the one that waits; a matter has a ticket of its own.
    mutating func forward(
        _ request: WaitingRequest, origin: TicketOrigin, category: String = "info.contact",
        joins: Bool = false
    ) {
        // Whoever was told that he stays unnamed does.
        let isHidden =
            request.wantsNoName || request.privacyAct == "anonymity"
            || origin == .handoff && isHalfToldUnnamed
        if joins, !isHidden, let waiting = state.handedOn,
            facts.now - waiting.at <= .minutes(Limits.recentTicketMinutes)
        {
            // Who asks five things has one ticket.
            var question = EstateQuestion(
                .unknown, words: request.text, category: category, intent: request.intent, at: facts.now)
            question.ticket = waiting.ticket
            return commands.append(.matter(.estate(question)))
        }
        // His own door would say who he is.
        let home = isHidden ? nil : facts.homes.first(where: \.isProven)?.address
        let told = origin == .handoff ? halfTold : []
        let draft = TicketDraft(
            category: category, urgency: origin == .handoff ? .p2 : .p3,
            text: (told.filter { $0 != request.text } + [request.text]).joined(separator: "\n"),
            address: home ?? Address(), origin: origin, intent: request.intent, anonymous: isHidden,
            guesses: origin == .handoff ? state.guesses : [])
        commands.append(.openTicket(draft))
    }

    mutating func outOfScope(_ understood: Understood?, _ request: WaitingRequest) {
        let subtype = understood?.subtype
        if understood?.act == .thanks {
            say("thanks.welcome")
            acts.append(.ack)
            return
        }
        if request.text.takesLeave {
            say("nod.ok")
            acts.append(.ack)
            return
        }
        if keepBesideFresh(understood) || keepBesideQuestion(understood) { return }
        switch subtype {
        case .chitchat where request.text.thanks:
            say("thanks.welcome")
            acts.append(.ack)
            return
        case .chitchat: say("oos.chitchat")
        case .abuse:
            say("oos.abuse")
            acts.append(.deescalate)
            return
        case .injection: say("oos.injection")
        case .spam: say("oos.spam")
        case .misdirected: say("oos.misdirected")
        case .otherDomain where request.text.count > Limits.longMessageCharacters:
            // Somewhere in so many words there may be a matter.
            missed(understood)
            return
        case .otherDomain:
            say("oos.other_domain")
            acts.append(.refuse)
            return
        case .empty, nil:
            missed(understood)
            return
        }
        acts.append(.answer)
    }
}

extension Phrase {
    /// A list that may be answered with a number.
    fileprivate var isNumbered: Bool { ["help.menu", "board.list"].contains(key) }
}

extension String {
    /// 好的谢谢你啊, in whatever words around it.
    fileprivate var thanks: Bool {
        mentionsAny(["谢谢", "多谢", "感谢", "谢啦", "谢了"]) && count <= Limits.answerCharacters && !asksSomething
    }
}

extension String {
    private static let leaving = Pattern(
        /(好|行|嗯|那|可以|OK|ok|先)*(就|先)?(先这样|这样|到这|到这里|不说了|不聊了|退出|没别的了|没有别的了)(吧|了|啊|哈|哦)*/,
        needs: ["这样", "到这", "不说了", "不聊了", "退出", "别的"])
    /// 行，先这样: he goes, and nothing is wanted.
    var takesLeave: Bool { lettersAndNumbers.wholeMatch(of: Self.leaving) != nil }
}

extension Understood {
    /// Such words are no answer to a question, and they end none.
    var isAbuseOrInjection: Bool {
        !isRequest && act == nil && main.address.isEmpty && (subtype == .abuse || subtype == .injection)
    }

    /// The message asks for something of its own and is not only an answer.
    var isRequest: Bool { main.intent != .outOfScope }
}

extension Intent {
    package var opensTicket: Bool {
        switch self {
        case .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService: true
        default: false
        }
    }

    /// Answered at once, without a flow of its own.
    var isQuestion: Bool {
        switch self {
        case .pointsQuery, .queryStatus, .greetHelp, .urge, .humanHandoff, .infoQuery, .disclosureQuery: true
        default: false
        }
    }
}

extension DialogueEvent {
    var isOutcome: Bool {
        if case .outcome = self { true } else { false }
    }

    fileprivate var isMessage: Bool {
        if case .message = self { true } else { false }
    }

    /// He has sent it; the clock and the services have not.
    fileprivate var isSent: Bool {
        switch self {
        case .message, .picture, .place, .voice, .unreadable: true
        case .follow, .quietEnded, .draftLeft, .outcome: false
        }
    }
}

extension Flow {
    /// A bare yes does something here that is not undone by another word.
    var takesYes: Bool {
        switch self {
        case .confirmReward, .confirmCancel, .confirmCancelAll, .confirmItems, .mediation, .seatFull,
            .followProject, .offerNeed, .addMatter, .offerHome, .welcome, .call:
            true
        case .chooseSession(let offers, _): offers.count == 1
        case .choosePost(let offers): offers.count == 1
        case .volunteer(let offer): offer.asksConsent
        case .repair, .emergencyPlace, .chooseReward, .sessionMatter, .chooseItem, .chooseCancel,
            .agendaMatter, .homeAddress, .homeCode, .chooseTicketToUrge, .chooseTicketToPlace, .choosePrivacy,
            .chooseDeed, .feeAmount, .chooseGuess, .loan, .witness, .meal, .chooseMeal:
            false
        }
    }

    var isRepair: Bool {
        if case .repair = self { true } else { false }
    }

    fileprivate var isOfEmergency: Bool {
        if case .emergencyPlace = self { true } else { false }
    }

    /// "报修", and nothing else: no word of what it is about is lost with it.
    fileprivate var isEmptyReport: Bool {
        guard case .repair(let draft) = self else { return false }
        return draft.what == nil && draft.attachments.isEmpty && draft.named == nil && draft.address.isEmpty
            && draft.words.count == 1 && draft.words[0].count <= Limits.fragmentCharacters
    }
}

extension WaitingRequest {
    /// A report in the making that waits.
    init(_ draft: RepairDraft) {
        self.init(
            intent: draft.intent, category: draft.category, urgency: draft.urgency, slots: [:],
            text: draft.words.joined(separator: "\n"), draft: draft)
    }

    /// Life in danger: nothing is asked before help is on its way.
    var isEmergency: Bool { urgency == .p0 && intent.opensTicket }

    fileprivate var isUrgent: Bool { urgency <= .p1 && intent.opensTicket }

    package var address: Address {
        let floor = slots[.floor].map { "\($0.text)楼" }
        let place = [floor, slots[.place]?.text].compactMap { $0 }.joined()
        return Address(
            building: slots[.building]?.text, unit: slots[.unit]?.text,
            // Of a complaint about 3栋601 that flat is the place of the ticket.
            room: (slots[.room] ?? (slots[.building] == nil ? nil : slots[.targetRoom]))?.text,
            place: place.isEmpty ? nil : place)
    }

    /// What he wants done with his data, as the replies are keyed; nil where that is not clear.
    var privacyAct: String? {
        guard let act = slots[.action]?.text else { return nil }
        return ["access", "delete", "correct", "anonymity"].contains(act) ? act : nil
    }

    /// What is given up at an activity that he names is his sign-up, however he puts it.
    var cancelTarget: CancelTarget {
        if slots[.activity] != nil { return .signup }
        return switch slots[.target]?.text {
        case "ticket": .ticket
        case "booking": .booking
        case "redemption": .redemption
        case "signup": .signup
        default: .anything
        }
    }
}
