import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Plans the sessions of an estate's rhythm ahead: the weekly reception, the day of the branch on each 15th
/// (`domain.md` A13, 2.7).
///
/// One session of each rhythm can be booked at any time. One that would fall on a statutory day off is on the
/// next working day. Of a year whose calendar is missing nothing is planned: nobody is invited to a day
/// that may be one off.
struct SessionPlanner: Sendable {
    private let plan: SessionPlan
    private let calendar: WorkingCalendar

    init(settings: Settings) {
        plan = SessionPlan(settings: settings)
        calendar = WorkingCalendar(settings.calendars)
    }

    struct Planned: Sendable {
        /// Sessions that are new.
        var added = 0
        /// When the first of those that stand can be booked no longer, and the next one is needed.
        var closesAt: Instant?
    }

    func plan(_ estate: Estate, in tx: Transaction, at now: Instant) throws(SQLError) -> Planned {
        var planned = Planned()
        for reception in estate.receptions {
            for session in try next(reception, of: estate, in: tx, at: now) {
                if try tx.sessions.add(session) != nil { planned.added += 1 }
                guard session.bookingClosesAt > now else { continue }
                planned.closesAt = min(planned.closesAt ?? session.bookingClosesAt, session.bookingClosesAt)
            }
        }
        return planned
    }

    /// The soonest that can still be booked and was not cancelled, after those that can only be walked into
    /// any more; none where the calendar ends before.
    private func next(
        _ reception: Estate.Reception, of estate: Estate, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [SessionRow] {
        var sessions: [SessionRow] = []
        var day = now.civil.date
        for _ in 0..<Limits.sessionPlanTries {
            day = reception.rhythm.next(onOrAfter: day)
            guard let date = workingDate(day) else { return sessions }
            day = day.adding(days: 1)
            let planned = plan.session(
                kind: reception.kind, estate: estate.code, place: reception.place,
                startsAt: date.at(minute: reception.startMinute))
            guard var session = planned else { return sessions }
            session.leader = reception.leader
            guard session.startsAt > now else { continue }
            let known = try tx.sessions.find(
                estate: estate.code, kind: reception.kind, startsAt: session.startsAt)
            guard known == nil || known?.state == .open else { continue }
            sessions.append(session)
            if session.bookingClosesAt > now { return sessions }
        }
        return sessions
    }

    /// From when the session of that day can be booked: the one before it is booked until then. Nil where no
    /// rhythm has one on that day.
    func opening(
        of date: CivilDate, kind: String?, in estate: Estate, at now: Instant
    ) -> (kind: String, startMinute: Int, at: Instant)? {
        for reception in estate.receptions where kind == nil || reception.kind == kind {
            var day = now.civil.date
            var before: Instant?
            for _ in 0..<Limits.sessionPlanTries {
                day = reception.rhythm.next(onOrAfter: day)
                guard let held = workingDate(day), held <= date else { break }
                day = day.adding(days: 1)
                if held == date { return before.map { (reception.kind, reception.startMinute, $0) } }
                before =
                    plan.session(
                        kind: reception.kind, estate: estate.code, place: reception.place,
                        startsAt: held.at(minute: reception.startMinute))?.bookingClosesAt
            }
        }
        return nil
    }

    /// The rhythm that a session comes from; nil where the staff opened it on a day of its own.
    func rhythm(of session: SessionRow, in estate: Estate) -> SessionRhythm? {
        let date = session.startsAt.civil.date
        return estate.receptions.first { reception in
            guard reception.kind == session.kind, reception.place == session.place,
                session.startsAt == date.at(minute: reception.startMinute)
            else { return false }
            var day = date.adding(days: -Limits.longestHolidayDays)
            while true {
                day = reception.rhythm.next(onOrAfter: day)
                guard day <= date else { return false }
                if workingDate(day) == date { return true }
                day = day.adding(days: 1)
            }
        }?.rhythm
    }

    /// Nil where the calendar does not know.
    private func workingDate(_ date: CivilDate) -> CivilDate? {
        do throws(CalendarMissing) {
            // Weekends are usual for talks; only statutory days off move a session.
            return try calendar.isStatutoryDayOff(date) ? calendar.firstWorkingDay(onOrAfter: date) : date
        } catch {
            return nil
        }
    }
}

extension SessionRhythm {
    /// The next day on which it would be held.
    func next(onOrAfter date: CivilDate) -> CivilDate {
        switch self {
        case .weekly(let weekday): date.adding(days: (weekday - date.weekday + 7) % 7)
        case .monthly(let day):
            // Days up to 28: every month has it.
            date.day <= day
                ? date.adding(days: day - date.day)
                : ReportPeriod(monthOf: date).end.adding(days: day - 1)
        }
    }
}
