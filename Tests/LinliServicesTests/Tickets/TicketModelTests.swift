import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Random events on a handful of tickets, with what must hold after each of them.
@Suite("The ticket's state machine under random events")
struct TicketModelTests {
    /// What is known of a ticket before an event.
    private struct Seen {
        var ticket: Ticket
        var clocks: [TicketClock]
        var breaches: Int
        var events: Int
    }

    @Test(
        "One taker, clocks that only go forward, an owner and a due time, everybody told",
        arguments: Engines.all, 1...8)
    func randomEvents(engine: Engine, seed: Int) async throws {
        try await House.with(on: engine) { house in
            var dice = SeededGenerator(seed: UInt64(seed) &* 7919)
            var crew: [StaffIdentity] = []
            for (name, role) in [
                ("engineer-1", Role.engineer), ("steward-9", .steward), ("desk-1", .serviceDesk),
                ("manager-1", .manager), ("community-1", .community),
            ] {
                crew.append(try await house.account(name, [role], chat: "chat-\(name)"))
            }
            let residents = [house.a, house.b, try await house.newcomer("c")]
            var now = House.monday
            var before: [TicketID: Seen] = [:]
            for _ in 0..<140 {
                let what = try await Self.event(
                    house, try #require(crew.randomElement(using: &dice)),
                    try #require(residents.randomElement(using: &dice)), now, &dice)
                let after = try await Self.look(house)
                try Self.check(before, after, "seed \(seed), \(what) at \(now.iso8601)")
                before = after
                now = now + .minutes(Int64.random(in: 0...180, using: &dice))
                try await house.run(until: now)
                let later = try await Self.look(house)
                try Self.check(before, later, "seed \(seed), time until \(now.iso8601)")
                before = later
            }
            #expect(before.count > 5)
            #expect(Set(before.values.map(\.ticket.state)).count > 3, "the walk goes somewhere")
            // Nothing waits for ever: what was resolved is filed, what is open still has a time.
            try await house.run(until: now + .days(40))
            let end = try await Self.look(house)
            try Self.check(before, end, "seed \(seed), forty days later")
            #expect(end.values.allSatisfy { $0.ticket.state != .resolved && $0.ticket.state != .rated })
        }
    }

    // MARK: Events

    private static let places = ["北门", "南门", "东门"]
    private static let categories = [
        "power.public_lighting", "lift.fault", "water.leak", "info.contact", "noise.neighbor",
    ]

    private static func event(
        _ house: House, _ staff: StaffIdentity, _ resident: Party, _ now: Instant,
        _ dice: inout SeededGenerator
    ) async throws -> String {
        let tickets = try await look(house).values.map(\.ticket).sorted { $0.id.rawValue < $1.id.rawValue }
        let choice = Int.random(in: 0..<30, using: &dice)
        guard let ticket = tickets.randomElement(using: &dice), choice > 2 else {
            let isLift = Bool.random(using: &dice)
            let category = try #require(categories.randomElement(using: &dice))
            let urgency = try #require([Urgency.p0, .p1, .p2, .p3].randomElement(using: &dice))
            let place = try #require(places.randomElement(using: &dice))
            let draft = TicketDraft(
                category: isLift ? "lift.fault" : category, urgency: urgency,
                text: "坏了\(Int.random(in: 0..<1_000, using: &dice))",
                address: isLift
                    ? Address(building: "3", unit: "2") : Address(place: place),
                anonymous: Bool.random(using: &dice))
            _ = try await house.handle(.openTicket(draft), from: resident, at: now)
            return "open"
        }
        let reference = TicketReference.number(ticket.number)
        switch choice {
        case 3: _ = try await house.handle(.urgeTicket(reference), from: resident, at: now)
        case 4:
            let score = Int.random(in: 1...5, using: &dice)
            _ = try await house.handle(
                .rateTicket(reference, score: score, solved: nil, text: "\(score)"), from: resident, at: now)
        case 5:
            let candidate = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            _ = try await house.handle(.cancel(candidate), from: resident, at: now)
        default:
            let other = try #require(tickets.randomElement(using: &dice))
            let ruling = try await house.call(staff, at: now) { desk, call throws(SQLError) in
                try act(choice, ticket.number, other.number, desk, call)
            }
            return "\(choice) by \(staff.name) on \(ticket.number): \(ruling.refusal?.code ?? "done")"
        }
        return "\(choice) by a resident on \(ticket.number)"
    }

    private static func act(
        _ choice: Int, _ number: String, _ other: String, _ desk: TicketDesk, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        let reason = Reason(reason: "原因")
        let later = (call.now + .hours(20)).iso8601
        switch choice {
        case 6, 7, 8: return try desk.accept(number, call)
        case 9, 10: return try desk.arrive(number, call)
        case 11, 12, 13: return try desk.resolve(number, ResolveTicket(result: "好了"), call)
        case 14: return try desk.giveBack(number, reason, call)
        case 15: return try desk.suspend(number, SuspendTicket(reason: "等配件", resumeAt: later), call)
        case 16: return try desk.suspend(number, SuspendTicket(approve: true), call)
        case 17: return try desk.resume(number, call)
        case 18: return try desk.escalate(number, EscalateTicket(reason: "模型"), call)
        case 19: return try desk.reopen(number, reason, call)
        case 20: return try desk.cancel(number, reason, call)
        case 21: return try desk.assign(number, AssignTicket(staff: "engineer-1"), call)
        case 22: return try desk.dispatch(number, DispatchTicket(), call)
        case 23: return try desk.reply(number, ReplyTicket(text: "在办"), call)
        case 24: return try desk.contain(number, Words(text: "已控制"), call)
        case 25: return try desk.acknowledge(number, Acknowledge(), call)
        case 26: return try desk.snooze(number, SnoozeTicket(reason: "等", until: later), call)
        case 27: return try desk.merge(number, MergeTicket(into: other), call)
        case 28: return try desk.split(number, call)
        default:
            return try desk.whistle(number, BlowWhistle(departments: ["城管"], reason: "要部门"), call)
        }
    }

    // MARK: What must hold

    private static func look(_ house: House) async throws -> [TicketID: Seen] {
        try await house.database.read { tx throws(SQLError) in
            // Counted in one statement: the walk looks three hundred times at every history.
            var events: [TicketID: (all: Int, breaches: Int)] = [:]
            let counts = try tx.all(
                """
                SELECT ticket_id, count(*), sum(CASE WHEN kind = \(TicketEvent.Kind.breach) THEN 1 ELSE 0 END)
                FROM ticket_events GROUP BY ticket_id
                """
            ) { row throws(SQLError) in (TicketID(try row.integer(0)), try row.int(1), try row.int(2)) }
            for (id, all, breaches) in counts { events[id] = (all, breaches) }
            var seen: [TicketID: Seen] = [:]
            for ticket in try tx.tickets.list(
                estate: "HTL", states: TicketState.allCases, limit: 1_000, after: TicketID(0))
            {
                seen[ticket.id] = Seen(
                    ticket: ticket, clocks: try tx.clocks.of(ticket.id),
                    breaches: events[ticket.id]?.breaches ?? 0, events: events[ticket.id]?.all ?? 0)
            }
            return seen
        }
    }

    private static func check(
        _ before: [TicketID: Seen], _ after: [TicketID: Seen], _ what: String
    ) throws {
        for (id, now) in after {
            let ticket = now.ticket
            checkState(now, after, what)
            guard let old = before[id] else { continue }
            #expect(now.events >= old.events, "the history only grows: \(what)")
            #expect(ticket.level >= old.ticket.level, "levels only go up: \(what)")
            if ticket.state != old.ticket.state {
                #expect(now.events > old.events, "no move without an event: \(what)")
                #expect(
                    isMove(old.ticket.state, ticket.state), "\(old.ticket.state) → \(ticket.state): \(what)")
            }
            for clock in old.clocks {
                guard
                    let same = now.clocks.first(where: {
                        $0.kind == clock.kind && $0.startedAt == clock.startedAt
                    })
                else { continue }
                #expect(clock.metAt == nil || same.metAt == clock.metAt, "met once: \(what)")
                #expect(
                    clock.breachedAt == nil || same.breachedAt == clock.breachedAt, "breached once: \(what)")
            }
        }
        #expect(before.keys.allSatisfy { after[$0] != nil })
    }

    private static func checkState(_ seen: Seen, _ all: [TicketID: Seen], _ what: String) {
        let ticket = seen.ticket
        let isTaken = [.accepted, .inProgress, .suspended].contains(ticket.state)
        #expect(!isTaken || ticket.taker != nil, "\(ticket.number) \(ticket.state) has nobody: \(what)")
        if ticket.state.isOpen {
            #expect(
                seen.clocks.contains { $0.kind == .resolve && $0.metAt == nil },
                "\(ticket.number) is open without a due time: \(what)")
        }
        if ticket.state == .merged {
            let head = ticket.mergedInto.flatMap { all[$0] }?.ticket
            #expect(
                head?.state.isOpen == true,
                "\(ticket.number) stands behind \(String(describing: head?.state)): \(what)")
        }
        if ticket.state == .cancelled {
            #expect(ticket.draft.urgency != .p0, "an emergency was cancelled: \(what)")
        }
        for clock in seen.clocks {
            if let met = clock.metAt {
                #expect(met >= clock.startedAt, "met before it began: \(what)")
            }
            if let breached = clock.breachedAt {
                #expect(breached >= clock.dueAt, "breached before its time: \(what)")
            }
        }
    }

    /// Some chain of acts of the table leads from one state to the other: an event and the timers of its
    /// moment may be several.
    private static func isMove(_ from: TicketState, _ to: TicketState) -> Bool {
        var reached: Set<TicketState> = [from]
        for _ in 0..<4 {
            for act in TicketAct.allCases {
                let step = TicketTransitions.step(act)
                if let target = step.to, step.from.contains(where: reached.contains) {
                    reached.insert(target)
                }
            }
        }
        return reached.contains(to) || (from == .merged && [.resolved, .declined, .archived].contains(to))
    }
}
