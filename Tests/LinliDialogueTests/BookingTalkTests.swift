import LinliDialogue
import LinliModel
import Testing

@Suite("Redeeming, booking, cancelling, binding")
struct BookingTalkTests {
    // MARK: Rewards

    @Test("A yes counts for exactly the price that was told, once")
    func confirm() {
        var talk = Situation.confirmReward.talk
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
        #expect(talk.say("确认", act: .confirm).commands.isEmpty, "the second yes has nothing to confirm")
    }

    @Test("A yes to something else asks its price first")
    func confirmOther() {
        var talk = Situation.confirmReward.talk
        let step = talk.say("好的换雨伞", Said.answer([.item: .text("雨伞")]), act: .confirm)
        #expect(step.commands == [.reward(.quote(item: "雨伞", quantity: 1))])
    }

    @Test("A price that has changed is confirmed anew")
    func newPrice() {
        var talk = Situation.confirmReward.talk
        talk.say("确认", act: .confirm)
        var dearer = Known.quote
        dearer.points = 16
        #expect(talk.outcome(.quoted(dearer)).keys == ["redeem.confirm"])
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(dearer))])
    }

    @Test("What is no answer to a confirmation confirms nothing")
    func noAnswer() {
        var talk = Situation.confirmReward.talk
        let step = talk.say("嗯让我想想")
        #expect(step.commands.isEmpty)
        #expect(step.keys == ["redeem.confirm"])
    }

    @Test(
        "A reward is chosen by its number or its name, with the quantity that was said",
        arguments: [
            ("2", Said.answer([.choice: .integer(2)]), "雨伞"), ("2", Said.answer([:]), "雨伞"),
            ("雨伞", Said.answer([.item: .text("雨伞")]), "雨伞"),
        ])
    func choose(text: String, requests: [Request], item: String) {
        var talk = Talk()
        talk.say("我要换两件东西", [Request(intent: .redeem, slots: [.qty: .integer(2)])])
        talk.outcome(.rewards(Known.listings, balance: 41))
        #expect(talk.say(text, requests).commands == [.reward(.quote(item: item, quantity: 2))])
    }

    @Test("A number that is not on the list asks again")
    func outOfList() {
        var talk = Situation.chooseSession.talk
        let step = talk.say("9", Said.answer([.choice: .integer(9)]), act: .chooseOption)
        #expect(step.commands.isEmpty)
        #expect(step.keys == ["reception.offer"])
    }

    @Test("Of two rewards the second is quoted after the first is refused")
    func twoRewards() {
        var talk = Talk()
        talk.say("换抽纸和雨伞", [Request(intent: .redeem, slots: [.item: .text("抽纸")])])
        let picks = [RewardPick(name: "抽纸", quantity: 1), RewardPick(name: "雨伞", quantity: 2)]
        #expect(
            talk.outcome(.rewardsNamed(picks)).commands
                == [.reward(.quote(item: "抽纸", quantity: 1))])
        #expect(talk.outcome(.quoted(Known.quote)).replies[0].values["next"] == "雨伞")
        #expect(talk.say("不", act: .deny).commands == [.reward(.quote(item: "雨伞", quantity: 2))])
    }

    @Test("Nothing on the shelf ends the flow")
    func nothing() {
        var talk = Talk()
        talk.say("兑换", [Request(intent: .redeem)])
        var empty = Known.listings
        for index in empty.indices { empty[index].stock = 0 }
        let step = talk.outcome(.rewards(empty, balance: 41))
        #expect(step.keys == ["redeem.nothing"])
        #expect(step.state.flow == nil)
    }

    // MARK: Receptions

    @Test("A session by number, then the matter in one sentence")
    func book() {
        var talk = Situation.chooseSession.talk
        let chosen = talk.say("2", Said.answer([.choice: .integer(2)]), act: .chooseOption)
        #expect(chosen.ask == [.matter])
        #expect(talk.say("好的", act: .confirm).commands.isEmpty, "a yes is no matter")
        let step = talk.say("停车位不够", [Request(intent: .complain, category: "parking.space", urgency: .p2)])
        #expect(step.commands == [.seat(.book(SeatWish(Known.offers[1], matter: "停车位不够")))])
        #expect(step.state.flow == nil)
    }

    @Test("One open session needs no choice, a matter that was said is not asked for")
    func bookAtOnce() {
        var talk = Talk()
        talk.say("约周四反映停车", [Request(intent: .receptionBook, slots: [.matter: .text("停车")])])
        let step = talk.outcome(.sessions([Known.offers[0]]))
        #expect(step.commands == [.seat(.book(SeatWish(Known.offers[0], matter: "停车")))])
    }

    @Test("No session ends with a word")
    func none() {
        var talk = Talk()
        talk.say("预约接访", [Request(intent: .receptionBook)])
        let step = talk.outcome(.sessions([]))
        #expect(step.keys == ["reception.none"])
        #expect(step.state.flow == nil)
    }

    /// All seats were taken while he typed his matter.
    private static var full: Talk {
        var talk = Talk()
        let step = talk.outcome(
            .sessionFull(SeatWish(Known.offers[0], matter: "停车"), others: [Known.offers[1]]))
        #expect(step.keys == ["reception.full"])
        return talk
    }

    @Test("Where all seats are taken he waits, takes another session, or has a ticket")
    func full() {
        let wish = SeatWish(Known.offers[0], matter: "停车")
        for words in ["候补", "那我排队等吧"] {
            var talk = Self.full
            #expect(talk.say(words).commands == [.seat(.wait(wish))])
        }
        var other = Self.full
        #expect(
            other.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption).commands
                == [.seat(.book(SeatWish(Known.offers[1], matter: "停车")))])
        var ticket = Self.full
        guard case .openTicket(let draft) = ticket.say("登记").commands.first else {
            Issue.record("no ticket was opened")
            return
        }
        #expect(draft.text == "停车")
        var neither = Self.full
        #expect(neither.say("什么意思").keys == ["explain.list", "reception.full"])
        #expect(neither.say("算了", act: .cancelFlow).keys == ["reception.dropped"])
    }

    @Test("Where all are full from the start, the matter is asked for before he waits")
    func allFull() {
        var full = Known.offers[0]
        full.seatsLeft = 0
        var talk = Talk()
        talk.say("预约接访", [Request(intent: .receptionBook)])
        #expect(talk.outcome(.sessions([full])).keys == ["reception.full"])
        #expect(talk.say("候补").ask == [.matter])
        let step = talk.say("停车位不够", [Request(intent: .complain, category: "parking.space", urgency: .p2)])
        #expect(step.commands == [.seat(.wait(SeatWish(full, matter: "停车位不够")))])
    }

    @Test("A seat for somebody else is asked for and booked in his name")
    func onBehalf() {
        var talk = Talk()
        talk.say("我爸想去接待日", [Request(intent: .receptionBook, slots: [.person: .text("父亲")])])
        var offer = Known.offers[0]
        offer.rhythm = .monthly(day: 15)
        let asked = talk.outcome(.sessions([offer]))
        #expect(asked.keys == ["reception.ask_matter_for"])
        #expect(
            asked.replies.first?.values
                == ["session": offer.title, "attendee": "父亲", "month_day": "15"])
        let step = talk.say("楼道灯", [Request(intent: .complain, category: "light.corridor", urgency: .p2)])
        #expect(step.commands == [.seat(.book(SeatWish(offer, matter: "楼道灯", attendee: "父亲")))])
    }

    @Test("Another day: the matter is not asked for again, unless there is no seat that could be moved")
    func move() {
        var talk = Talk()
        talk.say("换到周五", [Request(intent: .receptionBook, slots: [.action: .text("move")])])
        let step = talk.outcome(.sessions([Known.offers[0]]))
        let wish = SeatWish(Known.offers[0], matter: "")
        #expect(step.commands == [.seat(.move(wish))])
        #expect(talk.outcome(.seatToMoveNone(wish)).ask == [.matter])
    }

    @Test("A number is no matter, and who asks for his own seat is told it")
    func noMatter() {
        var talk = Situation.sessionMatter.talk
        let step = talk.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption)
        #expect(step.commands.isEmpty && step.ask == [.matter])
        var asking = Talk()
        let list = Request(intent: .receptionBook, slots: [.action: .text("list")])
        #expect(
            asking.say("我约的接访是几点", [list]).commands == [.seat(.ask(.own, words: "我约的接访是几点"))])
        #expect(asking.say("接访是几点", [list]).commands == [.seat(.list(SessionWish(words: "接访是几点")))])
    }

    @Test("A kind that has no date is named before the others are offered, also where there is only one")
    func missingKind() {
        var talk = Talk()
        talk.say("约律师", [Request(intent: .receptionBook)])
        let step = talk.outcome(.sessions([Known.offers[0]], missing: "律师咨询"))
        #expect(step.keys == ["reception.offer_one"])
        #expect(step.replies.first?.values["missing"] == "律师咨询")
    }

    @Test("Who did not come too often hears until when he cannot book here")
    func paused() {
        var talk = Situation.sessionMatter.talk
        talk.say("停车位不够")
        let step = talk.outcome(.bookingPaused(noShows: 2, until: Talk.monday + .days(30)))
        #expect(step.keys == ["reception.paused"])
        #expect(step.replies.first?.values == ["times": "2", "until": "4月15日10:00"])
        #expect(step.acts == [.reject])
        #expect(step.state.flow == nil)
    }

    @Test("A day without a session is said, and the only other one needs a yes")
    func missedDay() {
        var talk = Talk()
        talk.say("约律师 后天", [Request(intent: .receptionBook, slots: [.matter: .text("后天")])])
        let day = MissedDay(date: Talk.monday.civil.date, kind: "律师咨询")
        let step = talk.outcome(.dayMissed(day, [Known.offers[0]]))
        #expect(step.keys == ["reception.offer_one"] && step.commands.isEmpty)
        #expect(step.replies[0].values["day"] == "3月16日")
        #expect(talk.say("好", act: .confirm).ask == [.matter], "后天 is no matter")
    }

    // MARK: Cancelling

    @Test("One candidate is named and confirmed, several are chosen from, none is said")
    func cancel() {
        var one = Situation.confirmCancel.talk
        #expect(one.say("确认", act: .confirm).commands == [.cancel(Known.ticket)])
        var kept = Situation.confirmCancel.talk
        let step = kept.say("不", act: .deny)
        #expect(step.commands.isEmpty)
        #expect(step.keys == ["cancel.kept"])
        var several = Situation.chooseCancel.talk
        #expect(
            several.say("2", Said.answer([.choice: .integer(2)]), act: .chooseOption).keys == [
                "cancel.confirm"
            ])
        #expect(several.say("确认", act: .confirm).commands == [.cancel(Known.booking)])
        var none = Talk()
        none.say("撤销", [Request(intent: .cancel)])
        #expect(none.outcome(.cancellable([])).keys == ["cancel.nothing"])
    }

    @Test(
        "A cancellation of something else is no yes to what was asked",
        arguments: [
            ["target": "booking"], ["target": "redemption"], ["ticket_no": "LL260316-0009"],
            ["ticket_tail": "0009"],
        ])
    func cancelOther(slots: [String: String]) {
        var talk = Situation.confirmCancel.talk
        var named: Slots = [:]
        for (name, value) in slots { named[SlotName(rawValue: name) ?? .target] = .text(value) }
        let step = talk.say("取消另外那个", [Request(intent: .cancel, slots: named)])
        #expect(step.commands.count == 1)
        guard case .findCancellable? = step.commands.first else {
            Issue.record("it cancelled what was not named: \(step.commands)")
            return
        }
    }

    @Test("A cancellation of a relative's seat is no yes to his own")
    func cancelRelative() {
        var talk = Talk()
        talk.say("取消预约", [Request(intent: .cancel, slots: [.target: .text("booking")])])
        talk.outcome(.cancellable([Known.booking]))
        let step = talk.say(
            "取消我爸的预约", [Request(intent: .cancel, slots: [.target: .text("booking")])])
        #expect(step.commands == [.findCancellable(.booking, .latest, attendee: "父亲")])
        let told = talk.outcome(.nothingBookedFor("父亲", [Known.booking]))
        #expect(told.keys == ["cancel.nothing_for"] && told.state.flow == nil)
    }

    @Test(
        "The same matter named again is a yes",
        arguments: [
            [:], ["target": "ticket"], ["ticket_tail": "0001"], ["ticket_no": "LL260316-0001"],
        ])
    func cancelSame(slots: [String: String]) {
        var talk = Situation.confirmCancel.talk
        var named: Slots = [:]
        for (name, value) in slots { named[SlotName(rawValue: name) ?? .target] = .text(value) }
        let step = talk.say("对撤销工单", [Request(intent: .cancel, slots: named)])
        #expect(step.commands == [.cancel(Known.ticket)])
    }

    @Test(
        "A refusal says why",
        arguments: [
            Outcome.CancelRefusal.emergency, .tooLate, .alreadyClosed, .workHasBegun,
        ])
    func refused(reason: Outcome.CancelRefusal) {
        var talk = Talk()
        let step = talk.outcome(.cancelRefused(Known.ticket, reason))
        #expect(step.keys == ["cancel.refused.\(reason.rawValue)"])
        #expect(step.acts == [.cancelRefused])
    }

    // MARK: Homes

    @Test("Binding: address, code, and the command that waited runs")
    func bind() {
        var talk = Situation.homeAddress.talk
        #expect(
            talk.say("3栋", Said.answer([.building: .text("3")]), act: .provideSlot).ask == [.building, .room])
        let claimed = talk.say("501", Said.answer([.room: .text("501")]), act: .provideSlot)
        #expect(claimed.commands == [.claimHome(Address(building: "3", room: "501"), .owner)])
        #expect(talk.outcome(.homeClaimed(Known.home.address)).keys == ["home.claimed"])
        #expect(talk.say("1234 5678").commands == [.proveHome(code: "12345678")])
        let proven = talk.outcome(.homeProven(Known.home.address))
        #expect(proven.keys == ["home.proven"])
        #expect(proven.commands == [.points(.balance)])
        #expect(talk.outcome(.balance(41, held: 0)).keys == ["points.balance"])
        #expect(talk.outcome(.homeProven(Known.home.address)).commands.isEmpty, "it runs once")
    }

    @Test("A stranger's bare address is offered to be bound; a yes binds, a code behind it is tried there")
    func offered() {
        var talk = Situation.homeOffer.talk
        #expect(talk.state.flow == .offerHome(Known.home.address))
        #expect(talk.say("是的", act: .confirm).commands == [.claimHome(Known.home.address, .owner)])
        var coded = Situation.homeOffer.talk
        #expect(coded.say("12345678").commands == [.claimHome(Known.home.address, .owner)])
        let claimed = coded.outcome(.homeClaimed(Known.home.address))
        #expect(claimed.commands == [.proveHome(code: "12345678")] && claimed.replies.isEmpty)
        #expect(coded.outcome(.homeProven(Known.home.address)).keys == ["home.proven"])
        #expect(coded.state.heldCode == nil && coded.state.flow == nil)
        var neighbour = Talk()
        neighbour.homes = [Known.home]
        neighbour.say(
            "3栋2单元501", Said.answer([.building: .text("3"), .room: .text("501")]), act: .provideSlot)
        #expect(neighbour.state.flow == nil, "who has a home is offered none")
    }

    @Test("A code before the home: it is asked once whose, and the code is not typed again")
    func codeFirst() {
        var talk = Talk()
        #expect(talk.say("12345678").commands == [.proveHome(code: "12345678")])
        #expect(talk.outcome(.codeNotExpected).keys == ["home.code_whose"])
        let said = talk.say(
            "3栋2单元501", Said.answer([.building: .text("3"), .unit: .text("2"), .room: .text("501")]),
            act: .provideSlot)
        #expect(said.commands == [.claimHome(Known.home.address, .owner)])
        #expect(talk.outcome(.homeClaimed(Known.home.address)).commands == [.proveHome(code: "12345678")])
        #expect(talk.outcome(.codeNotExpected).keys == ["home.code_none"], "none was given out for it")
        #expect(talk.state.heldCode == nil)
        var forgotten = Talk()
        forgotten.say("12345678")
        forgotten.outcome(.codeNotExpected)
        forgotten.say("算了", act: .cancelFlow)
        forgotten.say("你好", [Request(intent: .greetHelp)])
        #expect(forgotten.state.heldCode == nil)
    }

    @Test("The address is asked at most twice, then the desk is named")
    func addressTwice() {
        var talk = Situation.homeAddress.talk
        #expect(talk.say("不知道怎么说").keys == ["home.ask_address"])
        let step = talk.say("就是那里")
        #expect(step.keys == ["home.at_desk"])
        #expect(step.state.flow == nil)
        #expect(step.state.afterProof == nil)
    }

    @Test("A wrong code says how many tries are left; the dead one ends it")
    func wrongCode() {
        var talk = Situation.homeCode.talk
        talk.say("11111111")
        #expect(talk.outcome(.codeWrong(triesLeft: 4)).keys == ["home.code_wrong"])
        #expect(talk.state.flow != nil)
        talk.say("22222222")
        #expect(talk.outcome(.codeWrong(triesLeft: 0)).keys == ["home.code_dead"])
        #expect(talk.state.flow == nil)
    }

    @Test("Seven digits, nine digits and words are no code")
    func noCode() {
        for text in ["1234567", "123456789", "我没有"] {
            var talk = Situation.homeCode.talk
            let step = talk.say(text)
            #expect(step.commands.isEmpty)
            #expect(step.keys == ["home.ask_code"])
        }
    }

    @Test("What waited for the proof is forgotten with the draft, also where the flow had ended before")
    func staleProof() {
        var talk = Situation.homeCode.talk
        talk.say("电梯困人", [Said.trapped])
        talk.outcome(.ticketOpened(Known.summary(.p0)))
        talk.wait(.days(30))
        talk.say("绑定 12345678")
        #expect(talk.outcome(.homeProven(Known.home.address)).commands.isEmpty)
    }

    @Test("A code that he sends is tried, whatever stands around it")
    func codeInWords() {
        for words in ["就是20463817，没看错吧", "码在这20463817，不知道对不对"] {
            var talk = Situation.homeCode.talk
            #expect(talk.say(words).commands == [.proveHome(code: "20463817")], "\(words)")
        }
    }

    @Test("Whoever has no code goes to the desk; a word of somebody else leaves the question open")
    func codeElsewhere() {
        for words in ["到哪里领啊", "码还没收到", "没领到", "怎么领"] {
            var talk = Situation.homeCode.talk
            #expect(talk.say(words).keys == ["home.at_desk"], "\(words)")
        }
        for words in ["领导都没回我", "什么领导"] {
            var talk = Situation.homeCode.talk
            let step = talk.say(words, Said.subtype(.chitchat))
            #expect(!step.keys.contains("home.at_desk"), "\(words)")
            #expect(step.state.flow == .homeCode(Known.home.address) && step.state.afterProof != nil)
        }
    }
}
