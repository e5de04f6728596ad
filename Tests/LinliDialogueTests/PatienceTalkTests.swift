import LinliDialogue
import LinliModel
import Testing

/// Pieces of a message, drafts left lying, and nothing understood.
@Suite("Pieces, drafts and guesses")
struct PatienceTalkTests {
    private static func piece(_ text: String, _ slots: Slots) -> Understood {
        Said.words(text, Said.answer(slots))
    }

    @Test("A piece opens the window and is not answered; the window's end asks what is the matter")
    func window() throws {
        var talk = Talk()
        let step = talk.hear(.message(Self.piece("厨房", [.place: .text("厨房")])))
        #expect(step.replies.isEmpty)
        #expect(talk.state.due(.quiet) == Talk.monday + .seconds(Limits.quietSeconds))
        talk.wait(.seconds(Limits.quietSeconds))
        let closed = talk.hear(.quietEnded(Self.piece("厨房", [.place: .text("厨房")])))
        #expect(closed.keys == ["fragment.ask"])
        #expect(talk.state.due(.quiet) == nil)
        #expect(try Stored.again(talk.state) == talk.state)
        let after = talk.say("水管漏水", [Said.leak])
        #expect(after.ask == [.building, .room], "厨房 says not whose")
    }

    @Test("Each piece moves the end of the window; what comes later than that is no part of it")
    func moves() {
        var talk = Talk()
        talk.hear(.message(Self.piece("厨房", [.place: .text("厨房")])))
        talk.wait(.seconds(3))
        let pipe = Self.piece("水管", [.object: .text("水管")])
        #expect(talk.state.joined(with: pipe, at: talk.now) == "厨房水管")
        talk.hear(.message(pipe))
        #expect(talk.state.due(.quiet) == talk.now + .seconds(Limits.quietSeconds))
        talk.wait(.seconds(Limits.quietSeconds) + .milliseconds(1))
        #expect(talk.state.joined(with: pipe, at: talk.now) == nil)
    }

    @Test("Of a piece with danger in it the danger counts, whatever the joined words read like")
    func danger() {
        var talk = Talk()
        talk.hear(.message(Self.piece("电梯里", [.place: .text("电梯里")])))
        let alone = Said.words("困人了", [Said.trapped])
        let together = Said.words("电梯里困人了", [Said.lamp])
        let counted = talk.state.reading(alone, together)
        #expect(talk.hear(.message(counted)).openedDrafts.map(\.urgency) == [.p0])
    }

    @Test(
        "A whole request, a yes, a number and a long text open no window",
        arguments: [
            Said.words("路灯坏了", [Said.lamp]),
            Said.words("好的", [], act: .confirm),
            Said.words("5", Said.answer([.choice: .integer(5)]), act: .chooseOption),
            Said.words("七号楼东边的那一条小路旁边", Said.answer([.place: .text("小路")])),
        ])
    func whole(said: Understood) {
        var talk = Talk()
        let step = talk.hear(.message(said))
        #expect(talk.state.due(.quiet) == nil)
        #expect(!step.replies.isEmpty || !step.commands.isEmpty)
    }

    @Test("Another matter comes first, and the pieces wait behind it")
    func parked() {
        var talk = Talk()
        talk.hear(.message(Self.piece("厨房", [.place: .text("厨房")])))
        let step = talk.say("我有多少积分", [Said.balance])
        #expect(step.commands == [.points(.balance)])
        let after = talk.outcome(.balance(3, held: 0))
        #expect(after.keys == ["points.balance", "repair.ask_what"])
    }

    // MARK: Drafts

    @Test("A report that was left alone is called to mind once, after as long as a draft lives")
    func reminder() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        #expect(talk.state.due(.draft) == Talk.monday + .minutes(Limits.draftMinutes))
        talk.wait(.minutes(Limits.draftMinutes))
        let step = talk.hear(.draftLeft)
        #expect(step.keys == ["draft.reminder"])
        #expect(step.commands.isEmpty, "a draft starts no clock")
        #expect(talk.state.due(.draft) == nil)
        #expect(talk.hear(.draftLeft).replies.isEmpty)
    }

    @Test("An address after lunch goes on with it; after a day it is told that it was put down")
    func takenUp() {
        for (hours, key) in [(Int64(3), "draft.resumed"), (25, "draft.expired")] {
            var talk = Talk()
            talk.say("路灯坏了", [Said.lamp])
            talk.wait(.hours(hours))
            let step = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
            #expect(step.keys == [key])
            #expect(step.openedDrafts.count == (hours == 3 ? 1 : 0))
        }
    }

    @Test("Only a report has a reminder: a price that nobody confirmed just ends")
    func noReminder() {
        for situation in Situation.allCases where situation != .askedWhat && situation != .askedPlace {
            #expect(situation.talk.state.due(.draft) == nil, "\(situation)")
        }
    }

    // MARK: In the middle of a report

    @Test("A picture that was sent before is in the emergency's ticket")
    func pictureOfDanger() {
        var talk = Talk()
        talk.hear(.picture(media: "m-1"))
        #expect(talk.say("电梯困人", [Said.trapped]).openedDrafts.map(\.attachments) == [["m-1"]])
    }

    @Test("不是路灯，是门禁: the same report of another thing, not a second one")
    func otherThing() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        let step = talk.say("不是路灯，是门禁坏了", [Said.gate])
        #expect(step.ask == [.place])
        #expect(step.state.waiting.isEmpty)
        let opened = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(opened.openedDrafts.map(\.category) == ["access.door"])
    }

    @Test("别说是我 makes the report anonymous and is no place")
    func anonymous() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        #expect(talk.say("别说是我").keys == ["privacy.anonymity", "repair.ask_place"])
        let opened = talk.say("北门", Said.answer([.place: .text("北门")]), act: .provideSlot)
        #expect(opened.openedDrafts.map(\.anonymous) == [true])
        #expect(opened.openedDrafts.map(\.text) == ["路灯坏了\n北门"])
    }

    @Test("Hurry before the ticket is an answer with the question again")
    func hurry() {
        var talk = Talk()
        talk.say("路灯坏了", [Said.lamp])
        let step = talk.say("快来人啊", [Request(intent: .urge)])
        #expect(step.keys == ["repair.hurry", "repair.ask_place"])
        #expect(step.commands.isEmpty)
    }

    // MARK: Guesses

    private static func unclear(_ guesses: [Intent], _ text: String = "那个弄一下") -> Understood {
        Understood(
            IntentMatch(
                text: text, normalized: text,
                main: Request(intent: .outOfScope, subtype: .empty), confidence: 0.3,
                alternatives: guesses.map { .init(intent: $0, confidence: 0.3) }))
    }

    @Test("First a guess with two options, then a person and never the list again; staff see both guesses")
    func fallback() {
        var talk = Talk()
        let unclear = Self.unclear([.reportRepair, .complain, .urge])
        let first = talk.hear(.message(unclear))
        #expect(first.keys == ["fallback.guess"])
        #expect(first.replies.first?.values["list"] == "1. 报修\n2. 投诉")
        let others = ["就是那个", "跟上次一样的", "哎呀那个嘛"].map { Self.unclear([.reportRepair, .complain], $0) }
        #expect(talk.hear(.message(others[0])).keys == ["fallback.person"])
        #expect(talk.hear(.message(others[1])).keys == ["fallback.again"])
        #expect(talk.hear(.message(others[2])).keys == ["fallback.again"])
        let person = talk.say("转人工", [Said.handoff])
        #expect(person.openedDrafts.first?.guesses == [.reportRepair, .complain])
    }

    @Test("A chosen guess is begun with the words that led to it")
    func chosen() {
        var talk = Talk()
        talk.hear(.message(Self.unclear([.queryStatus, .reportRepair])))
        let step = talk.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption)
        #expect(step.commands == [.ticketStatus(.latest)])
        #expect(step.state.misses == 0)
    }

    private static func between(
        _ first: Intent, _ second: Intent, confidence: Double = 0.45, urgency: Urgency = .p2
    ) -> Understood {
        Understood(
            IntentMatch(
                text: "花坛那边", normalized: "花坛那边",
                main: Request(intent: first, category: "clean.garbage", urgency: urgency),
                confidence: confidence,
                alternatives: [
                    .init(intent: second, confidence: 0.35), .init(intent: .urge, confidence: 0.1),
                ]))
    }

    @Test("Two readings about as likely: it is asked which, and the chosen one is begun")
    func doubtful() {
        var talk = Talk()
        let asked = talk.hear(.message(Self.between(.queryStatus, .complain)))
        #expect(asked.keys == ["fallback.guess"] && asked.commands.isEmpty)
        #expect(asked.replies.first?.values["list"] == "1. 查进度\n2. 投诉")
        let step = talk.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption)
        #expect(step.commands == [.ticketStatus(.latest)])
        #expect(step.state.misses == 0)
    }

    @Test("Asked which of two, and unclear again: a person, and no second list")
    func doubtfulTwice() {
        var talk = Talk()
        talk.hear(.message(Self.between(.queryStatus, .complain)))
        talk.say("不是", act: .deny)
        #expect(talk.hear(.message(Self.between(.complain, .queryStatus))).keys == ["fallback.person"])
    }

    @Test("No question about a danger, an emergency, what spends or ends, or where one reading is clear")
    func notAsked() {
        let plain = [
            Self.between(.reportHazard, .complain), Self.between(.complain, .reportHazard),
            Self.between(.reportRepair, .complain, urgency: .p0), Self.between(.pointsQuery, .redeem),
            Self.between(.queryStatus, .cancel), Self.between(.queryStatus, .complain, confidence: 0.6),
            Self.between(.queryStatus, .outOfScope),
        ]
        for understood in plain { #expect(understood.doubt.isEmpty, "\(understood.requests)") }
        var talk = Talk()
        let danger = talk.hear(.message(Self.between(.reportRepair, .complain, urgency: .p0)))
        #expect(!danger.openedDrafts.isEmpty && danger.keys != ["fallback.guess"])
    }

    @Test("Who speaks of something else is served, and a guess that nobody confirmed does nothing")
    func doubtLeft() {
        var talk = Talk()
        talk.hear(.message(Self.between(.complain, .queryStatus)))
        #expect(talk.state.due(.draft) == Talk.monday + .minutes(Limits.draftMinutes))
        let step = talk.say("我有多少积分", [Request(intent: .pointsQuery)])
        #expect(step.commands == [.points(.balance)])
        #expect(step.state.waiting.isEmpty && step.state.flow == nil)
    }

    @Test("An address instead of a number belongs to the better reading")
    func doubtPlaced() {
        var talk = Talk()
        talk.hear(.message(Self.between(.complain, .queryStatus)))
        let step = talk.say(
            "3栋", Said.answer([.building: .text("3")]), act: .provideSlot)
        #expect(step.keys != ["fallback.first"])
        #expect(step.openedDrafts.first?.address.building == "3")
    }

    @Test("The count of misses survives the store")
    func counts() throws {
        var talk = Talk()
        talk.hear(.message(Self.unclear([])))
        talk.state = try Stored.again(talk.state)
        #expect(talk.hear(.message(Self.unclear([], "就是那个"))).keys == ["fallback.person"])
    }

    @Test("A letter of which nobody can make sense: one sentence is asked for")
    func letter() {
        var talk = Talk()
        let long = String(repeating: "我想说的事情很多，", count: 500)
        let step = talk.hear(.message(Self.unclear([.complain, .urge], long)))
        #expect(step.keys == ["fallback.long", "message.cut"], "4,500 characters: most were not read")
        var other = Talk()
        let short = String(repeating: "我想说的事情很多，", count: 200)
        #expect(other.hear(.message(Self.unclear([.complain, .urge], short))).keys == ["fallback.long"])
    }

    @Test("A greeting once more: the menu is not told twice, unless it is asked for")
    func greetings() {
        var talk = Talk()
        let greeting = [Request(intent: .greetHelp)]
        #expect(talk.say("在吗", greeting).keys == ["help.menu"])
        #expect(talk.say("你好", greeting).keys == ["help.here"])
        #expect(talk.say("菜单", greeting).keys == ["help.menu"])
        talk.wait(.minutes(Limits.draftMinutes) + .milliseconds(1))
        #expect(talk.say("在吗", greeting).keys == ["help.menu"])
    }
}
