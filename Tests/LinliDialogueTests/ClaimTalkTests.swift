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
                == [
                    .points(
                        .read(
                            text: "昨天扫了楼道，劝了两个人", attachment: nil, day: CivilDate("2026-03-15"),
                            days: Said.days("昨天")))
                ])
        let read = talk.outcome(.deeds([Known.persuading, Known.sweeping]))
        #expect(read.commands == [.points(.claim(Known.sweeping.deed, item: "sweep_corridor"))])
        #expect(read.replies.isEmpty)
        let note = ClaimNote(id: ClaimID(1), item: Known.sweeping.items[0], decider: "楼长")
        #expect(talk.outcome(.claimPending(note)).keys == ["claim.pending", "claim.choose"])
        let chosen = talk.say("1", Said.answer([.choice: .integer(1)]), act: .chooseOption)
        #expect(chosen.commands == [.points(.claim(Known.persuading.deed, item: "advise_manners"))])
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
                == [.points(.read(text: "我扫了楼道", attachment: nil, day: CivilDate("2026-03-15")))])
    }

    @Test("A time that is named asks for the statement, not for the balance")
    func period() {
        var talk = Talk()
        let asked = Request(
            intent: .pointsQuery, slots: [.scope: .text("balance"), .period: .text("2026Q1")])
        #expect(
            talk.say("这个季度我挣了多少分", [asked]).commands
                == [.points(.ask(.ledger, words: "这个季度我挣了多少分", period: "2026Q1"))])
    }

    /// A claim that was noted a moment ago, on Monday the 16th.
    private static var noted: Talk {
        var talk = Talk()
        talk.outcome(
            .claimPending(ClaimNote(id: ClaimID(1), item: Known.sweeping.items[0], decider: "楼长")))
        return talk
    }

    @Test("The first picture behind a claim is its evidence, the second one begins a report")
    func pictures() {
        var talk = Self.noted
        #expect(talk.hear(.picture(media: "a")).commands == [.points(.attach(ClaimID(1), media: "a"))])
        #expect(talk.outcome(.evidenceAttached(true)).keys == ["claim.evidence"])
        let second = talk.hear(.picture(media: "b"))
        #expect(second.commands.isEmpty)
        guard case .repair(let draft) = second.state.flow else {
            Issue.record("\(String(describing: second.state.flow))")
            return
        }
        #expect(draft.attachments == ["b"])
        // Unless what follows is the deed once more.
        #expect(
            talk.say("昨天也扫了").commands
                == [
                    .points(
                        .read(
                            text: "昨天也扫了（清扫楼道一次）", attachment: "b", day: CivilDate("2026-03-15")))
                ])
    }

    @Test("A picture that the claim does not take is not lost")
    func pictureLeft() {
        var talk = Self.noted
        talk.hear(.picture(media: "a"))
        let step = talk.outcome(.evidenceAttached(false))
        guard case .repair(let draft) = step.state.flow else {
            Issue.record("\(step.replies)")
            return
        }
        #expect(draft.attachments == ["a"])
        #expect(step.ask == [.object])
    }

    @Test(
        "The same on another day counts for that day, and for none where no day is named",
        arguments: [
            ("昨天也扫了", "2026-03-15"), ("大前天也扫了", "2026-03-13"), ("周六也扫了", "2026-03-14"),
            ("星期天又扫了", "2026-03-15"), ("周一也扫了", "2026-03-09"), ("上周三也扫了", "2026-03-11"),
            ("下午又扫了", "2026-03-16"), ("上周也扫了", nil), ("上个月也扫了", nil),
        ] as [(String, String?)])
    func otherDays(text: String, day: String?) {
        var talk = Self.noted
        let step = talk.say(text)
        let expected = day.map {
            Command.points(.read(text: "\(text)（清扫楼道一次）", attachment: nil, day: CivilDate($0)))
        }
        #expect(step.commands == [expected].compactMap { $0 })
    }

    @Test("What has happened too on another day is no deed", arguments: ["昨天也滴水了", "今天也断网了", "前天也吵到半夜了"])
    func noDeed(text: String) {
        var talk = Self.noted
        #expect(talk.say(text).commands.isEmpty)
    }
}
