import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Every act in every state, allowed and forbidden, against the table of domain.md 2.3 written out here.
@Suite struct TicketTransitionTests {
    /// One act as a dispatcher or the right role would do it.
    struct Move: Sendable, CustomTestStringConvertible {
        let act: TicketAct
        let role: Role
        let from: [TicketState: TicketState]

        var testDescription: String { act.rawValue }
    }

    static let open: [TicketState] = [.submitted, .dispatched, .accepted, .inProgress, .suspended]

    static let moves: [Move] = [
        Move(act: .dispatch, role: .serviceDesk, from: [.submitted: .dispatched]),
        Move(act: .accept, role: .steward, from: [.dispatched: .accepted]),
        Move(act: .arrive, role: .engineer, from: [.accepted: .inProgress]),
        Move(act: .resolve, role: .engineer, from: [.accepted: .resolved, .inProgress: .resolved]),
        Move(act: .giveBack, role: .engineer, from: [.dispatched: .submitted, .accepted: .submitted]),
        Move(act: .suspend, role: .manager, from: [.inProgress: .suspended]),
        Move(act: .resume, role: .engineer, from: [.suspended: .inProgress]),
        Move(
            act: .reopen, role: .serviceDesk,
            from: [.resolved: .dispatched, .rated: .dispatched, .archived: .dispatched]),
        Move(
            act: .cancel, role: .serviceDesk,
            from: [
                .submitted: .cancelled, .dispatched: .cancelled, .accepted: .cancelled, .merged: .cancelled,
            ]),
        Move(act: .split, role: .serviceDesk, from: [.merged: .dispatched]),
        Move(act: .decline, role: .manager, from: [.submitted: .declined]),
        Move(act: .escalate, role: .steward, from: staying(open)),
        Move(act: .assign, role: .serviceDesk, from: staying(open)),
        Move(act: .whistle, role: .street, from: staying(open)),
        Move(act: .contain, role: .serviceDesk, from: staying(open)),
        Move(act: .note, role: .steward, from: staying(TicketState.allCases)),
        Move(act: .reply, role: .steward, from: staying(TicketState.allCases)),
    ]

    static func staying(_ states: [TicketState]) -> [TicketState: TicketState] {
        Dictionary(uniqueKeysWithValues: states.map { ($0, $0) })
    }

    @Test(arguments: Engines.all, moves)
    func everyStateIsAllowedOrForbiddenAsTheTableSays(engine: Engine, _ move: Move) async throws {
        try await DeskStore.with(on: engine) { desks in
            for state in TicketState.allCases {
                let number = try await desks.ticket(in: state)
                let ruling = try await desks.as(move.role, after: .minutes(1)) { call throws(SQLError) in
                    try Self.perform(move.act, number, desks.tickets, call)
                }
                if let target = move.from[state] {
                    #expect(
                        ruling.value?.state == target.rawValue, "\(move.act.rawValue) from \(state.rawValue)")
                } else {
                    let refusal = ruling.refusal
                    #expect(refusal?.kind == .conflict, "\(move.act.rawValue) from \(state.rawValue)")
                    #expect(refusal?.hint.isEmpty == false)
                    let after = try await desks.read { tx throws(SQLError) in
                        try tx.tickets.find(number: number)?.state
                    }
                    #expect(after == state)
                }
            }
        }
    }

    private static func perform(
        _ act: TicketAct, _ number: String, _ desk: TicketDesk, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        switch act {
        case .dispatch: try desk.dispatch(number, DispatchTicket(role: "engineer"), call)
        case .accept: try desk.accept(number, call)
        case .arrive: try desk.arrive(number, call)
        case .resolve: try desk.resolve(number, ResolveTicket(result: "已换灯"), call)
        case .giveBack: try desk.giveBack(number, Reason(reason: "不是本班的活"), call)
        case .suspend:
            try desk.suspend(
                number, SuspendTicket(reason: "等配件", resumeAt: (call.now + .days(3)).iso8601), call)
        case .resume: try desk.resume(number, call)
        case .reopen: try desk.reopen(number, Reason(reason: "又坏了"), call)
        case .cancel: try desk.cancel(number, Reason(reason: "重复"), call)
        case .decline:
            try desk.decline(
                number, DeclineTicket(reason: "out_of_area", referral: "请联系对面小区物业"), call)
        case .escalate: try desk.escalate(number, EscalateTicket(reason: "要多方协调"), call)
        case .assign: try desk.assign(number, AssignTicket(staff: "guard-1"), call)
        case .note: try desk.note(number, Words(text: "钥匙在前台"), call)
        case .reply: try desk.reply(number, ReplyTicket(text: "明天上午到"), call)
        case .whistle:
            try desk.whistle(number, BlowWhistle(departments: ["城管"], reason: "要部门来"), call)
        case .split: try desk.split(number, call)
        case .contain: try desk.contain(number, Words(text: "已关总阀"), call)
        case .rate, .reveal, .urge, .complete, .approveSuspension, .reportIn, .acknowledge, .snooze, .merge,
            .archive, .mediate, .score:
            .refused(Refusal(.invalid, "test", "not in this table"))
        }
    }
}
