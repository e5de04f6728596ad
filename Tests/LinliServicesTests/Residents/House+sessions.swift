import LinliModel
import LinliSQL
import LinliStore

@testable import LinliServices

/// Receptions as a test enters them.
extension House {
    /// A session of the estate HTL, on Thursday where nothing else is said.
    func session(
        _ kind: String = "weekly", at startsAt: Instant = .at("2026-03-19 15:00"), seats: Int? = nil
    ) async throws -> SessionOffer {
        let plan = SessionPlan(settings: settings)
        return try await database.write { tx throws(SQLError) in
            guard
                let row = plan.session(
                    kind: kind, estate: "HTL", place: "议事亭", startsAt: startsAt, seats: seats),
                let id = try tx.sessions.add(row), let session = try tx.sessions.find(id)
            else { throw SQLError(.decoding, "no session was added") }
            return ReceptionService.offer(session)
        }
    }
}
