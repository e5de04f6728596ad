import LinliSQL

extension Schema {
    /// Teams that are sent as a group (`domain.md` C10), posts with their holders and whoever applies for one
    /// (C11, C12), and who follows an account whose holder has left.
    static let posts = Migration(version: 32, name: "posts") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE staff ADD COLUMN follower_id \(integer) REFERENCES staff (id)")
        try tx.run("CREATE INDEX tickets_owner ON tickets (first_owner_id) WHERE first_owner_id IS NOT NULL")
        try addTeams(tx)
        try addPosts(tx)
    }

    private static func addTeams(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE teams (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                name TEXT NOT NULL,
                takes TEXT NOT NULL,
                lead_id \(integer) NOT NULL REFERENCES staff (id),
                created_at \(integer) NOT NULL,
                ended_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE UNIQUE INDEX teams_name ON teams (estate, name) WHERE ended_at IS NULL")
        try tx.run(
            """
            CREATE TABLE team_members (
                team_id \(integer) NOT NULL REFERENCES teams (id),
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                since \(integer) NOT NULL,
                PRIMARY KEY (team_id, staff_id)
            ) \(tx.dialect.tableSuffix)
            """)
        // Whether its people are still away stands in the ticket: one that is done takes nobody.
        try tx.run(
            """
            CREATE TABLE team_orders (
                ticket_id \(integer) NOT NULL PRIMARY KEY REFERENCES tickets (id),
                team_id \(integer) NOT NULL REFERENCES teams (id),
                people \(integer) NOT NULL CHECK (people > 0),
                at \(integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX team_orders_of ON team_orders (team_id)")
    }

    private static func addPosts(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE posts (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                name TEXT NOT NULL,
                places \(integer) NOT NULL CHECK (places > 0),
                apply_until TEXT,
                created_at \(integer) NOT NULL,
                ended_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE UNIQUE INDEX posts_name ON posts (estate, name) WHERE ended_at IS NULL")
        try tx.run(
            """
            CREATE TABLE post_holders (
                id \(tx.dialect.identity),
                post_id \(integer) NOT NULL REFERENCES posts (id),
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                deputy_id \(integer) REFERENCES staff (id),
                since \(integer) NOT NULL,
                until \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run(
            "CREATE UNIQUE INDEX post_holders_now ON post_holders (post_id, staff_id) WHERE until IS NULL")
        try tx.run("CREATE INDEX post_holders_staff ON post_holders (staff_id) WHERE until IS NULL")
        try tx.run(
            """
            CREATE TABLE post_applications (
                id \(tx.dialect.identity),
                post_id \(integer) NOT NULL REFERENCES posts (id),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                state TEXT NOT NULL,
                created_at \(integer) NOT NULL,
                decided_at \(integer),
                UNIQUE (post_id, resident_id)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX post_applications_resident ON post_applications (resident_id)")
    }
}
