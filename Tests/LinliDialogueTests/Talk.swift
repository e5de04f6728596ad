import LinliDialogue
import LinliModel
import LinliTestKit

/// One conversation under test: messages as they were understood go in, steps come out. What becomes of a
/// command is told by the test.
struct Talk {
    static let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

    static let policy = DialoguePolicy(
        inHome: ["water.leak", "power.indoor", "gas.leak"],
        advice: ["lift.trapped": "emergency.lift.trapped", "gas.leak": "emergency.gas.leak"],
        meetings: [
            MeetingWords(
                code: "four_party", name: "四方联席会", words: ["四方联席会", "四方联席"], takesResidents: true),
            MeetingWords(code: "hall", name: "红联议事厅", words: ["红联议事厅", "议事厅"], takesResidents: true),
            MeetingWords(
                code: "big_committee", name: "社区“大党委”联席会议", words: ["大党委"], takesResidents: false),
        ], witnesses: ["throwing.littering": .hour, "building.exterior_wall": .side])

    let dialogue = Dialogue(policy: policy)
    var state = ConversationState(at: monday)
    var now = monday
    var homes: [Home] = []

    var person: PersonOnTheLine?
    var register: (any PlaceRegister)?

    var told: AnswerProgress?
    var results: [ResolvedTicket] = []

    var facts: Facts {
        var facts = Facts(
            now: now, homes: homes, isNew: false, resultTold: told, person: person, register: register)
        facts.results = results
        return facts
    }

    @discardableResult
    mutating func hear(_ event: DialogueEvent) -> Step {
        let step = dialogue.step(event, state: state, facts: facts)
        state = step.state
        return step
    }

    @discardableResult
    mutating func say(
        _ text: String, _ requests: [Request] = [], act: DialogueAct? = nil
    ) -> Step {
        hear(.message(Said.words(text, requests, act: act, on: now.civil.date)))
    }

    @discardableResult
    mutating func outcome(_ outcome: Outcome) -> Step { hear(.outcome(outcome)) }

    mutating func wait(_ span: TimeSpan) { now = now + span }
}

/// Messages as the understanding hands them over.
enum Said {
    static func words(
        _ text: String, _ requests: [Request], act: DialogueAct? = nil,
        on today: CivilDate = Talk.monday.civil.date
    ) -> Understood {
        Understood(
            IntentMatch(
                text: text, normalized: text,
                main: requests.first ?? Request(intent: .outOfScope, subtype: .empty),
                also: Array(requests.dropFirst()), act: act, confidence: 0.9, days: days(text, on: today)))
    }

    static func days(_ text: String, on today: CivilDate = Talk.monday.civil.date) -> [NamedDays] {
        SaidDays.of(text, on: today)
    }

    static func answer(_ slots: Slots) -> [Request] {
        [Request(intent: .outOfScope, slots: slots, subtype: .empty)]
    }

    static let lamp = Request(
        intent: .reportRepair, category: "power.public_lighting", urgency: .p2, slots: [.object: .text("路灯")])
    static let gate = Request(
        intent: .reportRepair, category: "access.door", urgency: .p2, slots: [.object: .text("门禁")])
    static let leak = Request(
        intent: .reportRepair, category: "water.leak", urgency: .p1, slots: [.object: .text("水管")])
    static let trapped = Request(
        intent: .reportRepair, category: "lift.trapped", urgency: .p0, slots: [.object: .text("电梯")])
    static let thrown = Request(intent: .reportHazard, category: "throwing.littering", urgency: .p1)
    static let gas = Request(intent: .reportHazard, category: "gas.leak", urgency: .p0)
    static let balance = Request(intent: .pointsQuery)
    static let handoff = Request(intent: .humanHandoff)
    static let redeem = Request(intent: .redeem, slots: [.item: .text("抽纸")])

    static func subtype(_ subtype: OutOfScope) -> [Request] {
        [Request(intent: .outOfScope, subtype: subtype)]
    }
}

/// Values that services would hand back.
enum Known {
    static let home = Home(
        unitID: UnitID(1), address: Address(building: "3", unit: "2", room: "501"), relation: .owner,
        proof: .code)
    static let meal = MealSummary(
        id: MealOrderID(1), eater: "母亲", home: Address(building: "7", unit: "1", room: "302"), diet: ["少盐"],
        weekdays: [], from: Talk.monday.civil.date, until: nil, minute: nil, window: "11:00-12:30",
        cutoff: "17:00", isEnded: false)
    static let quote = RewardQuote(reward: "tissue", name: "抽纸1提", quantity: 1, points: 15, balance: 41)
    static let listings = [
        RewardListing(code: "tissue", name: "抽纸1提", points: 15, stock: 3),
        RewardListing(code: "umbrella", name: "雨伞", points: 30, stock: 3),
    ]
    static let fee = FeeTerms(home: "3栋2单元501", price: 2, limit: "每季度50元", left: 30, balance: 41)
    static let sweeping = DeedReading(
        deed: Deed(text: "扫了楼道"), items: [DeedItem(code: "sweep_corridor", name: "清扫楼道一次", points: 2)],
        isClear: true)
    static let persuading = DeedReading(
        deed: Deed(text: "劝了两个人"),
        items: [
            DeedItem(code: "advise_manners", name: "文明劝导一次", points: 1),
            DeedItem(code: "guard_lift", name: "电动车进梯劝导值守 ≥1小时", points: 2),
        ], isClear: false)
    static let offers = [1, 2].map { day in
        SessionOffer(
            session: SessionID(Int64(day)), title: "接访\(day)", startsAt: Talk.monday + .days(Int64(day)),
            seatsLeft: 3)
    }
    static let ticket = Cancellable(
        kind: .ticket(TicketID(1)), reference: "LL260316-0001", title: "工单 LL260316-0001")
    static let booking = Cancellable(kind: .booking(BookingID(7)), reference: "7", title: "预约 接访1 第1号")

    static let shed = NeedSummary(
        id: NeedID(3), category: "ebike.parking", title: "非机动车停车棚", state: .assigned, owner: "物业公司",
        dueAt: Talk.monday + .days(90))
    static let steps = [
        Milestone(name: "设计完成", reachedAt: Talk.monday - .days(9)),
        Milestone(name: "开工", dueAt: Talk.monday + .days(30)),
    ]
    static let post = PostOffer(
        id: PostID(4), name: "秩序维护岗", free: 1, until: Talk.monday.civil.date.adding(days: 15))
    static let hall = ResourceListing(id: ResourceID(2), name: "会议室", provider: "党群站", hours: "每天8:30-20:30")
    static let visit = VisitTold(visitor: "网格员", by: Talk.monday + .days(3), wish: "周六下午来吧")
    static let chair = ResourceListing(name: "轮椅", provider: "党群站", place: "党群站", hours: "每天8:30-20:30")

    static let activity = ActivityOffer(
        name: "便民服务日", title: "3月28日（周六）9:00–11:30，中心广场",
        items: [
            ActivityOffer.Item(id: ActivityItemID(1), name: "理发", hours: "", left: 2),
            ActivityOffer.Item(id: ActivityItemID(2), name: "磨刀", hours: "9:30–10:30", left: 0),
        ], isOpen: true)
    static let signup = SignupSummary(
        id: SignupID(5), activity: "便民服务日", item: "理发", people: 1, waiting: 0)

    static func summary(
        _ urgency: Urgency = .p2, place: String = "北门", origin: TicketOrigin = .resident,
        number: String = "LL260316-0001"
    ) -> TicketSummary {
        TicketSummary(
            id: TicketID(1), number: number, state: .submitted, category: "power.public_lighting",
            categoryName: "公共照明", urgency: urgency, place: place, origin: origin, receivedAt: Talk.monday,
            responseDue: Talk.monday + .minutes(5))
    }
}

/// Every state in which something is being asked, reached by the words and outcomes that lead there.
enum Situation: CaseIterable, Sendable {
    case idle, askedWhat, askedPlace, emergencyPlace, chooseReward, confirmReward, chooseSession,
        sessionMatter, agendaMatter, mediation, chooseItem, confirmItems
    case chooseCancel, confirmCancel, homeAddress, homeCode, homeOffer, chooseDeed, feeAmount
    case followProject, offerNeed, loan, witness, volunteer, welcome, call, choosePost

    var talk: Talk {
        var talk = Talk()
        switch self {
        case .idle: break
        case .askedWhat: talk.say("我要报修", [Request(intent: .reportRepair)])
        case .askedPlace: talk.say("路灯坏了", [Said.lamp])
        case .emergencyPlace:
            talk.say("电梯困人了", [Said.trapped])
            talk.outcome(.ticketOpened(Known.summary(.p0, place: "")))
        case .chooseReward:
            talk.say("兑换", [Request(intent: .redeem)])
            talk.outcome(.rewards(Known.listings, balance: 41))
        case .confirmReward:
            talk.say("换抽纸", [Said.redeem])
            talk.outcome(.quoted(Known.quote))
        case .chooseSession, .sessionMatter:
            talk.say("预约接访", [Request(intent: .receptionBook)])
            talk.outcome(.sessions(Known.offers))
            if self == .sessionMatter {
                talk.say("2", Said.answer([.choice: .integer(2)]), act: .chooseOption)
            }
        case .chooseItem:
            talk.say("便民服务日报名", [Request(intent: .activitySignup)])
            talk.outcome(.activityFound(Known.activity, items: [], people: 1))
        case .confirmItems:
            talk.say("理发还有名额吗", [Request(intent: .activitySignup)])
            talk.outcome(
                .activityFound(
                    Known.activity, items: [Known.activity.items[0].id], people: 1, asks: true))
        case .chooseCancel, .confirmCancel:
            talk.say("我要撤销", [Request(intent: .cancel)])
            talk.outcome(
                .cancellable(self == .chooseCancel ? [Known.ticket, Known.booking] : [Known.ticket]))
        case .feeAmount:
            talk.say("抵物业费", [Request(intent: .redeem)])
            talk.outcome(.feeAsked(Known.fee))
        case .chooseDeed:
            talk.say("劝了两个人", [Request(intent: .pointsClaim)])
            talk.outcome(.deeds([Known.persuading]))
        case .agendaMatter: talk.say("我想在四方联席会上提个议题")
        case .mediation:
            talk.say("跟物业为漏水赔钱扯了半年", [Request(intent: .complain)])
            talk.outcome(.mediationOffered(Known.summary(), mediators: "社区"))
        case .homeAddress:
            talk.say("我有多少积分", [Said.balance])
            talk.outcome(.needsProof(.points(.balance), claimed: nil))
        case .homeOffer:
            talk.say(
                "3栋2单元501",
                Said.answer([.building: .text("3"), .unit: .text("2"), .room: .text("501")]),
                act: .provideSlot)
        case .homeCode:
            talk.say("我有多少积分", [Said.balance])
            talk.outcome(.needsProof(.points(.balance), claimed: Known.home.address))
        case .followProject, .offerNeed, .loan, .witness, .volunteer, .welcome, .call, .choosePost:
            talk = neighbourly(talk)
        }
        return talk
    }

    private func neighbourly(_ idle: Talk) -> Talk {
        var talk = idle
        switch self {
        case .followProject:
            talk.say("车棚什么时候开工", [Request(intent: .infoQuery)])
            let project = ProjectSummary(need: Known.shed, milestones: Known.steps, isHeard: false)
            talk.outcome(.projects([project]))
        case .offerNeed:
            talk.say("游泳池什么时候开工", [Request(intent: .infoQuery)])
            talk.outcome(.projectUnknown)
        case .loan:
            talk.say("有没有轮椅借", [Request(intent: .orderService, category: "resource.borrow")])
            talk.outcome(
                .resourcesFound(
                    [Known.chair], LoanWish(words: "有没有轮椅借", item: "轮椅", asks: true), others: []))
        case .witness:
            talk.say("楼上有人往下扔东西", [Said.thrown])
            talk.outcome(.ticketOpened(Known.summary(.p1, place: "")))
        case .call: talk.say("俺不会写字")
        case .choosePost:
            talk.say("社区招公益岗吗")
            talk.outcome(.post(.offers([Known.post])))
        case .welcome:
            talk.say("绑定3栋2单元501", Said.answer([.building: .text("3"), .room: .text("501")]))
            talk.outcome(
                .homeWelcomed(Known.home.address, visitor: "网格员", by: Talk.monday + .days(3)))
        default: talk.say("我想当志愿者")
        }
        return talk
    }
}

extension Step {
    var keys: [String] { replies.map(\.key) }

    var openedDrafts: [TicketDraft] {
        commands.compactMap { if case .openTicket(let draft) = $0 { draft } else { nil } }
    }
}
