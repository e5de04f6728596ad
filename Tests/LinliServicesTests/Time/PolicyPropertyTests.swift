import LinliModel
import LinliSettings
import LinliTestKit
import Testing

@testable import LinliServices

/// Every limit of the shipped policy, from moments spread over two years of calendars, against a clock that
/// looks at every minute and a calendar that looks at every day.
@Suite struct PolicyPropertyTests {
    @Test("No deadline of the policy differs from counting", arguments: 0..<4)
    func everyDeadline(seed: Int) throws {
        var random = SeededGenerator(seed: 0xC10C + UInt64(seed))
        let settings = try Checkout.settings()
        let estate = try #require(settings.estates["HTL"])
        let policy = DeadlinePolicy(settings: settings)
        let first = try #require(CivilDate("2025-01-02"))
        let intents: [Intent?] = [nil, .complain, .infoQuery, .suggestNeed, .activitySignup]
        let categories: [String?] = [nil, "lift.trapped", "water.burst", "noise.neighbor"]
        var compared: Set<ServiceStep> = []
        for step in ServiceStep.allCases {
            for urgency in [Urgency.p0, .p1, .p2, .p3] {
                for intent in intents {
                    let category = categories.randomElement(using: &random) ?? nil
                    let matter = DeadlinePolicy.Matter(
                        estate: "HTL", category: category, intent: intent, urgency: urgency)
                    let date = first.adding(days: Int.random(in: 0..<660, using: &random))
                    let minute = Int.random(in: 0..<1440, using: &random)
                    let start = date.start + .minutes(Int64(minute))
                    guard let clock = try policy.clock(step, for: matter, from: start) else { continue }
                    let limit = try #require(
                        settings.sla.limit(step, urgency: urgency, category: category, intent: intent))
                    let windows = estate.windows(limit.hours)
                    guard let expected = Self.counted(limit, windows, date, minute, settings.calendars) else {
                        continue
                    }
                    compared.insert(step)
                    #expect(
                        clock.due == expected,
                        "\(step) \(urgency) \(limit.target) in \(windows) from \(start.iso8601)")
                }
            }
        }
        #expect(compared.isSuperset(of: [.firstResponse, .accept, .arrive, .resolve, .progress]))
    }

    /// Nil for a span of seconds, which no clock of minutes can count.
    private static func counted(
        _ limit: ServiceLevels.Limit, _ windows: ServiceWindows, _ date: CivilDate, _ minute: Int,
        _ years: [Int: CalendarYear]
    ) -> Instant? {
        let spans = windows.windows.map { (opens: $0.opens, closes: $0.closes) }
        switch limit.target {
        case .span(let span):
            guard span.seconds % 60 == 0 else { return nil }
            if limit.clock == .wall { return date.start + .minutes(Int64(minute)) + span }
            return BusinessClockPropertyTests.MinuteClock(
                spans: spans, isDaily: windows.days == .daily, years: years
            ).due(date, minute, Int(span.seconds / 60))
        case .workingDays(let count):
            var day = date
            var left = count
            while left > 0 {
                day = day.adding(days: 1)
                if years[day.year]?.isWorkingDay(day) ?? false { left -= 1 }
            }
            let last = (0..<1440).last { minute in
                spans.contains { minute >= $0.opens && minute < $0.closes }
            }
            return last.map { day.start + .minutes(Int64($0 + 1)) }
        }
    }
}
