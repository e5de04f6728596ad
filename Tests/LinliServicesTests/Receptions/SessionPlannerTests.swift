import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("A13: sessions of a rhythm are planned ahead, on working days only")
struct SessionPlannerTests {
    private static let weekly = Estate.Reception(
        kind: "weekly", rhythm: .weekly(weekday: 4), startMinute: 15 * 60, place: "议事亭", leader: "镇（街）领导")
    private static let monthly = Estate.Reception(
        kind: "day", rhythm: .monthly(day: 15), startMinute: 19 * 60, place: "党群站", leader: "")

    private static func with(
        _ reception: Estate.Reception, on engine: Engine, change: (inout Settings) -> Void = { _ in },
        _ test: (House) async throws -> Void
    ) async throws {
        try await House.with(
            on: engine,
            settings: { settings in
                settings.estates["HTL"]?.receptions = [reception]
                change(&settings)
            }, test: test)
    }

    private static func arm(_ house: House, at now: Instant) async throws {
        let alarms = ReceptionAlarms(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
        try await house.database.write { tx throws(SQLError) in try alarms.arm(in: tx, at: now) }
    }

    /// When the sessions begin, soonest first.
    private static func starts(_ house: House) async throws -> [Instant] {
        try await house.database.read { tx throws(SQLError) in
            try tx.sessions.list(estate: "HTL", rows: 100).map(\.startsAt).sorted()
        }
    }

    private static func bookable(_ house: House, at now: Instant) async throws -> [Instant] {
        try await house.database.read { tx throws(SQLError) in
            try tx.sessions.list(estate: "HTL", rows: 100).filter { $0.bookingClosesAt > now }.map(
                \.startsAt)
        }
    }

    /// Set up on the day itself: it can be walked into, and who asks is not told that there is none.
    @Test("What can be booked no longer stands until it begins", arguments: Engines.all)
    func walkIns(engine: Engine) async throws {
        try await Self.with(Self.weekly, on: engine) { house in
            try await Self.arm(house, at: .at("2026-03-26 08:30"))
            #expect(try await Self.starts(house) == [.at("2026-03-26 15:00"), .at("2026-04-02 15:00")])
        }
        try await Self.with(Self.weekly, on: engine) { house in
            try await Self.arm(house, at: .at("2026-03-26 15:00"))
            #expect(try await Self.starts(house) == [.at("2026-04-02 15:00")])
        }
    }

    @Test(
        "The next date that can still be booked",
        arguments: Engines.all,
        [
            // Monday; booking for Thursday's closes on Wednesday at 17:00.
            (weekly, "2026-03-16 10:00", "2026-03-19 15:00"),
            (weekly, "2026-03-18 16:59", "2026-03-19 15:00"),
            (weekly, "2026-03-18 17:00", "2026-03-26 15:00"),
            // Labour Day's notice has 1 to 5 May off: Thursday 7 May is worked.
            (weekly, "2026-04-30 09:00", "2026-05-07 15:00"),
            // 1 October, a Thursday, to the 7th are off: it moves to the 8th, and that one is it too.
            (weekly, "2026-09-25 10:00", "2026-10-08 15:00"),
            (monthly, "2026-03-16 10:00", "2026-04-15 19:00"),
            // The 15th of March is a Sunday and no holiday; Friday is the last working day before.
            (monthly, "2026-03-02 10:00", "2026-03-15 19:00"),
            // 15 to 23 February are Spring Festival: the 24th is the first working day.
            (monthly, "2026-02-02 10:00", "2026-02-24 19:00"),
        ])
    func next(engine: Engine, row: (Estate.Reception, String, String)) async throws {
        let (reception, now, expected) = row
        try await Self.with(reception, on: engine) { house in
            try await Self.arm(house, at: .at(now))
            #expect(try await Self.bookable(house, at: .at(now)) == [.at(expected)])
            let all = try await Self.starts(house)
            try await Self.arm(house, at: .at(now))
            #expect(try await Self.starts(house) == all, "a restart plans nothing twice")
        }
    }

    @Test("When one can be booked no longer the next one is there", arguments: Engines.all)
    func goesOn(engine: Engine) async throws {
        try await Self.with(Self.weekly, on: engine) { house in
            try await Self.arm(house, at: House.monday)
            try await house.run(until: .at("2026-04-01 17:00"))
            #expect(
                try await Self.starts(house)
                    == ["2026-03-19", "2026-03-26", "2026-04-02", "2026-04-09"].map { .at("\($0) 15:00") })
        }
    }

    @Test("One that was cancelled is not planned again, the one after it is", arguments: Engines.all)
    func cancelled(engine: Engine) async throws {
        try await Self.with(Self.weekly, on: engine) { house in
            try await Self.arm(house, at: House.monday)
            try await house.database.write { tx throws(SQLError) in
                for session in try tx.sessions.list(estate: "HTL", rows: 1) {
                    _ = try tx.sessions.end(session.id, .cancelled)
                }
            }
            try await Self.arm(house, at: House.monday)
            let open = try await house.database.read { tx throws(SQLError) in
                try tx.sessions.upcoming(estate: "HTL", from: House.monday, limit: 10).map(\.startsAt)
            }
            #expect(open == [.at("2026-03-26 15:00")])
        }
    }

    @Test(
        "Of a year without a calendar nothing is planned, until its file is there", arguments: Engines.all)
    func noCalendar(engine: Engine) async throws {
        let now = Instant.at("2026-12-30 10:00")
        try await Self.with(Self.weekly, on: engine) { house in
            #expect(house.settings.calendars[2027] == nil)
            try await Self.arm(house, at: .at("2026-12-31 09:00"))
            #expect(try await Self.bookable(house, at: .at("2026-12-31 09:00")).isEmpty)
        }
        func addFile(_ settings: inout Settings) {
            settings.calendars[2027] = CalendarYear(year: 2027, source: "test", days: [:])
        }
        try await Self.with(Self.weekly, on: engine, change: addFile) { house in
            try await Self.arm(house, at: now)
            try await house.run(until: .at("2027-01-01 00:00"))
            #expect(try await Self.starts(house) == [.at("2026-12-31 15:00"), .at("2027-01-07 15:00")])
        }
    }
}
