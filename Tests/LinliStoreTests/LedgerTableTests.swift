import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Ledger: points have two sides and never go below zero")
struct LedgerTableTests {
    @Test("Of two holds of 80 on 100 exactly one passes, and the books are right", arguments: Engines.all)
    func twoHolds(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let resident = try await database.write { tx throws(SQLError) in
                let resident = try tx.resident("a")
                _ = try tx.earn(100, for: resident, reference: "earn")
                return resident
            }
            let results = try await database.writeMany(2) { number, tx throws(SQLError) in
                try tx.hold(80, of: resident, reference: "hold-\(number)")
            }
            #expect(results.filter { $0 == .done }.count == 1)
            #expect(results.filter { $0 == .tooLittle }.count == 1)
            try await database.read { tx throws(SQLError) in
                #expect(try tx.ledger.balance(of: .available(resident, estate: "HTL")) == 20)
                #expect(try tx.ledger.balance(of: .held(resident, estate: "HTL")) == 80)
                #expect(try tx.ledger.mismatches().isEmpty)
                #expect(try tx.ledger.total() == 0)
            }
        }
    }

    @Test("The issuer stands at minus everything that is out", arguments: Engines.all)
    func issuer(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let a = try tx.resident("a")
                let b = try tx.resident("b")
                #expect(try tx.earn(30, for: a, reference: "1") == .done)
                #expect(try tx.earn(12, for: b, reference: "2") == .done)
                #expect(try tx.ledger.balance(of: .issuer(estate: "HTL")) == -42)
                #expect(try tx.ledger.balance(of: .issuer(estate: "ELSE")) == 0)
                #expect(try tx.ledger.total() == 0)
            }
        }
    }

    @Test(
        "A known reference changes nothing, not even with another amount, not even fifty times at once",
        arguments: Engines.all)
    func knownReference(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let resident = try await database.write { tx throws(SQLError) in try tx.resident("a") }
            let results = try await database.writeMany(50) { number, tx throws(SQLError) in
                try tx.earn(number, for: resident, reference: "same")
            }
            #expect(results.filter { $0 == .done }.count == 1)
            #expect(results.filter { $0 == .known }.count == 49)
            try await database.read { tx throws(SQLError) in
                let written = try tx.ledger.transfer(reference: "same")
                #expect(try tx.ledger.balance(of: .available(resident, estate: "HTL")) == written?.points)
                #expect(try tx.ledger.mismatches().isEmpty)
            }
        }
    }

    @Test("Too little changes nothing, also exactly one point too little", arguments: Engines.all)
    func tooLittle(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let resident = try tx.resident("a")
                _ = try tx.earn(79, for: resident, reference: "earn")
                #expect(try tx.hold(80, of: resident, reference: "hold") == .tooLittle)
                #expect(try tx.ledger.transfer(reference: "hold") == nil)
                #expect(try tx.ledger.balance(of: .available(resident, estate: "HTL")) == 79)
                #expect(
                    try tx.hold(79, of: resident, reference: "hold") == .done,
                    "a failed try uses no reference")
                #expect(try tx.ledger.balance(of: .available(resident, estate: "HTL")) == 0)
            }
        }
    }

    @Test("Points of nothing or less are refused by the schema", arguments: Engines.all, [0, -5])
    func nothing(engine: Engine, points: Int) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            await #expect(throws: SQLError.self) {
                try await database.write { tx throws(SQLError) in
                    _ = try tx.earn(points, for: try tx.resident("a"), reference: "1")
                }
            }
            let total = try await database.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM transfers")
            }
            #expect(total == 0)
        }
    }

    @Test("Verifying finds a forged balance and a forged transfer", arguments: Engines.all)
    func forged(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let resident = try await database.write { tx throws(SQLError) in
                let resident = try tx.resident("a")
                _ = try tx.earn(50, for: resident, reference: "earn")
                _ = try tx.hold(20, of: resident, reference: "hold")
                return resident
            }
            try await database.write { tx throws(SQLError) in
                #expect(try tx.ledger.mismatches().isEmpty)
                try tx.run("UPDATE accounts SET balance = balance + 500 WHERE kind = 'available'")
                let found = try tx.ledger.mismatches()
                #expect(found.map(\.kind) == ["available"])
                #expect(found.first?.balance == 530)
                #expect(found.first?.posted == 30)
                #expect(try tx.ledger.total() == 500)
                try tx.run("UPDATE accounts SET balance = balance - 500 WHERE kind = 'available'")
                try tx.run("UPDATE transfers SET points = 500 WHERE reference = 'hold'")
                #expect(try tx.ledger.mismatches().map(\.kind).sorted() == ["available", "held"])
                #expect(try tx.ledger.balance(of: .held(resident, estate: "HTL")) == 20)
            }
        }
    }

    @Test("A resident's statement shows what came and went, newest first", arguments: Engines.all)
    func statement(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let resident = try tx.resident("a")
                let other = try tx.resident("b")
                _ = try tx.earn(50, for: resident, reference: "earn")
                _ = try tx.earn(7, for: other, reference: "other")
                _ = try tx.hold(20, of: resident, reference: "hold")
                _ = try tx.ledger.transfer(
                    Transfer(
                        .release, from: .held(resident, estate: "HTL"),
                        to: .available(resident, estate: "HTL"),
                        points: 20, resident: resident, memo: "back", reference: "back", actor: "system"),
                    at: monday)
                #expect(try tx.ledger.lines(of: resident, limit: 9).map(\.points) == [20, -20, 50])
            }
        }
    }
}
