/// Brings a store to the schema of this binary, and says how far it is.
///
/// Table `schema_migrations` (version, name, applied_at) holds what has been applied. Each step runs in
/// one transaction together with its row there: at a crash a step has happened wholly or not at all, and
/// the next start goes on. Several daemons may start at once on one server: the row's key lets one of them
/// apply the step and the others pass.
package struct Migrator: Sendable {
    private let migrations: [Migration]

    /// - Parameter migrations: all steps, in order, from version 1 without gaps.
    package init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// One row of `schema_migrations`.
    package struct Applied: Sendable, Equatable {
        package let version: Int
        package let name: String
        /// Milliseconds since 1970.
        package let appliedAt: Int64
    }

    /// What a store has and what it lacks.
    package struct State: Sendable, Equatable {
        package let applied: [Applied]
        /// Versions of this binary that the store lacks.
        package let pending: [Int]

        /// 0 for an empty store.
        package var version: Int { applied.count }
        package var isCurrent: Bool { pending.isEmpty }
    }

    /// Reads the state. Works on a store that was opened for reading, and on an empty one.
    ///
    /// - Throws: `.schema` where this binary must not touch the store: it was written by a newer one, its
    ///   steps have a gap, or one bears another name. `.misuse` where our own list has a gap.
    package func state(of database: any Database) async throws(SQLError) -> State {
        try checkList()
        let applied = try await database.read { tx throws(SQLError) in try Self.applied(tx) }
        try check(applied)
        return State(applied: applied, pending: migrations.dropFirst(applied.count).map(\.version))
    }

    /// Applies what is pending, step by step, and returns the versions that this call applied.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Throws: as `state(of:)`, or what a step throws; the steps before it are kept.
    @discardableResult
    package func migrate(_ database: any Database, at now: Int64) async throws(SQLError) -> [Int] {
        let pending = try await state(of: database).pending
        if pending.isEmpty { return [] }
        try await database.write { tx throws(SQLError) in try Self.makeTable(tx) }
        var done: [Int] = []
        for migration in migrations where pending.contains(migration.version) {
            let applies = try await database.write { tx throws(SQLError) in
                try Self.apply(migration, in: tx, at: now)
            }
            if applies { done.append(migration.version) }
        }
        return done
    }

    // MARK: Checks

    private func checkList() throws(SQLError) {
        for (index, migration) in migrations.enumerated() where migration.version != index + 1 {
            throw SQLError(.misuse, "migration \(migration.version) stands at place \(index + 1) of the list")
        }
    }

    private func check(_ applied: [Applied]) throws(SQLError) {
        let known = migrations.count
        if let newest = applied.last?.version, newest > known {
            throw SQLError(
                .schema,
                "this store was written by a newer linli (schema \(newest)); "
                    + "this binary knows up to \(known)")
        }
        for (migration, applied) in zip(migrations, applied) {
            guard applied.version == migration.version else {
                throw SQLError(
                    .schema, "this store lacks schema step \(migration.version), but has later ones")
            }
            guard applied.name == migration.name else {
                throw SQLError(
                    .schema, "schema step \(migration.version) of this store is not the one of this binary")
            }
        }
    }

    // MARK: Inside a transaction

    private static func applied(_ tx: Transaction) throws(SQLError) -> [Applied] {
        let tables = try tx.integer(
            """
            SELECT count(*) FROM (\(tx.dialect.tableNames)) AS tables WHERE name = 'schema_migrations'
            """)
        if tables == 0 { return [] }
        return try tx.all("SELECT version, name, applied_at FROM schema_migrations ORDER BY version") {
            row throws(SQLError) in
            Applied(version: try row.int(0), name: try row.text(1), appliedAt: try row.integer(2))
        }
    }

    private static func makeTable(_ tx: Transaction) throws(SQLError) {
        try tx.run(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version \(tx.dialect.integer) NOT NULL PRIMARY KEY CHECK (version > 0),
                name TEXT NOT NULL,
                applied_at \(tx.dialect.integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
    }

    /// The row comes first: on a server it makes a second daemon wait here for the first one's commit.
    private static func apply(
        _ migration: Migration, in tx: Transaction, at now: Int64
    ) throws(SQLError) -> Bool {
        let inserted = try tx.run(
            """
            INSERT INTO schema_migrations (version, name, applied_at)
            VALUES (\(migration.version), \(migration.name), \(now)) ON CONFLICT (version) DO NOTHING
            """)
        if inserted == 0 { return false }
        try migration.apply(tx)
        return true
    }
}
