import LinliModel
import LinliSettings
import LinliStore

/// When booking for a reception ends, and how many of its seats can be booked ahead (`domain.md` 2.7).
package struct SessionPlan: Sendable {
    private let rules: ReceptionRules
    private let calendar: WorkingCalendar

    package init(settings: Settings) {
        rules = settings.receptions
        calendar = WorkingCalendar(settings.calendars, allowsProvisional: true)
    }

    /// Nil where the kind is not among the rules.
    package func session(
        kind code: String, estate: String, place: String, startsAt: Instant, seats: Int? = nil
    ) -> SessionRow? {
        guard let kind = rules.kind(code) else { return nil }
        return SessionRow(
            estate: estate, kind: code, name: kind.name, place: place, startsAt: startsAt,
            bookingClosesAt: bookingCloses(before: startsAt), seats: seats ?? rules.bookableSeats(of: kind),
            seatMinutes: kind.minutesEach)
    }

    /// At the closing minute of the last working day before the session; at its begin where the calendar
    /// cannot say.
    private func bookingCloses(before startsAt: Instant) -> Instant {
        do throws(CalendarMissing) {
            let day = try calendar.workingDay(rules.closesWorkingDaysBefore, before: startsAt.civil.date)
            return day.start + .minutes(Int64(rules.closesAtMinute))
        } catch {
            return startsAt
        }
    }
}
