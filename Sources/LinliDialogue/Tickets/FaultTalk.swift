import LinliModel

/// Angry or calm words about a fault that nobody has reported yet: 催了八百遍了马桶还是堵的. They are about a
/// ticket where there is one, and else they are the report.
extension Turn {
    /// False where two readings are left and both speak of a fault: nothing has to be asked then.
    func isAboutFault(_ understood: Understood) -> Bool {
        guard understood.main.unreportedFault != nil else { return false }
        return understood.doubt.allSatisfy { Self.aboutFaults.contains($0) }
    }

    private static let aboutFaults: Set<Intent> = [
        .urge, .rateFeedback, .reportRepair, .complain, .queryStatus, .reportHazard,
    ]
}

extension WaitingRequest {
    private static let noFaults = [
        "service.", "finance.", "governance.", "info.", "points.", "reception.", "vote.", "activity.",
        "care.",
        "facility.", "resource.", "privacy.",
    ]

    /// The report that these words are where no ticket is found; nil where they name no fault.
    var unreportedFault: WaitingRequest? {
        switch intent {
        case .urge: break
        case .rateFeedback where saysNotMended: break
        default: return nil
        }
        var report = self
        report.intent = .reportRepair
        if let category {
            guard !Self.noFaults.contains(where: category.hasPrefix) else { return nil }
        } else {
            // Not mended, and nobody knows what: a person asks.
            guard intent == .rateFeedback, slots[.object] != nil else { return nil }
            report.intent = .complain
            report.category = Intent.complain.defaultCategory
        }
        if report.urgency == .none { report.urgency = .p2 }
        return report
    }

    fileprivate var saysNotMended: Bool {
        if case .flag(false) = slots[.resolved] { true } else { false }
    }
}

extension Understood {
    /// 师傅来了没修好，还在漏: the words that say what is the matter stand in one of these.
    package var faultClauses: [String] {
        guard main.intent == .urge || main.saysNotMended, main.unreportedFault?.intent != .reportRepair
        else { return [] }
        let clauses = text.wholeClauses.filter { $0.count > 2 }
            .suffix(Limits.fragmentMessages)
        // 报了三次了下水道还是反上来: no clause says it alone, and the thing is known.
        return clauses + [main.thing].compactMap { $0.map { "\($0)坏了" } }
    }

    /// The same, with the category of such a clause.
    package func named(by clause: Understood) -> Understood {
        guard clause.main.intent.opensTicket, clause.main.category != nil else { return self }
        var said = self
        said.requests[0].category = clause.main.category
        said.requests[0].urgency = clause.main.urgency
        return said
    }
}
