import LinliModel
import LinliTestKit
import Testing

@testable import LinliDialogue

/// A walk through everything that residents and services can say, many times, always the same by its seed.
///
/// The model: wherever the walk stands, giving up, a person and an emergency work, the state survives its
/// JSON, a turn that is not an outcome is never silent, and what waits has an end.
@Suite("Random walk")
struct RandomWalkTests {

    private static let requests: [Request] =
        Intent.allCases.map { Request(intent: $0, urgency: .p2) } + [
            Said.lamp, Said.gate, Said.leak, Said.redeem, Said.handoff,
            Request(intent: .cancel, slots: [.target: .text("booking")]),
            Request(intent: .receptionBook, slots: [.matter: .text("停车")]),
            Request(intent: .receptionBook, slots: [.action: .text("cancel")]),
            Request(intent: .pointsClaim), Said.thrown,
        ] + OutOfScope.allCases.map { Request(intent: .outOfScope, subtype: $0) }
        + [
            Said.answer([.building: .text("3"), .room: .text("501")])[0],
            Said.answer([.choice: .integer(1)])[0],
            Said.answer([.place: .text("北门")])[0], Said.answer([.item: .text("雨伞")])[0],
        ]

    private static let texts = [
        "好", "1", "12345678", "北门路灯坏了", "绑定3栋2单元501", "绑定 12345678", "绑定工号 12345678", "",
        "车棚什么时候开工", "订阅进展", "不用再通知我车棚了", "最近在搞什么工程", "借个梯子", "不借了", "明天上午十点", "想问律师", "我想当志愿者",
        "我是党员，想在小区做点事", "别登记我是党员",
        "周六下午两点到四点", "把监控发我看看", "东侧", "社区招公益岗吗", "公益岗不报了",
    ]

    private static func event(_ dice: inout SeededGenerator) -> DialogueEvent {
        switch Int.random(in: 0..<20, using: &dice) {
        case 0: return .picture(media: "m")
        case 1: return .place("北门")
        case 2: return .follow
        case 3: return Bool.random(using: &dice) ? .unreadable : .voice(media: "v")
        default:
            let count = Int.random(in: 1...3, using: &dice)
            let said = (0..<count).compactMap { _ in requests.randomElement(using: &dice) }
            let act = Bool.random(using: &dice) ? nil : DialogueAct.allCases.randomElement(using: &dice)
            return .message(Said.words(texts.randomElement(using: &dice) ?? "", said, act: act))
        }
    }

    private static func outcomes(ofMeeting command: Command) -> [Outcome] {
        let date = MeetingDate(name: "四方联席会", when: Talk.monday, place: "议事亭", rhythm: "每月")
        switch command {
        case .meeting(.propose(_, let title, let words)):
            let item = AgendaSummary(item: AgendaItemID(1), title: title, meeting: date)
            return [
                .agendaNoted(item, isNew: true), .agendaFull(meeting: "四方联席会", open: 5),
                .meetingUnknown(words),
            ]
        case .meeting(.minutes(_, let words)):
            return [.minutes([]), .minutesNone(meeting: "四方联席会"), .meetingUnknown(words)]
        default: return [.meetingDate(date), .meetingUnknown("")]
        }
    }

    private static func outcomes(
        ofMatter command: Command, _ summary: TicketSummary, _ talk: SessionOffer
    ) -> [Outcome] {
        switch command {
        case .matter(.dispute): [.mediationOffered(summary, mediators: "社区"), .ticketRepeated(summary)]
        case .matter(.mediation(_, let consents)):
            [.mediationAnswered(summary, consents: consents), .ticketNotFound]
        case .matter(.praise(let named, _)): [.praised(named: named, ticket: nil)]
        case .matter(.topic): [.topicNoted(talk, number: 1, isNew: true), .topicNone]
        case .matter(.estate(let question)):
            [
                .estateAnswered(question, Phrase("question.hours")),
                .questionHandedOn(question, Known.summary(origin: .forwarded), to: "物业客服"),
                .questionAdded(question, Known.summary(origin: .forwarded)),
            ]
        case .matter(.grid):
            [.grid(GridAnswer(name: "第2网格", buildings: ["6", "7"], posts: [])), .gridUnknown]
        case .askOwner:
            [.ownerTold(summary, TicketOwner(name: "工程", hasTaken: false, due: nil)), .ownerUnknown]
        case .explainDeadline: [.deadlineExplained(summary, ["办结：3个工作日"]), .ticketNotFound]
        default: [.committeeTold(summary, body: "社区", standsIn: true), .ticketOpened(summary)]
        }
    }

    private static func outcomes(ofCode command: Command) -> [Outcome] {
        let staff: [Outcome] = [.staffBound(account: "guard-1", roles: ["保安"])]
        guard case .proveHome = command else {
            return staff + [.staffCodeWrong(triesLeft: 1), .staffCodeWrong(triesLeft: 0)]
        }
        return staff + [
            .homeProven(Known.home.address), .codeWrong(triesLeft: 1), .codeWrong(triesLeft: 0),
            .codeNotExpected,
        ]
    }

    private static func outcomes(ofRegister command: Command) -> [Outcome] {
        let need = NeedSummary(
            id: NeedID(7), category: "facility.other", title: "儿童空间", state: .claimed, owner: "物业",
            dueAt: Talk.monday + .days(9))
        return switch command {
        case .register(.record):
            [.needNoted(need, isNew: true), .needNoted(need, isNew: false), .needsFull(open: 5)]
        case .register(.status): [.needStatus(need), .needUnknown]
        case .register(.needs): [.needsOffered([need]), .needsOffered([])]
        case .register(.declineVisit): [.visitsDeclined(0), .visitsDeclined(1)]
        case .post:
            [
                .post(.offers([Known.post])), .post(.offers([])), .post(.applied(Known.post, isNew: true)),
                .post(.applied(Known.post, isNew: false)), .post(.closed(Known.post)),
                .post(.withdrawn(["秩序维护岗"])), .post(.withdrawn([])),
            ]
        case .visit:
            [
                .visit(.planned(Known.visit)), .visit(.moved(Known.visit)), .visit(.told(Known.visit)),
                .visit(.none),
            ]
        case .register(.offer): [.resourceNoted(ResourceID(1), isNew: true)]
        case .register(.keepMembership): [.membershipKept]
        case .register(.withdrawMembership): [.membershipWithdrawn(true), .membershipWithdrawn(false)]
        case .register(.resources): [.resources([]), .resources([Known.chair])]
        default: outcomes(ofProject: command)
        }
    }

    private static func outcomes(ofProject command: Command) -> [Outcome] {
        let project = ProjectSummary(need: Known.shed, milestones: Known.steps, isHeard: false)
        let chair = ResourceListing(name: "轮椅", provider: "党群站", place: "党群站", hours: "每天")
        return switch command {
        case .loan(.find(let wish)):
            [
                .resourcesFound([chair], wish, others: []), .resourcesFound([Known.hall], wish, others: []),
                .resourcesFound([], wish, others: [chair]),
                .resourcesFound([chair, chair], wish, others: []), .resourcesFound([], wish, others: []),
            ]
        case .loan(.borrow(let listing, let wish)):
            [
                .borrowed(listing, wish, Known.summary(), isNew: true),
                .borrowed(listing, wish, Known.summary(), isNew: false),
                .loanRefused(listing, wish, .closed), .loanRefused(listing, wish, .past),
                .loanRefused(listing, wish, .taken(["15:00-16:00"])), .loanRefused(listing, wish, .gone),
            ]
        case .project(.ask): [.projects([project]), .projects([project, project]), .projectUnknown]
        case .project(.list): [.projectList([project]), .projectList([])]
        case .project(.follow):
            [
                .projectFollowed(Known.shed, isNew: true), .projectFollowed(Known.shed, isNew: false),
                .projectList([]), .projects([]),
            ]
        default: [.projectsLeft([Known.shed]), .projectsLeft([]), .rewardWaitsLeft(["抽纸1提"])]
        }
    }

    private static func outcomes(ofActivity command: Command) -> [Outcome] {
        if case .meal(let act) = command { return outcomes(ofMeal: act) }
        let (activity, signup) = (Known.activity, Known.signup)
        if case .activity(.swap) = command {
            return [.signupSwapped(signup, left: "磨刀"), .signupSwapUnknown, .signupClosed]
        }
        guard case .activity(.find(let words, let people, let asks)) = command else {
            return [
                .signedUp(signup, isNew: true), .signedUp(signup, isNew: false), .signupClosed,
                .signupTooMany(4),
            ]
        }
        return [
            .activityFound(activity, items: [], people: people), .activityNone(name: "便民服务日"),
            .activityFound(activity, items: activity.items.map(\.id), people: people, asks: asks),
            .activityUnknown(words),
        ]
    }

    private static func outcomes(ofClaim command: Command) -> [Outcome] {
        if case .points(.appeal) = command {
            return [.appealNone, .appealNoted(Known.summary(), isNew: true)]
        }
        if case .points(.attach) = command { return [.evidenceAttached(true), .evidenceAttached(false)] }
        guard case .points(.claim) = command else {
            return [
                .deeds([Known.sweeping]), .deeds([Known.persuading]),
                .deeds([Known.persuading, Known.sweeping, Known.persuading]),
                .needsProof(command, claimed: nil),
            ]
        }
        let note = ClaimNote(id: ClaimID(1), item: Known.sweeping.items[0], decider: "楼长", withinDays: 7)
        return [
            .claimPending(note), .claimPending(ClaimNote(id: ClaimID(2), item: nil, decider: "")),
            .claimRefused(.tooOld(days: 7)), .claimRefused(.dayFull(limit: 10, given: 9)),
            .needsProof(command, claimed: nil),
        ]
    }

    private static func outcomes(ofReward command: Command) -> [Outcome] {
        let quote = Known.quote
        let picks = [RewardPick(name: "抽纸", quantity: 1), RewardPick(name: "雨伞", quantity: 2)]
        return switch command {
        case .reward(.find):
            [
                .rewardsNamed(picks), .rewardsNamed([], refused: ["抽纸1提"]),
                .rewardsNamed([]),
            ]
        case .awaitReward:
            [
                .rewardAwaited(name: "抽纸1提", isNew: true), .rewardAwaited(name: "抽纸1提", isNew: false),
                .rewardInStock(Known.listings[0]), .rewardWaitUnknown(["抽纸1提"]), .rewardWaitUnknown([]),
            ]
        case .pickUpCodes(let proxy):
            [
                .pickUps([], hours: "", proxy: proxy),
                .pickUps(
                    [PickUp(name: "抽纸1提", quantity: 1, code: "123456", until: Talk.monday)],
                    hours: "每天08:00-20:00", proxy: proxy),
            ]
        case .reward(.quoteFee): [.feeAsked(Known.fee), .feeLimit(Known.fee), .quoted(quote)]
        case .reward(.quote):
            [
                .quoted(quote), .rewardUnknown(Known.listings), .pointsShort(quote),
                .rewardOut(quote, left: 0), .rewardLimit(quote, "每月1件"),
            ]
        default:
            [
                .redeemed(quote, code: "123456", until: Talk.monday), .quoted(quote),
                .rewardOut(quote, left: 0),
            ]
        }
    }

    private static func outcomes(ofWork command: Command, _ words: String) -> [Outcome] {
        let summary = Known.summary()
        var late = Outcome.Urging(isCounted: true)
        late.late = Outcome.Lateness(.firstResponse, dueAt: Talk.monday)
        return switch command {
        case .talk(.hideReporter):
            [
                .reportersHidden([summary], words: words),
                .reportersHidden([summary, summary], words: words),
                .reportersHidden([], words: words),
            ]
        case .talk(.pressLate):
            [.ticketUrged(summary, late), .ticketNotFound, .matters([summary], [], appointments: [])]
        default: [.ticketCorrected(summary, before: summary.place), .ticketNotFound]
        }
    }

    private static func outcomes(ofSeat command: Command, _ offers: [SessionOffer]) -> [Outcome] {
        if case .seat(.list) = command { return sessions(offers) }
        let told = SeatTold(
            title: "接访1", seat: 1, matter: "停车", attendee: nil, turn: Talk.monday, minutesEach: 20)
        guard case .seat(.ask(let question, let words)) = command else {
            return [
                .seatChanged(SeatWish(Known.offers[0], matter: "停车"), seat: 1), .seatUnknown,
                .seatMattersFull,
                .whichSeat([told, told]), .seatBegun(title: "接访1"),
            ]
        }
        let result = SeatResult(title: "接访1", matter: "停车", outcome: "", ticket: Known.summary())
        return [
            .seatsTold(question, [told]), .seatMinutes(title: "接访1", minutes: 20),
            .seatResult(result, question), .seatResultUnknown(words: words), .tickets([]),
        ]
    }

    private static func sessions(_ offers: [SessionOffer]) -> [Outcome] {
        let day = MissedDay(date: offers[0].startsAt.civil.date, kind: "律师咨询")
        return [
            .sessions([]), .sessions([offers[0]]), .sessions(offers), .dayMissed(day, offers),
            .dayMissed(day, [offers[0]]), .dayMissed(day, []), .timesMissed(later: day, offers),
            .timesMissed(later: nil, []),
        ]
    }

    private static func outcomes(ofMeal act: MealAct) -> [Outcome] {
        let order = Known.meal
        guard case .order(let wish) = act else {
            return [
                .meal(.changed(order, from: order.from, [.weekends])),
                .meal(.unchanged(order, next: nil, [])),
                .meal(.late(order, Known.summary(), deliveredAt: nil)), .meal(.notYet(order)), .meal(.gone),
                .meal(.holiday(nil)),
            ]
        }
        return [
            .meal(.ordered(order, from: order.from, [.tooLate(order.from)], isNew: true)),
            .meal(.severalHomes(wish, units: ["1", "2"])), .meal(.unknownHome(wish)),
            .meal(.timeOutside(order)), .meal(.tooMany(1)),
        ]
    }

    /// One of the outcomes that the service of this command may have.
    private static func outcome(of command: Command, _ dice: inout SeededGenerator) -> Outcome {
        let (offers, summary, place) = (Known.offers, Known.summary(), Bool.random(using: &dice) ? "北门" : "")
        let choices: [Outcome]
        switch command {
        case .openTicket(let draft):
            choices = [
                .ticketOpened(Known.summary(draft.urgency, place: place, origin: draft.origin)),
                .ticketRepeated(summary), .ticketJoined(summary, others: 1),
            ]
        case .tellPerson: choices = [.toldPerson]
        case .completeTicket, .talk(.noteWitness): choices = [.ticketCompleted(summary), .ticketNotFound]
        case .correctTicket: choices = [.ticketCorrected(summary, before: "南门"), .ticketNotFound]
        case .addToDanger(_, _, _, let news): choices = [.dangerTold(summary, news), .ticketNotFound]
        case .talk(.hideReporter(let words, _)), .talk(.pressLate(let words, _)),
            .talk(.noteVisit(let words)):
            choices = outcomes(ofWork: command, words)
        case .talk(.restore): choices = [.ticketRestored(summary, old: "LL260316-0009"), .ticketNotFound]
        case .attachPicture: choices = [.pictureAttached([summary.number]), .ticketNotFound]
        case .ticketStatus: choices = [.tickets([]), .tickets([summary]), .ticketNotFound]
        case .urgeTicket:
            choices = [
                .ticketUrged(summary, Outcome.Urging(isCounted: true, isTold: true)), .ticketNotFound,
                .whichTicket([summary, summary]), .allTickets([summary]),
            ]
        case .rateTicket: choices = [.ticketRated(summary, .solved), .ticketNotFound]
        case .findCancellable:
            choices = [
                .cancellable([]), .cancellable([Known.ticket]), .cancellable([Known.ticket, Known.booking]),
                .nothingBookedFor("父亲", [Known.booking]), .nothingBookedFor("父亲", []),
                .cancellableTogether([Known.ticket, Known.booking]), .cancellableTogether([]),
            ]
        case .cancel(let one): choices = [.cancelled(one), .cancelRefused(one, .workHasBegun)]
        case .points(.ask):
            choices = [
                .pointsTold(.pooling), .pointsTold(.pending([], held: 0)), .needsProof(command, claimed: nil),
            ]
        case .points(.balance): choices = [.balance(1, held: 0), .needsProof(command, claimed: nil)]
        case .points: choices = outcomes(ofClaim: command)
        case .reward(.list):
            choices = [
                .rewards(Known.listings, balance: 3), .rewards([], balance: 0),
                .needsProof(command, claimed: Known.home.address),
            ]
        case .reward, .pickUpCodes, .awaitReward:
            choices = outcomes(ofReward: command)
        case .seat(.book(let wish)), .seat(.move(let wish)), .seat(.wait(let wish)):
            choices = [
                .booked(wish, seat: 1), .seatMoved(wish, seat: 1), .seatToMoveNone(wish),
                .alreadyBooked(wish.with(more: ["电梯"]), seat: 2), .sessionFull(wish, others: offers),
                .seatAwaited(wish, before: 1, isNew: true), .bookingClosed(wish.offer),
                .bookingPaused(noShows: 2, until: Talk.monday + .days(30)),
            ]
        case .seat: choices = outcomes(ofSeat: command, offers)
        case .meeting: choices = outcomes(ofMeeting: command)
        case .matter, .explainDeadline, .askOwner:
            choices = outcomes(ofMatter: command, summary, offers[0])
        case .register, .visit, .loan, .project, .post:
            choices = outcomes(ofRegister: command)
        case .activity, .meal: choices = outcomes(ofActivity: command)
        case .claimHome(let address, _), .claimHomeInstead(let address, _):
            choices = [
                .homeWelcomed(address, visitor: "网格员", by: Talk.monday), .homeClaimed(address),
                .homeUnknown(address), .homeProven(address),
            ]
        case .proveHome, .bindStaff: choices = outcomes(ofCode: command)
        }
        return choices.randomElement(using: &dice) ?? .ticketNotFound
    }

    /// One message with everything that comes of it. Returns the steps.
    @discardableResult
    private static func turn(_ talk: inout Talk, _ event: DialogueEvent, _ dice: inout SeededGenerator)
        -> [Step]
    {
        var events = [event]
        var steps: [Step] = []
        while !events.isEmpty, steps.count < 40 {
            let step = talk.hear(events.removeFirst())
            steps.append(step)
            for command in step.commands { events.append(.outcome(outcome(of: command, &dice))) }
        }
        return steps
    }

    @Test("Everywhere on the way the promises hold", arguments: 0..<60)
    func walk(seed: Int) throws {
        var dice = SeededGenerator(seed: UInt64(seed))
        var talk = Talk()
        if seed % 3 == 0 { talk.homes = [Known.home] }
        for number in 0..<120 {
            // Nobody types more than fifteen messages a minute.
            talk.wait(.seconds(4))
            let event = Self.event(&dice)
            let steps = Self.turn(&talk, event, &dice)
            #expect(steps.count < 40, "turn \(number) of seed \(seed) does not end: \(event)")
            // Silence is the quiet window's, which has an end, with words, and that of what was sent twice.
            let isQuiet = steps.count == 1 && talk.state.due(.quiet) != nil
            #expect(
                isQuiet || (talk.state.echo?.times ?? 1) > 1 || steps.contains { !$0.replies.isEmpty },
                "silence at turn \(number) of seed \(seed): \(event)")
            if isQuiet, Bool.random(using: &dice) {
                talk.wait(.seconds(Limits.quietSeconds))
                let text = talk.state.fragmentText
                let closed = Self.turn(
                    &talk, .quietEnded(Said.words(text, Said.answer([.place: .text(text)]))), &dice)
                #expect(closed.contains { !$0.replies.isEmpty })
                #expect(talk.state.fragments.isEmpty)
            }
            #expect(talk.state.waiting.count <= Limits.waitingRequests)
            #expect(try Stored.again(talk.state) == talk.state)
            if Int.random(in: 0..<10, using: &dice) == 0 { talk.wait(.minutes(31)) }
            check(talk, "turn \(number) of seed \(seed)")
        }
    }

    private func check(_ talk: Talk, _ place: String) {
        var emergency = talk
        let helped = emergency.say("电梯困人", [Said.trapped])
        #expect(helped.openedDrafts.map(\.urgency) == [.p0], "\(place)")
        #expect(helped.ask.isEmpty, "\(place)")

        var person = talk
        let forwarded = person.say("转人工", [Said.handoff])
        #expect(forwarded.openedDrafts.contains { $0.origin == .handoff }, "\(place)")

        // What waits behind the one thing begins when it is given up: so many times, and then there is rest.
        var tired = talk
        tired.wait(.seconds(Limits.floodSeconds + 1))
        var left = Limits.waitingRequests + 1
        while tired.state.flow != nil, left > 0 {
            let before = tired.state.waiting.count
            let step = tired.say("取消", act: .cancelFlow)
            #expect(!step.replies.isEmpty || !step.commands.isEmpty, "\(place)")
            #expect(step.state.flow == nil || step.state.waiting.count < before, "\(place): \(step.acts)")
            left -= 1
        }
        #expect(tired.state.flow == nil, "\(place)")
    }
}

extension SeatWish {
    fileprivate func with(more: [String]) -> SeatWish {
        var wish = self
        wish.more = more
        return wish
    }
}
