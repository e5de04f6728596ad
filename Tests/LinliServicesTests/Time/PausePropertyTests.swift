import LinliModel
import LinliSettings
import LinliTestKit
import Testing

@testable import LinliServices

/// What a suspension gives back, against a clock that counts minute by minute and stands still in the pause.
@Suite struct PausePropertyTests {
    private typealias MinuteClock = BusinessClockPropertyTests.MinuteClock

    private static func settings(
        _ windows: String, daily: Bool, target: TimeTarget
    ) throws -> Settings {
        var settings = try Settings.load(
            directory: TemporaryStore.packageRoot + "/Config", environment: [:], includingChannels: false)
        settings.estates["HTL"]?.service = try #require(
            ServiceWindows(windows, days: daily ? .daily : .workingDays))
        settings.sla.exceptions = []
        settings.sla.limits[.p2]?[.resolve]?.target = target
        return settings
    }

    /// 200 pauses in two years of calendars, long and short, over nights, holidays and make-up days.
    @Test(
        "Counted minutes of the pause come back, no more and no less",
        arguments: [
            ("08:00-20:00", true), ("09:00-12:00,13:30-18:00", false), ("22:00-06:00", false),
            ("00:00-24:00", false),
        ])
    func minutes(windows: String, daily: Bool) throws {
        var dice = SeededGenerator(seed: 0x5EED + UInt64(windows.count))
        var settings = try Self.settings(windows, daily: daily, target: .workingDays(1))
        for _ in 0..<50 {
            let target = Int.random(in: 30...2_000, using: &dice)
            settings.sla.limits[.p2]?[.resolve]?.target = .span(.minutes(Int64(target)))
            let brute = MinuteClock(
                spans: try #require(settings.estates["HTL"]).service.windows.map {
                    ($0.opens, $0.closes > 1440 ? $0.closes - 1440 : $0.closes)
                }, isDaily: daily, years: settings.calendars)
            let first = try #require(CivilDate("2025-01-03"))
            let date = first.adding(days: Int.random(in: 0..<650, using: &dice))
            let start =
                CivilTime(date: date, hour: 0).instant + .minutes(Int64.random(in: 0..<1440, using: &dice))
            let policy = DeadlinePolicy(settings: settings)
            let matter = DeadlinePolicy.Matter(estate: "HTL", category: nil, urgency: .p2)
            let due = try #require(try policy.clock(.resolve, for: matter, from: start)?.due)
            // The pause begins before the time is over and lasts up to twelve days.
            let whole = max(1, (due - start).seconds / 60)
            let from = start + .minutes(Int64.random(in: 0..<whole, using: &dice))
            let to = from + .minutes(Int64.random(in: 1...17_280, using: &dice))
            let moved = try #require(
                try policy.postponed(.resolve, for: matter, due: due, pausedFrom: from, to: to)?.due)
            let expected = brute.due(from: start, minutes: target, pausedFrom: from, to: to)
            #expect(
                moved == expected, "\(windows) \(target) min from \(start.iso8601), pause \(from.iso8601)")
        }
    }

    /// peers.md 4.1: half an hour inside the lunch break banks nothing.
    @Test func aPauseInsideTheLunchBreakGivesNothingBack() throws {
        let settings = try Self.settings(
            "09:00-12:00,13:30-18:00", daily: false, target: .span(.hours(8)))
        let policy = DeadlinePolicy(settings: settings)
        let matter = DeadlinePolicy.Matter(estate: "HTL", category: nil, urgency: .p2)
        let due = Instant.at("2026-03-02 10:30")
        #expect(
            try policy.clock(.resolve, for: matter, from: .at("2026-02-28 10:00"))?.due == due,
            "Saturday the 28th is worked")
        let same = try policy.postponed(
            .resolve, for: matter, due: due, pausedFrom: .at("2026-02-28 12:30"),
            to: .at("2026-02-28 13:00"))
        #expect(same?.due == due)
    }

    /// Three working days from Mon 9 Feb 2026 end on Thu 12; a pause from Tue to Sat takes Wed, Thu, Fri
    /// and the make-up Saturday 14: four working days, and Spring Festival lies from the 15th to the 23rd.
    @Test func wholeWorkingDaysComeBackAcrossAHoliday() throws {
        let settings = try Self.settings("08:00-20:00", daily: true, target: .workingDays(3))
        let policy = DeadlinePolicy(settings: settings)
        let matter = DeadlinePolicy.Matter(estate: "HTL", category: nil, urgency: .p2)
        let due = try #require(
            try policy.clock(.resolve, for: matter, from: .at("2026-02-09 10:00"))?.due)
        #expect(due == .at("2026-02-12 20:00"))
        let moved = try policy.postponed(
            .resolve, for: matter, due: due, pausedFrom: .at("2026-02-10 10:00"),
            to: .at("2026-02-14 10:00"))
        // Fri 13, Sat 14, Tue 24, Wed 25.
        #expect(moved?.due == .at("2026-02-25 20:00"))
    }

    @Test func whatBeginsAfterTheTimeGivesNothing() throws {
        let settings = try Self.settings("08:00-20:00", daily: true, target: .span(.hours(2)))
        let policy = DeadlinePolicy(settings: settings)
        let matter = DeadlinePolicy.Matter(estate: "HTL", category: nil, urgency: .p2)
        let due = Instant.at("2026-03-16 12:00")
        #expect(
            try policy.postponed(
                .resolve, for: matter, due: due, pausedFrom: due, to: due + .hours(1)) == nil)
    }
}

extension BusinessClockPropertyTests.MinuteClock {
    /// The end of the `count`th open minute from `start` that does not lie in the pause.
    func due(from start: Instant, minutes count: Int, pausedFrom from: Instant, to: Instant) -> Instant {
        var now = start
        var left = count
        while true {
            let time = now.civil
            if isOpen(time.date, time.hour * 60 + time.minute), now < from || now >= to {
                left -= 1
                if left == 0 { return now + .minutes(1) }
            }
            now = now + .minutes(1)
        }
    }
}
