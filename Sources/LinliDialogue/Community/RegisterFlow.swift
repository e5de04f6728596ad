import LinliModel

/// The three lists in the chat: a wish, how far it has come, what is on offer, and something for the
/// neighbours (`domain.md` A07, D04).
extension Turn {
    mutating func speakOfRegister(_ understood: Understood) -> Bool {
        if let need = understood.need, understood.text.givesUpNeed {
            commands.append(.findCancellable(.anything, .about([need.number])))
            return true
        }
        if let need = understood.need {
            commands.append(.register(.status(need)))
            return true
        }
        guard !understood.main.intent.opensTicket else { return false }
        if understood.text.mentionsAny(Self.needWords) {
            commands.append(.register(.needs))
            return true
        }
        if understood.text.mentionsAny(Self.resourceWords) {
            commands.append(.register(.resources))
            return true
        }
        return false
    }

    private static let needWords = ["需求清单", "认领清单", "可以认领", "能认领", "公开认领"]
    private static let resourceWords = ["资源清单", "服务资源"]

    /// What is no fault and no complaint: it goes into a register and no clock of a ticket runs.
    mutating func recordWish(_ draft: RepairDraft) -> Bool {
        guard draft.intent == .suggestNeed, policy.needs.contains(draft.category) else { return false }
        enter(nil)
        commands.append(.register(.record(draft.finished)))
        return true
    }

    mutating func tell(register outcome: Outcome) {
        switch outcome {
        case .needNoted(let need, let isNew):
            say(isNew ? "need.noted" : "need.noted_before", need.values)
            acts.append(isNew ? .ack : .attachDuplicate)
        case .needsFull(let open):
            say("need.too_many", ["count": "\(open)"])
            acts.append(.refuse)
        case .needStatus(let need):
            say("status.list", ["list": need.line])
            acts.append(.status)
        case .needUnknown:
            say("need.unknown")
            acts.append(.answer)
        case .needsOffered(let needs):
            say(needs.isEmpty ? "need.none_offered" : "need.offered", ["list": needs.offers].present)
            acts.append(.answer)
        case .matters(let tickets, let needs, let appointments, let more):
            let lines = ([tickets.lines(at: facts.now)] + needs.map(\.line) + appointments)
                .filter { !$0.isEmpty }
            say("status.list", ["list": lines.joined(separator: "\n")])
            tellPromises(tickets)
            if more > 0 { say("status.more", ["count": "\(more)"]) }
            acts.append(.status)
        case .resourceNoted(let id, let isNew):
            say(isNew ? "resource.noted" : "resource.noted_before", ["resource": id.number])
            acts.append(isNew ? .ack : .attachDuplicate)
        case .membershipKept:
            say("volunteer.member_kept")
            acts.append(.ack)
        case .membershipWithdrawn(let wasKept):
            say(wasKept ? "volunteer.member_removed" : "volunteer.member_none")
            acts.append(.ack)
        case .resources(let listings):
            let list = listings.map { "\($0.name)（\($0.provider)）" }.joined(separator: "、")
            say(listings.isEmpty ? "resource.none" : "resource.list", ["list": list].present)
            acts.append(.answer)
        default:
            break
        }
    }
}

extension Understood {
    private static let needPattern = Pattern(/(?:^|[^A-Za-z0-9])[Nn]([-－ ]?)([0-9]{1,9})/, needs: ["N", "n"])

    /// "N-07到哪了"; without its hyphen only where he asks how far something is: N95 is a mask.
    fileprivate var need: NeedID? {
        guard text.mentions("N") || text.mentions("n"),
            let found = text.firstMatch(of: Self.needPattern),
            !found.output.1.isEmpty || main.intent == .queryStatus
        else { return nil }
        return NeedID(number: String(found.output.2))
    }
}

extension NeedSummary {
    fileprivate var values: [String: String] {
        ["need": number, "title": title, "until": dueAt.spokenDay, "state": state.chinese]
    }

    /// "N-07 儿童空间：已认领（华庭物业，4月30日前）".
    fileprivate var line: String {
        let head = "\(number) \(title)：\(state.chinese)"
        if state.hasProject { return "\(head)（\(owner)，\(dueAt.spokenDay)前）" }
        return result.isEmpty ? head : "\(head)（\(result)）"
    }
}

extension [NeedSummary] {
    fileprivate var offers: String {
        map { "\($0.number) \($0.title)（\($0.dueAt.spokenDay)前）" }.joined(separator: "\n")
    }
}

extension String {
    /// N-03 不要了.
    fileprivate var givesUpNeed: Bool {
        mentionsAny(["不要了", "不用了", "撤", "取消", "不提了", "不需要了", "算了"]) && !asksSomething
    }
}
