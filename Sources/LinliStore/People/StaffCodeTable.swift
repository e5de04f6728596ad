import LinliModel
import LinliSQL

/// One-time codes by which a chat identity becomes a staff member's (`linli staff bind`), and the result.
///
/// A code serves once and lives `Limits.staffCodeMinutes`. Wrong ones count against the chat that sends them
/// and against every open code, so that neither one chat nor many can guess.
package struct StaffCodeTable {
    let tx: Transaction

    package func add(_ staff: StaffID, hash: String, expiresAt: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO staff_codes (code_hash, staff_id, expires_at)
            VALUES (\(hash), \(staff), \(expiresAt.milliseconds))
            """)
    }

    /// Whose code it is. Nil where it is unknown, used, too old or guessed at too often.
    package func find(hash: String, at now: Instant) throws(SQLError) -> StaffID? {
        try tx.first(
            """
            SELECT staff_id FROM staff_codes
            WHERE code_hash = \(hash) AND used_at IS NULL AND expires_at > \(now.milliseconds)
                AND wrong_tries < \(Limits.staffCodeAllWrongTries)
            """
        ) { row throws(SQLError) in StaffID(try row.integer(0)) }
    }

    /// Uses a code. Nil where `find` finds none; of two callers one gets it.
    package func use(hash: String, at now: Instant) throws(SQLError) -> StaffID? {
        try tx.first(
            """
            UPDATE staff_codes SET used_at = \(now.milliseconds)
            WHERE code_hash = \(hash) AND used_at IS NULL AND expires_at > \(now.milliseconds)
                AND wrong_tries < \(Limits.staffCodeAllWrongTries)
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

    /// The account whose chat this is.
    package func staff(channel: String, sender: String) throws(SQLError) -> StaffID? {
        try tx.first(
            """
            SELECT staff_id FROM staff_identities
            WHERE channel = \(channel) AND external_id = \(sender)
            """
        ) { row throws(SQLError) in StaffID(try row.integer(0)) }
    }

    // MARK: Wrong tries

    /// Wrong codes of this chat within `Limits.staffCodeTriesHours`, counted from the first.
    package func wrongTries(channel: String, sender: String, at now: Instant) throws(SQLError) -> Int {
        let tries = try tx.first(
            """
            SELECT wrong_tries FROM staff_code_tries
            WHERE channel = \(channel) AND external_id = \(sender)
                AND since > \((now - .hours(Limits.staffCodeTriesHours)).milliseconds)
            """
        ) { row throws(SQLError) in try row.int(0) }
        return tries ?? 0
    }

    /// Counts against the chat and against every open code; counts whose time is over are dropped.
    package func countWrongTry(channel: String, sender: String, at now: Instant) throws(SQLError) {
        let forgotten = now - .hours(Limits.staffCodeTriesHours)
        try tx.run("DELETE FROM staff_code_tries WHERE since <= \(forgotten.milliseconds)")
        try tx.run(
            """
            INSERT INTO staff_code_tries (channel, external_id, wrong_tries, since)
            VALUES (\(channel), \(sender), 1, \(now.milliseconds))
            ON CONFLICT (channel, external_id) DO UPDATE SET wrong_tries = staff_code_tries.wrong_tries + 1
            """)
        try tx.run(
            """
            UPDATE staff_codes SET wrong_tries = wrong_tries + 1
            WHERE used_at IS NULL AND expires_at > \(now.milliseconds)
            """)
    }
}
