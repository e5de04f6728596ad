import LinliAdmin
import LinliModel
@testable import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance examples G02 and G06 of domain.md 1.2.
@Suite("Warnings of the weather and reports of devices")
struct AlertTests {
    private static func start(
        _ house: House, _ staff: StaffIdentity, _ kind: String = "台风", _ level: String = "橙"
    ) async throws -> Ruling<WeatherAlert> {
        let desk = Self.desk(house)
        return try await house.database.write { tx throws(SQLError) in
            try desk.start(
                StartAlert(kind: kind, level: level), DeskCall(staff: staff, in: tx, at: House.monday))
        }
    }

    private static func desk(_ house: House) -> AlertDesk {
        AlertDesk(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
    }

    @Test(
        "G02: everybody is told once, however many pages it takes; checks are tickets", arguments: Engines.all
    )
    func broadcast(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let many = Limits.broadcastPageRows + 30
            _ = try await house.database.write { tx throws(SQLError) in
                for index in 0..<many {
                    _ = try tx.residents.findOrAdd(
                        channel: "web", sender: "r\(index)", estate: "HTL", at: House.monday)
                }
                // At the desk only: nobody can write to him.
                _ = try tx.residents.add(estate: "HTL", name: "住户丙", at: House.monday)
            }
            let manager = try await house.account("manager-9", [.manager])
            let started = try #require(try await Self.start(house, manager).value)
            #expect(started.level == "橙色" && started.checks.count == 3)
            for _ in 0..<4 { try await house.fireTimers(at: House.monday) }
            let told = try await house.database.read { tx throws(SQLError) in
                try tx.all("SELECT recipient FROM outbox WHERE why = 'alert'") { row throws(SQLError) in
                    try row.text(0)
                }
            }
            // With residents a and b of the house.
            #expect(told.count == many + 2 && Set(told).count == told.count)
            #expect(try await Self.start(house, manager).refusal?.code == "alert.active")
            #expect(try await Self.start(house, manager, "雪崩").refusal?.code == "kind.unknown")
            #expect(try await Self.start(house, manager, "暴雨", "紫").refusal?.code == "level.unknown")
            let engineer = try await house.account("engineer-9", [.engineer])
            #expect(try await Self.start(house, engineer, "暴雨").refusal?.code == "role.forbidden")
        }
    }

    @Test("G02: while it lasts a report of it is more urgent; afterwards as before", arguments: Engines.all)
    func raised(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let before = try await house.open(.p2, "weather.waterlogging", text: "积水", place: "北门")
            #expect(before.draft.urgency == .p2)
            let manager = try await house.account("manager-9", [.manager])
            _ = try await Self.start(house, manager)
            let during = try await house.open(.p2, "weather.waterlogging", text: "又积水", place: "南门")
            #expect(during.draft.urgency == .p1)
            let other = try await house.open(.p2, "power.public_lighting", text: "灯", place: "西门")
            #expect(other.draft.urgency == .p2, "what it is not about stays as it is")
            let desk = Self.desk(house)
            for code in [nil, "alert.not_active"] {
                let ruling = try await house.database.write { tx throws(SQLError) in
                    try desk.end(
                        EndAlert(kind: "typhoon"), DeskCall(staff: manager, in: tx, at: House.monday))
                }
                #expect(ruling.refusal?.code == code)
            }
            let after = try await house.open(.p2, "weather.waterlogging", text: "还积水", place: "东门")
            #expect(after.draft.urgency == .p2)
        }
    }

    // MARK: Devices

    private static func report(
        _ house: House, _ key: String, at now: Instant, from sender: String = "ebike-7-2"
    )
        async throws -> Bool
    {
        let service = house.services.devices
        return try await house.database.write { tx throws(SQLError) in
            try service.report(
                channel: "gate", sender: sender, key: key, estate: "HTL", in: tx, at: now)
        }
    }

    private static func visits(_ house: House) async throws -> [String] {
        try await house.database.read { tx throws(SQLError) in
            try tx.all(
                "SELECT building, unit, state FROM tickets WHERE category = 'ebike.in_lift' ORDER BY id"
            ) {
                row throws(SQLError) in "\(try row.text(0))-\(try row.text(1)) \(try row.text(2))"
            }
        }
    }

    @Test("G06: guards hear every report; the third in a week is a visit, once", arguments: Engines.all)
    func devices(engine: Engine) async throws {
        try await House.with(on: engine) {
            $0.estates["HTL"]?.devices = [
                Estate.Device(
                    code: "ebike-7-2", name: "阻车系统", category: "ebike.in_lift", building: "7", unit: "2",
                    channel: "gate")
            ]
        } test: { house in
            try await house.account("guard-9", [.guardStaff], chat: "g")
            #expect(try await Self.report(house, "1", at: House.monday))
            #expect(try await Self.report(house, "x", at: House.monday, from: "somebody") == false)
            #expect(try await Self.report(house, "2", at: House.monday + .days(3)))
            #expect(try await house.messages(to: "g").allSatisfy { $0.hasPrefix("staff.device") })
            #expect(try await house.messages(to: "g").count == 2)
            #expect(try await Self.visits(house) == [])
            // Eight days after the first: two within a week.
            #expect(try await Self.report(house, "3", at: House.monday + .days(8)))
            #expect(try await Self.visits(house) == [])
            #expect(try await Self.report(house, "4", at: House.monday + .days(9)))
            #expect(try await Self.visits(house) == ["7-2 SUBMITTED"])
            #expect(try await Self.report(house, "5", at: House.monday + .days(9)))
            #expect(try await Self.visits(house).count == 1, "those are settled: counting begins anew")
        }
    }
}
