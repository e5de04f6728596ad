import Foundation
import LinliDialogue
import LinliModel
import Testing

/// What one resident sends too often, or without words.
@Suite("Echoes and signs")
struct EchoTalkTests {
    @Test("The words that opened a question, again: once more the question, then nothing, and still the same")
    func question() {
        var talk = Talk()
        #expect(talk.say("路灯坏了", [Said.lamp]).keys == ["repair.ask_place"])
        #expect(talk.say("路灯坏了", [Said.lamp]).keys == ["repair.ask_place"])
        let third = talk.say("路灯坏了", [Said.lamp])
        #expect(third.keys.isEmpty && third.commands.isEmpty)
        let opened = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(opened.openedDrafts.map(\.text) == ["路灯坏了\n北门"], "he was not asked three times")
    }

    @Test("A report that was opened twice is told once more; a third one within the minute is left alone")
    func report() {
        var talk = Talk()
        let lamp = Request(
            intent: .reportRepair, category: "power.public_lighting", urgency: .p2,
            slots: [.object: .text("路灯"), .place: .text("北门")])
        #expect(talk.say("北门路灯坏了", [lamp]).openedDrafts.count == 1)
        talk.outcome(.ticketOpened(Known.summary()))
        #expect(talk.say("北门路灯坏了", [lamp]).openedDrafts.count == 1, "the service knows it")
        talk.outcome(.ticketRepeated(Known.summary()))
        #expect(talk.say("北门路灯坏了", [lamp]).commands.isEmpty)
        talk.wait(.seconds(Limits.echoSeconds) + .milliseconds(1))
        #expect(!talk.say("北门路灯坏了", [lamp]).commands.isEmpty, "later he wants to know")
    }

    @Test("The minute counts from the first: who goes on asking is answered again")
    func minute() {
        var talk = Talk()
        var answered: [Bool] = []
        for _ in 0..<8 {
            answered.append(!talk.say("在不在", [Request(intent: .greetHelp)]).keys.isEmpty)
            talk.wait(.seconds(Limits.echoSeconds / 4))
        }
        #expect(answered == [true, true, false, false, false, true, true, false])
    }

    @Test("A danger is never an echo, nor is an answer, nor what is said to a person")
    func never() {
        var danger = Talk()
        for _ in 0..<4 {
            #expect(!danger.say("电梯困人", [Said.trapped]).keys.isEmpty)
        }
        var yes = Talk()
        for _ in 0..<3 {
            yes.say("换抽纸", [Said.redeem])
            yes.outcome(.quoted(Known.quote))
            #expect(yes.say("确认", act: .confirm).commands == [.reward(.redeem(Known.quote))])
        }
        var person = Talk()
        person.person = PersonOnTheLine(ticket: "LL260316-0009", isActive: true)
        for _ in 0..<3 { #expect(person.say("你听我说").commands.count == 1) }
    }

    @Test("No words stand in the state by it")
    func digest() throws {
        var talk = Talk()
        talk.say("我反对第三项")
        let stored = String(decoding: try JSONEncoder().encode(talk.state.echo), as: UTF8.self)
        #expect(stored.contains("digest") && !stored.contains("反对"))
    }

    @Test("The words of a kept conversation are known again after an update")
    func keptDigest() throws {
        var talk = Talk()
        talk.say("灯坏了")
        let stored = String(decoding: try JSONEncoder().encode(talk.state.echo), as: UTF8.self)
        #expect(stored.contains("\"digest\":59227489047631"))
    }

    @Test(
        "Faces are a word and no yes; a row of them is answered once", arguments: ["😀", "[捂脸]", "？？？", "👍👍"])
    func signs(text: String) {
        var talk = Talk()
        #expect(talk.say(text).keys == ["signs.seen"])
        #expect(talk.say("👌").keys.isEmpty)
        var asked = Situation.confirmCancel.talk
        let step = asked.say(text)
        #expect(step.keys == ["cancel.confirm"] && step.commands.isEmpty)
        #expect(step.state.flow == Situation.confirmCancel.talk.state.flow)
    }

    @Test("Three pictures: one question, one word, and all three in the report")
    func pictures() {
        var talk = Talk()
        #expect(talk.hear(.picture(media: "m-1")).keys == ["repair.ask_what_picture"])
        #expect(talk.hear(.picture(media: "m-2")).keys == ["picture.noted"])
        #expect(talk.hear(.picture(media: "m-3")).keys.isEmpty)
        talk.say("路灯坏了", [Said.lamp])
        let opened = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(opened.openedDrafts.map(\.attachments) == [["m-1", "m-2", "m-3"]])
    }

    @Test("A place without words is that of what he says next, and of no flat")
    func place() throws {
        var talk = Talk()
        #expect(talk.hear(.place("中心广场")).keys == ["place.noted"])
        talk.state = try Stored.again(talk.state)
        #expect(talk.say("路灯坏了", [Said.lamp]).openedDrafts.map(\.address.place) == ["中心广场"])
        var leak = Talk()
        leak.hear(.place("中心广场"))
        #expect(leak.say("水管漏水", [Said.leak]).ask == [.building, .room])
        var danger = Talk()
        danger.hear(.place("中心广场"))
        #expect(danger.say("有人触电了", [Said.gas]).openedDrafts.map(\.address.place) == ["中心广场"])
    }
}
