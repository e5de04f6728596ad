import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Homes: claimed by word, proven by code")
struct HomeServiceTests {
    private static let home = Address(building: "6", unit: "1", room: "802")

    private static func issue(
        _ house: House, _ code: String = "12345678", for address: Address = home,
        relation: Home.Relation = .tenant
    ) async throws {
        try await house.database.write { tx throws(SQLError) in
            let unit = try present(tx.units.find(estate: "HTL", address).first)
            try tx.homeCodes.add(
                unit: unit.id, relation: relation, hash: SecretHash.of(code, salt: unit.id.description),
                expiresAt: House.monday + .days(7), at: House.monday)
        }
    }

    private static func proof(_ house: House) async throws -> [Home.Proof] {
        try await house.database.read { tx throws(SQLError) in try tx.homes.of(house.b.resident).map(\.proof)
        }
    }

    @Test(
        "The right code proves the home, with the relation that the code was made for, once",
        arguments: Engines.all)
    func right(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            #expect(
                try await house.handle(.proveHome(code: "12345678"), from: house.b) == .homeProven(Self.home))
            let homes = try await house.database.read { tx throws(SQLError) in
                try tx.homes.of(house.b.resident)
            }
            #expect(homes.map(\.proof) == [.code])
            #expect(homes.map(\.relation) == [.tenant])
            #expect(try await house.handle(.points(.balance), from: house.b) == .balance(0, held: 0))
            let again = try await house.handle(.proveHome(code: "12345678"), from: house.b)
            #expect(again == .codeNotExpected)
        }
    }

    @Test("Five wrong codes kill it: the right one comes too late", arguments: Engines.all)
    func wrong(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            for left in [4, 3, 2, 1, 0] {
                let outcome = try await house.handle(.proveHome(code: "00000000"), from: house.b)
                #expect(outcome == .codeWrong(triesLeft: left))
            }
            #expect(try await house.handle(.proveHome(code: "12345678"), from: house.b) == .codeNotExpected)
            #expect(try await Self.proof(house) == [.claimed])
        }
    }

    @Test("Four wrong codes do not", arguments: Engines.all)
    func fourWrong(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            for _ in 0..<4 { _ = try await house.handle(.proveHome(code: "00000000"), from: house.b) }
            #expect(
                try await house.handle(.proveHome(code: "12345678"), from: house.b) == .homeProven(Self.home))
        }
    }

    @Test("A code of another home proves nothing, and one that is too old neither", arguments: Engines.all)
    func foreign(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house, for: Address(building: "1", unit: "1", room: "101"))
            #expect(try await house.handle(.proveHome(code: "12345678"), from: house.b) == .codeNotExpected)
            try await Self.issue(house, "87654321")
            let late = House.monday + .days(7)
            #expect(
                try await house.handle(.proveHome(code: "87654321"), from: house.b, at: late)
                    == .codeNotExpected)
            #expect(try await Self.proof(house) == [.claimed])
        }
    }

    @Test("A home that the register has not, or that could be several, is unknown", arguments: Engines.all)
    func unknown(engine: Engine) async throws {
        try await House.with(on: engine) { house async throws in
            for address in [
                Address(building: "99", unit: "1", room: "101"), Address(building: "3", room: "501"),
                Address(building: "3"), Address(),
            ] {
                #expect(try await house.handle(.claimHome(address, .owner)) == .homeUnknown(address))
            }
        }
    }

    @Test("Claiming what is proven says so and lowers nothing", arguments: Engines.all)
    func claimProven(engine: Engine) async throws {
        try await House.with(on: engine) { house async throws in
            let own = Address(building: "3", unit: "2", room: "501")
            #expect(try await house.handle(.claimHome(own, .owner)) == .homeProven(own))
            #expect(try await house.handle(.points(.balance)) == .balance(0, held: 0))
            #expect(try await house.handle(.claimHome(Self.home, .owner)) == .homeClaimed(Self.home))
        }
    }
}

@Suite("The demo estate")
struct DemoLoaderTests {
    @Test(
        "A second load adds nothing, and the demo's people stand where its file says", arguments: Engines.all)
    func twice(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let demo = try #require(store.settings.demo)
            let loader = DemoLoader(settings: store.settings, demo: demo, codes: .counting())
            let first = try await store.database.write { tx throws(SQLError) in
                try loader.load(channel: "web", in: tx, at: House.monday)
            }
            #expect(first.residents == demo.residents.count)
            let rhythms = try #require(store.settings.estates["HTL"]).receptions
            #expect(first.sessions == demo.sessions.count + rhythms.count)
            #expect(Set(first.tokens.map(\.role)) == Set(demo.staff.flatMap(\.roles)))
            let second = try await store.database.write { tx throws(SQLError) in
                try loader.load(channel: "web", in: tx, at: House.monday + .hours(1))
            }
            #expect(second.homes + second.residents + second.sessions + second.tokens.count == 0)
            try await store.database.read { tx throws(SQLError) in
                guard let a = try tx.residents.find(channel: "web", sender: "A") else {
                    throw SQLError(.decoding, "resident A is missing")
                }
                #expect(try tx.ledger.balance(of: .available(a, estate: "HTL")) == 41)
                #expect(try tx.homes.of(a).map(\.proof) == [.code])
                #expect(try tx.rewards.find(estate: "HTL", code: "rice_cooker")?.stock == 2)
                #expect(try tx.ledger.mismatches().isEmpty)
                #expect(try tx.ledger.total() == 0)
                // Monday 16 March: the weekly reception is Thursday the 19th at 15:00.
                let soonest = try tx.sessions.upcoming(estate: "HTL", from: House.monday, limit: 1).first
                #expect(soonest?.startsAt == .at("2026-03-19 15:00"))
                #expect(soonest?.bookingClosesAt == .at("2026-03-18 17:00"))
            }
        }
    }
}
