import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The times that belong to activities: those who have signed up are reminded, everybody is told of one that
/// is announced or called off, the next one of a monthly row is planned, and a month without its day of
/// services is noticed (`domain.md` A03, A06).
///
/// Promise: each waits as a timer and survives a restart; whom to tell is told page by page, so that no
/// activity holds the writer and a crash leaves nobody out.
package struct ActivityAlarms: Sendable {
    enum Notice: String {
        case announce, remind, cancel
    }

    /// What a timer waits for, as its subject: `5/remind/0` (behind it the last one who was told), `5/over`,
    /// `5/finish`, `owed/HTL/2026-03-01`.
    enum Alarm {
        case notice(ActivityID, Notice, after: Int64)
        case over(ActivityID)
        case finish(ActivityID)
        case owed(estate: String, month: CivilDate)

        var subject: String {
            switch self {
            case .notice(let id, let notice, let after): "\(id)/\(notice.rawValue)/\(after)"
            case .over(let id): "\(id)/over"
            case .finish(let id): "\(id)/finish"
            case .owed(let estate, let month): "owed/\(estate)/\(month)"
            }
        }

        init?(_ subject: String) {
            let parts = subject.split(separator: "/").map(String.init)
            if parts.count == 3, parts[0] == "owed", let month = CivilDate(parts[2]) {
                self = .owed(estate: parts[1], month: month)
                return
            }
            guard parts.count >= 2, let number = Int64(parts[0]) else { return nil }
            let id = ActivityID(number)
            switch parts[1] {
            case "over": self = .over(id)
            case "finish": self = .finish(id)
            default:
                guard parts.count == 3, let notice = Notice(rawValue: parts[1]), let after = Int64(parts[2])
                else { return nil }
                self = .notice(id, notice, after: after)
            }
        }
    }

    private let settings: Settings
    private let register: ActivityRegister
    private let calendar: WorkingCalendar

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        register = ActivityRegister(settings: settings, notifier: notifier)
        calendar = WorkingCalendar(settings.calendars)
    }

    /// For every estate the day of services that this month owes, or the next one where its day is over. What
    /// is armed already stays as it is.
    package func arm(in tx: Transaction, at now: Instant) throws(SQLError) {
        guard register.rules.planByDay > 0 else { return }
        for estate in settings.estates.keys.sorted() {
            try armOwed(estate, in: ReportPeriod(monthOf: now.civil.date), in: tx, at: now)
        }
    }

    private func armOwed(
        _ estate: String, in month: ReportPeriod, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let day = month.first.adding(days: register.rules.planByDay - 1)
        let due = CivilTime(date: day, hour: Limits.reportReminderHours).instant
        guard due > now else {
            return try armOwed(estate, in: ReportPeriod(monthOf: month.end), in: tx, at: now)
        }
        let alarm = Alarm.owed(estate: estate, month: month.first)
        guard try tx.timers.due(.activity, subject: alarm.subject) == nil else { return }
        try register.arm(alarm, due: due, in: tx)
    }

    func fire(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        switch Alarm(subject) {
        case .notice(let id, let notice, let after): try tell(id, notice, after: after, in: tx, at: now)
        case .over(let id): try isOver(id, in: tx, at: now)
        case .finish(let id): try isUnfinished(id, in: tx, at: now)
        case .owed(let estate, let month): try isOwed(estate, ReportPeriod(monthOf: month), in: tx, at: now)
        case nil: break
        }
    }

    // MARK: Telling

    private func tell(
        _ id: ActivityID, _ notice: Notice, after: Int64, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let activity = try tx.activities.find(id),
            (activity.state == .planned) == (notice != .cancel), activity.endsAt > now
        else { return }
        let last: Int64?
        if notice == .announce {
            last = try announce(activity, after: ResidentID(after), in: tx, at: now)
        } else {
            last = try tellPeople(of: activity, notice, after: SignupID(after), in: tx, at: now)
        }
        guard let last else { return }
        try register.arm(.notice(id, notice, after: last), due: now, in: tx)
    }

    /// The last one who was told; nil where that was everybody.
    private func announce(
        _ activity: ActivityRow, after: ResidentID, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Int64? {
        let residents = try tx.alerts.reachable(
            estate: activity.estate, after: after, limit: Limits.broadcastPageRows)
        let items = try tx.activities.items(of: activity.id).map { $0.title(in: activity) }
        let phrase = Phrase(
            "notice.activity_announce",
            ["activity": activity.title, "list": items.joined(separator: "、"), "name": activity.name])
        for resident in residents {
            try register.notifier.tell(
                resident: resident, phrase, why: "activity.announce",
                key: "activity-\(activity.id)-announce-\(resident)", in: tx, at: now)
        }
        return residents.count == Limits.broadcastPageRows ? residents.last?.rawValue : nil
    }

    private func tellPeople(
        of activity: ActivityRow, _ notice: Notice, after: SignupID, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Int64? {
        let page = try tx.signups.current(of: activity.id, after: after, limit: Limits.broadcastPageRows)
        let items = Dictionary(
            uniqueKeysWithValues: try tx.activities.items(of: activity.id).map { ($0.id, $0) })
        for signup in page {
            guard let item = items[signup.item], notice == .cancel || signup.state == .booked else {
                continue
            }
            try register.tell(
                signup, notice.rawValue, item, activity, ["reason": activity.note], in: tx, at: now)
        }
        return page.count == Limits.broadcastPageRows ? page.last?.id.rawValue : nil
    }

    // MARK: What is owed

    /// It is over: it has to be said how it went, and the next one of a monthly row is planned.
    private func isOver(_ id: ActivityID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let activity = try tx.activities.find(id) else { return }
        if activity.state == .planned {
            try register.arm(.finish(id), due: register.finishBy(activity), in: tx)
        }
        guard activity.monthly, let next = next(after: activity) else { return }
        let shift = next.startsAt - activity.startsAt
        let items = try tx.activities.items(of: id).map { item in
            ActivityItemRow(
                name: item.name, seats: item.seats, startsAt: item.startsAt + shift,
                endsAt: item.endsAt + shift)
        }
        guard let planned = try register.plan(next, items, actor: "system", in: tx, at: now) else { return }
        try tellOwner(
            planned, "staff.activity_planned", key: "activity-\(planned.id)-planned", in: tx, at: now)
    }

    /// The same weekday of the same week of the next month, a week later where that is a statutory holiday.
    /// Nil where the year's calendar is missing: then it is owed, and the alarm of the month says so.
    private func next(after activity: ActivityRow) -> ActivityRow? {
        let date = activity.startsAt.civil.date
        let first = ReportPeriod(monthOf: date).end
        var day = first.adding(days: (date.weekday - first.weekday + 7) % 7 + (date.day - 1) / 7 * 7)
        if day.month != first.month { day = day.adding(days: -7) }
        do throws(CalendarMissing) {
            while try calendar.isStatutoryDayOff(day) { day = day.adding(days: 7) }
        } catch {
            return nil
        }
        let shift = day.start - date.start
        var next = activity
        next.startsAt = activity.startsAt + shift
        next.endsAt = activity.endsAt + shift
        next.closesAt = activity.closesAt + shift
        return next
    }

    private func isUnfinished(_ id: ActivityID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let activity = try tx.activities.find(id), try tx.activities.markOverdue(id, at: now) else {
            return
        }
        try tx.registerEvents.add(.activity, id.rawValue, "overdue", actor: "system", at: now)
        try tellOwner(
            activity, "staff.activity_unfinished", key: "activity-\(id)-unfinished", in: tx, at: now)
    }

    /// The month has no day of services yet. The next month's is looked at when its day comes.
    private func isOwed(
        _ estate: String, _ month: ReportPeriod, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        if try tx.activities.serviceDays(estate: estate, from: month.from, to: month.to).isEmpty {
            let name = register.rules.words.first ?? ""
            try register.agenda.tellStaff(
                [register.rules.owner], estate: estate,
                Phrase("staff.activity_owed", ["name": name, "month": "\(month.first.month)月"]),
                key: "activity-owed-\(estate)-\(month.first)", in: tx, at: now)
        }
        try armOwed(estate, in: ReportPeriod(monthOf: month.end), in: tx, at: now)
    }

    private func tellOwner(
        _ activity: ActivityRow, _ phrase: String, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let values = [
            "row": activity.id.number, "activity": activity.title, "owner": activity.owner,
            "due": register.finishBy(activity).civil.date.words,
        ]
        try register.agenda.tellStaff(
            [register.rules.owner], estate: activity.estate, Phrase(phrase, values), key: key, in: tx,
            at: now)
    }
}
