import LinliModel
import LinliSettings
import LinliTestKit
import Testing

@testable import LinliServices

/// The clock against a second one that knows no arithmetic: it looks at every minute and asks whether
/// somebody is at work.
@Suite struct BusinessClockPropertyTests {

    struct MinuteClock {
        let spans: [(opens: Int, closes: Int)]
        let isDaily: Bool
        let years: [Int: CalendarYear]

        func isWorked(_ date: CivilDate) -> Bool {
            isDaily || (years[date.year]?.isWorkingDay(date) ?? false)
        }

        func isOpen(_ date: CivilDate, _ minute: Int) -> Bool {
            spans.contains { span in
                if span.opens == span.closes { return false }
                if span.opens < span.closes {
                    return minute >= span.opens && minute < span.closes && isWorked(date)
                }
                return (minute >= span.opens && isWorked(date))
                    || (minute < span.closes && isWorked(date.adding(days: -1)))
            }
        }

        /// The end of the `count`th open minute from `minute` of `date`.
        func due(_ date: CivilDate, _ minute: Int, _ count: Int) -> Instant {
            var date = date
            var minute = minute
            var left = count
            while true {
                if isOpen(date, minute) {
                    left -= 1
                    if left == 0 {
                        return CivilTime(date: date, hour: 0).instant + .minutes(Int64(minute + 1))
                    }
                }
                minute += 1
                if minute == 1440 {
                    minute = 0
                    date = date.adding(days: 1)
                }
            }
        }
    }

    @Test(arguments: 0..<8)
    func agreesWithCountingEveryMinute(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let years = try Checkout.settings().calendars
        let first = try #require(CivilDate("2025-01-02"))
        for _ in 0..<60 {
            let spans = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                (
                    opens: Int.random(in: 0..<1440, using: &random),
                    closes: Int.random(in: 0...1440, using: &random)
                )
            }
            guard spans.contains(where: { $0.opens != $0.closes }) else { continue }
            let isDaily = Bool.random(using: &random)
            let date = first.adding(days: Int.random(in: 0..<660, using: &random))
            let minute = Int.random(in: 0..<1440, using: &random)
            let count = Int.random(in: 1...900, using: &random)
            let text = spans.map { "\(clock($0.opens))-\(clock($0.closes))" }.joined(separator: ",")
            let windows = try Checkout.windows(text, isDaily ? .daily : .workingDays)
            let start = date.start + .minutes(Int64(minute))
            let open = spans.reduce(0) { $0 + ($1.closes - $1.opens + 1440) % 1440 }
            guard open > 20 else { continue }
            let expected = MinuteClock(spans: spans, isDaily: isDaily, years: years).due(
                date, minute, count)
            let business = BusinessClock(windows: windows, calendar: WorkingCalendar(years))
            let deadline = try business.due(from: start, target: .span(.minutes(Int64(count))))
            #expect(deadline.due == expected, "\(text) daily \(isDaily) from \(start.iso8601) \(count)m")
            let total = deadline.intervals.reduce(TimeSpan.zero) { $0 + $1.counted }
            #expect(total == .minutes(Int64(count)))
            #expect(try business.counted(from: start, to: deadline.due) == total)
            #expect(
                zip(deadline.intervals, deadline.intervals.dropFirst()).allSatisfy { $0.to <= $1.from })
        }
    }

    private func clock(_ minute: Int) -> String {
        let text = String(10_000 + minute / 60 * 100 + minute % 60).dropFirst()
        return "\(text.prefix(2)):\(text.suffix(2))"
    }
}
