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
        case .since(let day):
            slots[allowed?.contains(.dateFrom) ?? true ? .dateFrom : .date] = .text(day.description)
        case .span(let first, let last):
            // A report may say on which days somebody is at home; since when it lasts is no span.
            let isGone = SlotReader.reports.contains(intent) && last < reading.now.date
            if allowed?.contains(.dateFrom) ?? true, !isGone {
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
        // "半夜吵", "昨晚开始漏", "昨晚守了两个钟头": the part of a day is no appointment, a clock time may be one.
        let isTold =
            intent == .pointsClaim || (SlotReader.reports.contains(intent) && dates.allSatisfy(\.isPast))
        let part = reading.dates.compactMap(\.part).first
        if isTold {
            let clock =
                reading.times.first { $0.value.count == 5 && $0.isClock }
                ?? reading.times.first { isHalfDay($0, reading, intent) }
            slots[.time] = clock.map { .text($0.value) }
            // 今早扫了楼道: a deed has its half of the day.
            if clock == nil, intent == .pointsClaim, part == .morning { slots[.time] = .text("am") }
        } else if isHabit(reading, intent) || namesMeal(reading, intent) {
            return
        } else if let time = reading.times.first(where: \.isClock) ?? reading.times.first {
            slots[.time] = .text(time.value)
        } else if let part {
            slots[.time] = .text(part.normalForm)
        }
    }

    /// 明天中午订两份饭: noon says which meal it is, and no hour at which somebody shall come.
    private func namesMeal(_ reading: MessageReading, _ intent: Intent) -> Bool {
        let codes = reading.text.codes
        guard intent == .orderService, reading.times.allSatisfy({ !$0.isClock && $0.value == "12:00" }) else {
            return false
        }
        return codes.indices.contains { TextCursor(codes, at: $0).seesAny(["饭", "餐", "粥", "菜"]) }
    }

    private static let reports = IntentSet([.reportRepair, .reportHazard, .complain])

    /// 上周四下午我去交钱的时候: half a day that is named with its day.
    private func isHalfDay(_ time: TimeReading, _ reading: MessageReading, _ intent: Intent) -> Bool {
        let cursor = TextCursor(reading.text.codes, at: time.range.lowerBound)
        return (cursor.seesAny(["上午", "下午", "上昼", "下昼"]) || (intent == .pointsClaim && cursor.sees("早上")))
            && reading.dates.contains { $0.range.upperBound == time.range.lowerBound }
    }

    /// 晚上那条小路黑，装盏灯吧: where nothing is booked, a part of the day without a day is when it always is so.
    private func isHabit(_ reading: MessageReading, _ intent: Intent) -> Bool {
        SlotReader.asking.contains(intent) && reading.dates.isEmpty
            && !reading.times.contains { $0.isClock }
            && !reading.times.contains {
                TextCursor(reading.text.codes, at: $0.range.lowerBound).seesAny(["上午", "下午", "上昼", "下昼"])
            }
    }

    /// Intents under which nobody comes and nothing is booked.
    private static let asking = IntentSet([
        .suggestNeed, .infoQuery, .queryStatus, .rateFeedback, .pointsQuery, .disclosureQuery, .urge,
    ])
}
