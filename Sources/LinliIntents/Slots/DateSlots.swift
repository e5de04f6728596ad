import LinliModel

/// Puts the day, the days and the hour of a message into its slots.
extension SlotReader {
    /// `allowed`: where an intent has no room for a span, its first day stands for it; nil allows all.
    func addDates(
        _ reading: MessageReading, direction: IntentSource.Direction, _ intent: Intent,
        allowed: Set<SlotName>? = nil, _ slots: inout Slots
    ) {
        let sense = DaySense(reading, intent, direction)
        switch sense.meaning() {
        case .on(let day): slots[.date] = .text(day.description)
        case .by(let day): slots[.dateTo] = .text(day.description)
        case .span(let first, let last):
            if allowed?.contains(.dateFrom) ?? true {
                slots[.dateFrom] = .text(first.description)
                slots[.dateTo] = .text(last.description)
            } else {
                slots[.date] = .text(first.description)
            }
        case nil: break
        }
        if slots[.date] == nil, reading.times.contains(where: \.isToday) {
            slots[.date] = .text(reading.now.date.description)
        }
        addTime(reading, intent, sense.dates, &slots)
    }

    private func addTime(
        _ reading: MessageReading, _ intent: Intent, _ dates: [DateReading], _ slots: inout Slots
    ) {
        let reports = IntentSet([.reportRepair, .reportHazard, .complain])
        // "半夜吵", "昨晚开始漏", "昨晚守了两个钟头": the part of a day is no appointment, a clock time may be one.
        let isTold = intent == .pointsClaim || (reports.contains(intent) && dates.allSatisfy(\.isPast))
        let part = reading.dates.compactMap(\.part).first
        if isTold {
            let clock = reading.times.first { $0.value.count == 5 && $0.isClock }
            slots[.time] = clock.map { .text($0.value) }
        } else if let time = reading.times.first(where: \.isClock) ?? reading.times.first {
            slots[.time] = .text(time.value)
        } else if let part {
            slots[.time] = .text(part.normalForm)
        }
    }
}
