import LinliSQL

extension Schema {
    /// Visits of the grid workers (三门工作法, `domain.md` A04), and the list of those who are called on each
    /// month.
    static let visits = Migration(version: 22, name: "visits") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE care_list (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                unit_id \(integer) NOT NULL REFERENCES units (id),
                reason TEXT NOT NULL,
                since \(integer) NOT NULL,
                ended_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE UNIQUE INDEX care_list_home ON care_list (unit_id) WHERE ended_at IS NULL")
        try tx.run(
            """
            CREATE TABLE visits (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL \(check: "kind", among: ["knock", "drop_in", "at_door"]),
                unit_id \(integer) NOT NULL REFERENCES units (id),
                resident_id \(integer) REFERENCES residents (id),
                state TEXT NOT NULL DEFAULT 'planned'
                    \(check: "state", among: ["planned", "done", "dropped"]),
                owner TEXT NOT NULL,
                post TEXT NOT NULL,
                due_at \(integer) NOT NULL,
                overdue_at \(integer),
                note TEXT NOT NULL DEFAULT '',
                created_at \(integer) NOT NULL,
                ended_at \(integer),
                CHECK ((state = 'planned') = (ended_at IS NULL))
            ) \(tx.dialect.tableSuffix)
            """)
        // One visit of a kind at a time: who says twice that he has moved in is called on once.
        try tx.run("CREATE UNIQUE INDEX visits_planned ON visits (unit_id, kind) WHERE state = 'planned'")
        try tx.run("CREATE INDEX visits_due ON visits (estate, state, due_at)")
        try tx.run("CREATE INDEX visits_resident ON visits (resident_id)")
    }
}
