import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Dates reasoned from domain.md 2.11: 5 April 2026 lies in Qingming (4–6), 5 July is a Sunday, 5 October
/// lies in National Day (1–7), 10 January is a Saturday; 4 January is a make-up Sunday.
@Suite("Reports are called to mind on working days")
struct ReportReminderTests {
    private static func reminders(_ house: House) -> ReportReminders {
        ReportReminders(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
    }

    private static func arm(_ house: House, at now: Instant) async throws {
        let reminders = reminders(house)
        try await house.database.write { tx throws(SQLError) in try reminders.arm(in: tx, at: now) }
    }

    @Test("A year of reminders, each at nine of its day", arguments: Engines.all)
    func year(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.arm(house, at: .at("2026-01-01 00:00"))
            let fired = try await house.run(until: .at("2026-11-14 00:00"))
            let expected = [
                // 2025Q4 by Monday the 5th, 2025 by Friday the 9th; both begin with Sunday the 4th.
                "2026-01-04 09:00", "2026-01-04 09:00", "2026-01-05 09:00", "2026-01-09 09:00",
                "2026-04-01 09:00", "2026-04-03 09:00", "2026-07-01 09:00", "2026-07-03 09:00",
                // Nothing is worked from 1 to 7 October: the last day before is 30 September.
                "2026-09-30 09:00",
            ].map { Instant.at($0) }
            #expect(fired.map(\.at) == expected)
            let told = try await house.staffMessages()
            #expect(
                told.contains("staff.report_due date=4月3日（周五） report=2026年第1季度季报"), "\(told)")
            #expect(told.contains("staff.report_due date=1月9日（周五） report=2025年年报"), "\(told)")
        }
    }

    @Test("Without the calendar of the year the staff hear that, every week", arguments: Engines.all)
    func missing(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.arm(house, at: .at("2026-11-16 00:00"))
            try await house.run(until: .at("2026-12-08 00:00"))
            let told = try await house.staffMessages()
            #expect(told.filter { $0 == "staff.calendar_missing year=2027" }.count == 3, "\(told)")
        }
    }

    @Test("A start sets the same reminders going once", arguments: Engines.all)
    func restart(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for minute in 0..<3 { try await Self.arm(house, at: .at("2026-03-31 10:0\(minute)")) }
            let fired = try await house.run(until: .at("2026-04-04 00:00"))
            #expect(fired.map(\.at) == [.at("2026-04-01 09:00"), .at("2026-04-03 09:00")])
            #expect(try await house.staffMessages().count == 2)
        }
    }

    @Test("Who may read reports hears it in his own chat", arguments: Engines.all)
    func chats(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("manager", [.manager], chat: "m")
            try await house.account("engineer-1", [.engineer], chat: "e")
            try await Self.arm(house, at: .at("2026-04-01 10:00"))
            try await house.run(until: .at("2026-04-03 09:00"))
            #expect(try await house.messages(to: "m").count == 1)
            #expect(try await house.messages(to: "e").isEmpty)
        }
    }
}
