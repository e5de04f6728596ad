import LinliDialogue
import LinliModel
import Testing

@Suite("What is said of a seat, a topic or an agenda that he has")
struct SeatTalkTests {
    private static let offer = Known.offers[0]
    /// The one that is chosen where the matter is asked for.
    private static let chosen = Known.offers[1]

    /// A seat was given in the turn before.
    private static var booked: Talk {
        var talk = Talk()
        talk.say("约周四反映停车", [Request(intent: .receptionBook, slots: [.matter: .text("停车")])])
        talk.outcome(.sessions([offer]))
        talk.outcome(.booked(SeatWish(offer, matter: "停车"), seat: 1))
        return talk
    }

    @Test(
        "The matter is put right, added to, and the heads are counted",
        arguments: [
            ("事由改成电梯", SeatChange.Edit.replace(["电梯"])), ("刚才那个事由不对，是排污管", .replace(["排污管"])),
            ("不是停车，是排污管", .replace(["排污管"])), ("把事由改一下，改成楼道灯", .replace(["楼道灯"])),
            ("再加一个事，停车", .add(["停车"])), ("把电梯也加上", .add(["电梯"])), ("顺便把电梯的事也加上", .add(["电梯"])),
            ("再加上电梯和停车两件事", .add(["电梯", "停车"])),
            ("我和老王一起去", .count(SeatGroup(2))), ("我们六个人一起去", .count(SeatGroup(6))),
        ])
    func edits(text: String, edit: SeatChange.Edit) {
        var talk = Self.booked
        #expect(talk.say(text).commands == [.seat(.change(SeatChange(edit, words: text, isFresh: true)))])
    }

    @Test(
        "What is no word about a seat changes none",
        arguments: ["改成周五", "再说吧", "停车", "不是我报的", "再加把劲", "我们家两个人都在家", "一起加油吧"])
    func noEdit(text: String) {
        var talk = Self.booked
        let changes = talk.say(text).commands.filter { if case .seat(.change) = $0 { true } else { false } }
        #expect(changes.isEmpty)
    }

    @Test("Days later the words have to name the seat; whose it is goes along")
    func later() {
        var talk = Talk()
        #expect(talk.say("再加一个事，停车").commands.isEmpty)
        #expect(
            talk.say("我替我妈约的改成低保").commands
                == [.seat(.change(SeatChange(.replace(["低保"]), attendee: "母亲", words: "我替我妈约的改成低保")))])
    }

    @Test("What was changed is told with its number, and what could not be is said")
    func told() {
        var talk = Self.booked
        talk.say("事由改成电梯")
        var wish = SeatWish(Self.offer, matter: "电梯（6人）")
        wish.mostPeople = 5
        let step = talk.outcome(.seatChanged(wish, seat: 3))
        #expect(step.keys == ["reception.changed"])
        #expect(
            step.replies[0].values == ["session": "接访1", "seat": "3", "matter": "电梯（6人）", "most": "5"])
        let refusals: [(Outcome, String)] = [
            (.seatUnknown, "reception.no_seat"), (.seatMattersFull, "reception.matters_full"),
            (.seatBegun(title: "接访1"), "reception.begun"), (.whichSeat([]), "reception.which_seat"),
        ]
        for (outcome, key) in refusals {
            talk.say("事由改成电梯")
            #expect(talk.outcome(outcome).keys == [key])
        }
    }

    @Test("Who has a seat already is asked whether the new matter belongs to it; only a yes adds it")
    func more() {
        func asked() -> Talk {
            var talk = Situation.sessionMatter.talk
            talk.say("电梯老坏")
            var wish = SeatWish(Self.offer, matter: "停车")
            wish.more = ["电梯老坏"]
            let step = talk.outcome(.alreadyBooked(wish, seat: 2))
            #expect(step.keys == ["reception.already_more"])
            return talk
        }
        var yes = asked()
        let change = SeatChange(
            .add(["电梯老坏"]), attendee: "", words: "接访1", date: Self.offer.startsAt.civil.date, isFresh: true)
        #expect(yes.say("要", act: .confirm).commands == [.seat(.change(change))])
        var no = asked()
        let step = no.say("不", act: .deny)
        #expect(step.keys == ["reception.unchanged"] && step.commands.isEmpty)
        var other = asked()
        #expect(other.say("嗯让我想想").keys == ["reception.ask_more"])
    }

    @Test("Right after the booking a bare 取消 means the seat, and a relative's words his")
    func bare() {
        var talk = Self.booked
        #expect(talk.say("取消").commands == [.findCancellable(.booking, .latest, newest: true)])
        var other = Talk()
        #expect(other.say("取消").commands.isEmpty)
        var father = Self.booked
        let words = "我爸那个改成助餐"
        #expect(
            father.say(words).commands
                == [.seat(.change(SeatChange(.replace(["助餐"]), attendee: "父亲", words: words, isFresh: true)))]
        )
    }

    @Test("So many matters as he counts are told apart, in front of the count and behind it")
    func counted() {
        let matters = [
            "停车、电梯和垃圾三件事": "停车；电梯；垃圾", "三件事，停车、电梯和垃圾": "停车；电梯；垃圾", "排污管和电梯的事": "排污管和电梯",
        ]
        for (words, matter) in matters {
            var talk = Situation.sessionMatter.talk
            #expect(talk.say(words).commands == [.seat(.book(SeatWish(Self.chosen, matter: matter)))])
        }
    }

    @Test("One of those that were offered by its name, with 那个 behind it")
    func named() {
        var lawyer = Self.chosen
        lawyer.title = "律师咨询"
        var talk = Talk()
        talk.say("预约接访", [Request(intent: .receptionBook)])
        talk.outcome(.sessions([Self.offer, lawyer]))
        talk.say("律师那个")
        guard case .sessionMatter(lawyer, _) = talk.state.flow else {
            Issue.record("the named one is not taken")
            return
        }
    }

    @Test("A wrong matter without the right one is asked for; a question about receptions is no matter")
    func instead() {
        var talk = Self.booked
        #expect(talk.say("事由错了").keys == ["reception.ask_instead"])
        #expect(
            talk.say("电梯").commands
                == [.seat(.change(SeatChange(.replace(["电梯"]), words: "事由错了", isFresh: true)))])
        var asking = Situation.sessionMatter.talk
        #expect(asking.say("接访人多吗").commands.isEmpty)
        var day = Self.booked
        #expect(
            day.say("还是周四吧").commands
                == [.seat(.list(SessionWish(date: CivilDate("2026-03-19"), words: "还是周四吧", isMove: true)))])
    }

    // MARK: When he can come

    private static func times(_ make: (inout SessionTimes) -> Void) -> SessionTimes {
        var times = SessionTimes()
        make(&times)
        return times
    }

    @Test("The offer leaves out what he cannot, and remembers it")
    func times() {
        var talk = Situation.chooseSession.talk
        let thursday = Self.times { $0.without = [4] }
        #expect(
            talk.say("除了周四哪天都行").commands
                == [.seat(.list(SessionWish(words: "除了周四哪天都行", times: thursday)))])
        talk.outcome(.sessions(Known.offers))
        let evening = Self.times {
            $0.without = [4]
            $0.part = .evening
        }
        #expect(
            talk.say("晚上的有没有").commands == [.seat(.list(SessionWish(words: "晚上的有没有", times: evening)))])
        #expect(
            talk.outcome(.sessions([Self.offer])).keys == ["reception.offer_one"], "it is not taken unasked")
    }

    @Test("Next week, the weekend, another day; the soonest is taken")
    func spans() {
        var talk = Situation.sessionMatter.talk
        let next = Self.times {
            $0.from = CivilDate("2026-03-23")
            $0.to = CivilDate("2026-03-29")
        }
        #expect(talk.say("下周的有吗").commands == [.seat(.list(SessionWish(words: "下周的有吗", times: next)))])
        var later = Situation.sessionMatter.talk
        let weekAfter = Self.times {
            $0.from = CivilDate("2026-03-30")
            $0.to = CivilDate("2026-04-05")
        }
        #expect(
            later.say("下下周的有吗").commands
                == [.seat(.list(SessionWish(words: "下下周的有吗", times: weekAfter)))])
        var other = Situation.sessionMatter.talk
        guard case .seat(.list(let wish)) = other.say("换一天").commands.first else {
            Issue.record("nothing is looked for")
            return
        }
        #expect(wish.times?.withoutDates == [Self.chosen.startsAt.civil.date])
        var soonest = Situation.chooseSession.talk
        soonest.say("最早的")
        #expect(soonest.outcome(.sessions(Known.offers.reversed())).ask == [.matter])
        guard case .sessionMatter(Self.offer, _) = soonest.state.flow else {
            Issue.record("not the first one")
            return
        }
    }

    @Test(
        "A matter that names a time is a matter",
        arguments: ["晚上广场舞太吵", "下周停水的事", "早上垃圾车太响", "周末没人值班"])
    func matter(text: String) {
        var talk = Situation.sessionMatter.talk
        let matter = text.replacing("的事", with: "")
        #expect(talk.say(text).commands == [.seat(.book(SeatWish(Self.chosen, matter: matter)))])
    }

    @Test(
        "Where there is none it says when there will be, and offers the others, the list or to tell it here")
    func none() {
        func asked() -> Talk {
            var talk = Situation.chooseSession.talk
            talk.say("下周的有吗")
            return talk
        }
        var talk = asked()
        let day = MissedDay(
            date: CivilDate("2026-03-26") ?? Talk.monday.civil.date, kind: "每周领导接访",
            opensAt: Talk.monday + .days(2))
        let step = talk.outcome(.timesMissed(later: day, Known.offers))
        #expect(step.keys == ["reception.times_none", "reception.offer"])
        #expect(step.replies[0].values["later"] == "3月26日")
        var empty = asked()
        #expect(
            empty.outcome(.timesMissed(later: nil, [])).keys == [
                "reception.times_none", "reception.tell_instead",
            ])
        var full = asked()
        var taken = Self.offer
        taken.seatsLeft = 0
        #expect(
            full.outcome(.timesMissed(later: nil, [taken])).keys == [
                "reception.times_none", "reception.full",
            ])
    }

    @Test("Right after the booking another day moves the seat; nothing is given up before he has chosen")
    func move() {
        var talk = Self.booked
        let next = Self.times {
            $0.from = CivilDate("2026-03-23")
            $0.to = CivilDate("2026-03-29")
        }
        #expect(
            talk.say("改到下周").commands
                == [.seat(.list(SessionWish(words: "改到下周", times: next, isMove: true)))])
        talk.outcome(.sessions([Known.offers[1]]))
        #expect(
            talk.say("要", act: .confirm).commands == [.seat(.move(SeatWish(Known.offers[1], matter: "")))])
    }

    @Test("An earlier one is offered, and the seat is not moved unasked")
    func earlier() {
        var talk = Self.booked
        talk.say("有没有早一点的")
        let step = talk.outcome(.sessions([Known.offers[1]]))
        #expect(step.keys == ["reception.offer_one"] && step.commands.isEmpty)
    }

    // MARK: Taking back

    @Test("A topic, a matter of a meeting: each is looked for among its own")
    func takeBack() {
        var talk = Talk()
        #expect(talk.say("那个话题不提了").commands == [.findCancellable(.topic, .latest)])
        #expect(talk.say("四方联席那个停车位不提了").commands == [.findCancellable(.agenda, .latest)])
        #expect(talk.say("不提了").commands.isEmpty)
        talk.outcome(.topicNoted(Self.offer, number: 1, isNew: true))
        #expect(talk.say("不提了").commands == [.findCancellable(.topic, .latest, newest: true)])
        #expect(talk.say("我不去了").commands.isEmpty, "who does not come takes no topic back")
    }

    // MARK: Questions

    @Test(
        "Rows answer when, where, how long and what came of it",
        arguments: [
            ("我约的接访是几点 事由写的啥", SessionQuestion.own), ("事由是啥", .own), ("去了要等多久", .wait),
            ("上次接访说的事办得怎么样了", .result), ("接访完了没人理我", .silence),
        ])
    func questions(text: String, question: SessionQuestion) {
        var talk = Self.booked
        #expect(talk.say(text).commands == [.seat(.ask(question, words: text))])
    }

    @Test("What to bring and whether a name is needed is said, and the open question stands under it again")
    func sayings() {
        var talk = Situation.sessionMatter.talk
        #expect(talk.say("要带什么").keys == ["reception.bring", "reception.ask_matter"])
        var later = Self.booked
        #expect(later.say("可以匿名吗").keys == ["reception.anonymous"])
        var none = Talk()
        #expect(!none.say("可以匿名吗").keys.contains("reception.anonymous"))
        #expect(none.say("接访要带什么").keys == ["reception.bring"])
    }

    @Test("What came of it is told with its ticket; who has heard nothing has it pushed; else a person looks")
    func results() {
        var talk = Talk()
        talk.say("接访完了没人理我")
        let result = SeatResult(title: "接访1", matter: "停车", outcome: "已查看", ticket: Known.summary())
        let step = talk.outcome(.seatResult(result, .silence))
        #expect(step.keys == ["reception.result"])
        #expect(step.commands == [.urgeTicket(.number("LL260316-0001"))])
        talk.say("上次接访说的事办得怎么样了")
        #expect(talk.outcome(.seatResult(result, .result)).commands.isEmpty)
        guard
            case .openTicket(let draft) = talk.outcome(.seatResultUnknown(words: "接访完了没人理我")).commands.first
        else {
            Issue.record("nobody hears of it")
            return
        }
        #expect(draft.text == "接访完了没人理我" && draft.origin == .forwarded)
    }
}
