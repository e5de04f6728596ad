import LinliModel

/// Urging, and what is said where nobody came: the late ticket is meant, and what nobody came for is not done
/// (`domain.md` 2.3, part 4).
extension Turn {
    /// 不急，你们慢慢来: no push at all; nor where he only asks.
    mutating func urge(_ request: WaitingRequest) {
        if request.text.refusesUrge {
            say("urge.dropped")
            acts.append(.ack)
            if request.text.mentions("问") { commands.append(.ticketStatus(request.reference)) }
            return
        }
        guard request.text.isUnhurried else {
            state.unfound = request.unreportedFault
            commands.append(
                .urgeTicket(request.text.everyOne ?? request.text.namedTogether ?? request.reference))
            return
        }
        say("urge.unhurried")
        acts.append(.ack)
    }

    /// "等半天了一个人都没来", "你们不是说10点05前回复吗": the one that is late, whatever it reads like.
    mutating func pressLate(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        // 没看到人啊，灯还是黑的: the lamp is that of the ticket.
        let isOfIt = text.saysNobodyCame && [.queryStatus, .urge].contains(main.intent)
        guard understood.requests.count == 1, isOfIt || main.slots[.object] == nil,
            main.slots[.score] == nil, main.address.isEmpty, isOfIt || main.reference == .latest,
            !text.refusesUrge, mayBeAboutTicket(main),
            !understood.isAbuseOrInjection
        else { return false }
        let asks = [.queryStatus, .urge, .outOfScope, .complain].contains(main.intent) && text.asksForAnswer
        guard text.saysNobodyCame || asks else { return false }
        let mayOnlyAsk = main.intent == .queryStatus || (main.intent == .outOfScope && asks)
        commands.append(.talk(.pressLate(text: text, orStatus: mayOnlyAsk)))
        return true
    }

    /// "师傅根本没来，你们就说修好了": not solved, however much it sounds like a result.
    mutating func denyClosing(_ understood: Understood) -> Bool {
        guard understood.text.saysNobodyCame, understood.text.saysDone, understood.requests.count == 1,
            understood.main.slots[.score] == nil, mayBeAboutTicket(understood.main)
        else { return false }
        commands.append(
            .rateTicket(understood.main.reference, score: nil, solved: false, text: understood.text))
        return true
    }

    /// A grievance of its own opens a ticket; with one that was spoken of a while ago it is about that.
    private func mayBeAboutTicket(_ main: WaitingRequest) -> Bool {
        switch main.intent {
        case .rateFeedback, .urge, .queryStatus: return true
        case .outOfScope: return state.lastTicket != nil
        case .cancel: return main.text.mentions("鸽子") && !main.text.mentionsAny(["取消", "撤", "退"])
        case .complain:
            return lastTicket(within: .hours(Limits.draftRecoveryHours)) != nil
                && main.category.map { $0.hasPrefix("service.") } ?? true
        default: return false
        }
    }

    /// Only what has really happened.
    mutating func tellUrged(_ summary: TicketSummary, _ urging: Outcome.Urging) {
        acts.append(.urgeAck)
        let values = summary.values(at: facts.now)
        if let late = urging.late { say("urge.late", values.merging(late.values(at: facts.now)) { $1 }) }
        guard urging.isCounted else { return say("urge.noted", values) }
        if let level = urging.level {
            say("urge.lifted", values.merging(["level": level]) { $1 })
        } else {
            say(urging.isTold ? "urge.counted" : "urge.recorded", values)
        }
    }
}

extension Outcome.Lateness {
    fileprivate func values(at now: Instant) -> [String: String] {
        let minutes = max(1, (now - dueAt).milliseconds / 60_000)
        let (hours, days) = (minutes / 60, minutes / (24 * 60))
        let late =
            switch minutes {
            case ..<60: "\(minutes)分钟"
            case ..<(48 * 60): "\(hours)小时" + (minutes % 60 == 0 ? "" : "\(minutes % 60)分钟")
            default: "\(days)天"
            }
        let step =
            switch clock {
            case .firstResponse: "回复您"
            case .accept: "有人接单"
            case .resolve: "办好"
            }
        return ["until": dueAt.spoken(from: now), "step": step, "late": late]
    }
}

extension String {
    private static let refusing = [
        "没说要催", "没说催", "没要催", "没让你催", "没叫你催", "没让你们催", "不是催", "不是要催", "不用催", "别催", "先不催", "不催了", "不要催", "不想催",
    ]
    /// 我没说要催，就是问问.
    var refusesUrge: Bool { mentionsAny(Self.refusing) && !mentionsAny(["不催就", "别催我", "是不是催"]) }

    private static let nobodyCame = [
        "没人来", "没有人来", "没来", "人呢", "没见人", "没见到人", "没见着人", "鬼影", "人影", "影子都没", "放我鸽子", "放鸽子", "没等到人", "不见人",
        "没上门", "没到场", "没露面", "白等", "没看见人", "没看到人",
    ]
    /// Other things come too, or do not.
    private static let otherComers = ["快递", "外卖", "水没来", "电没来", "没来水", "没来电", "没来得及"]
    var saysNobodyCame: Bool { mentionsAny(Self.nobodyCame) && !mentionsAny(Self.otherComers) }

    private static let noAnswer = [
        "没人回", "没有人回", "没回我", "没人联系", "没有人联系", "没人理", "没有人理", "没人管", "没人找", "没有人找", "没人打给", "没人给我打", "骗人",
        "说话不算", "不是说", "说好的",
    ]
    private static let answering = ["回", "联系", "找", "打", "理我", "管", "答复", "前", "来"]
    /// 怎么还没有人回我.
    fileprivate var asksForAnswer: Bool { mentionsAny(Self.noAnswer) && mentionsAny(Self.answering) }

    private static let done = [
        "说修好", "说弄好", "说办好", "说处理", "说解决", "说搞定", "说完成", "说办结", "说修完", "说换好", "说弄完", "说好了", "写修好", "写着", "显示",
        "办结", "就完成", "就结单", "就算完",
    ]
    fileprivate var saysDone: Bool { mentionsAny(Self.done) && !mentions("说好了今") && !mentions("说好了明") }
}
