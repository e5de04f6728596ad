import LinliSQL

extension Schema {
    /// Wrong tries of staff codes: counted against the chat that sends them, and against the open codes.
    static let staffCodes = Migration(version: 8, name: "staff codes") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let suffix = tx.dialect.tableSuffix
        try tx.run("ALTER TABLE staff_codes ADD COLUMN wrong_tries \(integer) NOT NULL DEFAULT 0")
        try tx.run(
            """
            CREATE TABLE staff_code_tries (
                channel TEXT NOT NULL,
                external_id TEXT NOT NULL,
                wrong_tries \(integer) NOT NULL,
                since \(integer) NOT NULL,
                PRIMARY KEY (channel, external_id)
            ) \(suffix)
            """)
    }
}
