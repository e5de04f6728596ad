import LinliModel
import LinliSQL

/// Bearer tokens. Only a hash is kept; a token speaks for one account in one role.
package struct StaffTokenTable {
    let tx: Transaction

    package func add(
        _ staff: StaffID, role: Role, estate: String?, hash: String, label: String, expiresAt: Instant?,
        at now: Instant
    ) throws(SQLError) -> Int64 {
        try tx.insert(
            """
            INSERT INTO staff_tokens (staff_id, role, estate, token_hash, label, created_at, expires_at)
            VALUES (\(staff), \(role), \(estate ?? ""), \(hash), \(label), \(now.milliseconds),
                \(expiresAt?.milliseconds))
            """)
    }

    /// Who the token speaks for now: not expired, not revoked, the account not disabled.
    package func authenticate(hash: String, at now: Instant) throws(SQLError) -> StaffIdentity? {
        try tx.first(
            """
            SELECT s.id, s.name, t.role, t.estate FROM staff_tokens t JOIN staff s ON s.id = t.staff_id
            WHERE t.token_hash = \(hash) AND t.revoked_at IS NULL AND s.disabled_at IS NULL
                AND (t.expires_at IS NULL OR t.expires_at > \(now.milliseconds))
            """
        ) { row throws(SQLError) in
            StaffIdentity(
                id: StaffID(try row.integer(0)), name: try row.text(1), role: try row.named(2),
                estate: try row.text(3).nilIfEmpty)
        }
    }

    package func list(of staff: StaffID) throws(SQLError) -> [StaffTokenRow] {
        try tx.all(
            """
            SELECT id, role, estate, label, created_at, expires_at, revoked_at FROM staff_tokens
            WHERE staff_id = \(staff) ORDER BY id
            """
        ) { row throws(SQLError) in
            StaffTokenRow(
                id: try row.integer(0), role: try row.named(1), estate: try row.text(2).nilIfEmpty,
                label: try row.text(3), createdAt: try row.instant(4), expiresAt: try row.instantOrNil(5),
                revokedAt: try row.instantOrNil(6))
        }
    }

    /// Revokes one token of an account, or with `id` nil all that carry `label`.
    @discardableResult
    package func revoke(_ id: Int64, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE staff_tokens SET revoked_at = \(now.milliseconds)
            WHERE id = \(id) AND revoked_at IS NULL
            """) == 1
    }

    /// Revokes what a daemon wrote for its own user in an earlier run.
    package func revoke(label: String, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE staff_tokens SET revoked_at = \(now.milliseconds)
            WHERE label = \(label) AND revoked_at IS NULL
            """)
    }
}

package struct StaffTokenRow: Sendable, Hashable {
    package let id: Int64
    package let role: Role
    package let estate: String?
    package let label: String
    package let createdAt: Instant
    package let expiresAt: Instant?
    package let revokedAt: Instant?
}
