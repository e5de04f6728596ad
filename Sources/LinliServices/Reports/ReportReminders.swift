import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Reminds the staff of 季报 and 年报 (`domain.md` I01, I02): on the first working day of the month and on the
/// last one on or before the date.
///
/// The reminders of the next report stand as timers; each one that fires sets the following going. Where
/// the calendar of the year is missing nobody knows the last working day: the staff hear that instead,
/// every week until the file is there.
package struct ReportReminders: Sendable {
    private let settings: Settings
    private let notifier: Notifier
    private let reach: StaffReach

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        reach = StaffReach(settings: settings)
    }

    /// Sets the next reminders going. What is armed already stays as it is.
    package func arm(in tx: Transaction, at now: Instant) throws(SQLError) {
        for kind in [ReportPeriod.Kind.quarter, .year] { try arm(kind, in: tx, at: now) }
        notifier.armed(in: tx)
    }

    private func arm(_ kind: ReportPeriod.Kind, in tx: Transaction, at now: Instant) throws(SQLError) {
        let calendar = WorkingCalendar(settings.calendars)
        for name in Self.names(kind, around: now.civil.date) {
            guard let period = ReportPeriod(name) else { continue }
            switch Self.due(period, calendar) {
            case .never: continue
            case .missing(let year): return try Self.putAlarm(year, in: tx, at: now)
            case .days(let days, _):
                let left = days.filter { Self.morning(of: $0) > now }
                guard !left.isEmpty else { continue }
                for date in left {
                    try Self.put("\(name)/\(date)", due: Self.morning(of: date), in: tx)
                }
                return
            }
        }
    }

    private enum Due {
        case days([CivilDate], submitBy: CivilDate)
        case missing(year: Int)
        case never
    }

    private static func due(_ period: ReportPeriod, _ calendar: WorkingCalendar) -> Due {
        do throws(CalendarMissing) {
            guard let deadline = try period.deadline(calendar) else { return .never }
            return .days(deadline.remindOn, submitBy: deadline.submitBy)
        } catch {
            return .missing(year: error.year)
        }
    }

    /// The notice of a year comes in the November before: nobody is bothered earlier.
    private static func putAlarm(_ year: Int, in tx: Transaction, at now: Instant) throws(SQLError) {
        let week = now.civil.date.adding(days: 7)
        let expected = CivilDate(year: year - 1, month: 11, day: 15) ?? week
        try put("calendar/\(year)", due: morning(of: max(week, expected)), in: tx)
    }

    /// Periods that may be due next, the nearest first.
    private static func names(_ kind: ReportPeriod.Kind, around today: CivilDate) -> [String] {
        switch kind {
        case .year: return [today.year - 1, today.year].map(String.init)
        case .half, .quarter, .month, .days:
            let quarter = (today.month - 1) / 3
            return (-1...1).map { offset in
                let index = today.year * 4 + quarter + offset
                return "\(index / 4)Q\(index % 4 + 1)"
            }
        }
    }

    private static func put(_ subject: String, due: Instant, in tx: Transaction) throws(SQLError) {
        guard try tx.timers.due(.report, subject: subject) == nil else { return }
        try tx.timers.arm(.report, subject: subject, due: due)
    }

    private static func morning(of date: CivilDate) -> Instant {
        CivilTime(date: date, hour: Limits.reportReminderHours).instant
    }

    /// A reminder's time has come. `subject` is `2026Q1/2026-04-03`, or `calendar/2027`.
    func fire(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        let parts = subject.split(separator: "/").map(String.init)
        if parts.count == 2, parts[0] == "calendar" {
            if let year = Int(parts[1]), settings.calendars[year] == nil {
                try tell(Phrase("staff.calendar_missing", ["year": parts[1]]), subject, in: tx, at: now)
            }
        } else if let period = parts.first.flatMap({ ReportPeriod($0) }) {
            try remind(period, subject, in: tx, at: now)
        }
        try arm(in: tx, at: now)
    }

    private func remind(
        _ period: ReportPeriod, _ subject: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard case .days(_, let date) = Self.due(period, WorkingCalendar(settings.calendars)) else { return }
        let title =
            period.kind == .year
            ? "\(period.last.year)年年报" : "\(period.last.year)年第\((period.last.month + 2) / 3)季度季报"
        let words = "\(date.month)月\(date.day)日（\(CivilDate.weekdayName(date.weekday))）"
        try tell(Phrase("staff.report_due", ["report": title, "date": words]), subject, in: tx, at: now)
    }

    /// The groups, and everybody who may read reports and has bound a chat.
    private func tell(
        _ phrase: Phrase, _ subject: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let key = "report-\(subject)-\(now.milliseconds)"
        let roles = Role.allCases.filter { settings.roles.may($0, "report.show") && $0 != .admin }
        var told: Set<StaffReach.Chat> = []
        for estate in settings.estates.keys.sorted() {
            try notifier.tellStaff(.escalation, estate: estate, phrase, key: key, in: tx, at: now)
            let crew = try reach.crew(roles, estate: estate, in: tx, at: now)
            for chat in crew.chats + crew.offDuty where told.insert(chat).inserted {
                try notifier.tell(
                    channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.report",
                    key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
            }
        }
    }
}
