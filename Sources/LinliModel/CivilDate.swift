/// A day of the Gregorian calendar, without a time.
///
/// China keeps one fixed offset of +08:00 the whole year, so civil time is plain arithmetic: no
/// time-zone database takes part.
package struct CivilDate: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil when the three numbers name no day ("2026-02-30").
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.daysIn(month: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01. The algorithm is Howard Hinnant's `civil_from_days`.
    package init(daysSinceEpoch days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Reads `YYYY-MM-DD`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let date = CivilDate(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date (YYYY-MM-DD)")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// "周四". - Parameter weekday: 1 = Monday … 7 = Sunday.
    package static func weekdayName(_ weekday: Int) -> String {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][weekday - 1]
    }

    /// 1 = Monday … 7 = Sunday.
    package var weekday: Int {
        let fromThursday = (daysSinceEpoch % 7 + 7) % 7
        return (fromThursday + 3) % 7 + 1
    }

    package func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// - Parameter month: 1 … 12.
    package static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `YYYY-MM-DD`.
    package var description: String {
        "\(padded(year, 4))-\(month.twoDigits)-\(day.twoDigits)"
    }
}

/// A day and a time of that day, both at +08:00.
package struct CivilTime: Hashable, Sendable {
    package let date: CivilDate
    /// Milliseconds since midnight, 0 ..< 86,400,000.
    package let millisecondOfDay: Int64

    package init(_ instant: Instant) {
        let local = instant.milliseconds + CivilTime.offset
        let days = local >= 0 ? local / CivilTime.day : (local - CivilTime.day + 1) / CivilTime.day
        date = CivilDate(daysSinceEpoch: Int(days))
        millisecondOfDay = local - days * CivilTime.day
    }

    package init(date: CivilDate, hour: Int, minute: Int = 0, second: Int = 0) {
        self.date = date
        millisecondOfDay = Int64(hour * 3600 + minute * 60 + second) * 1000
    }

    package var hour: Int { Int(millisecondOfDay / 3_600_000) }
    package var minute: Int { Int(millisecondOfDay / 60_000 % 60) }
    package var second: Int { Int(millisecondOfDay / 1000 % 60) }

    /// `2026-03-18 10:00`, as people write it down.
    package var written: String {
        "\(date) \(clock)"
    }

    package var instant: Instant {
        Instant(
            milliseconds: Int64(date.daysSinceEpoch) * CivilTime.day + millisecondOfDay - CivilTime.offset)
    }

    static let offset: Int64 = 8 * 3_600_000
    static let day: Int64 = 86_400_000
}

extension CivilDate {
    /// Midnight (+08:00) at which the day begins.
    package var start: Instant { CivilTime(date: self, hour: 0).instant }
}

extension Instant {
    package var civil: CivilTime { CivilTime(self) }

    /// `2026-03-18T10:00:00+08:00`, with milliseconds only where there are any.
    package var iso8601: String {
        let time = civil
        let milliseconds = time.millisecondOfDay % 1000
        let fraction = milliseconds == 0 ? "" : "." + padded(Int(milliseconds), 3)
        return "\(time.date)T\(time.clock):\(time.second.twoDigits)\(fraction)+08:00"
    }

    /// Reads `YYYY-MM-DDTHH:MM[:SS[.fff]]` followed by `Z` or `±HH:MM`. Nil for anything else: a time
    /// without an offset is not guessed.
    package init?(iso8601 text: String) {
        var scanner = TimeScanner(text)
        guard let date = scanner.date(), scanner.accept("T") || scanner.accept(" "),
            let hour = scanner.number(digits: 2), hour < 24, scanner.accept(":"),
            let minute = scanner.number(digits: 2), minute < 60
        else { return nil }
        var second = 0
        var milliseconds = 0
        if scanner.accept(":") {
            guard let value = scanner.number(digits: 2), value < 60 else { return nil }
            second = value
            if scanner.accept(".") {
                guard let fraction = scanner.fraction() else { return nil }
                milliseconds = fraction
            }
        }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        let local = CivilTime(date: date, hour: hour, minute: minute, second: second).instant
        let utc = local.milliseconds + CivilTime.offset - Int64(offset) * 60_000
        self.init(milliseconds: utc + Int64(milliseconds))
    }
}

/// Reads a time left to right; every method leaves the position untouched where it answers nil.
private struct TimeScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func accept(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), accept("-"), let month = number(digits: 2), accept("-"),
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// One to nine digits after the point, as milliseconds (the rest is cut).
    mutating func fraction() -> Int? {
        var digits: [Int] = []
        while digits.count < 9, let digit = number(digits: 1) { digits.append(digit) }
        guard !digits.isEmpty else { return nil }
        return (0..<3).reduce(0) { $0 * 10 + ($1 < digits.count ? digits[$1] : 0) }
    }

    /// Minutes east of Greenwich.
    mutating func offset() -> Int? {
        if accept("Z") { return 0 }
        let sign = accept("+") ? 1 : accept("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), accept(":"), let minutes = number(digits: 2),
            hours <= 14, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
