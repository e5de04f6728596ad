import LinliModel
import LinliSQL

/// One-time codes by which a chat identity becomes a staff member's (`linli staff bind`), and the result.
package struct StaffCodeTable {
    let tx: Transaction

    package func add(_ staff: StaffID, hash: String, expiresAt: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO staff_codes (code_hash, staff_id, expires_at)
            VALUES (\(hash), \(staff), \(expiresAt.milliseconds))
            """)
    }

    /// Uses a code. Nil where it is unknown, used or too old.
    package func use(hash: String, at now: Instant) throws(SQLError) -> StaffID? {
        try tx.first(
            """
            UPDATE staff_codes SET used_at = \(now.milliseconds)
            WHERE code_hash = \(hash) AND used_at IS NULL AND expires_at > \(now.milliseconds)
            RETURNING staff_id
            """
        ) { row throws(SQLError) in StaffID(try row.integer(0)) }
    }

    package func attach(_ staff: StaffID, channel: String, sender: String, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO staff_identities (channel, external_id, staff_id, created_at)
            VALUES (\(channel), \(sender), \(staff), \(now.milliseconds))
            ON CONFLICT (channel, external_id) DO UPDATE SET staff_id = excluded.staff_id
            """)
    }
}
