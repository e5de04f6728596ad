import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import Testing

@testable import LinliServices

/// Time and staff in the test's hand.
extension House {
    struct Fired: Sendable, Hashable {
        let kind: TimerRow.Kind
        let at: Instant
    }

    /// Goes from timer to timer until `end`, each at its own time, as a daemon that runs does.
    @discardableResult
    func run(until end: Instant) async throws -> [Fired] {
        var fired: [Fired] = []
        while let next = try await database.read({ tx throws(SQLError) in try tx.timers.next() }), next <= end
        {
            fired += try await fireTimers(at: next).map { Fired(kind: $0, at: next) }
        }
        return fired
    }

    func events(of ticket: Ticket) async throws -> [TicketEvent] {
        try await database.read { tx throws(SQLError) in try tx.ticketEvents.of(ticket.id) }
    }

    /// "kind detail" of those of one kind.
    func details(_ kind: TicketEvent.Kind, of ticket: Ticket) async throws -> [String] {
        try await events(of: ticket).filter { $0.kind == kind }.map(\.detail)
    }

    /// An account with roles and, where one is named, a bound chat on `web`.
    @discardableResult
    func account(_ name: String, _ roles: [Role], chat: String? = nil) async throws -> StaffIdentity {
        let id = try await database.write { tx throws(SQLError) -> StaffID? in
            guard let id = try tx.staff.add(name: name, at: Self.monday) else { return nil }
            for role in roles { try tx.staff.grant(role, to: id, estate: nil) }
            if let chat { try tx.staffCodes.attach(id, channel: "web", sender: chat, at: Self.monday) }
            return id
        }
        let role = try #require(roles.first)
        return StaffIdentity(id: try #require(id), name: name, role: role, estate: nil)
    }

    var desk: TicketDesk {
        TicketDesk(
            settings: settings, notifier: Notifier(phrases: KeyBook(), settings: settings, wakeups: .none))
    }

    func call<Value: Sendable>(
        _ staff: StaffIdentity, at now: Instant,
        _ body: @escaping @Sendable (TicketDesk, DeskCall) throws(SQLError) -> Ruling<Value>
    ) async throws -> Ruling<Value> {
        let desk = desk
        return try await database.write { tx throws(SQLError) in
            try body(desk, DeskCall(staff: staff, in: tx, at: now))
        }
    }

    /// Accepted and brought to its result in the same moment.
    func resolve(
        _ ticket: Ticket, by staff: StaffIdentity, result: String = "好了", at now: Instant = House.monday
    ) async throws {
        for isAccepted in [false, true] {
            _ = try await call(staff, at: now) { desk, call throws(SQLError) in
                isAccepted
                    ? try desk.resolve(ticket.number, ResolveTicket(result: result), call)
                    : try desk.accept(ticket.number, call)
            }
        }
    }
}
