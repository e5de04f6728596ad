import LinliDialogue
import LinliModel
import Testing

@Suite("Questions, chit-chat, what was not understood")
struct SmallTalkTests {
    @Test("A side question is answered, then the thread is picked up", arguments: Situation.allCases)
    func sideQuestion(situation: Situation) {
        var talk = situation.talk
        let flow = talk.state.flow
        let step = talk.say("我的单子到哪了", [Request(intent: .queryStatus)])
        // Beside an open danger it is the danger that is asked about.
        let asked = situation == .emergencyPlace ? TicketReference.number("LL260316-0001") : .latest
        #expect(step.commands == [.ticketStatus(asked)])
        #expect(step.replies.isEmpty)
        let answer = talk.outcome(.tickets([]))
        #expect(answer.keys.first == "status.nothing")
        #expect(talk.state.flow == flow)
        #expect(answer.acts.contains(.resumeFlow) == (flow != nil))
    }

    @Test("The menu inside a flow comes with the question behind it")
    func menu() {
        var talk = Situation.askedPlace.talk
        let step = talk.say("你能做什么", [Request(intent: .greetHelp)])
        #expect(step.keys == ["help.menu", "repair.ask_place"])
    }

    @Test(
        "Each kind of small talk gets its own answer and writes nothing",
        arguments: [
            (OutOfScope.chitchat, "oos.chitchat"), (.abuse, "oos.abuse"), (.injection, "oos.injection"),
            (.spam, "oos.spam"), (.misdirected, "oos.misdirected"), (.otherDomain, "oos.other_domain"),
            (.empty, "fallback.first"),
        ])
    func subtypes(subtype: OutOfScope, key: String) {
        var talk = Talk()
        let step = talk.say("一句不相干的闲话", Said.subtype(subtype))
        #expect(step.keys == [key])
        #expect(step.commands.isEmpty)
        #expect(step.state.flow == nil)
    }

    @Test("Not understood: an example, then a person, and no list again; a good request starts anew")
    func misses() {
        var talk = Talk()
        #expect(talk.say("嗯哼").keys == ["fallback.first"])
        let person = talk.say("哼哼")
        #expect(person.keys == ["fallback.person"])
        #expect(person.acts == [.offerOptions], "a person is offered; nobody was called")
        #expect(person.commands.isEmpty)
        #expect(talk.say("嗯嗯哼").keys == ["fallback.again"])
        talk.say("查积分", [Said.balance])
        talk.outcome(.balance(1, held: 0))
        #expect(talk.say("嗯哼").keys == ["fallback.first"])
    }

    @Test(
        "A question goes to the rows of the estate, and from there to whom its topic belongs",
        arguments: [
            (Intent.vote, "governance.committee"), (.disclosureQuery, "finance.public_revenue"),
            (.infoQuery, "info.contact"),
        ])
    func asked(intent: Intent, category: String) {
        var talk = Talk()
        let step = talk.say("请问一下", [Request(intent: intent)])
        guard case .matter(.estate(let question)) = step.commands.first else {
            Issue.record("\(step.commands)")
            return
        }
        #expect(question.category == category && question.intent == intent)
    }

    @Test("Only a person can answer: the request becomes a ticket")
    func forwarded() {
        var talk = Talk()
        talk.homes = [Known.home]
        let draft = talk.say("请问一下", [Request(intent: .privacyRequest)]).openedDrafts.first
        #expect(draft?.origin == .forwarded)
        #expect(draft?.urgency == .p3)
        #expect(draft?.address == Known.home.address)
    }

    @Test("A claimed home is shown to nobody in a forwarded question")
    func claimedHome() {
        var talk = Talk()
        var home = Known.home
        home.proof = .claimed
        talk.homes = [home]
        #expect(talk.say("转人工", [Said.handoff]).openedDrafts.first?.address == Address())
    }

    @Test("Which ticket is meant: number, tail or the latest")
    func references() {
        let cases: [(Slots, TicketReference)] = [
            ([.ticketNumber: .text("LL260316-0001")], .number("LL260316-0001")),
            ([.ticketTail: .text("0001")], .tail("0001")), ([:], .latest),
            ([.ticketNumber: .text("T0001")], .tail("0001")),
        ]
        for (slots, reference) in cases {
            var talk = Talk()
            #expect(
                talk.say("催一下", [Request(intent: .urge, slots: slots)]).commands == [.urgeTicket(reference)])
        }
    }

    @Test(
        "A rating hands on what was said, each part by itself",
        arguments: [
            ("评价", Slots(), ResultAnswer()), ("2分", [.score: .integer(2)], ResultAnswer(mark: 2)),
            ("没修好", [.resolved: .flag(false)], ResultAnswer(saysSolved: false)),
            ("满意", [.satisfied: .flag(true)], ResultAnswer(saysSatisfied: true)),
            (
                "窗户关得上了", [.satisfied: .flag(true), .resolved: .flag(true)],
                ResultAnswer(saysSolved: true)
            ),
            (
                "修好了但我不满意", [.satisfied: .flag(false), .resolved: .flag(true)],
                ResultAnswer(saysSolved: true, saysSatisfied: false)
            ),
        ])
    func rating(text: String, slots: Slots, answer: ResultAnswer) {
        var talk = Talk()
        let step = talk.say(text, [Request(intent: .rateFeedback, slots: slots)])
        #expect(
            step.commands == [
                .rateTicket(
                    .latest, score: answer.mark, solved: answer.saysSolved, satisfied: answer.saysSatisfied,
                    text: text)
            ])
    }
}
