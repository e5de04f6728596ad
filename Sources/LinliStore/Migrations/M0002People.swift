import LinliSQL

extension Schema {
    /// The register of homes, residents and who they are on which channel, staff and their tokens.
    static let people = Migration(version: 2, name: "people") { tx throws(SQLError) in
        try createResidents(tx)
        try createStaff(tx)
    }

    private static func createResidents(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE units (
                id \(identity),
                estate TEXT NOT NULL,
                building TEXT NOT NULL,
                unit TEXT NOT NULL,
                room TEXT NOT NULL,
                UNIQUE (estate, building, unit, room)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE residents (
                id \(identity),
                estate TEXT NOT NULL,
                name TEXT NOT NULL DEFAULT '',
                created_at \(integer) NOT NULL,
                erased_at \(integer)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE identities (
                channel TEXT NOT NULL,
                external_id TEXT NOT NULL,
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                created_at \(integer) NOT NULL,
                PRIMARY KEY (channel, external_id)
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX identities_resident ON identities (resident_id)")
        try tx.run(
            """
            CREATE TABLE homes (
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                unit_id \(integer) NOT NULL REFERENCES units (id),
                relation TEXT NOT NULL \(check: "relation", among: ["owner", "tenant", "family"]),
                proof TEXT NOT NULL \(check: "proof", among: ["claimed", "code", "staff"]),
                since \(integer) NOT NULL,
                PRIMARY KEY (resident_id, unit_id)
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX homes_unit ON homes (unit_id)")
        try tx.run(
            """
            CREATE TABLE home_codes (
                id \(identity),
                unit_id \(integer) NOT NULL REFERENCES units (id),
                relation TEXT NOT NULL \(check: "relation", among: ["owner", "tenant", "family"]),
                code_hash TEXT NOT NULL,
                expires_at \(integer) NOT NULL,
                wrong_tries \(integer) NOT NULL DEFAULT 0,
                used_by \(integer) REFERENCES residents (id),
                created_at \(integer) NOT NULL
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX home_codes_open ON home_codes (unit_id) WHERE used_by IS NULL")
    }

    private static func createStaff(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE staff (
                id \(identity),
                name TEXT NOT NULL UNIQUE,
                created_at \(integer) NOT NULL,
                disabled_at \(integer)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE staff_roles (
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                role TEXT NOT NULL,
                estate TEXT NOT NULL DEFAULT '',
                PRIMARY KEY (staff_id, role, estate)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE staff_tokens (
                id \(identity),
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                role TEXT NOT NULL,
                estate TEXT NOT NULL DEFAULT '',
                token_hash TEXT NOT NULL UNIQUE,
                label TEXT NOT NULL DEFAULT '',
                created_at \(integer) NOT NULL,
                expires_at \(integer),
                revoked_at \(integer)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE staff_roster (
                id \(identity),
                estate TEXT NOT NULL,
                role TEXT NOT NULL,
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                from_at \(integer) NOT NULL,
                until_at \(integer) NOT NULL,
                CHECK (until_at > from_at)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE staff_codes (
                code_hash TEXT NOT NULL PRIMARY KEY,
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                expires_at \(integer) NOT NULL,
                used_at \(integer)
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE staff_identities (
                channel TEXT NOT NULL,
                external_id TEXT NOT NULL,
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                created_at \(integer) NOT NULL,
                PRIMARY KEY (channel, external_id)
            ) \(suffix)
            """)
    }
}
