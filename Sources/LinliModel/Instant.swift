/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The only time type that crosses rooms. It is passed in, never asked of the system: the
/// composition root holds the one clock.
package struct Instant: Hashable, Comparable, Sendable, Codable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (instant: Instant, span: TimeSpan) -> Instant {
        Instant(milliseconds: instant.milliseconds + span.milliseconds)
    }

    package static func - (instant: Instant, span: TimeSpan) -> Instant {
        Instant(milliseconds: instant.milliseconds - span.milliseconds)
    }

    package static func - (later: Instant, earlier: Instant) -> TimeSpan {
        TimeSpan(milliseconds: later.milliseconds - earlier.milliseconds)
    }
}

/// A length of time in whole milliseconds. Negative when it points backwards.
package struct TimeSpan: Hashable, Comparable, Sendable, Codable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static let zero = TimeSpan(milliseconds: 0)
    package static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }
    package static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 1000) }
    package static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }
    package static func hours(_ count: Int64) -> TimeSpan { .minutes(count * 60) }
    package static func days(_ count: Int64) -> TimeSpan { .hours(count * 24) }

    /// Whole seconds, rounded towards zero.
    package var seconds: Int64 { milliseconds / 1000 }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds + right.milliseconds)
    }

    package static func * (span: TimeSpan, factor: Int64) -> TimeSpan {
        TimeSpan(milliseconds: span.milliseconds * factor)
    }
}
