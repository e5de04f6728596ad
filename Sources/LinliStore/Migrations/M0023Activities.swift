import LinliSQL

extension Schema {
    /// Activities with what is to be had there, and who has signed up (便民服务日, `domain.md` A06); and which
    /// role of the staff has taken a need on.
    static let activities = Migration(version: 23, name: "activities") { tx throws(SQLError) in
        try addActivities(tx)
        try addSignups(tx)
        try tx.run("ALTER TABLE projects ADD COLUMN role TEXT NOT NULL DEFAULT ''")
    }

    private static func addActivities(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE activities (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL \(check: "kind", among: ["service_day", "other"]),
                name TEXT NOT NULL,
                place TEXT NOT NULL,
                starts_at \(integer) NOT NULL,
                ends_at \(integer) NOT NULL,
                closes_at \(integer) NOT NULL,
                monthly \(integer) NOT NULL CHECK (monthly IN (0, 1)),
                owner TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'planned'
                    \(check: "state", among: ["planned", "held", "cancelled"]),
                overdue_at \(integer),
                announced_at \(integer),
                note TEXT NOT NULL DEFAULT '',
                created_at \(integer) NOT NULL,
                ended_at \(integer),
                UNIQUE (estate, name, starts_at),
                CHECK (closes_at <= starts_at AND starts_at < ends_at),
                CHECK ((state = 'planned') = (ended_at IS NULL))
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX activities_state ON activities (estate, state, starts_at)")
        // The last place goes to one person: the row counts what is taken, and refuses one more.
        try tx.run(
            """
            CREATE TABLE activity_items (
                id \(tx.dialect.identity),
                activity_id \(integer) NOT NULL REFERENCES activities (id),
                name TEXT NOT NULL,
                seats \(integer) NOT NULL CHECK (seats > 0),
                taken \(integer) NOT NULL DEFAULT 0,
                starts_at \(integer) NOT NULL,
                ends_at \(integer) NOT NULL,
                UNIQUE (activity_id, name),
                CHECK (taken >= 0 AND taken <= seats),
                CHECK (starts_at < ends_at)
            ) \(tx.dialect.tableSuffix)
            """)
    }

    private static func addSignups(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE signups (
                id \(tx.dialect.identity),
                item_id \(integer) NOT NULL REFERENCES activity_items (id),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                people \(integer) NOT NULL CHECK (people > 0),
                state TEXT NOT NULL
                    \(check: "state", among: ["booked", "waiting", "cancelled", "attended", "absent"]),
                created_at \(integer) NOT NULL,
                decided_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        // Whoever says it twice has signed up once.
        try tx.run(
            "CREATE UNIQUE INDEX signups_once ON signups (item_id, resident_id) WHERE state <> 'cancelled'")
        try tx.run("CREATE INDEX signups_item ON signups (item_id, state)")
        try tx.run("CREATE INDEX signups_resident ON signups (resident_id)")
    }
}
