import LinliDialogue
import LinliModel
import Testing

/// Few words behind a ticket: of it, or of another matter.
@Suite("What belongs to the ticket before")
struct BelongingTests {
    private static func after(_ category: String, _ urgency: Urgency = .p2) -> Talk {
        var talk = Talk()
        var summary = Known.summary(urgency)
        summary.category = category
        talk.outcome(.ticketOpened(summary))
        return talk
    }

    private static let noted = "LL260316-0001"

    private static func isNoted(_ step: Step, _ text: String) -> Bool {
        step.commands == [.correctTicket(.number(noted), text: text, address: Address())]
    }

    @Test(
        "How often and how far goes to the ticket, unless the words name another matter",
        arguments: [
            ("天天都这样", "lift.door", "power.public_lighting", true),
            ("一直响", "access.intercom", "noise.neighbor", true),
            ("都没有电", "power.outage_building", "power.outage_unit", true),
            ("都没有电", "power.outage_building", "power.public_lighting", false),
            ("老是跳闸", "power.outage_unit", "power.public_lighting", false),
            ("天天堵车", "parking.blocking", "clean.garbage", false),
            ("每天狗叫", "noise.animal", "lift.fault", false),
        ])
    func extent(text: String, read: String, before: String, belongs: Bool) {
        for intent in [Intent.complain, .reportRepair] {
            var talk = Self.after(before)
            let step = talk.say(text, [Request(intent: intent, category: read, urgency: .p2)])
            #expect(Self.isNoted(step, text) == belongs, "\(intent)")
        }
    }

    @Test(
        "Behind a burst pipe: where the water has come to, and nothing else that leaks or is shut",
        arguments: [
            ("淌到楼下去了流了一地", nil, nil, true), ("插排也进水了", "插排", "power.indoor", true),
            ("过道地板都泡了", "地板", "neighbor.leak_liability", true), ("水闸关了", "水", "water.quality", true),
            ("总算关上了", nil, nil, true),
            ("楼道灭火栓的消防管漏水", "消防管", "fire.equipment", false), ("客厅柜机空调漏水", "空调", "facility.other", false),
            ("走廊地漏堵住了往外漫", "地漏", "water.drain_blocked", false), ("单元门关了", "单元门", "access.door", false),
            ("路灯全关了", "路灯", "power.public_lighting", false), ("暖气阀锈住了", "暖气", "water.leak", false),
        ] as [(String, String?, String?, Bool)])
    func water(text: String, thing: String?, category: String?, belongs: Bool) {
        var talk = Self.after("water.burst", .p1)
        var slots = Slots()
        if let thing { slots[.object] = .text(thing) }
        let request =
            category == nil
            ? Request(intent: .outOfScope, subtype: .misdirected)
            : Request(intent: .reportRepair, category: category, urgency: .p2, slots: slots)
        #expect(Self.isNoted(talk.say(text, [request]), text) == belongs)
    }

    @Test("A danger that the water did not bring is none of the burst pipe's")
    func hazard() {
        let hazard = Request(intent: .reportHazard, category: "throwing.falling", urgency: .p1)
        var talk = Self.after("water.burst", .p1)
        #expect(!Self.isNoted(talk.say("门口墙皮湿得一块块往下滴", [hazard]), "门口墙皮湿得一块块往下滴"))
        var wet = Self.after("water.burst", .p1)
        let socket = Request(
            intent: .reportHazard, category: "power.indoor", urgency: .p2, slots: [.object: .text("插座")])
        #expect(Self.isNoted(wet.say("插座泡水了", [socket]), "插座泡水了"))
    }

    @Test("Where another ticket came since, drops are of that, and the valve is still the pipe's")
    func anotherSince() {
        let drops = Request(intent: .reportRepair, category: "water.leak", urgency: .p1)
        let stuck = Request(intent: .reportRepair, category: "access.door", urgency: .p2)
        var talk = Self.after("water.burst", .p1)
        talk.wait(.minutes(5))
        var gate = Known.summary(number: "LL260316-0002")
        gate.category = "parking.gate"
        talk.outcome(.ticketOpened(gate))
        var other = talk
        #expect(!Self.isNoted(talk.say("走廊上滴水", [drops]), "走廊上滴水"))
        #expect(Self.isNoted(other.say("总阀也拧不动", [stuck]), "总阀也拧不动"))
    }

    // MARK: Questions that wait for a person

    private static func asked(_ anonymous: Bool = false) -> Talk {
        var talk = Talk()
        talk.homes = [Known.home]
        var question = EstateQuestion(
            .row, words: "游泳池几点开", category: "info.contact", intent: .infoQuery, at: talk.now)
        question.anonymous = anonymous
        let ticket = Known.summary(origin: .forwarded, number: "LL260316-0007")
        talk.outcome(.questionHandedOn(question, ticket, to: "物业客服"))
        return talk
    }

    @Test("A further question goes to the one that waits, and no row is looked up for it")
    func joins() {
        var talk = Self.asked()
        let step = talk.outcome(.meetingUnknown("上回那个会说了啥"))
        guard case .matter(.estate(let question)) = step.commands.first else {
            Issue.record("\(step.commands)")
            return
        }
        #expect(question.kind == .unknown && question.ticket == "LL260316-0007")
        #expect(question.subject == "上回那个会说了啥")
    }

    @Test("A matter told for a reception has a ticket of its own, whatever waits")
    func matter() {
        var talk = Self.asked()
        talk.outcome(.sessionFull(SeatWish(Known.offers[0], matter: "车棚收费太贵"), others: []))
        #expect(talk.say("那就开工单吧").openedDrafts.map(\.text) == ["车棚收费太贵"])
        var wish = Self.asked()
        #expect(wish.outcome(.activityUnknown("想学剪纸")).openedDrafts.map(\.text) == ["想学剪纸"])
    }

    @Test("Who stays unnamed joins nothing, and nothing named joins him")
    func unnamed() {
        var hidden = Self.asked()
        let draft = hidden.outcome(.meetingUnknown("匿名问问上次会怎么定的")).openedDrafts.first
        #expect(draft?.anonymous == true && draft?.address == Address())
        var before = Self.asked(true)
        #expect(before.outcome(.meetingUnknown("上次会怎么定的")).openedDrafts.count == 1)
        var opened = Talk()
        var summary = Known.summary(origin: .forwarded)
        summary.isUnnamed = true
        opened.outcome(.ticketOpened(summary))
        #expect(opened.outcome(.meetingUnknown("上次会怎么定的")).openedDrafts.count == 1)
    }
}
