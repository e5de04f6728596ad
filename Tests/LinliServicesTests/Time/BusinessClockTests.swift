import Foundation
import LinliModel
import LinliSettings
import Testing

@testable import LinliServices

@Suite struct BusinessClockTests {
    static let twoWindows = "09:00-12:00,13:30-18:00"

    private func due(
        _ from: String, _ target: String, _ windows: String, _ days: ServiceWindows.Days = .workingDays
    ) throws -> Deadline {
        let clock = BusinessClock(
            windows: try Checkout.windows(windows, days), calendar: try Checkout.calendar())
        return try clock.due(from: Checkout.instant(from), target: #require(TimeTarget(target)))
    }

    /// The table of `peers.md` 4.1, column "right".
    @Test(arguments: [
        ("2026-02-13 17:58", "5m", "2026-02-14 09:03"), ("2026-02-13 11:58", "5m", "2026-02-13 13:33"),
        ("2026-02-28 10:00", "8h", "2026-03-02 10:30"), ("2026-01-04 10:00", "5m", "2026-01-04 10:05"),
    ])
    func countsBusinessTime(from: String, target: String, expected: String) throws {
        #expect(try due(from, target, Self.twoWindows).due == Checkout.instant(expected))
    }

    /// "N working days" = close of business of the Nth working day after receipt (`domain.md` 2.11).
    @Test(arguments: [
        ("2026-02-13", 1, "2026-02-14"), ("2026-02-13", 5, "2026-02-27"), ("2026-02-14", 1, "2026-02-24"),
        ("2026-04-03", 1, "2026-04-07"), ("2026-04-03", 5, "2026-04-13"), ("2026-04-30", 2, "2026-05-07"),
        ("2026-05-08", 1, "2026-05-09"), ("2026-09-24", 2, "2026-09-29"), ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 5, "2026-10-13"), ("2025-12-31", 1, "2026-01-04"), ("2025-01-27", 1, "2025-02-05"),
        ("2025-09-30", 1, "2025-10-09"), ("2025-04-30", 5, "2025-05-12"),
    ])
    func countsWorkingDays(from: String, count: Int, expected: String) throws {
        for time in ["00:00", "10:00", "23:59"] {
            let deadline = try due("\(from) \(time)", "\(count)wd", Self.twoWindows)
            #expect(deadline.due == (try Checkout.instant("\(expected) 18:00")))
            #expect(deadline.intervals.count == count)
        }
    }

    @Test(arguments: [
        ("2026-12-31 10:00", "1wd"), ("2026-12-31 17:58", "5m"), ("2027-03-01 10:00", "5m"),
    ])
    func namesTheMissingCalendar(from: String, target: String) throws {
        #expect(throws: DeadlineError.noCalendar(CalendarMissing(year: 2027))) {
            try due(from, target, Self.twoWindows)
        }
    }

    @Test func doesNotAskForTheYearBefore() throws {
        let year = try Checkout.settings().calendars.filter { $0.key == 2026 }
        let clock = BusinessClock(
            windows: try Checkout.windows("22:00-06:00,09:00-17:00"), calendar: WorkingCalendar(year))
        let noon = try clock.due(from: Checkout.instant("2026-01-01 12:00"), target: .span(.minutes(5)))
        #expect(noon.due == (try Checkout.instant("2026-01-04 09:05")))
        let night = try Checkout.instant("2026-01-01 03:00")
        #expect(throws: DeadlineError.noCalendar(CalendarMissing(year: 2025))) {
            try clock.due(from: night, target: .span(.minutes(5)))
        }
    }

    /// Friday's night desk runs into Saturday, a holiday's eve into the holiday; Sunday has no desk.
    @Test(arguments: [
        ("2026-03-20 23:00", "2h", "2026-03-21 01:00"), ("2026-03-21 05:30", "1h", "2026-03-23 22:30"),
        ("2026-02-15 05:59", "2m", "2026-02-24 22:01"), ("2026-03-20 21:00", "9h", "2026-03-23 23:00"),
    ])
    func crossesMidnight(from: String, target: String, expected: String) throws {
        #expect(try due(from, target, "22:00-06:00").due == Checkout.instant(expected))
    }

    @Test(arguments: [
        ("09:00-24:00", "2026-03-18 23:58", "5m", "2026-03-19 09:03"),
        ("00:00-24:00", "2026-03-18 23:58", "5m", "2026-03-19 00:03"),
        ("09:00-09:00,10:00-11:00", "2026-03-18 08:00", "1h", "2026-03-18 11:00"),
        ("09:00-12:00,11:00-13:00", "2026-03-18 09:00", "4h", "2026-03-18 13:00"),
        ("20:00-06:00,05:00-07:00", "2026-03-18 20:00", "11h", "2026-03-19 07:00"),
        ("09:00-18:00", "2026-03-18 17:00", "1h", "2026-03-18 18:00"),
        ("09:00-18:00", "2026-03-18 18:00", "1m", "2026-03-19 09:01"),
        ("09:00-18:00", "2026-03-18 09:00", "0s", "2026-03-18 09:00"),
    ])
    func readsEdgesOfWindows(windows: String, from: String, target: String, expected: String) throws {
        #expect(try due(from, target, windows, .daily).due == Checkout.instant(expected))
    }

    @Test func keepsSecondsAndMilliseconds() throws {
        let start = try #require(Instant(iso8601: "2026-03-18T17:59:30.250+08:00"))
        let clock = BusinessClock(
            windows: try Checkout.windows("09:00-18:00"), calendar: try Checkout.calendar())
        #expect(
            try clock.due(from: start, target: .span(.seconds(90))).due.iso8601
                == "2026-03-19T09:01:00.250+08:00")
    }

    @Test func refusesWindowsWithoutLengthAndWorkingDaysByTheWall() throws {
        #expect(throws: DeadlineError.noWindows) { try due("2026-03-18 08:00", "5m", "09:00-09:00") }
        #expect(throws: DeadlineError.noWindows) { try due("2026-03-18 08:00", "1wd", "09:00-09:00") }
        let start = try Checkout.instant("2026-03-18 08:00")
        #expect(throws: DeadlineError.workingDaysByWallClock) {
            try BusinessClock.wall(from: start, target: .workingDays(1))
        }
        #expect(throws: DeadlineError.tooFar) {
            try due("2026-03-18 08:00", "9999999m", "09:00-09:01", .daily)
        }
    }

    @Test func wallClockRunsThroughTheNight() throws {
        let deadline = try BusinessClock.wall(
            from: Checkout.instant("2026-02-14 20:00"), target: .span(.hours(24)))
        #expect(deadline.due == (try Checkout.instant("2026-02-15 20:00")))
    }

    /// A pause that lies inside lunch banks nothing; one across closing time banks what was open.
    @Test(arguments: [
        ("2026-03-18 12:10", "2026-03-18 12:40", 0), ("2026-03-18 11:50", "2026-03-18 13:40", 20),
        ("2026-02-13 17:50", "2026-02-24 09:10", 10 + 450 + 10),
        ("2026-03-18 10:00", "2026-03-18 09:00", 0),
    ])
    func countsBusinessTimeBetween(from: String, to: String, minutes: Int) throws {
        let clock = BusinessClock(
            windows: try Checkout.windows(Self.twoWindows), calendar: try Checkout.calendar())
        let span = try clock.counted(from: Checkout.instant(from), to: Checkout.instant(to))
        #expect(span == .minutes(Int64(minutes)))
    }

    /// The example of `interface.md`, as JSON.
    @Test func explainsAsJSON() throws {
        let deadline = try due("2026-02-13 17:58", "5m", Self.twoWindows)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(bytes: try encoder.encode(deadline), encoding: .utf8)
        #expect(
            text == """
                {"due":"2026-02-14T09:03:00+08:00","intervals":[\
                {"counted_seconds":120,"from":"2026-02-13T17:58:00+08:00","to":"2026-02-13T18:00:00+08:00",\
                "why":"window 13:30-18:00"},\
                {"counted_seconds":180,"from":"2026-02-14T09:00:00+08:00","to":"2026-02-14T09:03:00+08:00",\
                "why":"window 09:00-12:00, make-up working day (春节)"}]}
                """)
    }

    @Test func namesTheDaysItPassedOver() throws {
        let deadline = try due("2026-02-14 17:58", "5m", Self.twoWindows)
        #expect(deadline.due == (try Checkout.instant("2026-02-24 09:03")))
        #expect(deadline.skipped.map(\.date.description) == (15...23).map { "2026-02-\($0)" })
        #expect(deadline.skipped.allSatisfy { $0.holiday == "春节" })
    }
}
