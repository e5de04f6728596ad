import LinliDialogue
import LinliModel
import Testing

/// Projects, loans, law, what falls from above, and who wants to help (`domain.md` B08, I07, A07, F09, G05,
/// G07, C03).
@Suite("Talk about projects, loans, law, what falls and helping")
struct NeighbourTalkTests {
    // MARK: Projects

    @Test("How far it is, and a yes hears of every step")
    func project() {
        var talk = Talk()
        #expect(
            talk.say("车棚不是说今年建吗", [Request(intent: .complain)]).commands == [
                .project(.ask(words: "车棚不是说今年建吗"))
            ])
        let told = talk.outcome(
            .projects([ProjectSummary(need: Known.shed, milestones: Known.steps, isHeard: false)]))
        #expect(told.keys == ["project.told", "project.ask_follow"])
        #expect(told.replies[0].values["reached"] == "设计完成" && told.replies[0].values["next"] == "开工")
        #expect(told.replies[0].values["next_day"] == "4月15日")
        #expect(talk.say("好", act: .confirm).commands == [.project(.follow(NeedID(3), words: "好"))])
        #expect(talk.outcome(.projectFollowed(Known.shed, isNew: true)).keys == ["project.followed"])
        #expect(
            talk.say("不用再通知我车棚了", [Request(intent: .cancel)]).commands == [
                .project(.unfollow(words: "不用再通知我车棚了"))
            ])
    }

    @Test("订阅 goes with the one just told; a name, a list and an end to it without one")
    func following() {
        var talk = Talk()
        #expect(talk.say("订阅进展").commands == [.project(.follow(nil, words: "订阅进展"))])
        #expect(talk.say("最近在搞什么工程", [Request(intent: .infoQuery)]).commands == [.project(.list)])
        talk.outcome(.projects([ProjectSummary(need: Known.shed, milestones: [], isHeard: true)]))
        #expect(talk.say("订阅进展").commands == [.project(.follow(NeedID(3), words: "订阅进展"))])
    }

    @Test("An offer holds nobody: what else he asks of projects or loans is heard")
    func offerHoldsNobody() {
        var talk = Situation.followProject.talk
        #expect(talk.say("最近在搞什么工程", Said.subtype(.chitchat)).commands == [.project(.list)])
        talk = Situation.offerNeed.talk
        #expect(talk.say("借个梯子", Said.subtype(.otherDomain)).commands.count == 1)
        talk = Situation.followProject.talk
        #expect(talk.say("哦", Said.subtype(.chitchat)).keys == ["project.ask_follow"])
    }

    @Test("A project that is not there is said to be none, and becomes a need on a yes alone")
    func unknownProject() throws {
        var talk = Situation.offerNeed.talk
        #expect(talk.say("不用", act: .deny).commands.isEmpty)
        talk = Situation.offerNeed.talk
        guard case .register(.record(let draft))? = talk.say("要", act: .confirm).commands.first else {
            Issue.record("the wish is not recorded")
            return
        }
        #expect(draft.text == "游泳池什么时候开工" && draft.intent == .suggestNeed)
    }

    @Test("Renovation at home and noise of works are no question about a project")
    func otherWorks() {
        for words in ["装修什么时候能开工", "楼上施工什么时候停啊吵死了", "我家改造要多久"] {
            var talk = Talk()
            let step = talk.say(words, [Request(intent: .infoQuery)])
            #expect(
                !step.commands.contains { if case .project(.ask) = $0 { true } else { false } }, "\(words)")
        }
    }

    // MARK: Loans

    @Test("What the list has is told with where and when; the day and the hour make one order")
    func loan() throws {
        var talk = Situation.loan.talk
        let day: Slots = [.date: .text("2026-03-17"), .time: .text("10:00")]
        let step = talk.say("明天上午十点", Said.answer(day))
        guard case .loan(.borrow(let listing, let wish))? = step.commands.first else {
            Issue.record("nothing was ordered")
            return
        }
        #expect(listing == Known.chair && wish.when == "3月17日（周二）10:00")
        let told = talk.outcome(.borrowed(listing, wish, Known.summary(), isNew: true))
        #expect(told.keys == ["loan.ordered", "ticket.opened"])
    }

    @Test("A room wants an hour of the clock and how many come, and is asked for what is missing")
    func room() throws {
        var talk = Talk()
        talk.say("会议室能借吗", [Request(intent: .orderService, category: "resource.borrow")])
        let wish = LoanWish(words: "会议室能借吗", item: "会议室", asks: true)
        let found = talk.outcome(.resourcesFound([Known.hall], wish, others: []))
        #expect(found.keys == ["loan.found", "loan.ask_room"])
        let day: Slots = [.date: .text("2026-03-21"), .time: .text("15:00")]
        let asked = talk.say("周六下午三点到五点", Said.answer(day))
        #expect(asked.keys == ["loan.ask_room_more"] && asked.replies[0].values["missing"] == "几个人")
        let step = talk.say("八个人", Said.answer([.headcount: .integer(8)]))
        guard case .loan(.borrow(let hall, let said))? = step.commands.first else {
            Issue.record("nothing was ordered")
            return
        }
        #expect(said.when == "3月21日（周六）15:00-17:00" && said.people == 8)
        let refused = talk.outcome(.loanRefused(hall, said, .taken(["14:00-16:00"])))
        #expect(refused.keys == ["loan.taken"])
        let again = talk.say("晚上七点", Said.answer([.time: .text("19:00")]))
        guard case .loan(.borrow(_, let later))? = again.commands.first else {
            Issue.record("the other hour was not taken")
            return
        }
        #expect(later.when == "3月21日（周六）19:00" && later.people == 8)
    }

    @Test("A day alone is asked for its hour, then the order goes out with what there is")
    func loanWithoutHour() {
        var talk = Situation.loan.talk
        #expect(talk.say("明天", Said.answer([.date: .text("2026-03-17")])).keys == ["loan.ask_hour"])
        let step = talk.say("不知道")
        #expect(step.commands.contains { if case .loan(.borrow) = $0 { true } else { false } })
    }

    @Test("那我明天去拿, 还了, 不借了 go to the order that there is", arguments: ["那我明天去拿", "还了", "不借了"])
    func ownLoan(words: String) {
        var talk = Talk()
        var order = Known.summary()
        order.category = "resource.borrow"
        talk.outcome(.ticketOpened(order))
        let step = talk.say(words, [Request(intent: .redeem)])
        let isGivenUp = step.commands == [.findCancellable(.ticket, .number(order.number))]
        let isNoted =
            step.commands == [.correctTicket(.number(order.number), text: words, address: Address())]
        #expect(words == "不借了" ? isGivenUp : isNoted)
    }

    @Test("What the list has not is said so and offered as a need")
    func noLoan() {
        var talk = Talk()
        talk.say("我想借议事亭开个会 周六下午", [Request(intent: .orderService, category: "resource.borrow")])
        let step = talk.outcome(
            .resourcesFound([], LoanWish(words: "我想借议事亭开个会 周六下午", item: "议事亭"), others: [Known.chair]))
        #expect(step.keys == ["loan.none", "need.ask_record"])
        #expect(step.replies[0].values == ["item": "议事亭", "list": "轮椅"])
    }

    // MARK: Law

    @Test("No advice; a seat with the lawyer is offered and taken on a yes")
    func law() {
        var talk = Talk()
        let asked = talk.say("邻居欠我钱咋告他", [Request(intent: .complain, category: "neighbor.dispute")])
        #expect(asked.keys == ["law.no_advice"])
        #expect(asked.commands == [.seat(.list(SessionWish(date: nil, words: "律师")))])
        #expect(talk.outcome(.sessions([Known.offers[0]])).keys == ["reception.offer_one"])
        let wish = SeatWish(Known.offers[0], matter: "邻居欠我钱咋告他", attendee: nil)
        #expect(talk.say("要", act: .confirm).commands == [.seat(.book(wish))])
    }

    // MARK: What falls

    @Test("The ticket first, then building, side and hour, one at a time")
    func thrown() throws {
        var talk = Talk()
        let opened = talk.say("楼上有人往下扔东西", [Said.thrown])
        #expect(opened.keys == ["witness.keep_away"] && opened.ask.isEmpty)
        #expect(try #require(opened.openedDrafts.first).urgency == .p1)
        let summary = Known.summary(.p1, place: "")
        #expect(talk.outcome(.ticketOpened(summary)).keys == ["ticket.opened", "witness.ask_building"])
        let building = talk.say("3栋", Said.answer([.building: .text("3")]))
        #expect(
            building.commands == [
                .talk(
                    .noteWitness(
                        ticket: summary.number, text: "3栋", address: Address(building: "3"), happenedAt: nil))
            ])
        #expect(talk.outcome(.ticketCompleted(summary)).keys == ["witness.ok", "witness.ask_side"])
        talk.say("东侧")
        #expect(talk.outcome(.ticketCompleted(summary)).keys == ["witness.ok", "witness.ask_hour"])
        let hour = talk.say("昨天晚上八点", Said.answer([.time: .text("20:00")]))
        let at = try #require(Instant(iso8601: "2026-03-15T20:00:00+08:00"))
        #expect(
            hour.commands == [
                .talk(
                    .noteWitness(
                        ticket: summary.number, text: "昨天晚上八点", address: Address(), happenedAt: at))
            ])
        #expect(talk.outcome(.ticketCompleted(summary)).keys == ["witness.noted"])
        #expect(talk.state.flow == nil)
    }

    @Test("Of a wall no hour is asked, and everybody is told to keep away")
    func wall() {
        var talk = Talk()
        let wall = Request(
            intent: .reportHazard, category: "building.exterior_wall", urgency: .p1,
            slots: [.object: .text("外墙瓷砖"), .building: .text("5"), .place: .text("东面")])
        #expect(talk.say("5栋东面外墙瓷砖掉下来了", [wall]).keys == ["witness.cordon"])
        #expect(talk.outcome(.ticketOpened(Known.summary(.p1))).keys == ["ticket.opened"])
        #expect(talk.state.flow == nil)
    }

    @Test("No resident gets pictures of a camera, and what was asked stays asked")
    func footage() {
        var talk = Situation.witness.talk
        let step = talk.say("把监控发我看看", [Request(intent: .reportRepair, category: "access.cctv")])
        #expect(step.keys == ["footage.refused", "witness.ask_building"])
        var broken = Talk()
        #expect(broken.say("监控坏了，给我看看怎么回事", [Said.lamp]).keys != ["footage.refused"])
    }

    // MARK: Helping

    @Test("What he can do and when, one question each, then the offer stands in the list")
    func helping() {
        var talk = Talk()
        #expect(talk.say("我想当志愿者").keys == ["volunteer.welcome", "volunteer.ask_skill"])
        #expect(talk.say("夜间巡逻").keys == ["volunteer.ask_hours"])
        #expect(
            talk.say("周六下午两点到四点", [Request(intent: .pointsClaim)]).commands == [
                .register(.offer(words: "我想当志愿者；会：夜间巡逻；时间：周六下午两点到四点"))
            ])
    }

    @Test("That he is a member of the party is asked for, kept apart, and never part of the offer")
    func member() {
        var talk = Talk()
        let first = talk.say("我在交警队上班，是党员，想在小区做点事")
        #expect(first.keys == ["volunteer.welcome_member", "volunteer.ask_skill"])
        talk.say("疏导停车")
        #expect(talk.say("周末").keys == ["volunteer.ask_consent"])
        let offer = Command.register(.offer(words: "我在交警队上班，想在小区做点事；会：疏导停车；时间：周末"))
        #expect(talk.say("好", act: .confirm).commands == [offer, .register(.keepMembership)])
        #expect(talk.say("别登记我是党员").commands == [.register(.withdrawMembership)])
    }

    @Test("Only a yes keeps it", arguments: ["不要登记", "不愿意", "算了吧别登记我是党员"])
    func noMember(answer: String) {
        var talk = Talk()
        talk.say("我也是一名老党员，想当志愿者，会理发，周末有空")
        let step = talk.say(answer)
        #expect(step.commands.contains(.register(.offer(words: "想当志愿者，会理发，周末有空"))))
        #expect(!step.commands.contains(.register(.keepMembership)))
    }

    @Test("Who says neither is asked once more, and then nothing is kept")
    func silentMember() {
        var talk = Talk()
        talk.say("我来双报到，报名志愿者，会理发，周末有空")
        #expect(talk.say("哦哦").keys == ["volunteer.ask_consent"])
        #expect(talk.say("哦哦").commands == [.register(.offer(words: "我来报到，报名志愿者，会理发，周末有空"))])
    }

    @Test("Who says that he is none is asked nothing of the kind")
    func noneOfThem() {
        var talk = Talk()
        #expect(talk.say("我不是党员，想当志愿者，会理发，周末有空").keys == ["volunteer.welcome"])
    }

    @Test("A time and nothing else is no deed where nothing was asked")
    func bareTime() {
        var talk = Talk()
        let step = talk.say("周六下午两点到四点", [Request(intent: .pointsClaim)])
        #expect(step.keys == ["time.what_for"] && step.commands.isEmpty)
    }
}

/// Who has moved in, who cannot write, and what a voice message without words gets (`domain.md` A04, G09).
@Suite("Visits that are asked for, and calls")
struct WelcomeTalkTests {
    @Test("Nothing is planned without a yes; a time is one, a no is kind and binding goes on")
    func asked() {
        let home = Known.home.address
        var yes = Situation.welcome.talk
        #expect(
            yes.say("可以", act: .confirm).commands == [.visit(.plan(home, VisitWish()))])
        #expect(yes.outcome(.visit(.planned(Known.visit))).keys == ["visit.planned", "home.ask_code"])
        var time = Situation.welcome.talk
        #expect(
            time.say("晚上七点以后行吗").commands == [.visit(.plan(home, VisitWish(words: "晚上七点以后行吗")))])
        for words in ["不用上门", "不方便，别来", "不用来敲门了"] {
            var no = Situation.welcome.talk
            let step = no.say(words)
            #expect(step.commands.isEmpty && step.keys == ["visit.declined", "home.ask_code"], "\(words)")
        }
        var fault = Situation.welcome.talk
        let report = fault.say("下午水管漏水", [Said.leak])
        #expect(report.commands.isEmpty && report.keys.first?.hasPrefix("repair.") == true)
    }

    @Test("不用来敲门了 calls off what is planned, whatever is being asked", arguments: Situation.allCases)
    func declined(situation: Situation) {
        guard situation != .welcome else { return }
        var talk = situation.talk
        #expect(talk.say("不用来敲门了").commands == [.register(.declineVisit)])
    }

    @Test("A recording without words is told, and a call is a task on a yes")
    func voice() throws {
        var talk = Talk()
        #expect(talk.hear(.voice(media: "v1")).keys == ["plain.unheard", "plain.ask_call"])
        let draft = try #require(talk.say("要").openedDrafts.first)
        #expect(draft.origin == .handoff && draft.attachments == ["v1"])
        var busy = Situation.askedPlace.talk
        let flow = busy.state.flow
        #expect(busy.hear(.voice(media: "v1")).keys == ["plain.unheard", "repair.ask_place"])
        #expect(busy.state.flow == flow, "what is being asked stays asked")
        var no = Situation.call.talk
        #expect(no.say("不用", act: .deny).openedDrafts.isEmpty && no.state.flow == nil)
    }
}
