/// How a time of the day is written. Every nought before a single figure comes from here.
package enum ClockFace {
    /// "08:05", as in tables.
    ///
    /// - Parameter minute: minutes since midnight; 1,440 is "24:00".
    package static func full(_ minute: Int) -> String {
        "\((minute / 60).twoDigits):\((minute % 60).twoDigits)"
    }

    /// "8:05", as in sentences.
    ///
    /// - Parameter minute: minutes since midnight.
    package static func short(_ minute: Int) -> String { "\(minute / 60):\((minute % 60).twoDigits)" }
}

extension CivilTime {
    /// Whole minutes since midnight.
    package var minuteOfDay: Int { hour * 60 + minute }
    /// "08:05".
    package var clock: String { ClockFace.full(minuteOfDay) }
    /// "8:05".
    package var shortClock: String { ClockFace.short(minuteOfDay) }
}

extension BinaryInteger {
    /// "07"; from 10 on the number as it is. Never of a negative number.
    package var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
