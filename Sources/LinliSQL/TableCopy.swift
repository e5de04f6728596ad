/// Copies the rows of tables from one store into another of the same schema, whatever their engines.
///
/// Promise: a row that is there already is left alone, so that a copy that was interrupted goes on where it
/// ended when it is begun again; `census` counts and digests a table on either side, independently of the
/// order of its rows. Both stores must be at rest.
package struct TableCopy: Sendable {
    /// Rows of one statement.
    private static let batch = 100

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
        var position = try await last(of: table, columns)
        while true {
            let rows = try await rows(of: table, columns, after: position, in: source)
            if rows.isEmpty { break }
            for start in stride(from: 0, to: rows.count, by: Self.batch) {
                let part = rows[start..<min(start + Self.batch, rows.count)]
                try await insert(Array(part), of: table, columns, without: late)
            }
            guard let next = Self.identity(rows.last, columns) else { break }
            position = next
        }
        if let late { try await settle(table, columns, late) }
        try await continueNumbers(of: table, columns)
    }

    package enum Side: Sendable {
        case source, target
    }

    package func census(of table: Table, in side: Side) async throws(SQLError) -> Census {
        let columns = try await columns(of: table)
        var census = Census()
        var position = Int64.min
        while true {
            let rows = try await rows(
                of: table, columns, after: position, in: side == .source ? source : target)
            census.rows += rows.count
            for row in rows { census.digest &+= Self.digest(of: row) }
            guard let next = Self.identity(rows.last, columns) else { return census }
            position = next
        }
    }

    // MARK: Columns

    private func columns(of table: Table) async throws(SQLError) -> [String] {
        let here = try await Self.columns(of: table, in: source)
        let there = try await Self.columns(of: table, in: target)
        guard !here.isEmpty, Set(here) == Set(there) else {
            throw SQLError(.schema, "the table \(table.name) is not the same in both stores")
        }
        return here
    }

    private static func columns(of table: Table, in store: any Database) async throws(SQLError) -> [String] {
        let name = table.name
        return try await store.read { tx throws(SQLError) in
            switch tx.dialect.engine {
            case .sqlite:
                try tx.all("SELECT name FROM pragma_table_info(\(name)) ORDER BY cid") {
                    row throws(SQLError) in try row.text(0)
                }
            case .postgres:
                try tx.all(
                    """
                    SELECT CAST(column_name AS TEXT) FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name = \(name)
                    ORDER BY ordinal_position
                    """
                ) { row throws(SQLError) in try row.text(0) }
            }
        }
    }

    // MARK: Rows

    /// The next rows by `id`; all of them where the table has none, which then are few.
    private func rows(
        of table: Table, _ columns: [String], after position: Int64, in store: any Database
    ) async throws(SQLError) -> [[Value]] {
        let (name, list) = (try Self.identifier(table.name), try Self.identifiers(columns))
        let hasIdentity = columns.contains("id")
        return try await store.read { tx throws(SQLError) in
            if hasIdentity {
                return try tx.all(
                    "SELECT \(list) FROM \(name) WHERE id > \(position) ORDER BY id LIMIT 1000"
                ) { row throws(SQLError) in row.values }
            }
            return try tx.all("SELECT \(list) FROM \(name)") { row throws(SQLError) in row.values }
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

    /// The highest `id` that is there already.
    private func last(of table: Table, _ columns: [String]) async throws(SQLError) -> Int64 {
        guard columns.contains("id") else { return .min }
        let name = try Self.identifier(table.name)
        return try await target.read { tx throws(SQLError) in
            try tx.integer("SELECT coalesce(max(id), \(Int64.min)) FROM \(name)")
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

    private static func identity(_ row: [Value]?, _ columns: [String]) -> Int64? {
        guard let row, let place = columns.firstIndex(of: "id"), case .integer(let id) = row[place] else {
            return nil
        }
        return id
    }

    /// FNV-1a over the values, each with its kind and its length.
    private static func digest(of row: [Value]) -> UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        func take(_ word: UInt64) { digest = (digest ^ word) &* 0x0000_0100_0000_01b3 }
        func take(_ bytes: some Collection<UInt8>) {
            take(UInt64(bytes.count))
            for byte in bytes { take(UInt64(byte)) }
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
