import LinliDialogue
import LinliModel
import Testing

/// What annoys: words that nobody hears, matters that go without a word, floods, and menus under a nod.
@Suite("What annoys")
struct AnnoyanceTalkTests {
    private static let heat = Request(
        intent: .reportRepair, category: "water.hot", urgency: .p1,
        slots: [.object: .text("热水"), .place: .text("北门")])

    // MARK: Nobody heard him

    @Test(
        "What he says of the service stands on the ticket and is answered once",
        arguments: [
            ("又没热水了，打了三次电话前台没人接", "打了三次电话前台没人接"), ("没热水，跟物业说了半个月没人理", "跟物业说了半个月没人理"),
            ("又没热水了，物业不管", "物业不管"),
        ])
    func unheard(text: String, words: String) {
        var talk = Talk()
        let draft = talk.say(text, [Self.heat]).openedDrafts.first
        #expect(draft?.unheard == words)
        let told = talk.outcome(.ticketOpened(Known.summary(.p1)))
        #expect(told.keys.prefix(2) == ["ticket.opened", "ticket.unheard"])
        #expect(told.replies.first { $0.key == "ticket.unheard" }?.values["words"] == words)
        #expect(talk.outcome(.ticketOpened(Known.summary(.p1))).keys.contains("ticket.unheard") == false)
    }

    @Test(
        "A fault, a question and a neighbour who does not open are nobody's neglect",
        arguments: ["没热水", "没热水，物业管不管这个", "没热水，隔壁敲门没人应", "垃圾没人管"])
    func heard(text: String) {
        var talk = Talk()
        #expect(talk.say(text, [Self.heat]).openedDrafts.map(\.unheard) == [nil])
    }

    @Test(
        "A complaint of its own in the same message says it already; the answer to a question may say it too")
    func beside() {
        var talk = Talk()
        let complaint = Request(
            intent: .complain, category: "service.response", urgency: .p2, slots: [.place: .text("北门")])
        let both = talk.say("没热水，前台没人接电话", [Self.heat, complaint])
        #expect(both.openedDrafts.allSatisfy { $0.unheard == nil })
        var asked = Talk()
        asked.say("路灯坏了", [Said.lamp])
        let answer = asked.say("北门，打了几次电话没人接", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(answer.openedDrafts.map(\.unheard) == ["打了几次电话没人接"])
    }

    @Test("你们是不是不管 behind a ticket urges it; without one it is as it was")
    func neglect() {
        let words = Said.subtype(.otherDomain)
        var talk = Talk()
        talk.say("没热水", [Self.heat])
        talk.outcome(.ticketOpened(Known.summary(.p1)))
        #expect(talk.say("你们是不是不管", words).commands == [.urgeTicket(.latest)])
        var alone = Talk()
        #expect(alone.say("你们是不是不管", words).commands.isEmpty)
    }

    @Test("厨房 right behind the ticket of a flat goes into it")
    func room() {
        var talk = Talk()
        var leak = Known.summary(.p1, place: "3栋2单元501")
        leak.address = Known.home.address
        talk.outcome(.ticketOpened(leak))
        let said = Said.words("厨房", Said.answer([.place: .text("厨房")]))
        talk.hear(.message(said))
        talk.wait(.seconds(Limits.quietSeconds))
        #expect(
            talk.hear(.quietEnded(said)).commands == [
                .completeTicket(number: leak.number, text: "厨房", address: Address(place: "厨房"))
            ])
    }

    // MARK: What waited behind a question

    @Test("What waits lacks nothing: it is done when the question has run out, and the question stays told")
    func settled() throws {
        var talk = Talk()
        talk.say("路灯坏了，北门门禁也坏了", [Said.lamp, Self.gate(at: "北门")])
        #expect(talk.state.waiting.count == 1)
        talk.wait(.minutes(Limits.draftMinutes))
        let step = talk.hear(.draftLeft)
        #expect(step.openedDrafts.map(\.category) == ["access.door"])
        #expect(step.keys == ["draft.reminder"])
        #expect(talk.outcome(.ticketOpened(Known.summary())).keys == ["ticket.opened"])
        #expect(talk.state.waiting.isEmpty && talk.state.due(.draft) == nil)
        #expect(talk.hear(.draftLeft).commands.isEmpty, "not twice")
        #expect(try Stored.again(talk.state) == talk.state)
    }

    @Test("What waits lacks something: he is told in one push that it was not done")
    func left() {
        var talk = Talk()
        talk.say("路灯坏了，门禁也坏了，换提抽纸", [Said.lamp, Said.gate, Said.redeem])
        talk.wait(.minutes(Limits.draftMinutes))
        let step = talk.hear(.draftLeft)
        #expect(step.keys == ["waiting.left", "draft.reminder"])
        #expect(step.replies.first?.values["list"] == "报修（门禁）、兑换（抽纸）")
        #expect(step.commands.isEmpty && talk.state.waiting.isEmpty)
        #expect(talk.hear(.draftLeft).replies.isEmpty, "not twice")
    }

    @Test("What is urgent is handed to a person who asks for the rest")
    func urgent() {
        var talk = Talk()
        talk.say("路灯坏了，水管漏水", [Said.lamp, Said.leak])
        talk.wait(.minutes(Limits.draftMinutes))
        let step = talk.hear(.draftLeft)
        #expect(step.openedDrafts.map(\.category) == ["water.leak"])
        #expect(!step.keys.contains("waiting.left"))
    }

    private static func behindConsent() -> Talk {
        var talk = Talk()
        talk.say("换提抽纸，约接访", [Said.redeem, Request(intent: .receptionBook)])
        talk.outcome(.quoted(Known.quote))
        return talk
    }

    @Test("Also behind a question that nobody is reminded of")
    func consent() {
        var talk = Self.behindConsent()
        #expect(talk.state.due(.draft) == Talk.monday + .minutes(Limits.draftMinutes))
        talk.wait(.minutes(Limits.draftMinutes))
        #expect(talk.hear(.draftLeft).keys == ["waiting.left"])
        #expect(talk.state.due(.draft) == nil)
        #expect(talk.state.flow == .confirmReward(Known.quote), "a late yes is told that it is late")
    }

    @Test("The message comes before the timer: the same words, and a bare yes does nothing")
    func messageFirst() {
        var talk = Self.behindConsent()
        talk.wait(.minutes(Limits.draftMinutes) + .milliseconds(1))
        let step = talk.say("确认", act: .confirm)
        #expect(step.keys == ["waiting.left", "draft.expired"])
        #expect(step.commands.isEmpty && talk.state.waiting.isEmpty)
    }

    @Test("A danger after the question has run out goes before what waited")
    func dangerFirst() {
        var talk = Talk()
        talk.say("路灯坏了，北门门禁也坏了", [Said.lamp, Self.gate(at: "北门")])
        talk.wait(.minutes(Limits.draftMinutes) + .milliseconds(1))
        let step = talk.say("电梯困人", [Said.trapped])
        #expect(step.openedDrafts.map(\.urgency) == [.p0])
        #expect(
            talk.outcome(.ticketOpened(Known.summary(.p0))).openedDrafts.map(\.category) == ["access.door"])
    }

    private static func gate(at place: String) -> Request {
        var gate = Said.gate
        gate.slots[.place] = .text(place)
        return gate
    }

    // MARK: Floods

    @Test("Thirty messages in a minute: what is beyond is told once, a danger is heard at once, and it ends")
    func flood() throws {
        var talk = Talk()
        for number in 0..<Limits.personMessagesPerMinute {
            #expect(talk.say("在吗\(number)", [Said.balance]).commands == [.points(.balance)])
            talk.wait(.seconds(1))
        }
        let first = talk.say("查积分", [Said.balance])
        #expect(first.keys == ["flood.slow"] && first.commands.isEmpty && first.isHeldBack)
        let second = talk.say("路灯坏了", [Said.lamp])
        #expect(second.replies.isEmpty && second.commands.isEmpty && second.isHeldBack)
        let danger = talk.say("电梯困人", [Said.trapped])
        #expect(danger.openedDrafts.map(\.urgency) == [.p0] && !danger.isHeldBack)
        talk.outcome(.ticketOpened(Known.summary(.p0)))
        #expect(talk.hear(.unreadable).isHeldBack)
        #expect(talk.say("转人工", [Said.handoff]).openedDrafts.count == 1)
        #expect(try Stored.again(talk.state) == talk.state)
        talk.wait(.seconds(Limits.floodSeconds))
        #expect(talk.say("查积分", [Said.balance]).commands == [.points(.balance)])
    }

    @Test("Who has a person on the line is never held back")
    func person() {
        var talk = Talk()
        talk.person = PersonOnTheLine(ticket: "LL260316-0009", isActive: true)
        for number in 0..<30 { #expect(talk.say("你听我说\(number)").commands.count == 1) }
    }

    // MARK: A nod

    @Test("A nod where nothing is open is a nod; a yes is told that nothing waits for it")
    func nod() {
        for text in ["好的", "知道了", "收到", "嗯嗯"] {
            var talk = Talk()
            let step = talk.say(text, act: .confirm)
            #expect(step.keys == ["nod.ok"] && step.commands.isEmpty && step.acts == [.ack])
        }
        var talk = Talk()
        #expect(talk.say("确认", act: .confirm).keys == ["nothing.open"])
    }

    // MARK: Two halves

    @Test("梯子不借了，改借轮椅: the order is given up, and the other thing is looked for")
    func otherLoan() {
        var talk = Talk()
        talk.outcome(.ticketOpened(Self.loan))
        let step = talk.say("梯子不借了，改借轮椅", [Request(intent: .cancel)])
        guard step.commands.count == 2, case .cancel(let given) = step.commands[0],
            case .loan(.find(let wish)) = step.commands[1]
        else {
            Issue.record("\(step.commands)")
            return
        }
        #expect(given.reference == Self.loan.number && wish.item == "轮椅" && !wish.asks)
    }

    private static var loan: TicketSummary {
        var summary = Known.summary()
        summary.category = "resource.borrow"
        return summary
    }

    @Test("会议室几点开门: the row's hours and no order; without a row a person answers")
    func hours() {
        var talk = Talk()
        let asked = talk.say("会议室几点开门", [Request(intent: .infoQuery)])
        guard case .loan(.find(let wish))? = asked.commands.first, asked.commands.count == 1 else {
            Issue.record("\(asked.commands)")
            return
        }
        var none = talk
        let told = talk.outcome(.resourcesFound([Known.hall], wish, others: []))
        #expect(told.keys == ["venue.row"] && told.replies[0].values["hours"] == "每天8:30-20:30")
        #expect(talk.state.flow == nil)
        let handed = none.outcome(.resourcesFound([], wish, others: [Known.chair]))
        guard case .matter(.estate)? = handed.commands.first else {
            Issue.record("\(handed.commands)")
            return
        }
    }

    @Test("想当志愿者，会理发，周六下午有空 is one offer; what he announces beside it is none")
    func oneOffer() {
        let read = [
            Request(intent: .activitySignup, slots: [.activity: .text("志愿者")]),
            Request(intent: .orderService, category: "home.paid_service", urgency: .p2),
        ]
        var talk = Talk()
        let step = talk.say("我是党员，想当志愿者，会理发，周六下午有空", read)
        #expect(step.keys == ["volunteer.welcome_member", "volunteer.ask_consent"])
        #expect(step.commands.isEmpty && talk.state.waiting.isEmpty)
        let done = talk.say("同意", act: .confirm)
        #expect(done.commands.count == 2)
        var other = Talk()
        #expect(!other.say("想当志愿者，另外预约理发", read).keys.contains("volunteer.welcome"))
    }
}
