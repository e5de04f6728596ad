// Lunch to the door (助餐, `domain.md` H01, 2.8), as conversation, service and store speak of it.

extension MealOrderID {
    /// "M-07".
    package var number: String { RegisterNumber.write(rawValue, letter: "M") }

    package init?(number: String) {
        guard let id = RegisterNumber.read(number, letter: "M") else { return nil }
        self.init(id)
    }
}

/// Days as somebody has said them; what is nil he has left open.
package struct MealSpan: Sendable, Hashable, Codable {
    package var from: CivilDate?
    /// The last one.
    package var until: CivilDate?
    /// 停三天, 停一周: counted from the first day.
    package var days: Int?
    /// 送一个月.
    package var months: Int?
    /// Of these days only such days of the week, 1 = Monday: 下周一和周三. Nil: all of them.
    package var only: [Int]?

    package init(
        from: CivilDate? = nil, until: CivilDate? = nil, days: Int? = nil, months: Int? = nil,
        only: [Int]? = nil
    ) {
        self.only = only
        self.from = from
        self.until = until
        self.days = days
        self.months = months
    }

    package var isEmpty: Bool { from == nil && until == nil && days == nil && months == nil }

    package func takes(_ day: CivilDate) -> Bool { only?.contains(day.weekday) ?? true }

    /// The last day where it begins on that one; nil where there is none.
    package func last(from first: CivilDate) -> CivilDate? {
        if let until { return until }
        if let days { return first.adding(days: days - 1) }
        return months.map { first.adding(months: $0).adding(days: -1) }
    }
}

package struct MealWish: Sendable, Hashable, Codable {
    package var address: Address
    /// Who eats, as kinship ("母亲"); empty for himself.
    package var eater: String
    package var span: MealSpan
    /// 1 = Monday; empty: all days on which meals are brought.
    package var weekdays: [Int]
    /// His words: the diets of the estate are found in them.
    package var text: String
    /// A diet in his own words.
    package var diet: String?
    /// Minutes since midnight at which it should come.
    package var minute: Int?

    package init(
        address: Address = Address(), eater: String = "", span: MealSpan = MealSpan(), weekdays: [Int] = [],
        text: String = "", diet: String? = nil, minute: Int? = nil
    ) {
        self.address = address
        self.eater = eater
        self.span = span
        self.weekdays = weekdays
        self.text = text
        self.diet = diet
        self.minute = minute
    }
}

package enum MealChange: Sendable, Hashable, Codable {
    /// None on these days.
    case skip(MealSpan)
    /// What was stopped is brought again.
    case resume(MealSpan)
    /// On these days at another time; on all from the first one where no last one is said.
    case hour(Int, MealSpan)
    case diet(text: String, own: String?)
    case days([Int], MealSpan)
}

/// What is wanted of the meals.
package enum MealAct: Sendable, Hashable, Codable {
    case order(MealWish)
    case change(MealOrderID, MealChange)
    /// It has not come.
    case late(MealOrderID, text: String)
    /// Is one brought on these days?
    case askDay(MealOrderID, MealSpan)
    /// Is one brought over the holiday that the words name, or over the next one?
    case askHoliday(words: String)
}

/// An order, with what the estate's file says beside it.
package struct MealSummary: Sendable, Hashable, Codable {
    package var id: MealOrderID
    package var eater: String
    package var home: Address
    package var diet: [String]
    package var weekdays: [Int]
    package var from: CivilDate
    package var until: CivilDate?
    /// When he wants it; nil: any time of `window`.
    package var minute: Int?
    /// "11:00-12:30".
    package var window: String
    /// "17:00": until then on the working day before.
    package var cutoff: String
    /// Given up; the last meals may still come.
    package var isEnded: Bool
    /// Days to come on which none is brought because he has said so, in their order.
    package var skipped: [CivilDate] = []

    package init(
        id: MealOrderID, eater: String, home: Address, diet: [String], weekdays: [Int], from: CivilDate,
        until: CivilDate?, minute: Int?, window: String, cutoff: String, isEnded: Bool
    ) {
        self.id = id
        self.eater = eater
        self.home = home
        self.diet = diet
        self.weekdays = weekdays
        self.from = from
        self.until = until
        self.minute = minute
        self.window = window
        self.cutoff = cutoff
        self.isEnded = isEnded
    }
}

/// Why it is another day than the one that he named.
package enum MealNote: Sendable, Hashable {
    /// The cut-off of this day has passed.
    case tooLate(CivilDate)
    /// No meals on this day: a weekend, or the holiday of that name.
    case closed(CivilDate, holiday: String?)
    /// He wants Saturdays or Sundays too.
    case weekends
}

package enum MealAnswer: Sendable, Hashable {
    /// `from` is the first day on which it comes.
    case ordered(MealSummary, from: CivilDate, [MealNote], isNew: Bool)
    /// What the change is worth: none on these days, or again on them.
    /// `days`: at least one stretch, in their order.
    case skipped(MealSummary, days: [ClosedRange<CivilDate>], again: CivilDate?, [MealNote])
    case changed(MealSummary, from: CivilDate, [MealNote])
    /// Nothing was changed.
    case unchanged(MealSummary, next: CivilDate?, [MealNote])
    case timeOutside(MealSummary)
    /// The register has this flat in several staircases.
    case severalHomes(MealWish, units: [String])
    case unknownHome(MealWish)
    case tooMany(Int)
    /// The matter of a meal that did not come, under this number. `deliveredAt`: so it was noted.
    case late(MealSummary, TicketSummary, deliveredAt: Instant?)
    case notYet(MealSummary)
    case noneToday(MealSummary, next: CivilDate?)
    /// Nil where the notice of that year was not published yet.
    case holiday(MealHoliday?)
    case gone
}

/// Days in a row without a meal, around a holiday.
package struct MealHoliday: Sendable, Hashable {
    /// 清明节.
    package var name: String
    package var from: CivilDate
    package var until: CivilDate
    /// The first day on which one is brought again; nil where the calendar ends before.
    package var next: CivilDate?
    /// Whom to turn to: a number of the estate's, or the post of his grid; empty where none is entered.
    package var contact = ""

    package init(name: String, from: CivilDate, until: CivilDate, next: CivilDate?) {
        self.name = name
        self.from = from
        self.until = until
        self.next = next
    }
}

/// What the conversation may know of somebody's meals in this turn.
package struct MealFacts: Sendable, Hashable {
    /// His orders that have a day to come, or today.
    package var orders: [MealSummary]
    /// Words of the diets that the estate knows.
    package var dietWords: [String]

    package init(orders: [MealSummary] = [], dietWords: [String] = []) {
        self.orders = orders
        self.dietWords = dietWords
    }
}

extension CivilDate {
    /// The same day so many months later, or the last of that month.
    package func adding(months: Int) -> CivilDate {
        let index = year * 12 + month - 1 + months
        let (year, month) = (index / 12, index % 12 + 1)
        let last = CivilDate.daysIn(month: month, year: year)
        return CivilDate(year: year, month: month, day: min(day, last)) ?? self
    }
}
