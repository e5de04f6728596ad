import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite struct StaffDeskTests {
    @Test(arguments: Engines.all) func aTokenOpensUntilItIsRevokedOrEnds(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.accounts
            let made = try await desks.as(.admin) { call throws(SQLError) in
                try desk.makeToken("steward-1", CreateToken(role: "steward", days: 2), call)
            }
            let secret = try #require(made.value)
            let hash = SecretHash.of(secret.token)
            let who: @Sendable (TimeSpan) async throws -> StaffIdentity? = { span in
                try await desks.read { tx throws(SQLError) in
                    try tx.staffTokens.authenticate(hash: hash, at: DeskStore.monday + span)
                }
            }
            #expect(try await who(.days(1))?.role == .steward)
            #expect(try await who(.days(2)) == nil)
            for expected in [nil, "token.revoked"] {
                let ruling = try await desks.as(.admin) { call throws(SQLError) in
                    try desk.revoke("steward-1", token: secret.id, call)
                }
                #expect(ruling.refusal?.code == expected)
            }
            #expect(try await who(.days(1)) == nil)
        }
    }

    @Test(arguments: Engines.all) func aTokenSpeaksOnlyForARoleThatIsHeld(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let ruling = try await desks.as(.admin) { call throws(SQLError) in
                try desks.accounts.makeToken("steward-1", CreateToken(role: "admin"), call)
            }
            #expect(ruling.refusal?.code == "staff.lacks_role")
        }
    }

    /// A role that is held in one estate needs the estate's name; without it nobody could know what is wrong.
    @Test(arguments: Engines.all) func aTokenForOneEstateSaysThatTheEstateIsMissing(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let make = { @Sendable (estate: String?) in
                try await desks.as(.admin) { call throws(SQLError) in
                    let request = CreateToken(role: "committee", estate: estate)
                    return try desks.accounts.makeToken("steward-1", request, call)
                }
            }
            _ = try await desks.as(.admin) { call throws(SQLError) in
                try desks.accounts.changeRole(
                    "steward-1", ChangeRole(role: "committee", estate: "HTL"), call)
            }
            let refusal = try #require(try await make(nil).refusal)
            #expect(refusal.code == "staff.lacks_role")
            #expect(refusal.message.contains("committee 只在 HTL"))
            #expect(refusal.hint == "请加 --estate HTL。")
            #expect(try await make("HTL").value?.estate == "HTL")
        }
    }

    @Test(arguments: Engines.all) func withdrawingARoleEndsItsTokens(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.accounts
            let made = try await desks.as(.admin) { call throws(SQLError) in
                try desk.makeToken("steward-1", CreateToken(role: "steward"), call)
            }
            let hash = SecretHash.of(try #require(made.value?.token))
            _ = try await desks.as(.admin) { call throws(SQLError) in
                try desk.changeRole("steward-1", ChangeRole(role: "steward", withdraw: true), call)
            }
            let who = try await desks.read { tx throws(SQLError) in
                try tx.staffTokens.authenticate(hash: hash, at: DeskStore.monday)
            }
            #expect(who == nil)
        }
    }

    @Test(arguments: Engines.all) func anAccountIsAddedOnce(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            for expected in [nil, "staff.exists"] {
                let ruling = try await desks.as(.admin) { call throws(SQLError) in
                    try desks.accounts.add(
                        AddStaff(name: "steward-3", role: "steward", estate: "HTL"), call)
                }
                #expect(ruling.refusal?.code == expected)
            }
        }
    }

    /// A token for one estate gives nobody rights beyond it.
    @Test(arguments: Engines.all) func scopeCannotBeWidened(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let requests = [ChangeRole(role: "steward"), ChangeRole(role: "steward", estate: "OTHER")]
            for request in requests {
                let ruling = try await desks.as(.admin, estate: "HTL") { call throws(SQLError) in
                    try desks.accounts.changeRole("engineer-1", request, call)
                }
                #expect(ruling.refusal?.code == "scope.forbidden")
            }
        }
    }

    @Test(arguments: Engines.all) func aDutyNeedsItsRoleAndAnEndAfterItsBeginning(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let good = AddDuty(
                estate: "HTL", role: "guard", staff: "guard-1", from: "2026-03-16T20:00:00+08:00",
                until: "2026-03-17T08:00:00+08:00")
            var reversed = good
            reversed.until = "2026-03-16T08:00:00+08:00"
            var other = good
            other.staff = "steward-1"
            var codes: [String] = []
            for request in [good, reversed, other] {
                let ruling = try await desks.as(.manager) { call throws(SQLError) in
                    try desks.accounts.addDuty(request, call)
                }
                codes.append(ruling.refusal?.code ?? "done")
            }
            #expect(codes == ["done", "until.invalid", "staff.lacks_role"])
            let roster = try await desks.as(.manager) { call throws(SQLError) in
                try desks.accounts.roster(estate: "HTL", call)
            }
            #expect(roster.value?.items.map(\.staff) == ["guard-1"])
        }
    }

    @Test(arguments: Engines.all) func aBindCodeIsGoodOnceAndForHalfAnHour(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let made = try await desks.as(.admin) { call throws(SQLError) in
                try desks.accounts.makeBindCode("guard-1", call)
            }
            let hash = SecretHash.of(try #require(made.value?.code), salt: StaffDesk.bindSalt)
            let uses = try await desks.store.database.write { tx throws(SQLError) in
                [
                    try tx.staffCodes.use(hash: hash, at: DeskStore.monday + .minutes(31)),
                    try tx.staffCodes.use(hash: hash, at: DeskStore.monday + .minutes(29)),
                    try tx.staffCodes.use(hash: hash, at: DeskStore.monday + .minutes(29)),
                ]
            }
            #expect(uses == [nil, try desks.identity(.guardStaff).id, nil])
        }
    }

    // MARK: Registers and messages

    @Test(arguments: Engines.all) func anImportOnlyAddsAndIsTheSameTwice(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = EstateDesk(settings: desks.settings)
            let csv = "building,unit,floor,room\n3,2,5,501\n77,1,1,101\n77,1,1,102\n"
            let before = try await desks.read { tx throws(SQLError) in try tx.units.count(estate: "HTL") }
            var reports: [EstateImport] = []
            for dryRun in [true, false, false] {
                let request = ImportEstate(code: "HTL", format: "csv", text: csv, dryRun: dryRun)
                let ruling = try await desks.as(.admin) { call throws(SQLError) in
                    try desk.bringIn(request, call)
                }
                reports.append(try #require(ruling.value))
            }
            #expect(reports.map(\.added) == [2, 2, 0])
            #expect(reports.map(\.known) == [1, 1, 3])
            let after = try await desks.read { tx throws(SQLError) in try tx.units.count(estate: "HTL") }
            #expect(after == before + 2)
        }
    }

    @Test(arguments: Engines.all) func aBrokenRegisterIsRefusedWithItsLines(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let request = ImportEstate(
                code: "HTL", format: "csv", text: "building,unit,floor,room\n3,2,0,501\n")
            let ruling = try await desks.as(.admin) { call throws(SQLError) in
                try EstateDesk(settings: desks.settings).bringIn(request, call)
            }
            #expect(ruling.refusal?.code == "register.unreadable")
            #expect(ruling.refusal?.hint.contains("register.csv:2:") == true)
        }
    }

    /// message.body is the admin's; a manager sees the fate of a message and not its words.
    @Test(arguments: Engines.all) func theWordsOfAMessageAreForWhoMayReadThem(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let id = try await desks.store.database.write { tx throws(SQLError) in
                try tx.outbox.enqueue(
                    OutboundMessage(
                        channel: "web", recipient: "abcdefghi", text: "秘密", idempotencyKey: "k"),
                    why: "test", at: DeskStore.monday)
            }
            let desk = OutboxDesk(settings: desks.settings, wakeups: .none)
            let row = try #require(id)
            let manager = try await desks.as(.manager) { call throws(SQLError) in
                try desk.show(row, call)
            }
            #expect(manager.value?.text == nil)
            #expect(manager.value?.recipient == "abc***")
            let admin = try await desks.as(.admin) { call throws(SQLError) in try desk.show(row, call) }
            #expect(admin.value?.text == "秘密")
            #expect(try await desks.auditRows().first?.detail == "with body")
        }
    }

    @Test(arguments: Engines.all) func aDroppedMessageIsSentAgainOnlyWhenAskedFor(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let id = try await desks.store.database.write { tx throws(SQLError) in
                try tx.outbox.enqueue(
                    OutboundMessage(channel: "web", recipient: "a", text: "t", idempotencyKey: "k"),
                    why: "test",
                    at: DeskStore.monday)
            }
            let row = try #require(id)
            let desk = OutboxDesk(settings: desks.settings, wakeups: .none)
            let early = try await desks.as(.admin) { call throws(SQLError) in try desk.retry(row, call) }
            #expect(early.refusal?.code == "message.state")
            let dropped = try await desks.as(.admin) { call throws(SQLError) in
                try desk.drop(row, reason: "已电话答复", call)
            }
            #expect(dropped.value?.state == "dropped")
            let again = try await desks.as(.admin) { call throws(SQLError) in try desk.retry(row, call) }
            #expect(again.value?.state == "queued")
        }
    }
}
