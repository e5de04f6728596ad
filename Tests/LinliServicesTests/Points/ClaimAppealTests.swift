import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("A refused claim goes to the community once, where the resident does not accept it")
struct ClaimAppealTests {
    /// A claim of resident A that the grid worker refused.
    private static func refused(_ house: House) async throws {
        let deed = Deed(text: "扫了楼道")
        guard
            case .claimPending(let note) = try await house.handle(
                .points(.claim(deed, item: "sweep_corridor")))
        else { throw SQLError(.decoding, "not noted") }
        let staff = try await house.account("grid-1", [.gridWorker], chat: "g1")
        _ = try await house.database.write { tx throws(SQLError) in
            try tx.claims.reject(note.id, by: staff.id, reason: "照片与上次相同", at: House.monday)
        }
    }

    @Test("It is a ticket of the community with the reason of the refusal", arguments: Engines.all)
    func appeal(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.refused(house)
            let command = Command.points(.appeal(words: "我不服"))
            guard case .appealNoted(let summary, let isNew) = try await house.handle(command) else {
                return #expect(Bool(false), "no case")
            }
            #expect(isNew)
            let ticket = try await house.ticket(summary.id)
            #expect(ticket.draft.category == "points.appeal")
            #expect(ticket.draft.text.contains("清扫楼道一次") && ticket.draft.text.contains("照片与上次相同"))
            #expect(house.settings.categories["points.appeal"]?.own == .community)
            let again = try await house.handle(.points(.appeal(words: "我还是不服")), at: House.monday + .hours(1))
            guard case .appealNoted(let same, let isSecond) = again else {
                return #expect(Bool(false), "no case")
            }
            #expect(same.number == summary.number && !isSecond)
        }
    }

    @Test("Nothing was refused, or too long ago: there is nothing to appeal", arguments: Engines.all)
    func none(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let command = Command.points(.appeal(words: "我不服"))
            let before = try await house.handle(command)
            #expect(before == .appealNone)
            try await Self.refused(house)
            let late = try await house.handle(command, at: House.monday + .days(8))
            #expect(late == .appealNone)
        }
    }
}
