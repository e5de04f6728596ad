import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Moving house: every row, and the same")
struct MovingTests {
    /// The names of the tables that a copy must bring.
    private static func names(_ database: any Database) async throws -> Set<String> {
        let all = try await database.read { tx throws(SQLError) in
            try tx.all("SELECT name FROM (\(tx.dialect.tableNames)) AS tables") { row throws(SQLError) in
                try row.text(0)
            }
        }
        return Set(all).subtracting(["schema_migrations", "lanes"]).filter { !$0.hasPrefix("sqlite_") }
    }

    @Test("The list of tables is the store's", arguments: Engines.all)
    func list(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let listed = Schema.tables.map(\.name)
            #expect(listed.count == Set(listed).count)
            let names = try await Self.names(database)
            #expect(names == Set(listed))
        }
    }

    private static func fill(_ database: any Database) async throws {
        try await database.write { tx throws(SQLError) in
            let resident = try tx.resident("a")
            let party = Party(resident: resident, estate: "HTL", channel: "oa", sender: "a")
            var tickets: [TicketID] = []
            for number in 1...3 {
                tickets.append(
                    try tx.tickets.add(
                        .of("路灯坏了\u{1}'\\"), number: "LL\(number)", party: party, estate: "HTL", at: monday))
            }
            // The first refers to the last, which comes after it.
            _ = try tx.tickets.merge(tickets[0], into: tickets[2])
            _ = try tx.earn(50, for: resident, reference: "1")
            _ = try tx.hold(20, of: resident, reference: "2")
            for number in 1...250 {
                _ = try tx.inbox.accept(.said("第\(number)句", id: "\(number)"), at: monday)
            }
            try tx.conversations.save("{\"a\": 1}", channel: "oa", sender: "a", at: monday)
        }
    }

    @Test(
        "What stands in one store stands in the other afterwards, also begun again, and life goes on there",
        arguments: Engines.all, Engines.all)
    func move(from: Engine, to: Engine) async throws {
        try await TemporaryStore.withStore(on: from) { source in
            try await Self.fill(source)
            try await to.withStore { target in
                try await Migrator(Schema.migrations).migrate(target, at: 1)
                let copy = TableCopy(from: source, to: target)
                // Interrupted in the middle, then begun again.
                for table in Schema.tables.prefix(14) { try await copy.copy(table) }
                for table in Schema.tables { try await copy.copy(table) }
                for table in Schema.tables {
                    let here = try await copy.census(of: table, in: .source)
                    let there = try await copy.census(of: table, in: .target)
                    #expect(here == there, "\(table.name)")
                }
                let messages = try await copy.census(
                    of: TableCopy.Table("inbox"), in: .target)
                #expect(messages.rows == 250)
                try await target.write { tx throws(SQLError) in
                    #expect(try tx.ledger.mismatches().isEmpty)
                    let next = try tx.inbox.accept(.said("新的", id: "new"), at: monday)
                    #expect(next == InboxID(251))
                }
                let changed = try await copy.census(of: TableCopy.Table("inbox"), in: .target)
                #expect(changed != messages, "a difference shows")
            }
        }
    }
}
