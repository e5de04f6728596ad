import LinliModel

/// When something is due, and how that was counted. Encodes as `linli explain deadline --json` prints it.
package struct Deadline: Sendable, Hashable, Encodable {
    /// A stretch of time that counted.
    package struct Interval: Sendable, Hashable, Encodable {
        package var from: Instant
        package var to: Instant
        package var counted: TimeSpan
        /// "window 13:30-18:00".
        package var why: String

        private enum CodingKeys: String, CodingKey {
            case from, to, why
            case countedSeconds = "counted_seconds"
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(from.iso8601, forKey: .from)
            try container.encode(to.iso8601, forKey: .to)
            try container.encode(counted.seconds, forKey: .countedSeconds)
            try container.encode(why, forKey: .why)
        }
    }

    /// A day that was passed over, for people who ask why it took so long. Not part of the JSON.
    package struct Skipped: Sendable, Hashable {
        package var date: CivilDate
        /// The holiday's name, or nil on an ordinary weekend.
        package var holiday: String?
    }

    package var due: Instant
    package var intervals: [Interval]
    package var skipped: [Skipped]
    /// True where a day was counted by Monday to Friday because its year has no notice yet.
    package var isProvisional: Bool

    private enum CodingKeys: String, CodingKey {
        case due, intervals
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(due.iso8601, forKey: .due)
        try container.encode(intervals, forKey: .intervals)
    }
}

/// Why no deadline can be given.
package enum DeadlineError: Error, Sendable, Hashable, CustomStringConvertible {
    case noCalendar(CalendarMissing)
    /// All windows are of no length: the clock would never run.
    case noWindows
    /// Working days cannot be counted by the wall clock.
    case workingDaysByWallClock
    /// The target lies further off than `Limits.deadlineDays`.
    case tooFar

    package var description: String {
        switch self {
        case .noCalendar(let missing): missing.description
        case .noWindows: "时段没有长度；请至少填一段，如 09:00-18:00"
        case .workingDaysByWallClock:
            "按自然时间不能数工作日；请改填小时、分钟或秒"
        case .tooFar: "时限超过 \(Limits.deadlineDays) 天；请填短一些"
        }
    }
}
