import LinliSQL
import LinliSQLite
import LinliTestKit
import Testing

/// What only this driver's binder and reader can get wrong.
@Suite struct SQLiteStatementTests {
    private func withStore(_ test: (any Database) async throws -> Void) async throws {
        try await Engine.sqlite.withStore(test)
    }

    @Test func foreignBytesAreReadAsReplacementCharacters() async throws {
        try await withStore { database in
            let texts = try await database.read { tx throws(SQLError) in
                try tx.first("SELECT CAST(x'61ff62' AS TEXT), CAST(x'610062' AS TEXT), CAST(x'' AS TEXT)") {
                    row throws(SQLError) in
                    [try row.text(0), try row.text(1), try row.text(2)]
                }
            }
            #expect(texts == ["a\u{FFFD}b", "a\u{FFFD}b", ""])
        }
    }

    @Test func emptyIsNotNull() async throws {
        try await withStore { database in
            let empty: [UInt8] = []
            let types = try await database.read { tx throws(SQLError) in
                try tx.first("SELECT typeof(\("")), typeof(\(empty))") { row throws(SQLError) in
                    [try row.text(0), try row.text(1)]
                }
            }
            #expect(types == ["text", "blob"])
        }
    }

    @Test func aStatementIsBoundAnewEachTime() async throws {
        try await withStore { database in
            let answers = try await database.read { tx throws(SQLError) in
                var answers: [String] = []
                for (left, right) in [("a", "b"), ("c", "d")] {
                    let row = try tx.first("SELECT $2 || $1 WHERE \(left) <> \(right)") {
                        row throws(SQLError) in try row.text(0)
                    }
                    answers.append(row ?? "none")
                }
                return answers
            }
            #expect(answers == ["ba", "dc"])
        }
    }

    @Test func twelveParametersKeepTheirPlaces() async throws {
        try await withStore { database in
            let row = try await database.read { tx throws(SQLError) in
                try tx.first(
                    """
                    SELECT $12, $11, $10, $1, $2 WHERE \(1) + \(2) + \(3) + \(4) + \(5) + \(6) + \(7) + \(8)
                        + \(9) + \(10) + \(11) + \(12) = 78
                    """
                ) { row throws(SQLError) in row.values }
            }
            #expect(row == [.integer(12), .integer(11), .integer(10), .integer(1), .integer(2)])
        }
    }

    @Test(
        arguments: [
            "COMMIT", "rollback", "/* x */ BEGIN", "-- x\nEND", "SAVEPOINT linli_body", "RELEASE linli_body",
            "ATTACH ':memory:' AS other", "SELECT 1; SELECT 2", "", "SELECT ?", "SELECT :name", "SELECT $1",
            "SELECT $2 WHERE $3 = 0",
        ] as [Statement])
    func whatBreaksTheTransactionIsMisuse(statement: Statement) async throws {
        try await withStore { database in
            let refused = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    try tx.makeNotes()
                    try tx.run(statement)
                }
            }
            #expect(refused == .misuse, "\(statement.sql)")
            let tables = try await database.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM (\(tx.dialect.tableNames)) WHERE name = 'notes'")
            }
            #expect(tables == 0)
        }
    }

    @Test func manyTextsOfOneStatementAreForgottenAgain() async throws {
        try await withStore { database in
            let sum = try await database.read { tx throws(SQLError) in
                var sum = 0
                for count in 1...600 {
                    let ids = Array(1...count)
                    sum += try tx.int("SELECT count(*) FROM (SELECT 1 AS id) WHERE id IN (\(list: ids))")
                }
                return sum
            }
            #expect(sum == 600)
        }
    }

    @Test func strictTablesRefuseOtherTypes() async throws {
        try await withStore { database in
            let refused = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    try tx.run(
                        "CREATE TABLE counts (n \(tx.dialect.integer) NOT NULL) \(tx.dialect.tableSuffix)")
                    try tx.run("INSERT INTO counts (n) VALUES (\("many"))")
                }
            }
            #expect(refused == .constraint)
        }
    }

    @Test func functionsDoNotQuoteTheirArgumentsInErrors() async throws {
        try await withStore { database in
            do throws(SQLError) {
                try await database.read { tx throws(SQLError) in
                    _ = try tx.integer("SELECT json_extract('{}', \("13800000000"))")
                }
                Issue.record("no error")
            } catch {
                #expect(!error.description.contains("13800000000"))
            }
        }
    }
}

extension Transaction {
    fileprivate func int(_ statement: Statement) throws(SQLError) -> Int {
        Int(try integer(statement))
    }
}
