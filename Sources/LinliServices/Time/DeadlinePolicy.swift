import LinliModel
import LinliSettings

/// Turns the service levels into the clocks of one ticket (`domain.md` 2.2.2).
///
/// A running case never waits for a holiday notice: where the year is missing its due time is counted by
/// Monday to Friday and marked provisional, to be counted again when the file is there.
package struct DeadlinePolicy: Sendable {
    package struct Matter: Sendable, Hashable {
        package var estate: String
        package var category: String?
        package var intent: Intent?
        package var urgency: Urgency

        package init(estate: String, category: String?, intent: Intent? = nil, urgency: Urgency) {
            self.estate = estate
            self.category = category
            self.intent = intent
            self.urgency = urgency
        }
    }

    package struct Clock: Sendable, Hashable {
        package var step: ServiceStep
        package var due: Instant
        package var kind: ServiceLevels.Clock
        package var target: TimeTarget
        package var isProvisional: Bool
    }

    /// Steps whose clocks start when a ticket is submitted.
    package static let submissionSteps: [ServiceStep] = [.firstResponse, .accept, .resolve]

    private let settings: Settings
    private let calendar: WorkingCalendar

    package init(settings: Settings) {
        self.settings = settings
        calendar = WorkingCalendar(settings.calendars, allowsProvisional: true)
    }

    /// The version that a ticket opened now is bound to.
    package var version: String { settings.sla.version }

    /// First response, accept and resolve, each from `received`. Empty where the urgency has no clock.
    package func clocks(for matter: Matter, received: Instant) throws(DeadlinePolicyError) -> [Clock] {
        var clocks: [Clock] = []
        for step in Self.submissionSteps {
            if let clock = try clock(step, for: matter, from: received) { clocks.append(clock) }
        }
        return clocks
    }

    /// One step's clock from `start`; nil where the step has no limit for this urgency.
    package func clock(
        _ step: ServiceStep, for matter: Matter, from start: Instant
    ) throws(DeadlinePolicyError) -> Clock? {
        guard let limit = try limit(step, for: matter),
            let deadline = try deadline(step, for: matter, from: start)
        else { return nil }
        return Clock(
            step: step, due: deadline.due, kind: limit.clock, target: limit.target,
            isProvisional: deadline.isProvisional)
    }

    /// The same with its counting, interval by interval.
    package func deadline(
        _ step: ServiceStep, for matter: Matter, from start: Instant
    ) throws(DeadlinePolicyError) -> Deadline? {
        guard let limit = try limit(step, for: matter) else { return nil }
        switch limit.clock {
        case .wall:
            do { return try BusinessClock.wall(from: start, target: limit.target) } catch {
                throw .notCountable(error)
            }
        case .business:
            return try due(limit.target, hours: limit.hours, estate: matter.estate, from: start)
        }
    }

    /// A limit with the counting of its due time; nil where the step has none.
    package func account(
        _ step: ServiceStep, for matter: Matter, from start: Instant
    ) throws(DeadlinePolicyError) -> (limit: ServiceLevels.Limit, deadline: Deadline)? {
        guard let limit = try limit(step, for: matter),
            let deadline = try deadline(step, for: matter, from: start)
        else { return nil }
        return (limit, deadline)
    }

    private func limit(
        _ step: ServiceStep, for matter: Matter
    ) throws(DeadlinePolicyError) -> ServiceLevels.Limit? {
        guard settings.estates[matter.estate] != nil else { throw .unknownEstate(matter.estate) }
        guard matter.urgency != .none else { return nil }
        return settings.sla.limit(
            step, urgency: matter.urgency, category: matter.category, intent: matter.intent)
    }

    /// A due time that gets back what a pause took: the counted time of the pause, or its whole working
    /// days. A pause that lies outside the hours gives nothing back.
    package func postponed(
        _ step: ServiceStep, for matter: Matter, due: Instant, pausedFrom start: Instant, to end: Instant
    ) throws(DeadlinePolicyError) -> Deadline? {
        guard let limit = try limit(step, for: matter), let estate = settings.estates[matter.estate],
            start < end, start < due
        else { return nil }
        guard limit.clock == .business else {
            do { return try BusinessClock.wall(from: due, target: .span(end - start)) } catch {
                throw .notCountable(error)
            }
        }
        let clock = BusinessClock(windows: estate.windows(limit.hours), calendar: calendar)
        do throws(DeadlineError) {
            if case .workingDays = limit.target {
                let days = try workingDays(after: start.civil.date, through: end.civil.date)
                return try clock.due(from: due, target: .workingDays(days))
            }
            let banked = try clock.counted(from: start, to: end)
            return try clock.due(from: due, target: .span(banked))
        } catch {
            throw .notCountable(error)
        }
    }

    private func workingDays(after first: CivilDate, through last: CivilDate) throws(DeadlineError) -> Int {
        var count = 0
        var date = first
        while date < last {
            date = date.adding(days: 1)
            do {
                if try calendar.day(date).isWorking { count += 1 }
            } catch {
                throw .noCalendar(error)
            }
        }
        return count
    }

    /// A due time in the estate's windows, for what the ladder, a whistle or a reception promises.
    package func due(
        _ target: TimeTarget, hours: ServiceLevels.Hours, estate code: String, from start: Instant
    ) throws(DeadlinePolicyError) -> Deadline {
        guard let estate = settings.estates[code] else { throw .unknownEstate(code) }
        let clock = BusinessClock(windows: estate.windows(hours), calendar: calendar)
        do { return try clock.due(from: start, target: target) } catch { throw .notCountable(error) }
    }
}

package enum DeadlinePolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownEstate(String)
    case notCountable(DeadlineError)

    package var description: String {
        switch self {
        case .unknownEstate(let code): "there is no estate \(code); add estates/\(code).yaml"
        case .notCountable(let error): error.description
        }
    }
}
