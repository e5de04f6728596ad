import LinliDialogue
import LinliModel
import Testing

@Suite("A staff member binds his chat")
struct StaffTalkTests {
    @Test(
        "A bare code, a code behind 绑定, and a code for the account by name",
        arguments: [
            ("12345678", Command.proveHome(code: "12345678")), (" 1234 5678 ", .proveHome(code: "12345678")),
            ("绑定 12345678", .proveHome(code: "12345678")), ("绑定工号12345678", .bindStaff(code: "12345678")),
        ])
    func code(text: String, command: Command) {
        var talk = Talk()
        #expect(talk.say(text).commands == [command])
        let bound = talk.outcome(.staffBound(account: "guard-1", roles: ["保安", "网格员"]))
        #expect(bound.keys == ["staff_chat.bound"])
        #expect(bound.replies.first?.values == ["account": "guard-1", "roles": "保安、网格员"])
        #expect(bound.acts == [.bindOK])
    }

    @Test(
        "In the middle of anything the code is taken, and what was asked stays", arguments: Situation.allCases
    )
    func anywhere(situation: Situation) {
        var talk = situation.talk
        let flow = talk.state.flow
        #expect(talk.say("绑定工号 12345678").commands == [.bindStaff(code: "12345678")])
        let bound = talk.outcome(.staffBound(account: "guard-1", roles: ["保安"]))
        #expect(bound.keys.first == "staff_chat.bound")
        #expect(talk.state.flow == flow)
    }

    /// An address that was just said is claimed first: `BookingTalkTests.offered`.
    @Test(
        "A bare code is no place, no matter and no choice",
        arguments: Situation.allCases.filter { $0 != .homeOffer })
    func bare(situation: Situation) {
        var talk = situation.talk
        let flow = talk.state.flow
        #expect(talk.say("12345678").commands == [.proveHome(code: "12345678")])
        talk.outcome(.staffBound(account: "guard-1", roles: ["保安"]))
        #expect(talk.state.flow == flow)
    }

    @Test("A report in the making outlives the proof of a home")
    func reportKept() {
        var talk = Situation.askedPlace.talk
        let flow = talk.state.flow
        #expect(talk.say("绑定 12345678").commands == [.proveHome(code: "12345678")])
        #expect(talk.outcome(.homeProven(Known.home.address)).keys == ["home.proven", "repair.ask_place"])
        #expect(talk.state.flow == flow)
    }

    @Test("A wrong code says how many tries are left, the last one that it is over")
    func wrong() {
        var talk = Talk()
        talk.say("绑定工号 00000000")
        #expect(talk.outcome(.staffCodeWrong(triesLeft: 1)).keys == ["staff_chat.code_wrong"])
        talk.say("绑定工号 00000000")
        let closed = talk.outcome(.staffCodeWrong(triesLeft: 0))
        #expect(closed.keys == ["staff_chat.closed"])
        #expect(closed.acts == [.refuse])
    }

    @Test("绑定工号 without a code says which code; words with eight digits are no bare code")
    func noCode() {
        var talk = Talk()
        #expect(talk.say("我要绑定工号").keys == ["staff_chat.ask_code"])
        #expect(talk.say("电话12345678").commands.isEmpty)
    }
}
