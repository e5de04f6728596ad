import LinliDialogue
import LinliModel
import Testing

/// Goods that have run out (`domain.md` D03).
@Suite("Waiting for goods")
struct RewardWaitingTests {
    private static let gone = Outcome.rewardOut(Known.quote, left: 0)

    @Test(
        "He is asked whether to be told, and a yes or his own words are consent", arguments: ["好的", "到货通知我"])
    func consent(words: String) {
        var talk = Talk()
        talk.say("换抽纸", [Said.redeem])
        #expect(talk.outcome(Self.gone).keys == ["redeem.gone"])
        let step = talk.say(words, act: words == "好的" ? .confirm : nil)
        #expect(step.commands == [.awaitReward(words: words, item: Known.quote.name)])
        let told = talk.outcome(.rewardAwaited(name: Known.quote.name, isNew: true))
        #expect(told.keys == ["redeem.awaited"])
        let later = talk.say("好的", act: .confirm)
        #expect(later.commands.isEmpty, "it was kept once")
    }

    @Test("A yes to nothing and a parcel are no consent", arguments: ["好的", "快递到货通知我"])
    func none(words: String) {
        var talk = Talk()
        let step = talk.say(words, act: words == "好的" ? .confirm : nil)
        #expect(!step.commands.contains { if case .awaitReward = $0 { true } else { false } })
    }

    @Test("不用通知了 takes it back")
    func leave() {
        var talk = Talk()
        #expect(talk.say("不用通知了").commands == [.project(.unfollow(words: "不用通知了"))])
        #expect(talk.outcome(.rewardWaitsLeft(["抽纸1提"])).keys == ["redeem.await_left"])
    }
}
