import LinliSQL
import LinliTestKit
import Testing

/// What goes in comes out, on every engine.
@Suite struct ValueContractTests {
    /// Writes one value into a column of its own type and reads it back.
    private func roundTrip(_ value: Value, on engine: Engine) async throws -> Value {
        var result = Value.null
        try await engine.withStore { database in
            result = try await database.write { tx throws(SQLError) in
                try tx.run(
                    """
                    CREATE TABLE kept (
                        i \(tx.dialect.integer), r DOUBLE PRECISION, t TEXT, b \(tx.dialect.blob))
                    """)
                switch value {
                case .null: try tx.run("INSERT INTO kept (t) VALUES (\(value))")
                case .integer: try tx.run("INSERT INTO kept (i) VALUES (\(value))")
                case .real: try tx.run("INSERT INTO kept (r) VALUES (\(value))")
                case .text: try tx.run("INSERT INTO kept (t) VALUES (\(value))")
                case .blob: try tx.run("INSERT INTO kept (b) VALUES (\(value))")
                }
                let column =
                    switch value {
                    case .null: 2
                    case .integer: 0
                    case .real: 1
                    case .text: 2
                    case .blob: 3
                    }
                return try tx.first("SELECT i, r, t, b FROM kept") { row throws(SQLError) in
                    try row.value(column)
                } ?? .text("no row")
            }
        }
        return result
    }

    @Test(arguments: Engines.all, [Int64.min, -1, 0, 1, 1 << 31, (1 << 53) + 1, Int64.max] as [Int64])
    func integers(engine: Engine, integer: Int64) async throws {
        #expect(try await roundTrip(.integer(integer), on: engine) == .integer(integer))
    }

    private static let reals: [Double] = [
        0.1, -1.5, 1e-300, 1.7976931348623157e308, .infinity, .leastNonzeroMagnitude,
    ]

    @Test(arguments: Engines.all, reals)
    func doubles(engine: Engine, real: Double) async throws {
        #expect(try await roundTrip(.real(real), on: engine) == .real(real))
    }

    @Test(arguments: Engines.all)
    func texts(engine: Engine) async throws {
        let megabyte = String(repeating: "邻里", count: 1024 * 1024 / 6)
        let texts = [
            "", " ", "3栋2单元501水管爆了", "👨‍👩‍👧‍👦🏘️", "e\u{301}", "'; DROP TABLE kept; --", "$1", megabyte,
        ]
        for text in texts {
            let result = try await roundTrip(.text(text), on: engine)
            // `==` on strings equates canonical equivalents; the store must keep the very scalars.
            guard case .text(let kept) = result else {
                Issue.record("not text")
                continue
            }
            #expect(kept.unicodeScalars.elementsEqual(text.unicodeScalars))
        }
    }

    @Test(arguments: Engines.all, [[], [0], [0, 255, 0, 1]] as [[UInt8]])
    func blobs(engine: Engine, bytes: [UInt8]) async throws {
        #expect(try await roundTrip(.blob(bytes), on: engine) == .blob(bytes))
    }

    @Test(arguments: Engines.all)
    func largeBlob(engine: Engine) async throws {
        let bytes = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try await roundTrip(.blob(bytes), on: engine) == .blob(bytes))
    }

    @Test(arguments: Engines.all)
    func nullStaysNull(engine: Engine) async throws {
        #expect(try await roundTrip(.null, on: engine) == .null)
    }

    @Test(arguments: Engines.all, ["\0", "a\0", "\0b", "a\0b"])
    func textWithNULIsRefused(engine: Engine, text: String) async throws {
        try await engine.withStore { database in
            let refused = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    try tx.makeNotes()
                    try tx.addNote(1, text)
                }
            }
            #expect(refused == .value)
        }
    }

    @Test(arguments: Engines.all)
    func notANumberIsRefused(engine: Engine) async throws {
        try await engine.withStore { database in
            let refused = await kind { () throws(SQLError) in
                try await database.read { tx throws(SQLError) in
                    try tx.integer("SELECT count(*) WHERE \(Double.nan) > 1")
                }
            }
            #expect(refused == .value)
        }
    }

    @Test(arguments: Engines.all)
    func parametersAreBoundByNumber(engine: Engine) async throws {
        try await engine.withStore { database in
            let row = try await database.read { tx throws(SQLError) in
                try tx.first(
                    "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), $2 = $1 WHERE \("first") <> \("second")"
                ) { row throws(SQLError) in [try row.text(0), try row.text(1)] }
            }
            #expect(row == ["second", "first"])
        }
    }

    @Test(arguments: Engines.all)
    func listsAndOptionals(engine: Engine) async throws {
        try await engine.withStore { database in
            let found = try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                for id in 1...5 { try tx.addNote(id) }
                let nothing: Int? = nil
                try tx.run("UPDATE notes SET parent = \(nothing)")
                let ids: [Int] = [5, 2, 9]
                let none: [Int] = []
                #expect(try tx.integer("SELECT count(*) FROM notes WHERE id IN (\(list: none))") == 0)
                return try tx.integer("SELECT count(*) FROM notes WHERE id IN (\(list: ids))")
            }
            #expect(found == 2)
        }
    }

    /// Sums and averages come as numbers of either kind; `Row.real` reads both.
    @Test(arguments: Engines.all)
    func sumsAndAverages(engine: Engine) async throws {
        try await engine.withStore { database in
            let numbers = try await database.write { tx throws(SQLError) in
                try tx.run("CREATE TABLE numbers (n \(tx.dialect.integer) NOT NULL)")
                let rows: [[any Bindable]] = [[1], [2], [4], [-10_000_000_000]]
                try tx.run("INSERT INTO numbers (n) VALUES \(rows: rows)")
                let limit: Int64 = 0
                return try tx.first(
                    """
                    SELECT sum(n), count(*), min(n), avg(n) FILTER (WHERE n > \(limit)),
                        avg(n) FILTER (WHERE n < 3 AND n > 1), n > 0, sum(n) FILTER (WHERE n > 5)
                    FROM numbers GROUP BY n > 0 HAVING n > 0
                    """
                ) { row throws(SQLError) in
                    [
                        Double(try row.integer(0)), Double(try row.integer(1)), Double(try row.integer(2)),
                        try row.real(3), try row.real(4), try row.flag(5) ? 1 : 0,
                        row.values[6] == .null ? -1 : 0,
                    ]
                }
            }
            let found = try #require(numbers)
            #expect(found[0...2] == [7, 3, 1] && found[4...6] == [2, 1, -1])
            #expect(abs(found[3] - 7.0 / 3) < 1e-12)
        }
    }

    /// Any values beside each other, as a table's rows have them; every fourth is null.
    @Test(arguments: Engines.all, [1, 2, 3] as [UInt64])
    func anyValuesTogether(engine: Engine, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows: [[Value]] = (0..<200).map { _ in
            [
                random.next() % 4 == 0 ? .null : .integer(random.integer()),
                random.next() % 4 == 0 ? .null : .real(random.real()),
                random.next() % 4 == 0 ? .null : .text(random.text()),
                random.next() % 4 == 0 ? .null : .blob(random.bytes()),
            ]
        }
        try await engine.withStore { database in
            let kept = try await database.write { tx throws(SQLError) in
                try tx.run(
                    """
                    CREATE TABLE kept (id \(tx.dialect.identity), i \(tx.dialect.integer),
                        r DOUBLE PRECISION, t TEXT, b \(tx.dialect.blob))
                    """)
                for row in rows {
                    try tx.run(
                        "INSERT INTO kept (i, r, t, b) VALUES (\(row[0]), \(row[1]), \(row[2]), \(row[3]))")
                }
                return try tx.all("SELECT i, r, t, b FROM kept ORDER BY id") { row throws(SQLError) in
                    row.values
                }
            }
            #expect(kept == rows)
        }
    }
}

/// Values that a driver may stumble over.
extension SeededGenerator {
    fileprivate mutating func integer() -> Int64 {
        let edges: [Int64] = [.min, .max, -1, 0, 1, Int64(Int32.max) + 1, Int64(Int32.min) - 1]
        let bits = Int64(bitPattern: next())
        return next() % 3 == 0 ? edges[Int(next() % UInt64(edges.count))] : bits >> Int64(next() % 64)
    }

    fileprivate mutating func real() -> Double {
        let any = Double(bitPattern: next())
        return any.isNaN ? -0.0 : any
    }

    fileprivate mutating func text() -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "邻", "里", "\u{1}", "\u{301}", "🏘", "\u{FFFD}", "\\", "'", "\u{FEFF}",
        ]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<(next() % 20) { scalars.append(alphabet[Int(next() % UInt64(alphabet.count))]) }
        return String(scalars)
    }

    fileprivate mutating func bytes() -> [UInt8] {
        (0..<(next() % 40)).map { _ in UInt8(truncatingIfNeeded: next() % 3 == 0 ? 0 : next()) }
    }
}
