import LinliSQL

extension Schema {
    /// Timers, the audit trail and the answers to admin requests that may be repeated.
    static let operations = Migration(version: 6, name: "operations") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE timers (
                id \(identity),
                kind TEXT NOT NULL,
                subject TEXT NOT NULL,
                due_at \(integer) NOT NULL,
                state TEXT NOT NULL DEFAULT 'armed' \(check: "state", among: ["armed", "fired", "failed"]),
                attempts \(integer) NOT NULL DEFAULT 0,
                fired_at \(integer),
                UNIQUE (kind, subject)
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX timers_due ON timers (due_at) WHERE state = 'armed'")
        try tx.run(
            """
            CREATE TABLE audit (
                id \(identity),
                at \(integer) NOT NULL,
                staff_id \(integer) NOT NULL,
                staff_name TEXT NOT NULL,
                role TEXT NOT NULL,
                act TEXT NOT NULL,
                target TEXT NOT NULL,
                detail TEXT NOT NULL DEFAULT ''
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX audit_target ON audit (target, id)")
        try tx.run(
            """
            CREATE TABLE request_keys (
                staff_id \(integer) NOT NULL,
                key TEXT NOT NULL,
                fingerprint TEXT NOT NULL,
                status \(integer) NOT NULL,
                body TEXT NOT NULL,
                at \(integer) NOT NULL,
                PRIMARY KEY (staff_id, key)
            ) \(suffix)
            """)
    }
}
