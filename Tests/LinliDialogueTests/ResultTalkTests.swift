import LinliDialogue
import LinliModel
import Testing

/// What is said while results of tickets are told: of a result, or of something else.
@Suite("Words behind a result")
struct ResultTalkTests {
    private static let lamp = "LL260316-0001"

    /// A lamp whose result was told on Monday at ten.
    private static func told(_ told: AnswerProgress, category: String = "power.public_lighting") -> Talk {
        var talk = Talk()
        talk.told = told
        talk.results = [
            ResolvedTicket(
                number: lamp, category: category, toldAt: Talk.monday, isAnswered: told != .unanswered)
        ]
        return talk
    }

    private static func isRating(_ command: Command) -> Bool {
        if case .rateTicket = command { true } else { false }
    }

    private static func rates(_ step: Step) -> Bool { step.commands.contains(where: isRating) }

    @Test(
        "A mark is put right by words of marks, and not by those that speak of other marks, sums or houses",
        arguments: [
            ("打错了，是4分", 4), ("不是2分是4分", 4), ("其实应该是5分", 5), ("门禁那个点错了，4分", 4), ("不好意思写错了，是3分", 3),
            ("楼道值守应该是1分", nil), ("其实是2分钟的事", nil), ("应该给我加1分", nil), ("不是3栋1分店", nil), ("其实一分钱没退", nil),
        ] as [(String, Int?)])
    func correction(text: String, mark: Int?) {
        var talk = Self.told(.marked)
        let step = talk.say(text)
        let expected = mark.map {
            Command.rateTicket(.latest, score: $0, solved: nil, corrects: true, text: text)
        }
        #expect(step.commands.filter(Self.isRating) == [expected].compactMap { $0 })
    }

    @Test("Words that were read as a matter of points put no mark right")
    func otherMatter() {
        var talk = Self.told(.marked)
        #expect(!Self.rates(talk.say("不是1分是2分", [Request(intent: .pointsQuery)])))
    }

    @Test("A bare number is a mark, unless a list that it may choose from was told since")
    func bareNumber() {
        let two = Said.answer([.choice: .integer(2)])
        var plain = Self.told(.unanswered)
        plain.wait(.hours(1))
        #expect(Self.rates(plain.say("2", two, act: .chooseOption)))
        var listed = Self.told(.unanswered)
        listed.wait(.hours(1))
        listed.say("你能做什么", [Request(intent: .greetHelp)])
        listed.wait(.minutes(1))
        #expect(!Self.rates(listed.say("2", two, act: .chooseOption)))
        listed.wait(.hours(1))
        #expect(Self.rates(listed.say("2", two, act: .chooseOption)))
    }

    @Test(
        "Still broken: of the result where the words can be about it",
        arguments: [
            ("又坏了", .reportRepair, 48, true), ("又不亮了", .reportRepair, 48, true),
            ("还是那样", .outOfScope, 0, true), ("还是那样", .outOfScope, 24, false),
            ("又滴了", .reportRepair, 0, false), ("又臭了", .complain, 0, false),
            ("又堵了", .reportRepair, 0, false), ("今天又没空", .outOfScope, 0, false),
            ("还是不退定金", .infoQuery, 0, false), ("还是不会用", .infoQuery, 0, false),
            ("又忘了口令不知道", .reportRepair, 24, false),
        ] as [(String, Intent, Int64, Bool)])
    func denial(text: String, intent: Intent, hours: Int64, isOfLamp: Bool) {
        var talk = Self.told(hours > 0 ? .unmarked : .unanswered)
        talk.wait(.hours(hours) + .minutes(20))
        #expect(Self.rates(talk.say(text, [Request(intent: intent)])) == isOfLamp)
    }

    @Test("It works again: of what was reported since, unless only the result can be meant")
    func mendedSince() {
        var drain = Known.summary(.p1, number: "LL260316-0002")
        drain.category = "water.drain_blocked"
        drain.receivedAt = Talk.monday + .minutes(10)
        func said(_ text: String) -> Step {
            var talk = Self.told(.unanswered)
            talk.wait(.minutes(10))
            talk.outcome(.ticketOpened(drain))
            talk.wait(.minutes(30))
            return talk.say(text, [Request(intent: .rateFeedback)])
        }
        for text in ["通了", "不堵了", "好了"] {
            #expect(
                said(text).commands == [.correctTicket(.number(drain.number), text: text, address: Address())]
            )
        }
        #expect(
            said("亮了").commands
                == [.rateTicket(.number(Self.lamp), score: nil, solved: true, satisfied: nil, text: "亮了")])
    }

    @Test("What no result can be about answers none")
    func mendedOther() {
        var talk = Self.told(.unanswered)
        #expect(talk.say("有水了", [Request(intent: .rateFeedback)]).commands.isEmpty)
        #expect(Self.rates(talk.say("亮了", [Request(intent: .rateFeedback)])))
    }
}
