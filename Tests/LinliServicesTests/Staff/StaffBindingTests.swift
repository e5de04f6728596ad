import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("A staff member's chat: bound by a code and nothing else")
struct StaffBindingTests {
    private static let code = "12345678"

    /// An account with the given roles and an open code; the clock is `House.monday`.
    private static func issue(
        _ house: House, _ code: String = code, to name: String = "guard-1", roles: [Role] = [.guardStaff]
    ) async throws {
        try await house.database.write { tx throws(SQLError) in
            let known = try tx.staff.find(name: name)?.id
            let added = try known == nil ? tx.staff.add(name: name, at: House.monday) : nil
            let id = try present(known ?? added)
            for role in roles { try tx.staff.grant(role, to: id, estate: nil) }
            try tx.staffCodes.add(
                id, hash: SecretHash.of(code, salt: StaffDesk.bindSalt),
                expiresAt: House.monday + .minutes(Limits.staffCodeMinutes))
        }
    }

    /// Whose the chat of resident A is.
    private static func holder(_ house: House) async throws -> String? {
        try await house.database.read { tx throws(SQLError) in
            guard let id = try tx.staffCodes.staff(channel: "web", sender: "a") else { return nil }
            return try tx.staff.find(id)?.name
        }
    }

    @Test(
        "The code binds the chat once, with the role in words and one audit row",
        arguments: Engines.all, [Command.proveHome(code: code), .bindStaff(code: code)])
    func bind(engine: Engine, command: Command) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            let name = try #require(house.settings.roles.byRole[.guardStaff]?.name)
            #expect(try await house.handle(command) == .staffBound(account: "guard-1", roles: [name]))
            #expect(try await Self.holder(house) == "guard-1")
            let audit = try await house.database.read { tx throws(SQLError) in
                try tx.audit.list(target: "guard-1", rows: 9)
            }
            #expect(audit.map(\.act) == ["staff.bound"])
            #expect(audit.map(\.role) == [.guardStaff])
            #expect(audit.map(\.detail) == ["web"])
            let again = try await house.handle(command, from: house.b)
            #expect(again != .staffBound(account: "guard-1", roles: [name]), "a code serves once")
        }
    }

    @Test("A code that is too old, or of an account without a role, binds nothing", arguments: Engines.all)
    func useless(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            let late = House.monday + .minutes(Limits.staffCodeMinutes)
            #expect(
                try await house.handle(.bindStaff(code: Self.code), at: late)
                    == .staffCodeWrong(triesLeft: Limits.staffCodeWrongTries - 1))
            try await Self.issue(house, "87654321", to: "nobody", roles: [])
            #expect(
                try await house.handle(.bindStaff(code: "87654321"), from: house.b)
                    == .staffCodeWrong(triesLeft: Limits.staffCodeWrongTries - 1))
            #expect(try await Self.holder(house) == nil)
        }
    }

    @Test("The fifth wrong code closes the chat for a day, not the code for others", arguments: Engines.all)
    func wrong(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            for left in [4, 3, 2, 1, 0, 0] {
                let outcome = try await house.handle(.bindStaff(code: "00000000"))
                #expect(outcome == .staffCodeWrong(triesLeft: left))
            }
            #expect(try await house.handle(.bindStaff(code: Self.code)) == .staffCodeWrong(triesLeft: 0))
            #expect(
                try await house.handle(.proveHome(code: Self.code)) == .codeNotExpected,
                "nor is there a way round it")
            #expect(try await Self.holder(house) == nil)
            guard case .staffBound = try await house.handle(.bindStaff(code: Self.code), from: house.b)
            else {
                Issue.record("another chat was closed too")
                return
            }
            try await Self.issue(house, "11223344")
            let later = House.monday + .minutes(1)
            #expect(
                try await house.handle(.bindStaff(code: "11223344"), at: later)
                    == .staffCodeWrong(triesLeft: 0))
            let nextDay = House.monday + .hours(Limits.staffCodeTriesHours)
            #expect(
                try await house.handle(.bindStaff(code: "00000000"), at: nextDay)
                    == .staffCodeWrong(triesLeft: Limits.staffCodeWrongTries - 1))
        }
    }

    @Test("Many chats that guess together end the code", arguments: Engines.all)
    func manyChats(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.issue(house)
            try await house.database.write { tx throws(SQLError) in
                for chat in 1...Limits.staffCodeAllWrongTries {
                    try tx.staffCodes.countWrongTry(channel: "web", sender: "g\(chat)", at: House.monday)
                }
            }
            #expect(
                try await house.handle(.bindStaff(code: Self.code))
                    == .staffCodeWrong(triesLeft: Limits.staffCodeWrongTries - 1))
        }
    }

    @Test("A home code that is right counts for nothing against the chat", arguments: Engines.all)
    func homeCode(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let home = Address(building: "6", unit: "1", room: "802")
            try await house.database.write { tx throws(SQLError) in
                let unit = try present(tx.units.find(estate: "HTL", home).first)
                try tx.homeCodes.add(
                    unit: unit.id, relation: .owner,
                    hash: SecretHash.of("87654321", salt: unit.id.description),
                    expiresAt: House.monday + .days(7), at: House.monday)
            }
            #expect(try await house.handle(.proveHome(code: "87654321"), from: house.b) == .homeProven(home))
            let tries = try await house.database.read { tx throws(SQLError) in
                try tx.staffCodes.wrongTries(channel: "web", sender: "b", at: House.monday)
            }
            #expect(tries == 0)
        }
    }
}
