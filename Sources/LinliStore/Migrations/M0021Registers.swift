import LinliSQL

extension Schema {
    /// The three lists of `domain.md` A07: what there is, what is wished for, who has taken it on; and their
    /// history. Every row has an owner, a due time and a state (A23).
    static let registers = Migration(version: 21, name: "registers") { tx throws(SQLError) in
        try addNeeds(tx)
        try addProjects(tx)
        try addResources(tx)
        let integer = tx.dialect.integer
        // What was done to a row of a register, by whom. No words of residents.
        try tx.run(
            """
            CREATE TABLE register_events (
                id \(tx.dialect.identity),
                register TEXT NOT NULL,
                row_id \(integer) NOT NULL,
                act TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX register_events_row ON register_events (register, row_id)")
    }

    private static func addNeeds(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE needs (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                quarter TEXT NOT NULL,
                category TEXT NOT NULL,
                title TEXT NOT NULL,
                text TEXT NOT NULL,
                place TEXT NOT NULL,
                intake TEXT NOT NULL,
                resident_id \(integer) REFERENCES residents (id),
                state TEXT NOT NULL DEFAULT 'collected'
                    \(check: "state", among: ["collected", "sorted", "offered", "assigned", "claimed",
                        "under_way", "done", "declined", "withdrawn", "merged"]),
                owner TEXT NOT NULL,
                due_at \(integer) NOT NULL,
                merged_into \(integer) REFERENCES needs (id),
                result TEXT,
                overdue_at \(integer),
                created_at \(integer) NOT NULL,
                ended_at \(integer),
                CHECK ((state = 'done' OR state = 'declined' OR state = 'withdrawn' OR state = 'merged')
                    = (ended_at IS NOT NULL)),
                CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
                CHECK (state <> 'done' OR result IS NOT NULL)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX needs_state ON needs (estate, state, due_at)")
        try tx.run("CREATE INDEX needs_resident ON needs (resident_id)")
        try tx.run("CREATE INDEX needs_quarter ON needs (estate, quarter)")
        try tx.run("CREATE INDEX needs_merged ON needs (merged_into) WHERE merged_into IS NOT NULL")
    }

    private static func addProjects(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE projects (
                id \(tx.dialect.identity),
                need_id \(integer) NOT NULL REFERENCES needs (id),
                way TEXT NOT NULL \(check: "way", among: ["assigned", "claimed"]),
                claimant TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'taken'
                    \(check: "state", among: ["taken", "under_way", "done", "given_up"]),
                due_at \(integer) NOT NULL,
                taken_at \(integer) NOT NULL,
                begun_at \(integer),
                ended_at \(integer),
                CHECK ((state IN ('done', 'given_up')) = (ended_at IS NOT NULL)),
                CHECK (state <> 'under_way' OR begun_at IS NOT NULL)
            ) \(tx.dialect.tableSuffix)
            """)
        // Of two who take the same need on one has it.
        try tx.run(
            """
            CREATE UNIQUE INDEX projects_running ON projects (need_id)
            WHERE state IN ('taken', 'under_way')
            """)
        try tx.run("CREATE INDEX projects_need ON projects (need_id)")
        try tx.run("CREATE INDEX projects_taken ON projects (taken_at)")
    }

    private static func addResources(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE resources (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                code TEXT,
                name TEXT NOT NULL,
                provider TEXT NOT NULL,
                text TEXT NOT NULL,
                donor_id \(integer) REFERENCES residents (id),
                state TEXT NOT NULL \(check: "state", among: ["proposed", "listed", "declined", "removed"]),
                owner TEXT NOT NULL,
                due_at \(integer) NOT NULL,
                overdue_at \(integer),
                created_at \(integer) NOT NULL,
                ended_at \(integer),
                UNIQUE (estate, code),
                CHECK ((state IN ('declined', 'removed')) = (ended_at IS NOT NULL))
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX resources_state ON resources (estate, state, due_at)")
        try tx.run("CREATE INDEX resources_donor ON resources (donor_id)")
    }
}
