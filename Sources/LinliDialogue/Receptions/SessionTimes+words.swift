import LinliModel

/// When he can come, read from words that say nothing else: 除了周四哪天都行, 下周的有吗, 晚上的, 换一天, 最早的. A
/// matter that only names a time (晚上广场舞太吵) is none.
extension SessionTimes {
    /// What the clauses say that speak of times alone; nil where none does.
    ///
    /// - Parameter days: those that the message names.
    static func read(_ text: String, _ days: [NamedDays], from today: CivilDate) -> SessionTimes? {
        // "不是下周 是这周" takes back what the question has said, and is no wish of its own.
        guard !text.mentions("不是") else { return nil }
        var times = SessionTimes()
        // 周四不行就周五 is for when Thursday is full, and rules out none.
        for clause in text.clauses where !clause.mentionsAny(["不行就", "满了就", "没位就", "没号就"]) {
            times.take(clause, days.named(in: clause), from: today)
        }
        return times == SessionTimes() ? nil : times
    }

    /// Whether nothing else is said.
    static func isAll(of text: String, _ days: [NamedDays], from today: CivilDate) -> Bool {
        !text.clauses.isEmpty
            && text.clauses.allSatisfy { clause in
                var times = SessionTimes()
                times.take(clause, days.named(in: clause), from: today)
                return times != SessionTimes() || clause.allSatisfy { fillers.contains($0) }
            }
    }

    private mutating func take(_ clause: String, _ days: [NamedDays], from today: CivilDate) {
        var rest = clause
        var times = SessionTimes()
        for named in days { rest = rest.replacing(named.words, with: "") }
        // 这周除了周四都行 rules out one day, 下周四不行 all that are named.
        let isOneExcluded = days.contains(where: \.isExcluded)
        let excludes = rest.strike(Self.excluding)
        _ = rest.strike(Self.sessions)
        var isBareDay = false
        for named in days {
            if named.isExcluded || (excludes && !isOneExcluded) {
                times.rule(out: named)
            } else if named.kind == .day {
                isBareDay = true
            } else {
                times.keep(to: named, from: today)
            }
        }
        for (words, part) in Self.parts where rest.strike(words) {
            if !excludes { times.part = part } else if days.isEmpty { times.withoutPart = part }
        }
        if rest.strike(Self.soonest) { times.isSoonest = true }
        if rest.strike(Self.other) { times.isOther = true }
        // A bare weekday is a day, and no wish about days.
        guard rest.allSatisfy({ Self.fillers.contains($0) }), !isBareDay else { return }
        self = merging(times)
        isSoonest = isSoonest || times.isSoonest
        isOther = isOther || times.isOther
    }

    /// Whether that day is ruled out, or one of several that he has named.
    func isAbout(_ day: CivilDate) -> Bool {
        !only.isSubset(of: [6, 7]) || without.contains(day.weekday) || withoutDates.contains(day)
    }

    private mutating func rule(out named: NamedDays) {
        if !named.isOfOneWeek, !named.weekdays.isEmpty {
            without.formUnion(named.weekdays)
        } else if named.kind == .day {
            withoutDates.insert(named.first)
        } else if named.isOfOneWeek {
            for day in 0..<7 {
                let date = named.first.adding(days: day)
                if date <= named.last, named.weekdays.isEmpty || named.weekdays.contains(date.weekday) {
                    withoutDates.insert(date)
                }
            }
        }
        // 下周不行 leaves it open when he can.
    }

    private mutating func keep(to named: NamedDays, from today: CivilDate) {
        if named.kind == .weekdays, !named.isOfOneWeek {
            only = Set(named.weekdays)
            return
        }
        guard named.last >= today else { return }
        (from, to) = (named.first < today ? today : named.first, named.last)
        only = Set(named.weekdays)
    }

    private static let sessions = ["接访", "接待日", "恳谈会", "茶桌会", "座谈会", "律师", "领导"]
    private static let excluding = [
        "除了", "除掉", "不行", "不得空", "没空", "没有空", "没时间", "没有时间", "来不了", "去不了", "来不成", "去不成", "不方便", "不可以", "要上班",
        "有事", "不能去", "不能来", "不要", "不想", "以外", "之外",
    ]
    private static let parts: [([String], Part)] = [
        (["晚上", "夜里", "夜间", "下班后", "下班以后", "晚间"], .evening), (["下午"], .afternoon), (["上午", "早上"], .morning),
    ]
    private static let soonest = ["最早", "最近的", "最快", "越快越好", "越早越好", "尽快", "尽早", "早一点", "早一些", "早点"]
    private static let other = [
        "换一天", "换个时间", "换个日子", "换一场", "换场", "换天", "别的时间", "别的日子", "别的天", "别的场", "其他时间", "其它时间", "改天", "另一天",
        "换别的", "改一天", "改个时间", "改个日子", "改期", "改约", "重新约",
    ]
    private static let fillers = Set(
        "的了吗呢吧啊呀哦嘛么有没能行可以都就我那我们要想约预定改到换成去来是不在场次时间天日子哪一个点比较好请问接访随便给最也还只其他任何时候安排")
}

extension String {
    /// Between marks and spaces, without those that are empty.
    fileprivate var clauses: [String] {
        split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Takes these words out. False where there are none.
    fileprivate mutating func strike(_ words: [String]) -> Bool {
        var found = false
        for word in words where mentions(word) {
            self = replacing(word, with: "")
            found = true
        }
        return found
    }
}
