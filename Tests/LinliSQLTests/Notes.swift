import LinliSQL

/// The kind of the error that `work` throws; nil where it throws none.
func kind<Result>(of work: () async throws(SQLError) -> Result) async -> SQLError.Kind? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error.kind
    }
}

extension Transaction {
    /// A table with every kind of column and a key; the playground of the contract.
    func makeNotes() throws(SQLError) {
        try run(
            """
            CREATE TABLE notes (
                id \(dialect.integer) NOT NULL PRIMARY KEY,
                title TEXT NOT NULL UNIQUE,
                body \(dialect.blob),
                weight DOUBLE PRECISION CHECK (weight >= 0),
                parent \(dialect.integer) REFERENCES notes (id)
            )
            """)
    }

    func addNote(_ id: Int, _ title: String? = nil) throws(SQLError) {
        try run("INSERT INTO notes (id, title) VALUES (\(id), \(title ?? "note \(id)"))")
    }

    func failOnPurpose() throws(SQLError) {
        throw SQLError(.decoding, "on purpose")
    }

    func noteIds() throws(SQLError) -> [Int] {
        try all("SELECT id FROM notes ORDER BY id") { row throws(SQLError) in try row.int(0) }
    }
}
