import LinliDialogue
import LinliModel
import Testing

/// Words of old people under every question that takes a yes: what they do there, and why.
///
/// Three things can happen. `takes`: it is done. `leaves`: it is not done, and the question is over. `asks`:
/// nothing is done or given up, and it is asked once more; the second time it is left.
@Suite("Words that are no clear yes")
struct AnswerWordTests {
    enum Ending: Sendable { case takes, leaves, asks }

    enum Kind: CaseIterable, Sendable {
        case redeem, cancel, cancelAll, book, seatFull, signUp, mediation, follow, need, home

        var talk: Talk {
            switch self {
            case .redeem: return Situation.confirmReward.talk
            case .cancel: return Situation.confirmCancel.talk
            case .cancelAll:
                var talk = Talk()
                talk.say("全部撤掉", [Request(intent: .cancel)])
                talk.outcome(.cancellableTogether([Known.ticket, Known.booking]))
                return talk
            case .book:
                var talk = Talk()
                talk.say("预约接访，说说停车", [Request(intent: .receptionBook, slots: [.matter: .text("停车")])])
                talk.outcome(.dayMissed(MissedDay(date: Talk.monday.civil.date), [Known.offers[0]]))
                return talk
            case .seatFull:
                var talk = Talk()
                talk.say("预约接访，说说停车", [Request(intent: .receptionBook, slots: [.matter: .text("停车")])])
                talk.outcome(.sessionFull(SeatWish(Known.offers[0], matter: "停车"), others: []))
                return talk
            case .signUp: return Situation.confirmItems.talk
            case .mediation: return Situation.mediation.talk
            case .follow: return Situation.followProject.talk
            case .need: return Situation.offerNeed.talk
            case .home: return Situation.homeOffer.talk
            }
        }

        /// Something is to be had, and the words that end a talk take it.
        var isDeal: Bool { [.redeem, .book, .signUp].contains(self) }
    }

    /// A message as the understanding reads it out of a talk.
    private static func said(_ word: String) -> Understood {
        switch word {
        case "算了": Said.words(word, [], act: .cancelFlow)
        case "不用了": Said.words(word, [], act: .deny)
        case "行吧": Said.words(word, [], act: .confirm)
        case "就这样": Said.words(word, [], act: .confirm)
        case "那就这样":
            Said.words(
                word,
                [Request(intent: .rateFeedback, slots: [.satisfied: .flag(false), .resolved: .flag(true)])])
        case "你看着办": Said.words(word, [Request(intent: .urge, urgency: .p2)])
        case "好吧不了", "行吧算了":
            Said.words(word, [Request(intent: .cancel, slots: [.target: .text("ticket")])])
        case "可以不", "是不是要钱": Said.words(word, [Request(intent: .infoQuery)])
        default: Said.words(word, [])
        }
    }

    private static let table: [(word: String, ending: @Sendable (Kind) -> Ending)] = [
        // It may mean the matter or the question. Nothing is lost where nothing is given up.
        ("算了", { _ in .leaves }),
        // 不用了 to 确定要撤销吗 may be 不用修了 and 不用撤了: what is kept can still be given up.
        ("不用了", { _ in .leaves }),
        // A no that begins like a yes.
        ("好吧不了", { _ in .leaves }), ("行吧算了", { _ in .leaves }),
        // A grudging yes is one.
        ("行吧", { _ in .takes }),
        // It closes a deal; what was to be ended or begun for good it may as well leave as it is.
        ("那就这样", { $0.isDeal ? .takes : .asks }), ("就这样", { $0.isDeal ? .takes : .asks }),
        // Nobody else decides what he spends, ends, joins or signs.
        ("随便", { _ in .asks }), ("都行", { _ in .asks }), ("你看着办", { _ in .asks }),
        // 可以不撤吗, or 可以不？: no word for a machine to be sure of.
        ("可以不", { _ in .asks }),
    ]

    @Test("Every word under every question", arguments: Kind.allCases)
    func words(kind: Kind) {
        for (word, ending) in Self.table {
            var talk = kind.talk
            let flow = talk.state.flow
            #expect(flow != nil, "\(kind)")
            let step = talk.hear(.message(Self.said(word)))
            let does = step.commands.contains { $0.isDeed }
            switch ending(kind) {
            case .takes:
                #expect(does || step.state.flow != flow, "\(word) × \(kind): \(step.keys)")
                #expect(!step.acts.contains(.cancelOK), "\(word) × \(kind)")
            case .leaves:
                #expect(step.commands.filter(\.isYes).isEmpty, "\(word) × \(kind): \(step.commands)")
                #expect(step.state.flow == nil && !step.keys.contains("confirm.unclear"), "\(word) × \(kind)")
            case .asks:
                #expect(step.commands.isEmpty, "\(word) × \(kind): \(step.commands)")
                #expect(
                    step.keys.first == "confirm.unclear" && step.keys.count > 1,
                    "\(word) × \(kind): \(step.keys)")
                #expect(step.state.flow == flow, "\(word) × \(kind)")
                talk.wait(.minutes(2))
                let second = talk.hear(.message(Self.said(word)))
                #expect(second.commands.filter(\.isYes).isEmpty, "\(word) × \(kind): \(second.commands)")
                #expect(second.state.flow == nil, "\(word) × \(kind): not asked a third time")
            }
        }
    }

    @Test("要钱吗 under a question is neither a yes nor a no", arguments: Kind.allCases)
    func cost(kind: Kind) {
        var talk = kind.talk
        let step = talk.hear(.message(Self.said("是不是要钱")))
        #expect(step.commands.filter(\.isYes).isEmpty, "\(kind): \(step.commands)")
        #expect(!step.acts.contains(.cancelOK), "\(kind)")
    }

    @Test("那就这样 about what was done is no mark")
    func mark() {
        var talk = Talk()
        let step = talk.hear(.message(Self.said("那就这样")))
        #expect(step.keys == ["rate.ask_mark"] && step.commands.isEmpty)
    }
}

extension Command {
    /// It does what was asked for, a no to mediation among it.
    fileprivate var isDeed: Bool {
        if case .matter(.mediation) = self { true } else { isYes }
    }

    fileprivate var isYes: Bool {
        switch self {
        case .reward(.redeem), .cancel, .seat(.book), .activity(.signUp), .project(.follow),
            .register(.record), .claimHome,
            .seat(.change), .urgeTicket, .rateTicket:
            true
        case .matter(.mediation(_, let consents)): consents
        default: false
        }
    }
}
