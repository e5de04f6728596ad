import LinliModel

/// What a staff member writes in his own chat: a word, a ticket's number, and what belongs to it. `接单
/// LL260318-0001`, `办结 LL260318-0001 已换灯`. Without a number it is an ordinary message, because staff are
/// residents too.
struct StaffWords: Sendable, Hashable {
    enum Verb: String, Sendable, CaseIterable {
        case accept = "接单"
        case arrive = "到场"
        case resolve = "办结"
        case giveBack = "退回"
        case suspend = "挂起"
        case resume = "恢复"
        case escalate = "升级"
        case acknowledge = "知悉"
        case snooze = "暂缓"
        case contain = "控制"
        case reply = "回复"
        case note = "备注"
        case show = "查看"
    }

    let verb: Verb
    /// `LL260318-0001`.
    let number: String
    /// What stands behind the number, without spaces and signs at its ends.
    let rest: String

    private static let letters = ["LL", "Ll", "lL", "ll"]

    /// Nil where the text is no word of the staff. Almost every message is a resident's, and that is seen by
    /// its having no number.
    init?(_ text: String) {
        guard text.mentionsAny(Self.letters) else { return nil }
        let text = text.trimmingMarks
        guard let verb = Verb.allCases.first(where: { text.hasPrefix($0.rawValue) }) else { return nil }
        let behind = text.dropFirst(verb.rawValue.count).drop { $0.isWhitespace || "：:，,#".contains($0) }
        guard let number = Self.number(at: behind) else { return nil }
        self.verb = verb
        self.number = number.uppercased()
        rest = String(behind.dropFirst(number.count)).trimmingMarks
    }

    private static let numberPattern = Pattern(/[Ll][Ll][0-9]{6}-[0-9]{4,9}/.asciiOnlyDigits())

    private static func number(at text: Substring) -> String? {
        guard let match = text.prefixMatch(of: Self.numberPattern) else {
            return nil
        }
        return String(match.output)
    }

    private static let timeSpan = Pattern(/([0-9]{1,3})(天|小时)后?/.asciiOnlyDigits())
    private static let wholeDate = Pattern(/[0-9]{4}-[0-9]{2}-[0-9]{2}/.asciiOnlyDigits())
    private static let monthAndDay = Pattern(/([0-9]{1,2})月([0-9]{1,2})[日号]/.asciiOnlyDigits())

    /// A time at the beginning of `rest` and the words behind it: `3天 等配件`, `4小时 …`, `2026-03-20 …`,
    /// `3月20日 …`. A day means nine in the morning.
    func time(after now: Instant) -> (until: Instant, reason: String)? {
        let text = rest.drop { "到至".contains($0) }
        if let match = text.prefixMatch(of: Self.timeSpan),
            let count = Int64(match.output.1)
        {
            let span: TimeSpan = match.output.2 == "天" ? .days(count) : .hours(count)
            return (now + span, String(text[match.range.upperBound...]).trimmingMarks)
        }
        if let match = text.prefixMatch(of: Self.wholeDate),
            let date = CivilDate(String(match.output))
        {
            return (morning(of: date), String(text[match.range.upperBound...]).trimmingMarks)
        }
        guard let match = text.prefixMatch(of: Self.monthAndDay),
            let month = Int(match.output.1), let day = Int(match.output.2)
        else { return nil }
        let today = now.civil.date
        let years = [today.year, today.year + 1].compactMap { CivilDate(year: $0, month: month, day: day) }
        guard let date = years.first(where: { $0 >= today }) else { return nil }
        return (morning(of: date), String(text[match.range.upperBound...]).trimmingMarks)
    }

    private func morning(of date: CivilDate) -> Instant { CivilTime(date: date, hour: 9).instant }
}

extension String {
    /// Without spaces and marks at both ends.
    fileprivate var trimmingMarks: String {
        let isMark: (Character) -> Bool = { $0.isWhitespace || "：:，,。".contains($0) }
        var text = drop(while: isMark)
        while let last = text.last, isMark(last) { text.removeLast() }
        return String(text)
    }
}
