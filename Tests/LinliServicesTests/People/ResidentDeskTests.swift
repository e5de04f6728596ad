import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite struct ResidentDeskTests {
    @Test(arguments: Engines.all) func aCodeProvesTheHomeOnceAndTheStoreKeepsItsHashOnly(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.residents.makeCode(CreateHomeCode(home: "12-1-1803", estate: "HTL"), call)
            }
            let code = try #require(ruling.value?.code)
            #expect(code.count == 8)
            let party = Party(resident: desks.residentB, estate: "HTL", channel: "web", sender: "b")
            let address = Address(building: "12", unit: "1", room: "1803")
            let outcomes = try await desks.store.database.write { tx throws(SQLError) in
                _ = try HomeService().claim(address, .owner, for: party, in: tx, at: DeskStore.monday)
                return [
                    try HomeService().prove(code, for: party, in: tx, at: DeskStore.monday),
                    try HomeService().prove(code, for: party, in: tx, at: DeskStore.monday),
                ]
            }
            #expect(outcomes == [.homeProven(address), .codeNotExpected])
            let hashes = try await desks.read { tx throws(SQLError) in
                try tx.all("SELECT code_hash FROM home_codes") { row throws(SQLError) in try row.text(0) }
            }
            #expect(hashes.count == 1)
            #expect(hashes.first?.contains(code) == false)
        }
    }

    @Test(arguments: Engines.all) func theCodeIsInNoAuditRow(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.residents.makeCode(CreateHomeCode(home: "12-1-1803", estate: "HTL"), call)
            }
            let code = try #require(ruling.value?.code)
            let rows = try await desks.auditRows()
            #expect(rows.count == 1)
            #expect(!rows.contains { "\($0)".contains(code) })
        }
    }

    @Test(arguments: Engines.all) func verifyingRaisesWhatWasClaimedAndNothingElse(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let unclaimed = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.residents.verify("web:b", HomeReference(home: "12-1-1803"), call)
            }
            #expect(unclaimed.refusal?.code == "home.not_bound")
            let party = Party(resident: desks.residentB, estate: "HTL", channel: "web", sender: "b")
            _ = try await desks.store.database.write { tx throws(SQLError) in
                try HomeService().claim(
                    Address(building: "12", unit: "1", room: "1803"), .tenant, for: party, in: tx,
                    at: DeskStore.monday)
            }
            let verified = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.residents.verify("web:b", HomeReference(home: "12-1-1803"), call)
            }
            let home = verified.value?.homes.first { $0.home == "12栋***" }
            #expect(home == ResidentHome(home: "12栋***", relation: "tenant", proof: "staff"))
        }
    }

    @Test(arguments: Engines.all) func aHomeThatTheRegisterLacksIsRefused(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            for home in ["99-1-101", "3-2", "nonsense", ""] {
                let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                    try desks.residents.bind("web:a", BindHome(home: home), call)
                }
                #expect(ruling.refusal?.code == "home.not_found", "\(home)")
            }
        }
    }

    @Test(arguments: Engines.all) func whatStaffSeeIsMasked(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let shown = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.residents.show("web:a", call)
            }
            #expect(shown.value?.name == "住**")
            #expect(shown.value?.homes.map(\.home) == ["3栋***"])
            #expect(shown.value?.channels == ["web:***"])
        }
    }

    // MARK: His data

    @Test(arguments: Engines.all) func aDryRunCountsAndDeletesNothing(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            _ = try await desks.ticket(in: .submitted)
            for dryRun in [true, true, false] {
                let ruling = try await desks.as(.admin) { call throws(SQLError) in
                    try desks.residents.erase("\(desks.residentA)", EraseResident(dryRun: dryRun), call)
                }
                #expect(ruling.value?.tickets == 1)
                #expect(ruling.value?.openTickets == 1)
                #expect(ruling.value?.identities == 1)
            }
            let again = try await desks.as(.admin) { call throws(SQLError) in
                try desks.residents.erase("\(desks.residentA)", EraseResident(), call)
            }
            #expect(again.refusal?.code == "resident.erased")
            let left = try await desks.read { tx throws(SQLError) in
                let row = try tx.residents.find(desks.residentA)
                return (row?.name, try tx.residents.find(channel: "web", sender: "a"))
            }
            #expect(left.0 == "")
            #expect(left.1 == nil)
        }
    }

    @Test(arguments: Engines.all) func anExportIsWholeAndForTheAdminOnly(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            try await desks.give(7, to: desks.residentA, reference: "x-1")
            let a = desks.residentA
            _ = try await desks.as(.admin) { call throws(SQLError) -> Ruling<NeedID> in
                .done(
                    try call.tx.needs.add(
                        NeedRow(
                            estate: "HTL", quarter: "2026Q1", category: "facility.other", title: "凳子",
                            text: "门口放张凳子", place: "", intake: "web", resident: a, owner: "社区",
                            dueAt: call.now + .days(9)),
                        at: call.now))
            }
            let refused = try await desks.as(.steward) { call throws(SQLError) in
                try desks.residents.export("web:a", call)
            }
            #expect(refused.refusal?.code == "role.forbidden")
            let ruling = try await desks.as(.admin) { call throws(SQLError) in
                try desks.residents.export("web:a", call)
            }
            let export = try #require(ruling.value)
            #expect(export.name == "住户甲")
            #expect(export.homes.map(\.home) == ["3-2-501"])
            #expect(export.identities == ["web:a"])
            #expect(export.points.available == 7)
            #expect(export.ledger.map(\.reference) == ["x-1"])
            #expect(export.tickets.map(\.number) == [number])
            #expect(export.tickets.first?.text == "路灯坏了")
            #expect(export.entries.map(\.text) == ["门口放张凳子"] && export.entries.map(\.number) == ["N-01"])
        }
    }

    @Test(arguments: [("甲乙丙", "甲**"), ("甲乙", "甲*"), ("甲", "甲"), ("", "")])
    func namesAreMaskedByLength(_ row: (name: String, masked: String)) {
        #expect(Masking.name(row.name) == row.masked)
    }
}
