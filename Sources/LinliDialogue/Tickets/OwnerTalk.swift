import LinliModel

/// What a ticket waits for, when it is to be done, and who answers for it (`domain.md` A16, A17).
extension Turn {
    /// One ticket with its promise; of several only what they wait for.
    mutating func tellPromises(_ summaries: [TicketSummary]) {
        let isOne = summaries.count == 1
        for summary in summaries {
            let number = isOne ? "" : summary.number
            if let wait = summary.wait {
                say(
                    "status.waits",
                    ["ticket": number, "reason": wait.reason, "until": wait.until.spokenDay].present)
            } else if isOne, let due = summary.responseDue, due > facts.now {
                say("status.answer_due", ["due": due.spoken(from: facts.now)])
            } else if isOne, let due = summary.resultDue {
                say(due > facts.now ? "status.due" : "status.late", ["due": due.spoken(from: facts.now)])
            }
        }
    }

    /// "你们推来推去，到底归谁", "谁负责": the first owner of the ticket, and when he hears of it.
    mutating func askOwner(_ understood: Understood) -> Bool {
        let main = understood.main
        guard state.flow == nil, understood.requests.count == 1, !main.isEmergency,
            understood.text.asksForOwner,
            main.slots[.object] == nil, main.address.isEmpty
        else { return false }
        state.unfound = main
        let last = lastTicket(within: .hours(Limits.draftRecoveryHours))
        let isOpen = main.reference == .latest
        commands.append(.askOwner(isOpen ? last.map { .number($0) } ?? .latest : main.reference))
        return true
    }

    mutating func tell(owner outcome: Outcome) {
        guard case .ownerTold(let summary, let owner) = outcome else {
            guard let request = state.unfound else { return }
            state.unfound = nil
            return begin(request, nil)
        }
        state.unfound = nil
        remember(summary)
        var values = summary.values(at: facts.now)
        values["owner"] = owner.name
        values["due"] = nil
        if let due = owner.due { values[due > facts.now ? "due" : "late"] = due.spoken(from: facts.now) }
        say(owner.hasTaken ? "owner.told" : "owner.waiting", values)
        acts.append(.answer)
    }
}

extension String {
    private static let passing = ["推来推去", "踢皮球", "互相推", "相互推", "推诿", "扯皮", "推给"]
    private static let whose = [
        "谁负责", "归谁", "谁在管", "谁在办", "谁在处理", "谁来处理", "谁跟进", "谁在跟", "谁接的", "负责人是谁", "找谁负责",
    ]

    /// A bare question, or one about being sent from one to the other; whose a tree is, is the estate's.
    fileprivate var asksForOwner: Bool {
        if mentionsAny(Self.passing) { return mentionsAny(["谁", "归", "到底", "哪个"]) }
        return mentionsAny(Self.whose) && !mentionsAny(["栋", "楼", "网格", "小区", "单元", "片"])
            && count <= Limits.answerCharacters
    }
}
