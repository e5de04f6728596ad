import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Homes, codes and tokens")
struct PeopleTableTests {
    private static let address = Address(building: "3", unit: "2", room: "501")

    private static func unit(_ tx: Transaction) throws(SQLError) -> UnitID {
        guard let row = try tx.units.find(estate: "HTL", address).first else {
            throw SQLError(.decoding, "the demo estate lacks a home")
        }
        return row.id
    }

    @Test("A resident is made once, also when his first messages come together", arguments: Engines.all)
    func findOrAdd(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let made = try await database.writeMany(30) { _, tx throws(SQLError) in
                let (id, isNew) = try tx.residents.findOrAdd(
                    channel: "oa", sender: "a", estate: "HTL", at: monday)
                return [id.rawValue, isNew ? 1 : 0]
            }
            #expect(Set(made.map { $0[0] }).count == 1)
            #expect(made.filter { $0[1] == 1 }.count == 1)
        }
    }

    @Test("A claim never lowers what was proven, a proof raises a claim", arguments: Engines.all)
    func homes(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let resident = try tx.resident("a")
                let unit = try Self.unit(tx)
                let proofs: [(Home.Proof, Home.Proof)] = [
                    (.claimed, .claimed), (.code, .code), (.claimed, .code), (.staff, .staff),
                    (.claimed, .staff),
                ]
                for (given, expected) in proofs {
                    try tx.homes.add(resident, unit: unit, relation: .owner, proof: given, at: monday)
                    #expect(try tx.homes.of(resident).map(\.proof) == [expected])
                }
                #expect(try tx.homes.of(resident).first?.address == Self.address)
                #expect(try tx.homes.remove(resident, unit: unit))
                #expect(try tx.homes.remove(resident, unit: unit) == false)
            }
        }
    }

    @Test(
        "An address without its unit means every flat of that number in the building", arguments: Engines.all)
    func units(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.read { tx throws(SQLError) in
                let both = try tx.units.find(estate: "HTL", Address(building: "3", room: "501"))
                #expect(both.map(\.address.unit) == ["1", "2"])
                #expect(try tx.units.find(estate: "HTL", Self.address).count == 1)
                #expect(try tx.units.find(estate: "HTL", Address(building: "3")).isEmpty)
                #expect(try tx.units.find(estate: "ELSE", Self.address).isEmpty)
            }
        }
    }

    @Test("A home code serves one of many", arguments: Engines.all)
    func useOnce(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (code, people) = try await database.write { tx throws(SQLError) -> (Int64, [ResidentID]) in
                let unit = try Self.unit(tx)
                try tx.homeCodes.add(
                    unit: unit, relation: .tenant, hash: "h", expiresAt: monday + .days(7), at: monday)
                var people: [ResidentID] = []
                for number in 1...10 { people.append(try tx.resident("p\(number)")) }
                let open = try tx.homeCodes.open(unit: unit, wrongTries: 5, at: monday)
                return (open.first?.id ?? 0, people)
            }
            let uses = try await database.writeMany(10) { number, tx throws(SQLError) in
                try tx.homeCodes.use(code, by: people[number - 1])
            }
            #expect(uses.filter { $0 }.count == 1)
        }
    }

    @Test("A code is open until its time, its use or its last wrong try", arguments: Engines.all)
    func codeEnds(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let unit = try Self.unit(tx)
                try tx.homeCodes.add(
                    unit: unit, relation: .owner, hash: "h", expiresAt: monday + .days(7), at: monday)
                let open = try tx.homeCodes.open(
                    unit: unit, wrongTries: 5, at: monday + .days(7) - .milliseconds(1))
                #expect(open.map(\.hash) == ["h"])
                #expect(try tx.homeCodes.open(unit: unit, wrongTries: 5, at: monday + .days(7)).isEmpty)
                for _ in 0..<4 { try tx.homeCodes.countWrongTry(open.map(\.id)) }
                #expect(try tx.homeCodes.open(unit: unit, wrongTries: 5, at: monday).count == 1)
                try tx.homeCodes.countWrongTry(open.map(\.id))
                #expect(try tx.homeCodes.open(unit: unit, wrongTries: 5, at: monday).isEmpty)
            }
        }
    }

    @Test("A token speaks until it is revoked, runs out, or its account is disabled", arguments: Engines.all)
    func tokens(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let staff = try present(tx.staff.add(name: "steward-1", at: monday))
                #expect(try tx.staff.add(name: "steward-1", at: monday) == nil)
                let forever = try tx.staffTokens.add(
                    staff, role: .steward, estate: "HTL", hash: "f", label: "l", expiresAt: nil, at: monday)
                _ = try tx.staffTokens.add(
                    staff, role: .admin, estate: nil, hash: "e", label: "l", expiresAt: monday + .days(1),
                    at: monday)
                let identity = StaffIdentity(id: staff, name: "steward-1", role: .steward, estate: "HTL")
                #expect(try tx.staffTokens.authenticate(hash: "f", at: monday) == identity)
                #expect(try tx.staffTokens.authenticate(hash: "e", at: monday)?.estate == nil)
                #expect(try tx.staffTokens.authenticate(hash: "e", at: monday + .days(1)) == nil)
                #expect(try tx.staffTokens.authenticate(hash: "unknown", at: monday) == nil)
                #expect(try tx.staffTokens.revoke(forever, at: monday))
                #expect(try tx.staffTokens.revoke(forever, at: monday) == false)
                #expect(try tx.staffTokens.authenticate(hash: "f", at: monday) == nil)
                try tx.run("UPDATE staff SET disabled_at = 1 WHERE id = \(staff)")
                #expect(try tx.staffTokens.authenticate(hash: "e", at: monday) == nil)
            }
        }
    }

    @Test("A staff code serves once and in time", arguments: Engines.all)
    func staffCodes(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let staff = try present(tx.staff.add(name: "steward-1", at: monday))
                try tx.staffCodes.add(staff, hash: "h", expiresAt: monday + .minutes(30))
                try tx.staffCodes.add(staff, hash: "old", expiresAt: monday)
                #expect(try tx.staffCodes.use(hash: "old", at: monday) == nil)
                #expect(try tx.staffCodes.use(hash: "h", at: monday) == staff)
                #expect(try tx.staffCodes.use(hash: "h", at: monday) == nil)
            }
        }
    }
}
