import LinliModel
import LinliSQL

/// Who wants to hear when goods that have run out are there again (`domain.md` D03). A row is one push: it
/// goes with the message, or when he takes it back. Nothing is reserved by it.
package struct RewardWaitTable {
    let tx: Transaction

    /// False where he waits for it already.
    package func add(
        _ code: String, estate: String, _ resident: ResidentID, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.insertUnlessKnown(
            """
            INSERT INTO reward_waits (estate, reward, resident_id, at)
            VALUES (\(estate), \(code), \(resident), \(now.milliseconds))
            ON CONFLICT (estate, reward, resident_id) DO NOTHING
            """) != nil
    }

    /// The first ones first.
    package func next(_ code: String, estate: String, limit: Int) throws(SQLError) -> [RewardWait] {
        try tx.all(
            """
            SELECT id, resident_id FROM reward_waits WHERE estate = \(estate) AND reward = \(code)
            ORDER BY id LIMIT \(limit)
            """
        ) { row throws(SQLError) in
            RewardWait(id: try row.integer(0), resident: ResidentID(try row.integer(1)))
        }
    }

    package func end(_ waits: [RewardWait]) throws(SQLError) {
        guard !waits.isEmpty else { return }
        try tx.run("DELETE FROM reward_waits WHERE id IN (\(list: waits.map(\.id)))")
    }

    /// Takes back what he waits for; the names, in the order in which he asked.
    ///
    /// - Parameter codes: only these; nil for all.
    package func leave(
        _ codes: [String]?, of resident: ResidentID
    ) throws(SQLError) -> [String] {
        let waits = try tx.all(
            """
            SELECT w.id, r.code, r.name FROM reward_waits w
            JOIN rewards r ON r.estate = w.estate AND r.code = w.reward
            WHERE w.resident_id = \(resident) ORDER BY w.id
            """
        ) { row throws(SQLError) in (try row.integer(0), try row.text(1), try row.text(2)) }
        let left = waits.filter { codes?.contains($0.1) ?? true }
        guard !left.isEmpty else { return [] }
        try tx.run("DELETE FROM reward_waits WHERE id IN (\(list: left.map(\.0)))")
        return left.map(\.2)
    }
}

package struct RewardWait: Sendable, Hashable {
    package let id: Int64
    package let resident: ResidentID
}
