import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Leave empties a post for its days. Wednesday 2026-03-18, 10:00: steward-1 and steward-2 work 08:00–20:00.
@Suite("Leave: who is away is not counted on")
struct LeaveTests {
    private static let days = (
        from: CivilDate(year: 2026, month: 3, day: 18), until: CivilDate(year: 2026, month: 3, day: 20)
    )

    private static func leave(_ post: String, standIn: String? = nil) throws -> Leave {
        Leave(
            estate: "HTL", post: post, from: try #require(days.from), until: try #require(days.until),
            standIn: standIn)
    }

    private static func crew(
        _ house: House, _ role: Role, at text: String
    ) async throws -> (told: [String], away: [String]) {
        let reach = StaffReach(settings: house.settings)
        let crew = try await house.database.read { tx throws(SQLError) in
            try reach.crew([role], estate: "HTL", in: tx, at: .at(text))
        }
        return (crew.chats.map(\.sender), crew.offDuty.map(\.sender))
    }

    @Test("Both its days count, the day before and the day after do not", arguments: Engines.all)
    func days(engine: Engine) async throws {
        let leave = try Self.leave("steward-1")
        try await House.with(on: engine) {
            $0.leave = [leave]
        } test: { house in
            try await house.account("steward-1", [.steward], chat: "s1")
            try await house.account("steward-2", [.steward], chat: "s2")
            for (time, told) in [
                ("2026-03-17 10:00", ["s1", "s2"]), ("2026-03-18 10:00", ["s2"]),
                ("2026-03-20 19:59", ["s2"]), ("2026-03-21 08:00", ["s1", "s2"]),
            ] {
                #expect(try await Self.crew(house, .steward, at: time).told == told, "\(time)")
            }
            #expect(try await Self.crew(house, .steward, at: "2026-03-18 10:00").away == ["s1"])
        }
    }

    @Test("A stand-in is on duty in the other's hours beside his own", arguments: Engines.all)
    func standIn(engine: Engine) async throws {
        let leave = try Self.leave("engineer-night", standIn: "engineer-day")
        try await House.with(on: engine) {
            $0.leave = [leave]
        } test: { house in
            try await house.account("engineer-day", [.engineer], chat: "day")
            try await house.account("engineer-night", [.engineer], chat: "night")
            #expect(try await Self.crew(house, .engineer, at: "2026-03-17 23:00").told == ["night"])
            #expect(try await Self.crew(house, .engineer, at: "2026-03-18 23:00").told == ["day"])
            #expect(try await Self.crew(house, .engineer, at: "2026-03-18 10:00").told == ["day"])
        }
    }

    @Test("The only manager away: the ladder says that nobody is there", arguments: Engines.all)
    func nobodyLeft(engine: Engine) async throws {
        let posts = ["manager", "branch"]
        let leave = try posts.map { try Self.leave($0) }
        try await House.with(on: engine) {
            $0.leave = leave
        } test: { house in
            try await house.account("manager", [.manager], chat: "m")
            let wednesday = Instant.at("2026-03-18 10:00")
            let ticket = try await house.open(.p1, "info.contact", at: wednesday)
            try await house.run(until: wednesday + .minutes(5))
            #expect(try await house.details(.unreachable, of: ticket) == ["L2"])
        }
    }

    @Test("An entry of the roster for now goes before leave", arguments: Engines.all)
    func rosterFirst(engine: Engine) async throws {
        let leave = try Self.leave("steward-1")
        try await House.with(on: engine) {
            $0.leave = [leave]
        } test: { house in
            let steward = try await house.account("steward-1", [.steward], chat: "s1")
            let start = Instant.at("2026-03-18 09:00")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.roster.add(
                    estate: "HTL", role: .steward, staff: steward.id, from: start, until: start + .hours(2))
            }
            #expect(try await Self.crew(house, .steward, at: "2026-03-18 10:00").told == ["s1"])
            #expect(try await Self.crew(house, .steward, at: "2026-03-18 12:00").told == [])
        }
    }
}
