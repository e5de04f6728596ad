import LinliDialogue
import LinliModel
import Testing

@Suite("Deeds for points in the talk")
struct ClaimTalkTests {
    private static let claim = Request(intent: .pointsClaim, slots: [.date: .text("2026-03-15")])

    @Test("The clear deed is noted first; the other one is asked for when that is told")
    func clearFirst() {
        var talk = Talk()
        let step = talk.say("昨天扫了楼道，劝了两个人", [Self.claim])
        #expect(
            step.commands
                == [.claimPoints(text: "昨天扫了楼道，劝了两个人", attachment: nil, day: CivilDate("2026-03-15"))])
        let read = talk.outcome(.deeds([Known.persuading, Known.sweeping]))
        #expect(read.commands == [.claimDeed(Known.sweeping.deed, item: "sweep_corridor")])
        #expect(read.replies.isEmpty)
        let note = ClaimNote(id: ClaimID(1), item: Known.sweeping.items[0], decider: "楼长")
        #expect(talk.outcome(.claimPending(note)).keys == ["claim.pending", "claim.choose"])
        let chosen = talk.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption)
        #expect(chosen.commands == [.claimDeed(Known.persuading.deed, item: "advise_manners")])
        #expect(chosen.state.flow == nil)
    }

    @Test("Two requests of one message for points are one reading of it")
    func once() {
        var talk = Talk()
        let step = talk.say("扫了楼道，守了桶", [Self.claim, Self.claim])
        #expect(step.commands.count == 1)
        #expect(step.state.waiting.isEmpty)
    }

    @Test("A number that is none of the choices is asked again; other words are read anew")
    func answers() {
        var talk = Situation.chooseDeed.talk
        #expect(
            talk.say("7", Said.answer([.choice: .integer(7)]), act: .chooseOption).keys == ["claim.choose"])
        let again = talk.say("我扫了楼道", [Self.claim])
        #expect(
            again.commands
                == [.claimPoints(text: "我扫了楼道", attachment: nil, day: CivilDate("2026-03-15"))])
    }

    @Test("A time that is named asks for the statement, not for the balance")
    func period() {
        var talk = Talk()
        let asked = Request(
            intent: .pointsQuery, slots: [.scope: .text("balance"), .period: .text("2026Q1")])
        #expect(
            talk.say("这个季度我挣了多少分", [asked]).commands
                == [.askPoints(.ledger, words: "这个季度我挣了多少分", period: "2026Q1")])
    }
}
