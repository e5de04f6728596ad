import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The times that belong to receptions: the next sessions of an estate's rhythm are planned, and those who
/// wait for a seat hear when none came free (`domain.md` A13, 2.7).
///
/// Promise: each waits as a timer and survives a restart; a session that was planned or cancelled is not
/// planned again.
package struct ReceptionAlarms: Sendable {
    /// What a timer waits for, as its subject: `plan/HTL`, `seats/7`.
    enum Alarm {
        case plan(estate: String)
        case seats(SessionID)

        var subject: String {
            switch self {
            case .plan(let estate): "plan/\(estate)"
            case .seats(let id): "seats/\(id)"
            }
        }

        init?(_ subject: String) {
            let parts = subject.split(separator: "/").map(String.init)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "plan": self = .plan(estate: parts[1])
            case "seats":
                guard let id = Int64(parts[1]) else { return nil }
                self = .seats(SessionID(id))
            default: return nil
            }
        }
    }

    private let settings: Settings
    private let planner: SessionPlanner
    private let seats: SeatRegister

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        planner = SessionPlanner(settings: settings)
        seats = SeatRegister(settings: settings, notifier: notifier)
    }

    /// Plans what every estate's rhythm asks for now, and when to look again.
    package func arm(in tx: Transaction, at now: Instant) throws(SQLError) {
        for estate in settings.estates.keys.sorted() { try plan(estate, in: tx, at: now) }
    }

    func fire(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        switch Alarm(subject) {
        case .plan(let estate): try plan(estate, in: tx, at: now)
        case .seats(let id): try seats.waitingIsOver(id, in: tx, at: now)
        case nil: break
        }
    }

    private func plan(_ estate: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let estate = settings.estates[estate], !estate.receptions.isEmpty else { return }
        // At the latest tomorrow: a calendar may have come meanwhile.
        let tomorrow = now.civil.date.adding(days: 1).start
        let next = try planner.plan(estate, in: tx, at: now).closesAt
        try seats.arm(.plan(estate: estate.code), due: min(next ?? tomorrow, tomorrow), in: tx)
    }
}
