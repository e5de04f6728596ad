import LinliDialogue
import LinliModel
import Testing

/// What works wherever a conversation stands.
@Suite("From every state")
struct EveryStateTests {
    @Test("The situations stand where their names say")
    func situations() {
        for situation in Situation.allCases {
            #expect((situation.talk.state.flow == nil) == (situation == .idle), "\(situation)")
        }
    }

    @Test(
        "An emergency goes first: advice, then a P0 ticket in the same turn, and no question",
        arguments: Situation.allCases)
    func emergency(situation: Situation) throws {
        var talk = situation.talk
        let step = talk.say("有人困在电梯里", [Said.trapped])
        #expect(step.keys == ["emergency.lift.trapped"])
        #expect(step.acts == [.safetyAdvice])
        #expect(step.ask.isEmpty)
        #expect(step.commands.count == 1)
        let draft = try #require(step.openedDrafts.first)
        #expect(draft.urgency == .p0)
        #expect(draft.category == "lift.trapped")
        #expect(draft.text.hasSuffix("有人困在电梯里"))
        #expect(step.state.flow == nil)
    }

    @Test("It goes first also where it is said second", arguments: Situation.allCases)
    func hiddenEmergency(situation: Situation) throws {
        var talk = situation.talk
        let step = talk.say("路灯坏了，还有电梯里困了人", [Said.lamp, Said.trapped])
        #expect(step.openedDrafts.map(\.category) == ["lift.trapped"])
        #expect(step.ask.isEmpty)
        let later = talk.outcome(.ticketOpened(Known.summary(.p0, place: "3栋")))
        #expect(later.keys == ["emergency.ticket", "repair.ask_place"], "the lamp is not forgotten")
    }

    @Test("取消 ends what is being asked, and asks nothing new of its own", arguments: Situation.allCases)
    func cancelFlow(situation: Situation) {
        var talk = situation.talk
        let step = talk.say("取消", act: .cancelFlow)
        #expect(step.state.flow == nil)
        #expect(!step.replies.isEmpty || !step.commands.isEmpty, "no silence")
        #expect(!step.acts.contains(.askSlot))
        switch situation {
        case .confirmCancel: #expect(step.commands == [.cancel(Known.ticket)], "it is what was asked")
        default: #expect(step.commands.isEmpty)
        }
        // What was given up does not come back.
        #expect(step.state.afterProof == nil)
        #expect(talk.outcome(.homeProven(Known.home.address)).commands.isEmpty)
    }

    @Test("转人工 opens a ticket for a person, and the thread goes on behind it", arguments: Situation.allCases)
    func handoff(situation: Situation) throws {
        var talk = situation.talk
        let flow = talk.state.flow
        let step = talk.say("转人工", [Said.handoff])
        let draft = try #require(step.openedDrafts.first)
        #expect(draft.origin == .handoff)
        #expect(draft.urgency == .p2)
        #expect(step.replies.isEmpty, "the answer comes before the question is asked again")
        let after = talk.outcome(.ticketOpened(Known.summary(origin: .handoff)))
        #expect(after.keys.first == "handoff.queued")
        #expect(talk.state.flow == flow)
        #expect(after.acts.contains(.resumeFlow) == (flow != nil))
        #expect(after.keys.count == (flow == nil ? 1 : 2))
    }

    @Test(
        "Abuse is answered calmly and injection not obeyed; what was asked stays asked",
        arguments: Situation.allCases)
    func abuse(situation: Situation) {
        for (subtype, key) in [(OutOfScope.abuse, "oos.abuse"), (.injection, "oos.injection")] {
            var talk = situation.talk
            let flow = talk.state.flow
            let step = talk.say("一句不该说的话", Said.subtype(subtype))
            #expect(step.keys.first == key)
            #expect(step.commands.isEmpty)
            #expect(step.state.flow == flow, "neither is an answer")
            #expect(step.keys.count == (flow == nil ? 1 : 2), "and the question stands again")
        }
    }

    @Test("A thank-you is never taken for a place, a matter or a thing", arguments: Situation.allCases)
    func thanks(situation: Situation) {
        var talk = situation.talk
        let step = talk.say("谢谢", act: .thanks)
        #expect(!step.replies.isEmpty)
        for command in step.commands {
            let words = "\(command)"
            #expect(!words.contains("谢谢"), "\(words)")
        }
    }

    @Test(
        "After 30 minutes a yes is told that the matter was put down, and does nothing",
        arguments: Situation.allCases)
    func stale(situation: Situation) {
        var talk = situation.talk
        guard talk.state.flow != nil else { return }
        talk.wait(.minutes(30) + .milliseconds(1))
        let step = talk.say("确认", act: .confirm)
        #expect(step.keys == ["draft.expired"])
        #expect(step.commands.isEmpty)
        #expect(step.state.flow == nil)
        #expect(step.state.afterProof == nil)
    }

    @Test("A new request after 30 minutes simply goes its way", arguments: Situation.allCases)
    func staleRequest(situation: Situation) {
        var talk = situation.talk
        talk.wait(.minutes(31))
        let step = talk.say("我有多少积分", [Said.balance])
        #expect(step.commands == [.points(.balance)])
        #expect(step.replies.isEmpty)
    }

    @Test("Exactly at 30 minutes the matter is still open")
    func notYetStale() {
        var talk = Situation.confirmReward.talk
        talk.wait(.minutes(30))
        #expect(talk.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
    }

    @Test("Every state comes back from its JSON as it was", arguments: Situation.allCases)
    func codable(situation: Situation) throws {
        let state = situation.talk.state
        #expect(try Stored.again(state) == state)
    }

    @Test(
        "A picture, a place, an unreadable kind and a follow each get a word", arguments: Situation.allCases)
    func otherKinds(situation: Situation) {
        for event in [
            DialogueEvent.picture(media: "m"), .place("北门"), .unreadable, .voice(media: "v"), .follow,
        ] {
            var talk = situation.talk
            let step = talk.hear(event)
            #expect(!step.replies.isEmpty || !step.commands.isEmpty, "\(event)")
        }
    }
}
