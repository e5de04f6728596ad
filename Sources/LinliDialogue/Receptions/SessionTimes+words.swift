import LinliModel

/// When he can come, read from words that say nothing else: 除了周四哪天都行, 下周的有吗, 晚上的, 换一天, 最早的. A
/// matter that only names a time (晚上广场舞太吵) is none.
extension SessionTimes {
    /// What the clauses say that speak of times alone; nil where none does.
    static func read(_ text: String, from today: CivilDate) -> SessionTimes? {
        // "不是下周 是这周" takes back what the question has said, and is no wish of its own.
        guard !text.mentions("不是") else { return nil }
        var times = SessionTimes()
        // 周四不行就周五 is for when Thursday is full, and rules out none.
        for clause in text.clauses where !clause.mentionsAny(["不行就", "满了就", "没位就", "没号就"]) {
            times.take(clause, from: today)
        }
        return times == SessionTimes() ? nil : times
    }

    /// Whether nothing else is said.
    static func isAll(of text: String, from today: CivilDate) -> Bool {
        !text.clauses.isEmpty
            && text.clauses.allSatisfy { clause in
                var times = SessionTimes()
                times.take(clause, from: today)
                return times != SessionTimes() || clause.allSatisfy { fillers.contains($0) }
            }
    }

    private mutating func take(_ clause: String, from today: CivilDate) {
        var rest = clause
        var times = SessionTimes()
        let days = Self.weekdays(in: &rest)
        let excludes = rest.strike(Self.excluding)
        if excludes { times.without = days }
        _ = rest.strike(Self.sessions)
        // 下周不行 leaves it open when he can.
        if !excludes { times.takeSpan(&rest, from: today, hasDay: !days.isEmpty) }
        for (words, part) in Self.parts where rest.strike(words) {
            if !excludes { times.part = part } else if days.isEmpty { times.withoutPart = part }
        }
        if rest.strike(["周末", "双休日", "双休"]) {
            if excludes { times.without = [6, 7] } else { times.only = [6, 7] }
        }
        if rest.strike(["工作日"]) {
            if excludes { times.without = [1, 2, 3, 4, 5] } else { times.only = [1, 2, 3, 4, 5] }
        }
        if rest.strike(Self.soonest) { times.isSoonest = true }
        if rest.strike(Self.other) { times.isOther = true }
        // A bare weekday is a day, and no wish about days.
        guard rest.allSatisfy({ Self.fillers.contains($0) }), days.isEmpty || excludes else { return }
        self = merging(times)
        isSoonest = isSoonest || times.isSoonest
        isOther = isOther || times.isOther
    }

    private mutating func takeSpan(_ rest: inout String, from today: CivilDate, hasDay: Bool) {
        let monday = today.adding(days: 1 - today.weekday)
        if !hasDay, rest.strike(["下下周", "下下个星期", "下下星期", "下下礼拜", "下下个礼拜"]) {
            (from, to) = (monday.adding(days: 14), monday.adding(days: 20))
        } else if !hasDay, rest.strike(["下周", "下个星期", "下星期", "下礼拜", "下个礼拜"]) {
            (from, to) = (monday.adding(days: 7), monday.adding(days: 13))
        } else if !hasDay, rest.strike(["这周", "本周", "这个星期", "这星期", "这礼拜"]) {
            (from, to) = (today, monday.adding(days: 6))
        } else if rest.strike(["下个月", "下月"]) {
            let first = today.firstOfNextMonth
            (from, to) = (first, first.firstOfNextMonth.adding(days: -1))
        }
    }

    /// "周四", "周一三五": struck out of the text.
    private static func weekdays(in text: inout String) -> Set<Int> {
        var days: Set<Int> = []
        let names: [Character: Int] = ["一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7]
        for word in ["星期", "礼拜", "周"] {
            while let range = text.range(of: word) {
                var end = range.upperBound
                while end < text.endIndex, let day = names[text[end]] {
                    days.insert(day)
                    end = text.index(after: end)
                }
                guard end > range.upperBound else { break }
                text.removeSubrange(range.lowerBound..<end)
            }
        }
        return days
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

extension CivilDate {
    fileprivate var firstOfNextMonth: CivilDate {
        adding(days: CivilDate.daysIn(month: month, year: year) - day + 1)
    }
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

    fileprivate func range(of word: String) -> Range<Index>? { ranges(of: word).first }
}
