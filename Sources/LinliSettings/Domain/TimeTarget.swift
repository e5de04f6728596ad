import LinliModel

/// How long something may take: a length of time, or a number of working days.
package enum TimeTarget: Sendable, Hashable, Codable, CustomStringConvertible {
    case span(TimeSpan)
    case workingDays(Int)

    /// Reads `90s`, `5m`, `2h`, `7d` (days of 24 hours) and `3wd` (working days); nil for anything else.
    package init?(_ text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard (1...7).contains(digits.count), let count = Int64(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "s": self = .span(.seconds(count))
        case "m": self = .span(.minutes(count))
        case "h" where count <= 24 * Int64(Limits.deadlineDays): self = .span(.hours(count))
        case "d" where count <= Int64(Limits.deadlineDays): self = .span(.days(count))
        case "wd" where (1...Int64(Limits.deadlineDays)).contains(count): self = .workingDays(Int(count))
        default: return nil
        }
    }

    /// The shortest form that `init` reads again.
    package var description: String {
        switch self {
        case .workingDays(let count): "\(count)wd"
        case .span(let span) where span.seconds % 86_400 == 0 && span.seconds > 0:
            "\(span.seconds / 86_400)d"
        case .span(let span) where span.seconds % 3600 == 0 && span.seconds > 0: "\(span.seconds / 3600)h"
        case .span(let span) where span.seconds % 60 == 0 && span.seconds > 0: "\(span.seconds / 60)m"
        case .span(let span): "\(span.seconds)s"
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let target = TimeTarget(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a time like 90s, 5m, 2h, 7d or 3wd")
        }
        self = target
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Item {
    var target: TimeTarget? {
        parsed("a time like 90s, 5m, 2h, 7d or 3wd (working days)") { TimeTarget($0) }
    }
}
