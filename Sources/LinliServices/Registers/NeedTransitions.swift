import LinliModel

/// What can be done to a need of the register, by the staff and by who has wished for it.
package enum NeedAct: String, Sendable, CaseIterable {
    case sort, offer, assign, claim, release, begin, progress, postpone, finish, decline, merge, withdraw,
        plan, reach

    /// The right that staff need for it.
    package var right: String { "need.\(rawValue)" }

    package var chinese: String {
        switch self {
        case .sort: "梳理"
        case .offer: "公开认领"
        case .assign: "派给责任主体"
        case .claim: "认领"
        case .release: "退回认领"
        case .begin: "开始实施"
        case .progress: "进展"
        case .postpone: "延期"
        case .finish: "办结"
        case .decline: "不列入"
        case .merge: "并入"
        case .withdraw: "撤回"
        case .plan: "计划节点"
        case .reach: "完成节点"
        }
    }
}

/// Which act leads from which states to which (`domain.md` A07). The one place where this is said.
package enum NeedTransitions {
    package struct Step: Sendable, Hashable {
        package let from: [NeedState]
        /// Nil where the state stays.
        package let to: NeedState?
    }

    package static func step(_ act: NeedAct) -> Step {
        switch act {
        case .sort: Step(from: [.collected, .sorted], to: .sorted)
        case .offer: Step(from: [.sorted], to: .offered)
        case .assign: Step(from: [.sorted, .offered], to: .assigned)
        case .claim: Step(from: [.offered], to: .claimed)
        case .release: Step(from: [.assigned, .claimed, .underWay], to: .offered)
        case .begin: Step(from: [.assigned, .claimed], to: .underWay)
        case .plan, .reach: Step(from: [.assigned, .claimed, .underWay], to: nil)
        case .progress: Step(from: [.assigned, .claimed, .underWay], to: nil)
        case .postpone: Step(from: [.sorted, .offered, .assigned, .claimed, .underWay], to: nil)
        case .finish: Step(from: [.assigned, .claimed, .underWay], to: .done)
        case .decline: Step(from: [.collected, .sorted, .offered], to: .declined)
        case .merge: Step(from: [.collected, .sorted], to: .merged)
        case .withdraw: Step(from: [.collected, .sorted, .offered], to: .withdrawn)
        }
    }

    /// Nil where the act is allowed in this state.
    package static func refusal(of act: NeedAct, _ need: NeedID, in state: NeedState) -> Refusal? {
        let step = step(act)
        guard !step.from.contains(state) else { return nil }
        let states = step.from.map { "\($0.chinese)（\($0.rawValue)）" }.joined(separator: "、")
        return Refusal(
            .conflict, "need.state", "\(need.number) 的状态是 \(state.chinese)（\(state.rawValue)）。",
            hint: "\(act.rawValue) 要求的状态：\(states)。")
    }
}
