import LinliDialogue
import LinliModel
import Testing

/// Several matters in one line, and a person beside one.
@Suite("Second matters")
struct SecondMatterTests {
    private static let place = Said.answer([.place: .text("北门")])[0]

    // MARK: A person beside a matter

    @Test(
        "The words beside a person, read alone",
        arguments: [
            ("3栋2单元路灯坏了，帮我转人工", "3栋2单元路灯坏了"), ("3栋路灯坏了，不用转人工", "3栋路灯坏了"),
            ("3栋路灯坏了帮我转人工", "3栋路灯坏了"), ("北门，转人工", "北门"), ("路灯坏了 让人给我打电话", "路灯坏了"),
            ("我想投诉物业乱收费，不要转人工，直接登记", "我想投诉物业乱收费，直接登记"),
        ])
    func beside(text: String, rest: String) {
        #expect(Said.words(text, [Said.handoff]).besidePerson == rest)
    }

    @Test(
        "Nothing beside it, and words about a person that nobody could reach",
        arguments: [
            "转人工", "帮我转人工", "我不要机器人，要真人", "转人工转了半天没人理",
        ])
    func alone(text: String) {
        #expect(Said.words(text, [Said.handoff]).besidePerson == nil)
    }

    @Test("Both are done; where no person is wanted only the matter is")
    func both() {
        let lamp = Request(
            intent: .reportRepair, category: "power.public_lighting", slots: [.building: .text("3")])
        for (text, origins) in [
            ("3栋路灯坏了，帮我转人工", [TicketOrigin.resident, .handoff]), ("3栋路灯坏了，不用转人工", [.resident]),
        ] {
            var talk = Talk()
            let said = Said.words(text, [Said.handoff]).apart(from: Said.words("3栋路灯坏了", [lamp]))
            let step = talk.hear(.message(said))
            #expect(step.openedDrafts.map(\.origin) == origins)
            #expect(step.openedDrafts.allSatisfy { $0.text == text }, "staff read what he wrote")
        }
    }

    @Test("Where help is on its way no person stands beside it, and temper is no matter")
    func noPerson() {
        let danger = Said.words("我妈晕倒了，转人工", [Said.handoff]).apart(from: Said.words("我妈晕倒了", [Said.trapped]))
        var talk = Talk()
        #expect(talk.hear(.message(danger)).openedDrafts.map(\.urgency) == [.p0])
        let temper = Said.words("烦死了，转人工", [Said.handoff])
        #expect(temper.apart(from: Said.words("烦死了", Said.subtype(.abuse))) == temper)
    }

    @Test("不用转人工: nobody is called, and what was asked is asked again", arguments: Situation.allCases)
    func unwanted(situation: Situation) {
        var talk = situation.talk
        let flow = talk.state.flow
        let step = talk.say("不用转人工", [Said.handoff])
        #expect(step.commands.isEmpty)
        #expect(step.keys.first == "handoff.unwanted")
        #expect(step.keys.count == (flow == nil ? 1 : 2))
        #expect(talk.state.flow == flow)
    }

    @Test("A person in the middle of a report reads what was said so far, and his wish to stay unnamed holds")
    func halfTold() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        talk.say("别说是我")
        let draft = talk.say("转人工", [Said.handoff]).openedDrafts.first
        #expect(draft?.text == "路灯坏了\n转人工")
        #expect(draft?.anonymous == true)
        talk.outcome(.ticketOpened(Known.summary(origin: .handoff)))
        let opened = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(opened.openedDrafts.map(\.text) == ["路灯坏了\n北门"])
    }

    @Test("人呢 calls a person where nothing is under way, and brings back the question")
    func whereabouts() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        #expect(talk.say("人呢").openedDrafts.map(\.origin) == [.handoff])
        let after = talk.outcome(.ticketOpened(Known.summary(origin: .handoff)))
        #expect(after.keys == ["handoff.queued", "repair.ask_place"])
        var late = Talk()
        late.outcome(.ticketOpened(Known.summary()))
        #expect(late.say("人呢？").openedDrafts.isEmpty, "somebody is on his way to him")
    }

    @Test("Out of hours it is told who answers and when")
    func closed() {
        var talk = Talk()
        talk.say("转人工", [Said.handoff])
        var summary = Known.summary(origin: .handoff)
        summary.opening = .init(who: "物业客服", at: Talk.monday + .hours(22))
        summary.responseDue = Talk.monday + .hours(22) + .minutes(5)
        let step = talk.outcome(.ticketOpened(summary))
        #expect(step.keys == ["handoff.closed"])
        #expect(step.replies.first?.values["who"] == "物业客服")
        #expect(step.replies.first?.values["opens"] == "明天08:00")
    }

    // MARK: An answer and another matter

    @Test("An answer ends where another matter is announced")
    func halves() throws {
        let halves = try #require(Said.words("确认，另外北门路灯坏了", [Said.lamp]).answerAndMore)
        #expect(halves.answer == "确认" && halves.more == "另外北门路灯坏了")
        for text in ["另外北门路灯坏了", "我还有几分", "确认", "路灯坏了另外门也坏了"] {
            #expect(Said.words(text, [Said.lamp]).answerAndMore == nil, "\(text)")
        }
    }

    @Test("The answer is heard, and what stands beside it comes after, once")
    func confirmed() throws {
        var talk = Situation.confirmReward.talk
        let said = try #require(
            Said.words("确认", [], act: .confirm).followed(by: Said.words("另外路灯坏了", [Said.lamp])))
        #expect(talk.hear(.message(said)).commands == [.reward(.redeem(Known.quote))])
        let after = talk.outcome(
            .redeemed(Known.quote, code: "1", until: Talk.monday))
        #expect(after.keys.last == "repair.ask_place")
        #expect(after.state.waiting.isEmpty)
    }

    @Test("No answer, or no matter: the message stays whole")
    func whole() {
        let lamp = Said.words("另外路灯坏了", [Said.lamp])
        #expect(Said.words("路灯坏了", [Said.lamp]).followed(by: lamp) == nil)
        #expect(Said.words("确认", [], act: .confirm).followed(by: Said.words("另外呢", [])) == nil)
    }

    @Test("A person beside the place that was asked for is called")
    func placeAndPerson() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        let said = Said.words("北门，转人工", [Said.handoff])
            .apart(from: Said.words("北门", [Self.place], act: .provideSlot))
        #expect(talk.hear(.message(said)).openedDrafts.map(\.origin) == [.resident, .handoff])
    }

    // MARK: Two faults

    @Test("楼道灯也不亮 卧室灯老闪: two tickets, and the home is asked once")
    func lamps() throws {
        let hall = Request(
            intent: .reportRepair, category: "power.public_lighting", urgency: .p2,
            slots: [.object: .text("楼道灯"), .place: .text("楼道")])
        let bedroom = Request(
            intent: .reportRepair, category: "power.indoor", urgency: .p2,
            slots: [.object: .text("灯"), .place: .text("卧室")])
        let whole = Said.words("楼道灯也不亮 卧室灯老闪", [hall])
        let clauses = try #require(whole.faultPair)
        let said = whole.parted(
            Said.words(clauses[0], [hall]), Said.words(clauses[1], [bedroom]))
        var talk = Talk()
        #expect(talk.hear(.message(said)).keys == ["repair.ask_building"])
        let home = Said.answer([.building: .text("3"), .unit: .text("2"), .room: .text("501")])
        let first = talk.say("3栋2单元501", home, act: .provideSlot)
        #expect(first.openedDrafts.map(\.category) == ["power.public_lighting"])
        let second = talk.outcome(.ticketOpened(Known.summary()))
        #expect(second.openedDrafts.map(\.category) == ["power.indoor"])
        #expect(second.openedDrafts.first?.address.room == "501")
    }

    @Test("One lamp in two clauses, or two of the same kind of place, stays one report")
    func oneLamp() {
        let whole = Said.words("楼道灯不亮 我也看不见", [Said.lamp])
        #expect(whole.parted(Said.words("楼道灯不亮", [Said.lamp]), Said.words("我也看不见", [])) == whole)
        #expect(Said.words("楼道灯不亮", [Said.lamp]).faultPair == nil)
    }

    @Test("What is urgent does not wait for a yes to something else")
    func urgentFirst() {
        let leak = Request(
            intent: .reportRepair, category: "water.leak", urgency: .p1,
            slots: [.object: .text("水管"), .building: .text("3"), .unit: .text("2"), .room: .text("501")])
        var talk = Talk()
        let step = talk.say("换抽纸，另外3栋2单元501水管漏水", [Said.redeem, leak])
        #expect(step.openedDrafts.map(\.category) == ["water.leak"])
        #expect(step.commands.first == .reward(.quote(item: "抽纸", quantity: 1)), "and that is not forgotten")
        talk.outcome(.quoted(Known.quote))
        talk.outcome(.ticketOpened(Known.summary(.p1)))
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
    }
}
