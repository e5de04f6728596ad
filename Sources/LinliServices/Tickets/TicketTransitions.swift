import LinliModel

/// What can be done to a ticket, by residents and by staff.
package enum TicketAct: String, Sendable, CaseIterable {
    case dispatch, accept, arrive, resolve, suspend, resume, escalate, reopen, cancel, decline, assign,
        note
    case reply, rate, reveal, urge, complete, whistle, acknowledge, snooze, contain, merge, split, archive
    case mediate, score
    case reportIn = "report_in"
    case giveBack = "return"
    case approveSuspension = "approve_suspension"

    /// The right that staff need for it.
    package var right: String { "ticket.\(rawValue)" }
}

/// Which act leads from which states to which (`domain.md` 2.3). The one place where this is said: what is
/// not in it is forbidden, for residents and for staff.
package enum TicketTransitions {
    package struct Step: Sendable, Hashable {
        package let from: [TicketState]
        /// Nil where the state stays.
        package let to: TicketState?
    }

    package static func step(_ act: TicketAct) -> Step {
        switch act {
        case .dispatch: Step(from: [.submitted], to: .dispatched)
        case .accept: Step(from: [.dispatched], to: .accepted)
        case .arrive: Step(from: [.accepted], to: .inProgress)
        case .resolve: Step(from: [.accepted, .inProgress], to: .resolved)
        case .giveBack: Step(from: [.dispatched, .accepted], to: .submitted)
        case .suspend, .approveSuspension: Step(from: [.inProgress], to: .suspended)
        case .resume: Step(from: [.suspended], to: .inProgress)
        case .reopen: Step(from: [.resolved, .rated, .archived], to: .dispatched)
        case .cancel: Step(from: [.submitted, .dispatched, .accepted, .merged], to: .cancelled)
        case .merge: Step(from: [.submitted, .dispatched], to: .merged)
        case .split: Step(from: [.merged], to: .dispatched)
        case .decline: Step(from: [.submitted], to: .declined)
        case .archive: Step(from: [.resolved, .rated], to: .archived)
        case .rate: Step(from: [.resolved, .rated], to: .rated)
        case .escalate, .assign, .urge, .complete, .whistle, .reportIn, .acknowledge, .snooze, .contain,
            .mediate:
            Step(from: TicketState.allCases.filter(\.isOpen), to: nil)
        case .note, .reply, .reveal, .score: Step(from: TicketState.allCases, to: nil)
        }
    }

    /// Nil where the act is allowed in this state.
    package static func refusal(of act: TicketAct, _ ticket: Ticket) -> Refusal? {
        let step = step(act)
        guard !step.from.contains(ticket.state) else { return nil }
        let states = step.from.map { "\($0.chinese)（\($0.rawValue)）" }.joined(separator: "、")
        let isWaiting = ticket.state == .submitted && step.from.contains(.dispatched)
        let first = isWaiting ? "请先用 `linli ticket dispatch` 派单。" : ""
        return Refusal(
            .conflict, "ticket.state",
            "\(ticket.number) 的状态是 \(ticket.state.chinese)（\(ticket.state.rawValue)）。",
            hint: "\(act.rawValue) 要求的状态：\(states)。\(first)")
    }
}

/// Why a matter is not taken (`domain.md` 2.3).
package enum DeclineReason: String, Sendable, CaseIterable {
    case courtOrPetition = "court_or_petition"
    case emergencyNumber = "emergency_number"
    case outOfArea = "out_of_area"
    case privateMatter = "private_matter"
    case unlawful

    /// For the resident.
    package var words: String {
        switch self {
        case .courtOrPetition: "该事项已进入诉讼或信访程序"
        case .emergencyNumber: "该事项应由报警、急救等紧急电话受理"
        case .outOfArea: "该事项不在本小区范围内"
        case .privateMatter: "该事项属于个人事务"
        case .unlawful: "该诉求不符合法律规定"
        }
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
