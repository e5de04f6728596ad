import LinliModel

@testable import LinliServices

/// The table of acts as `Docs/States.md` shows it, made of `TicketTransitions` itself: a test holds the page
/// against it.
enum TransitionDiagram {
    /// A Mermaid diagram of every act that moves a ticket, in the order of the acts and states.
    static var mermaid: String {
        var lines = ["stateDiagram-v2", "    [*] --> SUBMITTED: submit 点单"]
        for act in TicketAct.allCases {
            let step = TicketTransitions.step(act)
            guard let to = step.to else { continue }
            for from in step.from {
                lines.append("    \(from.rawValue) --> \(to.rawValue): \(act.rawValue) \(act.chinese)")
            }
        }
        for state in [TicketState.archived, .cancelled, .declined] {
            lines.append("    \(state.rawValue) --> [*]")
        }
        return lines.joined(separator: "\n")
    }

    /// One row an act: where it may be done, and where it leads.
    static var table: String {
        let rows = TicketAct.allCases.map { act in
            let step = TicketTransitions.step(act)
            let from =
                step.from == TicketState.allCases
                ? "every state"
                : step.from == TicketState.allCases.filter(\.isOpen)
                    ? "every open state" : step.from.map(\.rawValue).joined(separator: ", ")
            return "| `\(act.rawValue)` \(act.chinese) | \(from) | \(step.to?.rawValue ?? "stays") |"
        }
        return (["| Act | From | To |", "|---|---|---|"] + rows).joined(separator: "\n")
    }
}
