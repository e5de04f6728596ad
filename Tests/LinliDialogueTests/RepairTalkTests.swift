import LinliDialogue
import LinliModel
import Testing

@Suite("From words to a ticket")
struct RepairTalkTests {
    @Test("What and where in one message open the ticket without a question")
    func complete() {
        var talk = Talk()
        var request = Said.lamp
        request.slots[.place] = .text("北门")
        let step = talk.say("北门路灯坏了", [request])
        #expect(
            step.commands == [
                .openTicket(
                    TicketDraft(
                        category: "power.public_lighting", urgency: .p2, text: "北门路灯坏了",
                        address: Address(place: "北门"), intent: .reportRepair))
            ])
        #expect(step.replies.isEmpty)
        #expect(step.state.flow == nil)
    }

    @Test("A missing place is asked at most twice, then there is a choice, then a person asks")
    func placeTwice() {
        var talk = Talk()
        #expect(talk.say("路灯坏了", [Said.lamp]).ask == [.place])
        #expect(talk.say("好的", act: .confirm).ask == [.place])
        let choice = talk.say("好的", act: .confirm)
        #expect(choice.acts == [.offerOptions])
        #expect(choice.openedDrafts.isEmpty)
        let step = talk.say("好的", act: .confirm)
        #expect(step.keys == ["repair.person_asks"])
        #expect(step.openedDrafts.map(\.address) == [Address()])
        #expect(step.openedDrafts.map(\.text) == ["路灯坏了"])
    }

    @Test("A missing thing is asked at most twice, then there is the same choice")
    func whatTwice() {
        var talk = Talk()
        #expect(talk.say("我要报修", [Request(intent: .reportRepair)]).ask == [.object])
        #expect(talk.say("嗯", act: .confirm).ask == [.object])
        #expect(talk.say("嗯", act: .confirm).ask == [.choice])
        let step = talk.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption)
        #expect(step.openedDrafts.count == 1)
        #expect(step.state.flow == nil)
    }

    @Test("The choice: a person, or nothing")
    func choice() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        talk.say("好的", act: .confirm)
        talk.say("好的", act: .confirm)
        var other = talk
        let person = talk.say("2", Said.answer([.choice: .integer(2)]), act: .chooseOption)
        #expect(person.openedDrafts.map(\.origin) == [.handoff])
        #expect(person.openedDrafts.first?.text == "路灯坏了")
        let dropped = other.say("3", Said.answer([.choice: .integer(3)]), act: .chooseOption)
        #expect(dropped.keys == ["repair.dropped"])
        #expect(dropped.state.flow == nil)
    }

    @Test("Nobody is asked what he has said: thing, then place in words")
    func answers() {
        var talk = Talk()
        talk.say("我要报修", [Request(intent: .reportRepair)])
        #expect(talk.say("路灯", [Said.lamp]).ask == [.place])
        let step = talk.say("七号楼东边", act: .provideSlot)
        #expect(step.openedDrafts.first?.address == Address(place: "七号楼东边"))
        #expect(step.openedDrafts.first?.text == "我要报修\n路灯\n七号楼东边")
        #expect(step.openedDrafts.first?.category == "power.public_lighting")
    }

    @Test("A fault inside the flat of somebody with one home is there; with two homes he is asked")
    func homes() {
        var talk = Talk()
        talk.homes = [Known.home]
        #expect(talk.say("水管漏水", [Said.leak]).openedDrafts.first?.address == Known.home.address)
        var other = Known.home
        other.address.room = "502"
        var twice = Talk()
        twice.homes = [Known.home, other]
        let step = twice.say("水管漏水", [Said.leak])
        #expect(step.openedDrafts.isEmpty)
        #expect(step.ask == [.building, .room])
    }

    @Test("A public lamp is not at the resident's home, and a room alone says not in which flat")
    func notHome() {
        var talk = Talk()
        talk.homes = [Known.home]
        #expect(talk.say("路灯坏了", [Said.lamp]).ask == [.place])
        var kitchen = Talk()
        var request = Said.leak
        request.slots[.place] = .text("厨房")
        #expect(kitchen.say("厨房水管漏水", [request]).ask == [.building, .room])
        let step = kitchen.say(
            "3栋2单元501", Said.answer([.building: .text("3"), .unit: .text("2"), .room: .text("501")]))
        #expect(
            step.openedDrafts.first?.address == Address(building: "3", unit: "2", room: "501", place: "厨房"))
    }

    @Test("P0 with an empty profile: the ticket first, the place afterwards, help is not held up by silence")
    func emergencyPlace() {
        var talk = Talk()
        let first = talk.say("救命电梯不动了有人在里面", [Said.trapped])
        #expect(first.openedDrafts.first?.address == Address())
        let asked = talk.outcome(.ticketOpened(Known.summary(.p0, place: "")))
        #expect(asked.keys == ["emergency.ticket", "emergency.ask_place"])
        #expect(asked.ask == [.place])
        let place = talk.say(
            "3栋2单元", Said.answer([.building: .text("3"), .unit: .text("2")]), act: .provideSlot)
        #expect(
            place.commands == [
                .completeTicket(
                    number: "LL260316-0001", text: "3栋2单元", address: Address(building: "3", unit: "2"))
            ])
        #expect(place.state.flow == nil)
    }

    @Test("The kitchen of an emergency is his own; whose kitchen it is, is asked where no home is known")
    func emergencyInTheKitchen() {
        var gas = Said.gas
        gas.slots[.place] = .text("厨房")
        var bound = Talk()
        bound.homes = [Known.home]
        guard case .openTicket(let draft) = bound.say("厨房有煤气味", [gas]).commands.first else {
            Issue.record("no ticket was opened")
            return
        }
        #expect(draft.urgency == .p0)
        #expect(draft.address.building == Known.home.address.building)
        #expect(draft.address.place == "厨房")
        var stranger = Talk()
        stranger.say("厨房有煤气味", [gas])
        let asked = stranger.outcome(.ticketOpened(Known.summary(.p0, place: "厨房")))
        #expect(asked.keys == ["emergency.ticket", "emergency.ask_place"])
    }

    @Test(
        "The place of an emergency is asked at most twice, a location serves, 取消 takes nothing back"
    )
    func emergencyAnswers() {
        var patient = Situation.emergencyPlace.talk
        #expect(patient.say("好的", act: .confirm).ask == [.place])
        let last = patient.say("好的", act: .confirm)
        #expect(last.ask.isEmpty)
        #expect(last.state.flow == nil)
        var map = Situation.emergencyPlace.talk
        #expect(
            map.hear(.place("华庭里3栋")).commands == [
                .completeTicket(number: "LL260316-0001", text: "[位置] 华庭里3栋", address: Address(place: "华庭里3栋"))
            ])
        var cancelling = Situation.emergencyPlace.talk
        let refused = cancelling.say("取消", act: .cancelFlow)
        #expect(refused.keys == ["cancel.refused.emergency"])
        #expect(refused.commands.isEmpty)
    }

    @Test("What was said before an emergency goes with it")
    func draftBecomesEmergency() {
        var talk = Talk()
        talk.say(
            "电梯坏了",
            [
                Request(
                    intent: .reportRepair, category: "lift.fault", urgency: .p1, slots: [.object: .text("电梯")]
                )
            ])
        var trapped = Said.trapped
        trapped.slots[.building] = .text("3")
        let draft = talk.say("3栋有人在里面出不来", [trapped]).openedDrafts.first
        #expect(draft?.text == "电梯坏了\n3栋有人在里面出不来")
        #expect(draft?.address == Address(building: "3"))
        #expect(draft?.urgency == .p0)
    }

    @Test("Two emergencies in one message are two tickets")
    func twoEmergencies() {
        var talk = Talk()
        let step = talk.say("电梯困人，楼道还有煤气味", [Said.trapped, Said.gas])
        #expect(step.openedDrafts.map(\.category) == ["lift.trapped", "gas.leak"])
        #expect(step.keys == ["emergency.lift.trapped", "emergency.gas.leak"])
    }

    @Test("Two emergencies without a place are asked for both in one question, and an answer goes to both")
    func twoPlaces() {
        let (first, second) = ("LL260316-0001", "LL260316-0002")
        var talk = Talk()
        talk.say("电梯困人，楼道有煤气味，路灯也坏了", [Said.trapped, Said.gas, Said.lamp])
        let one = talk.outcome(.ticketOpened(Known.summary(.p0, place: "", number: first)))
        #expect(one.keys == ["emergency.ticket"], "the question waits for the second ticket")
        let both = talk.outcome(.ticketOpened(Known.summary(.p0, place: "", number: second)))
        #expect(both.keys == ["emergency.ticket", "emergency.ask_places"])
        #expect(both.replies.last?.values == ["tickets": "\(first)、\(second)"])
        #expect(both.ask == [.place])
        var again = talk
        #expect(again.say("好的", act: .confirm).keys == ["emergency.ask_places"])
        let place = Address(building: "3")
        let step = talk.say("都在3栋", Said.answer([.building: .text("3")]), act: .provideSlot)
        #expect(
            step.commands == [
                .completeTicket(number: first, text: "都在3栋", address: place),
                .completeTicket(number: second, text: "都在3栋", address: place),
            ])
    }

    @Test("Of two emergencies the one without a place is asked for, in whatever order", arguments: [0, 1])
    func onePlace(missing: Int) {
        var talk = Talk()
        talk.say("电梯困人，楼道还有煤气味", [Said.trapped, Said.gas])
        var last: Step?
        for number in 0...1 {
            let place = number == missing ? "" : "3栋"
            last = talk.outcome(
                .ticketOpened(Known.summary(.p0, place: place, number: "LL260316-000\(number)")))
        }
        #expect(last?.keys == ["emergency.ticket", "emergency.ask_place"])
        #expect(talk.state.flow == .emergencyPlace(tickets: ["LL260316-000\(missing)"], asked: 1))
    }

    @Test("Several requests in one message are done one after the other")
    func several() {
        var talk = Talk()
        #expect(talk.say("路灯坏了，还有门禁坏了，再查下积分", [Said.lamp, Said.gate, Said.balance]).ask == [.place])
        let first = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(first.openedDrafts.map(\.category) == ["power.public_lighting"])
        let second = talk.outcome(.ticketOpened(Known.summary()))
        #expect(second.keys == ["ticket.opened", "repair.ask_place"])
        #expect(second.commands == [.points(.balance)], "a question waits for no answer")
        #expect(talk.outcome(.balance(41, held: 0)).keys == ["points.balance"])
        let third = talk.say("3栋", Said.answer([.building: .text("3")]), act: .provideSlot)
        #expect(third.openedDrafts.map(\.category) == ["access.door"])
        #expect(talk.outcome(.ticketOpened(Known.summary())).keys == ["ticket.opened"])
        #expect(talk.state.waiting.isEmpty)
    }

    @Test("A request that waits behind one that is being done is not lost when that one asks")
    func severalWithCommand() {
        var talk = Talk()
        let first = talk.say("换抽纸，还有路灯坏了", [Said.redeem, Said.lamp])
        #expect(first.commands == [.reward(.quote(item: "抽纸", quantity: 1))])
        #expect(first.ask.isEmpty, "one thing at a time")
        #expect(talk.outcome(.quoted(Known.quote)).keys == ["redeem.confirm"])
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
        let done = talk.outcome(.redeemed(Known.quote, code: "123456", until: Talk.monday + .days(7)))
        #expect(done.keys == ["redeem.done", "repair.ask_place"])
    }

    @Test("A report in the making is not lost when another request comes between")
    func parked() {
        var talk = Situation.askedPlace.talk
        talk.say("先帮我换抽纸", [Said.redeem])
        #expect(talk.outcome(.quoted(Known.quote)).keys == ["redeem.confirm"])
        let dropped = talk.say("不换了", act: .deny)
        #expect(dropped.keys == ["redeem.dropped", "repair.ask_place"])
        let step = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(step.openedDrafts.map(\.text) == ["路灯坏了\n北门"])
    }

    @Test("Nor when another report comes between, nor when the question asks for proof first")
    func parkedTwice() {
        var talk = Situation.askedPlace.talk
        let second = talk.say("门禁也坏了", [Said.gate])
        #expect(second.keys == ["repair.ask_place"])
        let opened = talk.say("3栋", Said.answer([.building: .text("3")]), act: .provideSlot)
        #expect(opened.openedDrafts.map(\.category) == ["access.door"])
        #expect(talk.outcome(.ticketOpened(Known.summary())).keys == ["ticket.opened", "repair.ask_place"])

        var asked = Situation.askedPlace.talk
        #expect(asked.say("我有多少积分", [Said.balance]).commands == [.points(.balance)])
        #expect(asked.outcome(.needsProof(.points(.balance), claimed: nil)).keys == ["home.needs_proof"])
        #expect(asked.say("取消", act: .cancelFlow).keys == ["home.dropped", "repair.ask_place"])
    }

    @Test("What waits is not lost by a side question")
    func waitingKept() {
        var talk = Talk()
        talk.say("路灯坏了，还要换抽纸", [Said.lamp, Said.redeem])
        talk.say("我有多少积分", [Said.balance])
        #expect(talk.outcome(.balance(41, held: 0)).keys == ["points.balance", "repair.ask_place"])
        talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(
            talk.outcome(.ticketOpened(Known.summary())).commands == [
                .reward(.quote(item: "抽纸", quantity: 1))
            ])
    }

    @Test("A picture first asks what is broken and goes with the ticket")
    func pictureFirst() {
        var talk = Talk()
        let first = talk.hear(.picture(media: "m1"))
        #expect(first.keys == ["repair.ask_what_picture"])
        #expect(first.ask == [.object])
        talk.say("路灯坏了", [Said.lamp])
        let another = talk.hear(.picture(media: "m2"))
        #expect(another.keys == ["picture.noted", "repair.ask_place"])
        let draft = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot).openedDrafts.first
        #expect(draft?.attachments == ["m1", "m2"])
        #expect(draft?.category == "power.public_lighting")
    }

    @Test(
        "A picture in the middle of something else answers nothing and is asked about afterwards",
        arguments: [
            (Situation.confirmReward, "redeem.confirm"), (.confirmCancel, "cancel.confirm"),
            (.chooseReward, "redeem.choose"), (.sessionMatter, "reception.ask_matter"),
            (.homeCode, "home.ask_code"),
        ])
    func pictureBetween(situation: Situation, question: String) {
        var talk = situation.talk
        let flow = talk.state.flow
        for media in ["m1", "m2"] {
            let step = talk.hear(.picture(media: media))
            #expect(step.keys == ["picture.kept", question])
            #expect(step.commands.isEmpty)
            #expect(talk.state.flow == flow)
        }
        let ended = talk.say("不", act: .deny)
        #expect(ended.keys.last == "repair.ask_what_picture")
        var request = Said.lamp
        request.slots[.place] = .text("北门")
        let draft = talk.say("北门路灯坏了", [request]).openedDrafts.first
        #expect(draft?.attachments == ["m1", "m2"])
    }

    @Test("After a yes the picture that came before it is asked about")
    func pictureBeforeYes() {
        var talk = Situation.confirmReward.talk
        talk.hear(.picture(media: "m"))
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
        let done = talk.outcome(.redeemed(Known.quote, code: "123456", until: Talk.monday + .days(7)))
        #expect(done.keys == ["redeem.done", "repair.ask_what_picture"])
    }

    @Test("A picture of an emergency joins its ticket, and the place is still asked for")
    func pictureOfEmergency() {
        var talk = Situation.emergencyPlace.talk
        let flow = talk.state.flow
        let step = talk.hear(.picture(media: "m"))
        #expect(step.commands == [.attachPicture(tickets: ["LL260316-0001"], media: "m")])
        #expect(
            talk.outcome(.pictureAttached(["LL260316-0001"])).keys == [
                "picture.attached", "emergency.ask_place",
            ])
        #expect(talk.state.flow == flow)
    }

    @Test("A better reading takes the category, and the more urgent of both counts")
    func urgencyRises() {
        var talk = Talk()
        talk.say("我要报修", [Request(intent: .reportRepair, urgency: .p2)])
        talk.say("水管爆了", [Said.leak])
        let draft = talk.say(
            "3栋501", Said.answer([.building: .text("3"), .room: .text("501")]), act: .provideSlot
        ).openedDrafts.first
        #expect(draft?.urgency == .p1)
        #expect(draft?.category == "water.leak")
    }

}
