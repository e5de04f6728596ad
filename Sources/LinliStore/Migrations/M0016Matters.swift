import LinliSQL

extension Schema {
    /// Whole blocks report one outage: what stands is found past those that joined, and the joined are
    /// counted without being read.
    static let matters = Migration(version: 16, name: "matters") { tx throws(SQLError) in
        try tx.run("DROP INDEX tickets_object")
        try tx.run("DROP INDEX tickets_merged")
        try tx.run(
            """
            CREATE INDEX tickets_matter ON tickets (estate, object_key, received_at)
            WHERE object_key IS NOT NULL AND merged_into IS NULL
            """)
        try tx.run(
            """
            CREATE INDEX tickets_joined ON tickets (merged_into, resident_id)
            WHERE merged_into IS NOT NULL
            """)
    }
}
