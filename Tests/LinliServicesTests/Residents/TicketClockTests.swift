import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Due times reasoned by hand from `domain.md` 2.2.2 and 2.11: service hours 08:00–20:00 daily; "N working
/// days" end with the business of the Nth working day after the day of receipt.
@Suite("The clocks of a ticket")
struct TicketClockTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let urgency: Urgency
        let received: String
        let response: String
        let accept: String
        let resolve: String
        var provisional: Set<ClockKind> = []
        var intent: Intent?

        var testDescription: String { "\(urgency.rawValue) \(intent?.rawValue ?? "") at \(received)" }
    }

    static let cases: [Case] = [
        Case(
            urgency: .p0, received: "2026-03-16 10:00", response: "2026-03-16 10:05",
            accept: "2026-03-16 10:05", resolve: "2026-03-17 10:00"),
        Case(
            urgency: .p1, received: "2026-03-16 10:00", response: "2026-03-16 10:05",
            accept: "2026-03-16 10:15", resolve: "2026-03-17 10:00"),
        // Mon 16 → Tue 17, Wed 18, Thu 19.
        Case(
            urgency: .p2, received: "2026-03-16 10:00", response: "2026-03-16 10:05",
            accept: "2026-03-16 12:00", resolve: "2026-03-19 20:00"),
        // Ten working days after Mon 16: Fri 20 is the fourth, Fri 27 the ninth, Mon 30 the tenth.
        Case(
            urgency: .p3, received: "2026-03-16 10:00", response: "2026-03-16 10:05",
            accept: "2026-03-17 20:00", resolve: "2026-03-30 20:00"),
        // P0 and P1 know no night and no holiday.
        Case(
            urgency: .p0, received: "2026-02-17 03:00", response: "2026-02-17 03:05",
            accept: "2026-02-17 03:05", resolve: "2026-02-18 03:00"),
        Case(
            urgency: .p1, received: "2026-10-01 23:58", response: "2026-10-02 00:03",
            accept: "2026-10-02 00:13", resolve: "2026-10-02 23:58"),
        // At night: within five minutes of opening.
        Case(
            urgency: .p2, received: "2026-03-16 22:00", response: "2026-03-17 08:05",
            accept: "2026-03-17 10:00", resolve: "2026-03-19 20:00"),
        // Two minutes are left of the day, three are taken from the next.
        Case(
            urgency: .p2, received: "2026-03-16 19:58", response: "2026-03-17 08:03",
            accept: "2026-03-17 09:58", resolve: "2026-03-19 20:00"),
        // Friday before Spring Festival: Sat 14 is worked, then nothing until Tue 24 and Wed 25.
        Case(
            urgency: .p2, received: "2026-02-13 10:00", response: "2026-02-13 10:05",
            accept: "2026-02-13 12:00", resolve: "2026-02-25 20:00"),
        // Labour Day is off until 5 May; Sat 9 May is worked: 6, 7, 8, 9, 11 … 15, 18.
        Case(
            urgency: .p3, received: "2026-04-30 10:00", response: "2026-04-30 10:05",
            accept: "2026-05-06 20:00", resolve: "2026-05-18 20:00"),
        // The property works on holidays: the response does not wait for the end of National Day.
        Case(
            urgency: .p2, received: "2026-10-03 21:00", response: "2026-10-04 08:05",
            accept: "2026-10-04 10:00", resolve: "2026-10-10 20:00"),
        // A complaint has five working days: Tue 17 … Fri 20, Mon 23. A question has one.
        Case(
            urgency: .p2, received: "2026-03-16 10:00", response: "2026-03-16 10:05",
            accept: "2026-03-16 12:00", resolve: "2026-03-23 20:00", intent: .complain),
        Case(
            urgency: .p3, received: "2026-03-16 10:00", response: "2026-03-16 10:05",
            accept: "2026-03-17 20:00", resolve: "2026-03-17 20:00", intent: .infoQuery),
        // No notice for 2027 yet: counted by Monday to Friday, and marked so.
        Case(
            urgency: .p2, received: "2026-12-31 10:00", response: "2026-12-31 10:05",
            accept: "2026-12-31 12:00", resolve: "2027-01-05 20:00", provisional: [.resolve]),
    ]

    @Test("Due times", arguments: Engines.all, cases)
    func due(engine: Engine, one: Case) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(one.urgency, intent: one.intent, at: .at(one.received))
            let clocks = try await house.clocks(ticket)
            #expect(clocks[.firstResponse]?.dueAt.iso8601 == Instant.at(one.response).iso8601)
            #expect(clocks[.accept]?.dueAt.iso8601 == Instant.at(one.accept).iso8601)
            #expect(clocks[.resolve]?.dueAt.iso8601 == Instant.at(one.resolve).iso8601)
            #expect(Set(clocks.values.filter(\.provisional).map(\.kind)) == one.provisional)
            let armed = try await house.database.read { tx throws(SQLError) in
                try tx.timers.due(at: .at("2027-12-31 00:00"), limit: 99)
            }
            for clock in clocks.values {
                let timer = armed.filter { $0.kind == clock.kind.timer }
                #expect(timer.count == 1, "one timer goes through the stages of a clock")
                #expect(timer.allSatisfy { $0.dueAt > clock.startedAt && $0.dueAt <= clock.dueAt })
            }
        }
    }

    @Test("A breach is written once, lifts the matter to L2 and tells the staff", arguments: Engines.all)
    func breach(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let due = House.monday + .minutes(5)
            try await house.run(until: due - .milliseconds(1))
            #expect(try await house.details(.breach, of: ticket).isEmpty)
            #expect(try await house.fireTimers(at: due) == [.firstResponse])
            #expect(try await house.fireTimers(at: due).isEmpty)
            #expect(
                try await house.fireTimers(at: due - .hours(2)).isEmpty,
                "a clock set back fires nothing twice")
            let clock = try await house.clocks(ticket)[.firstResponse]
            #expect(clock?.breachedAt == due)
            #expect(clock?.metAt == nil)
            #expect(try await house.ticket(ticket.id).level == 2)
            let told = try await house.staffMessages().filter { $0.hasPrefix("staff.escalated") }
            #expect(told.count == 1)
            #expect(told.first?.contains("level=L2") == true)
            #expect(told.first?.contains(ticket.number) == true)
            let events = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.of(ticket.id).map(\.kind)
            }
            #expect(events == [.submit, .dispatch, .warn, .warn, .breach, .escalate])
        }
    }

    @Test("Every clock of a neglected P0 breaks in turn; late acceptance stays late", arguments: Engines.all)
    func neglected(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped")
            try await house.fireTimers(at: House.monday + .minutes(5))
            #expect(try await house.ticket(ticket.id).level == 2, "both were due; one rule lifts it")
            let services = TicketClocks(
                settings: house.settings,
                notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
            let late = House.monday + .minutes(6)
            try await house.database.write { tx throws(SQLError) in
                try services.meet(ticket.id, [.firstResponse, .accept], in: tx, at: late)
            }
            let clock = try await house.clocks(ticket)[.accept]
            #expect(clock?.breachedAt == House.monday + .minutes(5))
            #expect(clock?.metAt == late)
        }
    }

    @Test("What the machine says never meets the first response", arguments: Engines.all)
    func automatic(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            _ = try await house.handle(.ticketStatus(.latest))
            _ = try await house.handle(.urgeTicket(.latest), at: House.monday + .minutes(1))
            _ = try await house.handle(
                .completeTicket(number: ticket.number, text: "北门东侧", address: Address(place: "北门东侧")),
                at: House.monday + .minutes(2))
            let clocks = try await house.clocks(ticket)
            #expect(clocks.values.allSatisfy { $0.metAt == nil })
            #expect(clocks.count == 3)
        }
    }

    @Test("A cancelled ticket breaks no clock", arguments: Engines.all)
    func cancelled(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let candidate = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            #expect(try await house.handle(.cancel(candidate)) == .cancelled(candidate))
            #expect(try await house.fireTimers(at: House.monday + .days(30)).isEmpty)
            #expect(try await house.clocks(ticket).values.allSatisfy { $0.breachedAt == nil })
            #expect(try await house.ticket(ticket.id).level == 1)
        }
    }

    @Test(
        "A suspension stops the resolve clock only; when it ends by itself, the clock runs out after all",
        arguments: Engines.all)
    func suspended(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let due = try #require(try await house.clocks(ticket)[.resolve]?.dueAt)
            try await house.database.write { tx throws(SQLError) in
                try tx.tickets.move(ticket.id, from: [.dispatched], to: .suspended)
                try tx.timers.arm(.resume, subject: ticket.id.description, due: due + .days(1))
            }
            let fired = try await house.fireTimers(at: due)
            #expect(Set(fired).isSuperset(of: [.firstResponse, .accept, .resolve]))
            #expect(try await house.clocks(ticket)[.resolve]?.breachedAt == nil)
            #expect(try await house.fireTimers(at: due + .days(1)).contains(.resume))
            #expect(try await house.ticket(ticket.id).state == .inProgress)
            #expect(try await house.fireTimers(at: due + .days(1)) == [.resolve], "no pause is on record")
            #expect(try await house.clocks(ticket)[.resolve]?.breachedAt == due + .days(1))
        }
    }

    @Test("The ladder ends at L5", arguments: Engines.all)
    func ladder(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            try await house.database.write { tx throws(SQLError) in _ = try tx.tickets.climb(ticket.id, to: 5)
            }
            try await house.fireTimers(at: House.monday + .minutes(5))
            #expect(try await house.ticket(ticket.id).level == 5)
        }
    }
}
