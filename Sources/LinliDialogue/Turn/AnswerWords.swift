import LinliModel

/// Words that say the other thing to a person of eighty than to a list of answers: what is asked for a yes or
/// a no is neither done nor given up at one of them. It is asked once more in plain words; then it stays as
/// it is.
enum AnswerWord: Sendable {
    /// 好吧不了, 行吧算了: a no, however it begins.
    case no
    /// 那就这样: it closes a deal, and it leaves alone what was to be given up.
    case asItIs
    /// 随便, 你看着办, 可以不: not for anybody else to decide.
    case open

    init?(_ text: String) {
        let words = text.letters
        if Self.noes.contains(words) {
            self = .no
        } else if Self.asTheyAre.contains(words) {
            self = .asItIs
        } else if Self.undecided.contains(words) || words.isLeft || text.isUndecided {
            self = .open
        } else {
            return nil
        }
    }

    /// 都可以，你们定: each of its clauses leaves it open.
    fileprivate static func isOpen(_ clause: String) -> Bool {
        let words = clause.letters
        return undecided.contains(words) || words.isLeft
    }

    private static let noes: Set = [
        "好吧不了", "那好吧不了", "好不了", "行吧算了", "行算了", "好吧算了", "那算了", "那算了吧", "算了不用了", "算了吧不用了", "不用了算了", "还是算了",
        "还是算了吧", "还是不了", "还是不用了", "不了不了", "不了吧", "不用不用",
    ]
    private static let asTheyAre: Set = ["就这样", "那就这样", "就这样吧", "那就这样吧", "先这样", "先这样吧", "那先这样"]
    private static let undecided: Set = [
        "随便", "随便吧", "随便你", "随便你们", "随你", "随你们", "都行", "都行吧", "都可以", "都可以吧", "都好", "怎么都行", "怎样都行", "无所谓",
        "你看着办", "你们定吧", "你们决定", "你们看着定", "你们安排",
        "你们看着办", "看着办", "看着办吧", "你定", "你们定", "你决定", "看你们", "看你们吧", "听你的", "可以不", "可不可以不", "能不能不", "行不", "好不",
        "不知道", "我不知道", "不清楚", "不晓得", "再说", "再说吧", "再看看", "我想想", "我再想想", "让我想想", "考虑一下",
    ]
}

extension Turn {
    /// True where the words were one of those, and what is asked takes a yes.
    mutating func weigh(_ flow: Flow, _ understood: Understood) -> Bool {
        guard flow.takesYes || flow.isList, let word = AnswerWord(understood.text) else { return false }
        guard flow.takesYes else { return word == .open && leaveChoice(flow, understood.text) }
        switch word {
        case .no: return refuse(flow, understood)
        case .asItIs where flow.isDeal: return answer(flow, understood.meaning(.confirm))
        case .asItIs, .open: break
        }
        let repeats = state.repeats ?? 0
        guard repeats < Limits.questionRepeatEntries else { return refuse(flow, understood) }
        say("confirm.unclear")
        acts.append(.clarify)
        repeatQuestion(flow)
        state.repeats = repeats + 1
        return true
    }

    /// 随便, 你看着办 under a list: it is his to choose. He is told so once, and then it waits for him.
    private mutating func leaveChoice(_ flow: Flow, _ text: String) -> Bool {
        guard text.leavesIt else { return false }
        let repeats = state.repeats ?? 0
        acts.append(.clarify)
        guard repeats < Limits.questionRepeatEntries else {
            enter(nil)
            say("choose.later")
            return true
        }
        say("choose.yours")
        repeatQuestion(flow)
        state.repeats = repeats + 1
        return true
    }

    /// 随便, 你看着办, and nothing is being asked: what he has just reported goes its way, and nobody is pushed.
    mutating func hearLeftOpen(_ understood: Understood) -> Bool {
        guard understood.text.leavesIt else { return false }
        if let flow = state.flow {
            acts.append(.clarify)
            repeatQuestion(flow)
            return true
        }
        guard state.waiting.isEmpty else { return false }
        say(freshTicket == nil ? "nothing.open" : "urge.unhurried")
        acts.append(.answer)
        return true
    }

    private mutating func refuse(_ flow: Flow, _ understood: Understood) -> Bool {
        answer(flow, understood.meaning(.deny))
    }
}

extension String {
    fileprivate var isUndecided: Bool {
        wordRuns.count > 1 && wordRuns.allSatisfy(AnswerWord.isOpen)
    }

    private static let isLeftPattern = Pattern(
        /(?:那)?(?:你们?|您)?(?:自己)?看着(?:处理|安排|弄|来|定|选)(?:吧|就行|就好|好了)?|(?:你们?|您)安排(?:吧|就行)?/, needs: ["安排", "看着"])

    /// 你看着安排, 你们看着处理吧.
    fileprivate var isLeft: Bool {
        let pattern =
            Self.isLeftPattern
        return wholeMatch(of: pattern) != nil
    }

    /// 随便, 你看着办: whoever hears it may choose; 不知道 and 行不 say something else.
    var leavesIt: Bool {
        mentionsAny(["随", "都", "怎", "无所谓", "看着", "安排", "你定", "你们定", "你决定", "看你", "听你"])
            && AnswerWord(self) == .open
    }
}

extension Understood {
    /// The same words as this answer and nothing else.
    fileprivate func meaning(_ act: DialogueAct) -> Understood {
        var said = self
        said.act = act
        said.requests = [
            WaitingRequest(intent: .outOfScope, category: nil, urgency: .none, slots: [:], text: text)
        ]
        said.doubt = []
        return said
    }
}

extension Flow {
    /// Something is to be had, and the words that end a talk take it.
    fileprivate var isDeal: Bool {
        switch self {
        case .confirmReward, .confirmItems, .chooseSession: true
        default: false
        }
    }
}
