/// Brings a store to the schema of this binary, and says how far it is.
///
/// Table `schema_migrations` (version, name, applied_at, compatible_from) holds what has been applied, and
/// who may work with the store since. A binary accepts a range: stores from `oldest` on, which it brings up
/// to the newest schema that it knows, and newer ones whose steps only added to what it knows. So a fleet is
/// upgraded one daemon after the other, and a step that takes something away comes a release later.
///
/// Each step runs in one transaction together with its row there: at a crash it has happened or not, and
/// the next start goes on. Several daemons may start at once on one server: the row's key lets one of them
/// apply the step and the others pass.
package struct Migrator: Sendable {
    private let migrations: [Migration]
    /// The oldest schema of a store that is not empty from which this binary goes on.
    private let oldest: Int

    /// - Parameters:
    ///   - migrations: all steps, in order, from version 1 without gaps.
    ///   - oldest: stores below it are refused; an empty one never is.
    package init(_ migrations: [Migration], oldest: Int = 1) {
        self.migrations = migrations
        self.oldest = oldest
    }

    /// The newest schema that this binary knows.
    package var newest: Int { migrations.count }

    /// One row of `schema_migrations`.
    package struct Applied: Sendable, Equatable {
        package let version: Int
        package let name: String
        /// Milliseconds since 1970.
        package let appliedAt: Int64
        /// The oldest schema that a binary may know to work with the store after this step. Nil for steps
        /// from before this was written down.
        package let compatibleFrom: Int?
    }

    /// What a store has and what it lacks.
    package struct State: Sendable, Equatable {
        package let applied: [Applied]
        /// Versions of this binary that the store lacks.
        package let pending: [Int]

        /// Steps of the store that this binary does not know, but may work beside.
        package let unknown: [Int]

        /// 0 for an empty store.
        package var version: Int { applied.count }
        /// Whether this binary finds all that it needs.
        package var isCurrent: Bool { pending.isEmpty }
    }

    /// Reads the state. Works on a store that was opened for reading, and on an empty one.
    ///
    /// - Throws: `.schema` where this binary must not touch the store: its schema is outside the range that
    ///   the binary accepts, its steps have a gap, or one bears another name. `.misuse` where our own list
    ///   has a gap.
    package func state(of database: any Database) async throws(SQLError) -> State {
        try checkList()
        let applied = try await database.read { tx throws(SQLError) in try Self.applied(tx) }
        try check(applied)
        return State(
            applied: applied, pending: migrations.dropFirst(applied.count).map(\.version),
            unknown: applied.dropFirst(newest).map(\.version))
    }

    /// In a transaction of its own work: whether this binary may go on with the store.
    ///
    /// - Throws: `.schema` where a step of a later binary took away what this one needs.
    package func admit(in tx: Transaction) throws(SQLError) {
        try check(try Self.applied(tx))
    }

    /// Applies what is pending, step by step, and returns the versions that this call applied.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - permit: asked in the transaction of each step, before it; throws where the step must wait.
    /// - Throws: as `state(of:)`, or what a step throws; the steps before it are kept.
    @discardableResult
    package func migrate(
        _ database: any Database, at now: Int64,
        permit: @escaping @Sendable (Migration, Transaction) throws(SQLError) -> Void = { _, _ in }
    ) async throws(SQLError) -> [Int] {
        let pending = try await state(of: database).pending
        if pending.isEmpty { return [] }
        try await database.write { tx throws(SQLError) in try Self.makeTable(tx) }
        var done: [Int] = []
        for migration in migrations where pending.contains(migration.version) {
            let compatibleFrom = compatibleFrom(after: migration.version)
            let applies = try await database.write { tx throws(SQLError) in
                try Self.apply(migration, compatibleFrom: compatibleFrom, in: tx, at: now, permit)
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
        guard let last = applied.last else { return }
        for (index, step) in applied.enumerated() where step.version != index + 1 {
            throw SQLError(.schema, "this store lacks schema step \(index + 1), but has later ones")
        }
        let range = "this binary accepts schema \(oldest) to \(newest)"
        if last.version < oldest {
            throw SQLError(
                .schema,
                "this store has schema \(last.version); \(range): migrate with an earlier linli first")
        }
        // What a later step allows, an earlier one may have forbidden.
        let needed = applied.dropFirst(newest).map { $0.compatibleFrom ?? $0.version }.max() ?? 0
        if needed > newest {
            throw SQLError(
                .schema,
                "this store has schema \(last.version), which takes a linli that knows \(needed) or later; "
                    + "\(range): install a newer linli")
        }
        for (migration, applied) in zip(migrations, applied) {
            guard applied.name == migration.name else {
                throw SQLError(
                    .schema, "schema step \(migration.version) of this store is not the one of this binary")
            }
        }
    }

    /// What the steps up to `version` ask of a binary, all together.
    private func compatibleFrom(after version: Int) -> Int {
        migrations.prefix(version).compactMap(\.compatibleFrom).max() ?? 1
    }

    // MARK: Inside a transaction

    private static func applied(_ tx: Transaction) throws(SQLError) -> [Applied] {
        let columns = try tx.columns(of: "schema_migrations")
        if columns.isEmpty { return [] }
        // A store from before the column was thought of has none of the steps that need it.
        let compatibleFrom: Fragment = columns.contains("compatible_from") ? "compatible_from" : "NULL"
        return try tx.all(
            "SELECT version, name, applied_at, \(compatibleFrom) FROM schema_migrations ORDER BY version"
        ) { row throws(SQLError) in
            Applied(
                version: try row.int(0), name: try row.text(1), appliedAt: try row.integer(2),
                compatibleFrom: try row.integerOrNil(3).map { Int($0) })
        }
    }

    private static func makeTable(_ tx: Transaction) throws(SQLError) {
        // IF NOT EXISTS does not help two who begin at once on an empty server: the later one falls over the
        // type of the table. So they make it one after the other. The number means nothing but this.
        if tx.dialect.engine == .postgres { try tx.run("SELECT pg_advisory_xact_lock(20260318)") }
        try tx.run(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version \(tx.dialect.integer) NOT NULL PRIMARY KEY CHECK (version > 0),
                name TEXT NOT NULL,
                applied_at \(tx.dialect.integer) NOT NULL,
                compatible_from \(tx.dialect.integer)
            ) \(tx.dialect.tableSuffix)
            """)
        guard try !tx.columns(of: "schema_migrations").contains("compatible_from") else { return }
        // Two daemons may come here at once; on a file there is one.
        let unless: Fragment = tx.dialect.engine == .postgres ? "IF NOT EXISTS" : ""
        try tx.run(
            "ALTER TABLE schema_migrations ADD COLUMN \(unless) compatible_from \(tx.dialect.integer)")
    }

    /// The row comes first: on a server it makes a second daemon wait here for the first one's commit.
    private static func apply(
        _ migration: Migration, compatibleFrom: Int, in tx: Transaction, at now: Int64,
        _ permit: (Migration, Transaction) throws(SQLError) -> Void
    ) throws(SQLError) -> Bool {
        let inserted = try tx.run(
            """
            INSERT INTO schema_migrations (version, name, applied_at, compatible_from)
            VALUES (\(migration.version), \(migration.name), \(now), \(compatibleFrom))
            ON CONFLICT (version) DO NOTHING
            """)
        if inserted == 0 { return false }
        try permit(migration, tx)
        try migration.apply(tx)
        return true
    }
}
