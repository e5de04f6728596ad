import LinliDialogue
import LinliModel
import Testing

/// Signing up for an activity in the chat (`domain.md` A06).
@Suite("Talk about activities")
struct ActivityTalkTests {
    private static func asked() -> Talk { Situation.chooseItem.talk }

    @Test("One item, several, all of them, or a number; for how many he says then")
    func choices() {
        let cases: [(String, [Request], [Command])] = [
            ("理发", [Request(intent: .redeem)], [.activity(.signUp(ActivityItemID(1), people: 1))]),
            (
                "理发和磨刀", [Request(intent: .activitySignup)],
                [
                    .activity(.signUp(ActivityItemID(1), people: 1)),
                    .activity(.signUp(ActivityItemID(2), people: 1)),
                ]
            ),
            (
                "都要，两个人", [Request(intent: .activitySignup, slots: [.headcount: .integer(2)])],
                [
                    .activity(.signUp(ActivityItemID(1), people: 2)),
                    .activity(.signUp(ActivityItemID(2), people: 2)),
                ]
            ),
            ("2", Said.answer([.choice: .integer(2)]), [.activity(.signUp(ActivityItemID(2), people: 1))]),
            (
                "要磨刀不要理发", [Request(intent: .activitySignup)],
                [.activity(.signUp(ActivityItemID(2), people: 1))]
            ),
        ]
        for (words, requests, commands) in cases {
            var talk = Self.asked()
            let step = talk.say(words, requests)
            #expect(step.commands == commands, "\(words)")
            #expect(step.state.flow == nil)
        }
    }

    @Test("How many come is kept while what for is still asked")
    func howMany() {
        var talk = Self.asked()
        let step = talk.say(
            "报两个人", [Request(intent: .activitySignup, slots: [.headcount: .integer(2)])])
        #expect(step.commands.isEmpty && step.keys == ["activity.offer"])
        #expect(talk.say("理发").commands == [.activity(.signUp(ActivityItemID(1), people: 2))])
    }

    @Test("A place is confirmed, a waiting list is no place, and both say how to give it up")
    func outcomes() {
        var talk = Self.asked()
        talk.say("理发")
        var step = talk.outcome(.signedUp(Known.signup, isNew: true))
        #expect(step.keys == ["activity.signed_up"] && step.acts == [.signupOK])
        talk = Self.asked()
        talk.say("磨刀")
        var waiting = Known.signup
        waiting.waiting = 3
        step = talk.outcome(.signedUp(waiting, isNew: true))
        #expect(step.keys == ["activity.waiting"] && step.acts == [.waitlistOK])
        #expect(step.replies[0].values["place"] == "3")
    }

    @Test("What is no activity of ours goes to a person, in his words")
    func unknown() throws {
        var talk = Talk()
        let step = talk.say("书法班还有名额吗", [Request(intent: .activitySignup)])
        #expect(step.commands == [.activity(.find(words: "书法班还有名额吗", people: 1, asks: true))])
        let draft = try #require(talk.outcome(.activityUnknown("书法班还有名额吗")).openedDrafts.first)
        #expect(draft.text == "书法班还有名额吗" && draft.origin == .forwarded)
    }

    @Test("A report comes between, and the question is not forced upon him")
    func interrupted() {
        var talk = Self.asked()
        let step = talk.say("路灯坏了", [Said.lamp])
        #expect(step.keys == ["repair.ask_place"])
    }

    @Test("A question is answered and enters nobody; a yes does, and a full item is asked about first")
    func consent() {
        let haircut = Known.activity.items[0].id
        var talk = Talk()
        let asked = talk.say("理发还有名额吗", [Request(intent: .activitySignup)])
        #expect(asked.commands == [.activity(.find(words: "理发还有名额吗", people: 1, asks: true))])
        let step = talk.outcome(
            .activityFound(Known.activity, items: [haircut], people: 1, asks: true))
        #expect(step.commands.isEmpty && step.keys == ["activity.ask_place"])
        #expect(talk.say("嗯让我想想看吧").commands.isEmpty)
        #expect(
            talk.say("报两个", Said.answer([.qty: .integer(2)])).commands == [
                .activity(.signUp(haircut, people: 2))
            ])
        var full = Talk()
        full.say("磨刀排个号", [Request(intent: .activitySignup)])
        let waiting = full.outcome(
            .activityFound(Known.activity, items: [Known.activity.items[1].id], people: 1))
        #expect(waiting.commands.isEmpty && waiting.keys == ["activity.ask_wait"])
        #expect(full.say("不要", act: .deny).keys == ["activity.dropped"])
    }

    @Test("The nurse is on the day that has her, else it is an order; no medical advice")
    func nurse() throws {
        var talk = Talk()
        let medical = Request(intent: .orderService, category: "care.medical")
        guard case .activity(.find(let words, _, asks: true)) = talk.say("要量血压", [medical]).commands.first
        else {
            Issue.record("the register of activities was not asked")
            return
        }
        let draft = try #require(talk.outcome(.activityUnknown(words)).openedDrafts.first)
        #expect(draft.category == "care.medical" && draft.text == "要量血压")
        #expect(talk.say("血压160要不要吃药", []).keys == ["medical.no_advice"])
    }
}
