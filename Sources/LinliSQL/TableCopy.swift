import LinliDigest

/// Copies the rows of tables from one store into another of the same schema, whatever their engines.
///
/// Promise: a row that is there already is left alone, so that a copy that was interrupted goes on where it
/// ended when it is begun again; `census` counts and digests a table on either side, independently of the
/// order of its rows. Both stores must be at rest. Rows are read page by page along the primary key, so that
/// a table of any size takes little memory.
package struct TableCopy: Sendable {
    /// Rows of one statement that inserts.
    private static let batch = 100
    /// Rows in memory at one time.
    private static let page = 1000

    private let source: any Database
    private let target: any Database

    package init(from source: any Database, to target: any Database) {
        self.source = source
        self.target = target
    }

    /// What stands in a table.
    package struct Census: Sendable, Equatable {
        package var rows = 0
        /// Of all values of all rows, the same in every order of the rows.
        package var digest: UInt64 = 0
    }

    /// A table by its name, in the order in which foreign keys allow.
    package struct Table: Sendable {
        package let name: String
        /// A column that refers to a later row of the same table; it is set when all rows are there.
        package let deferred: String?

        package init(_ name: String, deferred: String? = nil) {
            self.name = name
            self.deferred = deferred
        }
    }

    /// - Throws: `.schema` where the two sides have not the same columns.
    package func copy(_ table: Table) async throws(SQLError) {
        let columns = try await columns(of: table)
        let late = table.deferred.flatMap { columns.firstIndex(of: $0) }
        let key = try await key(of: table)
        var position = try await last(of: table, key)
        while true {
            let rows = try await rows(of: table, columns, key, after: position, in: source)
            for start in stride(from: 0, to: rows.count, by: Self.batch) {
                let part = rows[start..<min(start + Self.batch, rows.count)]
                try await insert(Array(part), of: table, columns, without: late)
            }
            guard rows.count == Self.page, let last = rows.last else { break }
            position = try Self.values(of: key, in: last, columns)
        }
        if let late { try await settle(table, columns, late) }
        try await continueNumbers(of: table, columns)
    }

    package enum Side: Sendable {
        case source, target
    }

    /// Reads the whole table, page by page; two sides with equal rows give equal answers.
    package func census(of table: Table, in side: Side) async throws(SQLError) -> Census {
        let columns = try await columns(of: table)
        let key = try await key(of: table)
        let store = side == .source ? source : target
        var census = Census()
        var position: [Value] = []
        while true {
            let rows = try await rows(of: table, columns, key, after: position, in: store)
            census.rows += rows.count
            for row in rows { census.digest &+= Self.digest(of: row) }
            guard rows.count == Self.page, let last = rows.last else { return census }
            position = try Self.values(of: key, in: last, columns)
        }
    }

    // MARK: Columns

    private func columns(of table: Table) async throws(SQLError) -> [String] {
        let name = table.name
        let here = try await source.read { tx throws(SQLError) in try tx.columns(of: name) }
        let there = try await target.read { tx throws(SQLError) in try tx.columns(of: name) }
        guard !here.isEmpty, Set(here) == Set(there) else {
            throw SQLError(.schema, "the table \(table.name) is not the same in both stores")
        }
        return here
    }

    /// - Throws: `.schema` for a table without a primary key: it cannot be read page by page.
    private func key(of table: Table) async throws(SQLError) -> [String] {
        let name = table.name
        let key = try await source.read { tx throws(SQLError) in try tx.keyColumns(of: name) }
        guard !key.isEmpty else { throw SQLError(.schema, "the table \(table.name) has no primary key") }
        return key
    }

    // MARK: Rows

    /// The next page along the key; from the beginning where `position` is empty.
    private func rows(
        of table: Table, _ columns: [String], _ key: [String], after position: [Value],
        in store: any Database
    ) async throws(SQLError) -> [[Value]] {
        let (name, list) = (try Self.identifier(table.name), try Self.identifiers(columns))
        let order = try Self.identifiers(key)
        return try await store.read { tx throws(SQLError) in
            if position.isEmpty {
                return try tx.all("SELECT \(list) FROM \(name) ORDER BY \(order) LIMIT \(Self.page)") {
                    row throws(SQLError) in row.values
                }
            }
            return try tx.all(
                """
                SELECT \(list) FROM \(name) WHERE (\(order)) > \(rows: [position])
                ORDER BY \(order) LIMIT \(Self.page)
                """
            ) { row throws(SQLError) in row.values }
        }
    }

    private func insert(
        _ rows: [[Value]], of table: Table, _ columns: [String], without late: Int?
    ) async throws(SQLError) {
        let (name, list) = (try Self.identifier(table.name), try Self.identifiers(columns))
        let bound: [[any Bindable & Sendable]] = rows.map { row in
            row.enumerated().map { $0.offset == late ? Value.null : $0.element }
        }
        try await target.write { tx throws(SQLError) in
            try tx.run("INSERT INTO \(name) (\(list)) VALUES \(rows: bound) ON CONFLICT DO NOTHING")
        }
    }

    /// Where a copy that was interrupted goes on: after the highest number that is there. A table without
    /// numbers begins anew, and what is there is left alone.
    private func last(of table: Table, _ key: [String]) async throws(SQLError) -> [Value] {
        guard key == ["id"] else { return [] }
        let name = try Self.identifier(table.name)
        return try await target.read { tx throws(SQLError) in
            try tx.all("SELECT id FROM \(name) ORDER BY id DESC LIMIT 1") { row throws(SQLError) in
                try row.value(0)
            }
        }
    }

    private func settle(_ table: Table, _ columns: [String], _ late: Int) async throws(SQLError) {
        let (name, column) = (try Self.identifier(table.name), try Self.identifier(columns[late]))
        let references = try await source.read { tx throws(SQLError) in
            try tx.all("SELECT id, \(column) FROM \(name) WHERE \(column) IS NOT NULL") {
                row throws(SQLError) in (try row.integer(0), try row.integer(1))
            }
        }
        for (id, reference) in references {
            try await target.write { tx throws(SQLError) in
                try tx.run("UPDATE \(name) SET \(column) = \(reference) WHERE id = \(id)")
            }
        }
    }

    /// PostgreSQL numbers on from what it has given out itself; SQLite from the highest row.
    private func continueNumbers(of table: Table, _ columns: [String]) async throws(SQLError) {
        guard target.dialect.engine == .postgres, columns.contains("id") else { return }
        let (name, text) = (try Self.identifier(table.name), table.name)
        try await target.write { tx throws(SQLError) in
            try tx.run(
                """
                SELECT setval(pg_get_serial_sequence(\(text), 'id'),
                    (SELECT coalesce(max(id), 0) + 1 FROM \(name)), false)
                """)
        }
    }

    // MARK: Parts

    /// A name becomes SQL text here and nowhere else, so it must be one.
    private static func identifier(_ name: String) throws(SQLError) -> Fragment {
        let isName = !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
        guard isName else { throw SQLError(.misuse, "no name of a table or column") }
        return Fragment(dialect: name)
    }

    private static func identifiers(_ names: [String]) throws(SQLError) -> Fragment {
        for name in names { _ = try identifier(name) }
        return Fragment(dialect: names.joined(separator: ", "))
    }

    private static func values(
        of key: [String], in row: [Value], _ columns: [String]
    ) throws(SQLError) -> [Value] {
        let places = key.compactMap { columns.firstIndex(of: $0) }
        guard places.count == key.count else { throw SQLError(.schema, "a key has an unknown column") }
        return places.map { row[$0] }
    }

    /// Over the values, each with its kind and its length.
    private static func digest(of row: [Value]) -> UInt64 {
        var digest = FNV1a.start
        func take(_ word: UInt64) { digest = FNV1a.step(digest, word) }
        func take(_ bytes: some Collection<UInt8>) {
            take(UInt64(bytes.count))
            digest = FNV1a.sum(bytes, after: digest)
        }
        for value in row {
            switch value {
            case .null: take(0)
            case .integer(let integer):
                take(1)
                take(UInt64(bitPattern: integer))
            case .real(let real):
                take(2)
                take(real.bitPattern)
            case .text(let text):
                take(3)
                take(text.utf8)
            case .blob(let bytes):
                take(4)
                take(bytes)
            }
        }
        return digest
    }
}
