/// What a resident wants to borrow or use, as far as he has said it (`domain.md` A07, C15, H03).
package struct LoanWish: Sendable, Hashable, Codable {
    /// All that he has said.
    package var words: String
    /// The thing by itself, where it was understood.
    package var item: String?
    package var day: CivilDate?
    /// "HH:MM", or a part of the day.
    package var time: String?
    /// Of a room: "HH:MM".
    package var until: String?
    /// Of a room: how many come.
    package var people: Int?
    /// He has only asked; nothing is entered without a yes.
    package var asks: Bool
    /// He has asked when it is open, and for nothing else.
    package var asksHours: Bool?

    package init(
        words: String, item: String? = nil, day: CivilDate? = nil, time: String? = nil, asks: Bool = false
    ) {
        self.words = words
        self.item = item
        self.day = day
        self.time = time
        self.asks = asks
    }

    /// Minutes since midnight; nil where no clock was named.
    package var opens: Int? { time.flatMap(OpeningHours.minute) }
    package var closes: Int? { until.flatMap(OpeningHours.minute) }

    /// "3月21日（周六）15:00-16:00", as far as it is known.
    package var when: String {
        let hour =
            switch time {
            case "am": "上午"
            case "pm": "下午"
            default: time ?? ""
            }
        let day = day.map { "\($0.month)月\($0.day)日（\(CivilDate.weekdayName($0.weekday))）" } ?? ""
        return day + hour + (opens == nil ? "" : until.map { "-\($0)" } ?? "")
    }
}

/// One entry of the list of service resources.
package struct ResourceListing: Sendable, Hashable, Codable {
    /// Where it may be ordered; nil in a list that is only read out.
    package var id: ResourceID?
    package var name: String
    package var provider: String
    /// Where it is fetched and when; empty where the list does not say it.
    package var place: String
    package var hours: String

    package init(
        id: ResourceID? = nil, name: String, provider: String, place: String = "", hours: String = ""
    ) {
        self.id = id
        self.place = place
        self.hours = hours
        self.name = name
        self.provider = provider
    }

    /// A place to be in, and no thing to take home.
    package var isRoom: Bool { Self.isRoom(name) }

    /// By how its name ends: 活动室, 议事亭.
    package static func isRoom(_ name: String) -> Bool {
        ["室", "屋", "房", "厅", "课堂", "礼堂", "站", "亭", "中心", "之家"].contains { name.hasSuffix($0) }
    }
}

/// Why an order is not entered as it was said.
package enum LoanObstacle: Sendable, Hashable, Codable {
    /// Not open then: the row's own hours are told.
    case closed
    /// A room that others have then; what is taken on that day, "15:00-16:00".
    case taken([String])
    /// That hour is over.
    case past
    /// The list has it no more.
    case gone
}

/// When something of the list is to be had, read from the words that residents read: 每天8:30-20:30,
/// 工作日16:30-18:00, 周二到周日9:00–11:30、14:30–17:30. Words that say more are told and hold nobody up.
package struct OpeningHours: Sendable, Hashable {
    /// Nil for every day; of 工作日 the calendar decides.
    private var weekdays: Set<Int>?
    private var isWorkdaysOnly = false
    /// Minutes since midnight, each after the one before.
    private var spans: [ClosedRange<Int>] = []

    /// Nil where the words cannot be read.
    package init?(_ words: String) {
        let text = words.filter { !$0.isWhitespace }.replacing("：", with: ":")
        guard let start = text.firstIndex(where: { $0.isASCII && $0.isNumber }),
            read(days: String(text[..<start]))
        else { return nil }
        for span in text[start...].split(whereSeparator: { "、,，和".contains($0) }) {
            let ends = span.split(whereSeparator: { "-–—~～到至".contains($0) })
            guard ends.count == 2, let opens = Self.minute(String(ends[0])),
                let closes = Self.minute(String(ends[1])), opens < closes
            else { return nil }
            spans.append(opens...closes)
        }
    }

    private mutating func read(days text: String) -> Bool {
        switch text {
        case "", "每天", "天天", "每日": return true
        case "工作日":
            isWorkdaysOnly = true
            return true
        case "周末", "双休日":
            weekdays = [6, 7]
            return true
        default: break
        }
        guard text.hasPrefix("周") else { return false }
        let names = text.filter { $0 != "周" && $0 != "、" && $0 != "和" }
        let ends = names.split(whereSeparator: { "到至-–".contains($0) })
        let numbers = names.compactMap { Self.names[$0] }
        if ends.count == 2, numbers.count == 2, names.count == 3, numbers[0] <= numbers[1] {
            weekdays = Set(numbers[0]...numbers[1])
            return true
        }
        guard numbers.count == names.count, !numbers.isEmpty else { return false }
        weekdays = Set(numbers)
        return true
    }

    private static let names: [Character: Int] = [
        "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7,
    ]

    /// - Parameter opens: minutes since midnight; `closes` the same, or nil where only that hour counts.
    package func isOpen(on day: CivilDate, isWorkday: Bool, from opens: Int, to closes: Int?) -> Bool {
        guard isWorkday || !isWorkdaysOnly, weekdays?.contains(day.weekday) ?? true else { return false }
        return spans.contains { $0.contains(opens) && $0.contains(closes ?? opens) }
    }

    /// "8:30", "08:30"; nil for anything else.
    package static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), parts[1].count == 2,
            (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
