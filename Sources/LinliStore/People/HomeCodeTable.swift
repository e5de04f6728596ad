import LinliModel
import LinliSQL

/// One-time codes that prove a home. Only a hash is kept; a code serves once, lives seven days and dies
/// after five wrong tries (`interface.md`, "Who is who").
package struct HomeCodeTable {
    let tx: Transaction

    package func add(
        unit: UnitID, relation: Home.Relation, hash: String, expiresAt: Instant, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO home_codes (unit_id, relation, code_hash, expires_at, created_at)
            VALUES (\(unit), \(relation), \(hash), \(expiresAt.milliseconds), \(now.milliseconds))
            """)
    }

    /// Codes of a home that may still be used.
    package func open(unit: UnitID, wrongTries limit: Int, at now: Instant) throws(SQLError) -> [HomeCodeRow]
    {
        try tx.all(
            """
            SELECT id, relation, code_hash, wrong_tries FROM home_codes
            WHERE unit_id = \(unit) AND used_by IS NULL AND expires_at > \(now.milliseconds)
                AND wrong_tries < \(limit)
            ORDER BY id \(tx.rowLock)
            """
        ) { row throws(SQLError) in
            HomeCodeRow(
                id: try row.integer(0), relation: try row.named(1), hash: try row.text(2),
                wrongTries: try row.int(3))
        }
    }

    /// True for exactly one caller.
    package func use(_ id: Int64, by resident: ResidentID) throws(SQLError) -> Bool {
        try tx.run("UPDATE home_codes SET used_by = \(resident) WHERE id = \(id) AND used_by IS NULL") == 1
    }

    package func countWrongTry(_ ids: [Int64]) throws(SQLError) {
        try tx.run("UPDATE home_codes SET wrong_tries = wrong_tries + 1 WHERE id IN (\(list: ids))")
    }
}

package struct HomeCodeRow: Sendable, Hashable {
    package let id: Int64
    package let relation: Home.Relation
    package let hash: String
    package let wrongTries: Int
}
