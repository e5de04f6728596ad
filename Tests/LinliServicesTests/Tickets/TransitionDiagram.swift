import LinliModel

/// The table of acts as `Docs/States.md` shows it, made of `TicketTransitions` itself: a test holds the page
/// against it.
package enum TransitionDiagram {
    /// A Mermaid diagram of every act that moves a ticket, in the order of the acts and states.
    package static var mermaid: String {
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
    package static var table: String {
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

extension TicketAct {
    /// The word of the staff.
    package var chinese: String {
        switch self {
        case .dispatch: "派单"
        case .accept: "接单"
        case .arrive: "到场"
        case .resolve: "办结"
        case .suspend: "挂起"
        case .resume: "恢复"
        case .escalate: "升级"
        case .reopen: "重开"
        case .cancel: "撤单"
        case .decline: "不受理"
        case .assign: "指派"
        case .note: "备注"
        case .reply: "回复"
        case .rate: "评价"
        case .reveal: "查实名"
        case .urge: "催办"
        case .complete: "补充"
        case .whistle: "吹哨"
        case .acknowledge: "知悉"
        case .snooze: "暂缓"
        case .contain: "控制"
        case .merge: "并单"
        case .split: "拆单"
        case .archive: "归档"
        case .mediate: "调解"
        case .reportIn: "报到"
        case .score: "双向评价"
        case .giveBack: "退回"
        case .approveSuspension: "批准挂起"
        }
    }
}
