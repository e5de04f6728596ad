import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("G01: the inspection that each year owes") struct InspectionDeskTests {
    private static func desk(_ house: House) -> InspectionDesk {
        InspectionDesk(
            settings: house.settings,
            intake: house.intake(
                IntakeDesk.Reading(
                    intent: .suggestNeed, category: "fire.equipment", urgency: .p1,
                    address: Address(building: "3"))))
    }

    private static func add(
        _ house: House, _ staff: StaffIdentity, done: String = "2026-03-16", kind: String = "safety",
        findings: [String] = []
    ) async throws -> Ruling<Inspection> {
        let desk = desk(house)
        return try await house.ask(staff) { call throws(SQLError) in
            try desk.add(AddInspection(kind: kind, done: done, findings: findings), call)
        }
    }

    @Test("Each finding is a ticket, whatever its words sound like", arguments: Engines.all)
    func findings(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let made = try #require(
                try await Self.add(house, community, findings: ["3栋消防栓没水", "想要多配灭火器"]).value)
            #expect(made.name == "安全隐患排查" && made.done == "2026-03-16" && made.findings.count == 2)
            let ticket = try await house.database.read { tx throws(SQLError) in
                try tx.tickets.find(number: made.findings[0])
            }
            #expect(ticket?.draft.category == "fire.equipment" && ticket?.draft.urgency == .p1)
            #expect(try await Self.add(house, community).refusal?.code == "inspection.exists")
            let desk = Self.desk(house)
            let listed = try await house.ask(community) { call throws(SQLError) in
                try desk.list(estate: nil, rows: 10, call)
            }
            #expect(listed.value?.items == [made])
        }
    }

    @Test("A day to come, an unknown kind and an empty finding are refused, and nothing stands")
    func refused() async throws {
        try await House.with(on: .sqlite) { house in
            let community = try await house.account("community-1", [.community])
            let engineer = try await house.account("engineer-1", [.engineer])
            let later = try await Self.add(house, community, done: "2026-12-01")
            let other = try await Self.add(house, community, kind: "beauty")
            let empty = try await Self.add(house, community, findings: ["3栋消防栓没水", " "])
            #expect(later.refusal?.code == "done.invalid" && other.refusal?.code == "kind.unknown")
            #expect(empty.refusal?.code == "finding.missing")
            #expect(try await Self.add(house, engineer).refusal != nil)
            let count = try await house.database.read { tx throws(SQLError) in
                try tx.integer("SELECT (SELECT count(*) FROM inspections) + (SELECT count(*) FROM tickets)")
            }
            #expect(count == 0)
        }
    }

    @Test("A year without one is told once a month from November on", arguments: Engines.all)
    func owed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.account("community-1", [.community], chat: "community")
            let alarms = house.alarms
            try await house.database.write { tx throws(SQLError) in
                try alarms.arm(in: tx, at: House.monday)
            }
            func told() async throws -> [String] {
                try await house.messages(to: "community").filter { $0.contains("inspection") }
            }
            try await house.fireTimers(at: .at("2026-11-29 12:00"))
            #expect(try await told() == [])
            let words = "staff.inspection_owed name=安全隐患排查 year=2026"
            for _ in 1...2 { try await house.fireTimers(at: .at("2026-11-30 12:00")) }
            #expect(try await told() == [words])
            try await house.fireTimers(at: .at("2026-12-31 12:00"))
            #expect(try await told() == [words, words])
            try await house.fireTimers(at: .at("2027-06-30 12:00"))
            #expect(try await told() == [words, words], "the next year has its time until November")
        }
    }

    @Test("A year with one is not told of", arguments: Engines.all)
    func done(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community], chat: "community")
            let alarms = house.alarms
            try await house.database.write { tx throws(SQLError) in
                try alarms.arm(in: tx, at: House.monday)
            }
            #expect(try await Self.add(house, community).value != nil)
            try await house.fireTimers(at: .at("2026-12-31 12:00"))
            #expect(try await house.messages(to: "community").filter { $0.contains("inspection") } == [])
        }
    }
}
