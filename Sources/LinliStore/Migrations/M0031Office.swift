import LinliSQL

extension Schema {
    /// What the office keeps and reads: indexes for its lists, which an estate fills with thousands of rows,
    /// who has let himself be written down as a member of the party, and the inspections of each year.
    static let office = Migration(version: 31, name: "office") { tx throws(SQLError) in
        try tx.run("CREATE INDEX tickets_list ON tickets (estate, urgency, received_at, id)")
        try tx.run("CREATE INDEX tickets_all ON tickets (urgency, received_at, id)")
        try tx.run("CREATE INDEX residents_list ON residents (estate, id)")
        try tx.run("CREATE INDEX sessions_all ON sessions (starts_at, id)")
        try tx.run("CREATE INDEX accounts_ranking ON accounts (estate, kind, balance)")
        try tx.run("CREATE INDEX claims_pending ON claims (estate, id) WHERE state = 'pending'")
        try tx.run("CREATE INDEX redemptions_list ON redemptions (estate, id)")
        try tx.run("CREATE INDEX activities_list ON activities (estate, starts_at, id)")
        try tx.run("CREATE INDEX visits_list ON visits (estate, due_at, id)")
        try tx.run(
            """
            CREATE TABLE party_members (
                resident_id \(tx.dialect.integer) NOT NULL PRIMARY KEY REFERENCES residents (id),
                consented_at \(tx.dialect.integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
        try addInspections(tx)
    }

    private static func addInspections(_ tx: Transaction) throws(SQLError) {
        try tx.run(
            """
            CREATE TABLE inspections (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL,
                done_on TEXT NOT NULL,
                staff TEXT NOT NULL,
                created_at \(tx.dialect.integer) NOT NULL,
                UNIQUE (estate, kind, done_on)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run(
            """
            CREATE TABLE inspection_findings (
                ticket_id \(tx.dialect.integer) NOT NULL PRIMARY KEY REFERENCES tickets (id),
                inspection_id \(tx.dialect.integer) NOT NULL REFERENCES inspections (id)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX inspection_findings_of ON inspection_findings (inspection_id)")
    }
}
