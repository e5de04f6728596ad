/// Days as a message names them: 明天, 下下周, 周一三五, 每周四, 3月20日到27日, 除了周五.
///
/// The understanding reads them, once and in one place; whoever acts on them takes them from here and reads
/// no day himself.
package struct NamedDays: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// 明天, 3月28日, 周四, 下周四: one day.
        case day
        /// 下下周, 这个星期: Monday to Sunday.
        case week
        /// 下个月, 4月份: its first day to its last.
        case month
        /// 3月20日到27日, 下周一到周三, 月底那三天: from one day to another.
        case stretch
        /// 周一三五, 周一到周五, 周末, 工作日, 每周四: days of the week.
        case weekdays
    }

    package var kind: Kind
    /// As they stand in the message, normalised.
    package var words: String
    /// The next such day or days; of what was said to be over (上周五) those.
    package var first: CivilDate
    package var last: CivilDate
    /// The same counted backward, as what has happened is told: 周五 is the last one. `first` where only one
    /// can be meant.
    package var former: CivilDate
    /// Which days of the week were named, 1 = Monday … 7 = Sunday, in their order. Of a single day only where
    /// no week was said with it: 周四, and not 下周四.
    package var weekdays: [Int]
    /// The week was said too: 下周一和周三.
    package var isOfOneWeek = false
    /// 每周四: again and again.
    package var isEach = false
    /// 送到下周: until then, and no beginning.
    package var isEnd = false
    /// 除了周五.
    package var isExcluded = false

    package init(
        _ kind: Kind, _ words: String, _ first: CivilDate, _ last: CivilDate, former: CivilDate? = nil,
        weekdays: [Int] = []
    ) {
        self.kind = kind
        self.words = words
        self.first = first
        self.last = last
        self.former = former ?? first
        self.weekdays = weekdays
    }
}

extension [NamedDays] {
    /// Those whose words stand in a part of the message; 周五 does not stand in 上周五.
    package func named(in part: String) -> [NamedDays] {
        var rest = part
        var found: Set<String> = []
        for words in Set(map(\.words)).sorted(by: { ($1.count, $0) < ($0.count, $1) })
        where rest.mentions(words) {
            found.insert(words)
            rest = rest.replacing(words, with: " ")
        }
        return filter { found.contains($0.words) }
    }

    /// The one day that can still be meant to come: 周四, 明天. Nil where none is named.
    package func day(from today: CivilDate) -> CivilDate? {
        first { $0.kind == .day && !$0.isExcluded && $0.first >= today }?.first
    }

    /// The one day on which something has happened, the earliest of several; nil where none is over.
    package func dayGone(by today: CivilDate) -> CivilDate? {
        filter { $0.kind == .day && !$0.isExcluded && $0.former <= today }.map(\.former).min()
    }

    /// 周一三五, 周一到周五, 每周四: the days of every week, in order; none where a week or a date is said of them.
    package var ofEachWeek: [Int] {
        let sets = filter { $0.kind == .weekdays && !$0.isOfOneWeek && !$0.isExcluded }.map(\.weekdays)
        return Set(sets.joined()).sorted()
    }

    /// 每周三: said so, and not only a list of days.
    package var isEachWeek: Bool { contains { $0.isEach && !$0.isExcluded } }

    /// The first week, month or stretch.
    package var span: NamedDays? {
        first { [.week, .month, .stretch].contains($0.kind) && !$0.isExcluded }
    }

    /// 除了周五: the days of the week that are not meant; of a date its own.
    package var excludedWeekdays: Set<Int> {
        Set(filter(\.isExcluded).flatMap { $0.weekdays.isEmpty ? [$0.first.weekday] : $0.weekdays })
    }
}
