import Foundation
import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Random acts on the register, compared with the table of acts: what it forbids is refused and changes
/// nothing, and at every moment the promises of the register hold.
@Suite("The register of needs under random acts")
struct NeedModelTests {
    @Test("One taker, an owner and a due day for each, every reporter told", arguments: Engines.all)
    func random(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            var random = SeededGenerator(seed: 20_260_316)
            var states: [NeedState] = []
            var heard = 0
            for (index, party) in [house.a, house.b, house.a, house.b].enumerated() {
                try await house.wish("愿望\(index)", from: party)
                states.append(.collected)
            }
            for step in 0..<300 {
                // Mostly one that is open: on the others every act is refused.
                let open = states.indices.filter { states[$0].isOpen }
                let index =
                    (step % 4 == 0 ? nil : open.randomElement(using: &random))
                    ?? Int.random(in: 0..<states.count, using: &random)
                let act = NeedAct.allCases.randomElement(using: &random) ?? .sort
                guard act != .merge, act != .withdraw else { continue }
                let request = NeedAction(
                    title: "名\(step)", by: "单位\(step)", due: "2026-05-0\(step % 9 + 1)", text: "进展",
                    reason: "原因")
                let number = NeedID(Int64(index + 1)).number
                let ruling = try await house.act(act, number, request, by: community)
                let allowed = NeedTransitions.step(act).from.contains(states[index])
                #expect((ruling.value != nil) == allowed, "\(act) in \(states[index])")
                if allowed {
                    states[index] = NeedTransitions.step(act).to ?? states[index]
                    heard += 1
                }
                let row = try await house.need(number)
                #expect(row.state == states[index] && !row.owner.isEmpty)
                #expect((row.endedAt == nil) == row.state.isOpen)
                let running = try await house.database.write { tx throws(SQLError) in
                    try tx.projects.running(of: row.id)
                }
                #expect((running != nil) == row.state.hasProject, "\(row.state)")
                #expect(running == nil || running?.claimant == row.owner)
                #expect(running == nil || running?.dueAt == row.dueAt)
                if states.filter(\.isOpen).count < 4 {
                    try await house.wish("愿望\(states.count)", from: step % 2 == 0 ? house.a : house.b)
                    states.append(.collected)
                }
            }
            let told = try await house.database.read { tx throws(SQLError) in
                try tx.outbox.list([.queued], rows: 5_000).filter { $0.why.hasPrefix("need.") }.count
            }
            #expect(told == heard && heard > 40)
            let audited = try await house.database.read { tx throws(SQLError) in
                try tx.audit.list(target: nil, rows: 5_000).filter { $0.act.hasPrefix("need.") }.count
            }
            #expect(audited > heard, "refusals are audited as well")
        }
    }
}
