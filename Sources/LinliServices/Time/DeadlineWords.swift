import LinliModel
import LinliSettings

/// How a due time was counted, in a resident's words: "3月16日（周一）10:00起算，5分钟，10:05到期。".
///
/// Only what the counting itself says: which days and hours counted, which were passed over and why.
struct DeadlineWords: Sendable {
    let target: TimeTarget
    let start: Instant

    func line(_ deadline: Deadline, isBusiness: Bool, closes: Bool) -> String {
        var parts = [beginning(isBusiness: isBusiness)]
        if case .workingDays = target {
            let days = deadline.intervals.map { Self.day($0.from.civil.date) }
            parts.append(days.enumerated().map { "\($0.element)算第\($0.offset + 1)天" }.joined(separator: "，"))
        } else if isBusiness, deadline.intervals.count > 1 || deadline.intervals.first?.from != start {
            parts.append(deadline.intervals.map(Self.stretch).joined(separator: "，"))
        }
        let skipped = skipped(deadline.skipped)
        if !skipped.isEmpty { parts.append(skipped) }
        if deadline.isProvisional { parts.append("放假安排还没公布，先按周一至周五算，公布后重算") }
        parts.append("\(Self.moment(deadline.due))\(closes ? "下班时" : "")到期")
        return parts.filter { !$0.isEmpty }.joined(separator: "；") + "。"
    }

    private func beginning(isBusiness: Bool) -> String {
        switch target {
        case .workingDays(let count):
            "\(count)个工作日，\(Self.day(start.civil.date))收到当天不算"
        case .span(let span):
            "\(Self.moment(start))起算，\(Self.length(span))\(isBusiness ? "，只算服务时间" : "，昼夜连续算")"
        }
    }

    private func skipped(_ days: [Deadline.Skipped]) -> String {
        var runs: [(name: String, first: CivilDate, last: CivilDate)] = []
        for day in days {
            let name = day.holiday.map { "\($0)放假" } ?? "周末"
            if let run = runs.last, run.name == name, run.last.adding(days: 1) == day.date {
                runs[runs.count - 1].last = day.date
            } else {
                runs.append((name, day.date, day.date))
            }
        }
        return runs.map { run in
            let span =
                run.first == run.last
                ? Self.date(run.first) : "\(Self.date(run.first))至\(Self.date(run.last))"
            return "\(span)\(run.name)不算"
        }.joined(separator: "，")
    }

    private static func stretch(_ interval: Deadline.Interval) -> String {
        "\(moment(interval.from))至\(interval.to.civil.shortClock)算\(length(interval.counted))"
    }

    static func length(_ span: TimeSpan) -> String {
        let seconds = span.seconds
        if seconds % 3600 == 0 { return "\(seconds / 3600)小时" }
        if seconds % 60 == 0 { return "\(seconds / 60)分钟" }
        return "\(seconds)秒"
    }

    /// "3月19日（周四）18:00".
    static func moment(_ instant: Instant) -> String { day(instant.civil.date) + instant.civil.shortClock }

    private static func date(_ date: CivilDate) -> String { "\(date.month)月\(date.day)日" }

    private static func day(_ date: CivilDate) -> String {
        "\(Self.date(date))（\(CivilDate.weekdayName(date.weekday))）"
    }
}
