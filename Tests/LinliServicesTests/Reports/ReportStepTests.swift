import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Step clocks and shifts in `report sla`, recomputed from the rows in another way.
@Suite struct ReportStepTests {
    private static let february = Instant.at("2026-02-01 00:00")
    private static let march = Instant.at("2026-03-01 00:00")

    private static func sla(
        _ desks: DeskStore, by grouping: String? = nil, rows: Bool = false
    ) async throws -> [ReportClocks] {
        let desk = ReportDesk(settings: desks.settings)
        let question = ReportDesk.Question(
            kind: "sla", period: "2026-02", from: nil, through: nil, estate: nil, grouping: grouping,
            wantsRows: rows)
        let identity = try desks.identity(.manager)
        let ruling = try await desks.read { tx throws(SQLError) in
            try desk.show(question, DeskCall(staff: identity, in: tx, at: DeskStore.monday))
        }
        return try #require(ruling.value?.clocks)
    }

    private static func add(
        _ number: Int, _ category: String, at now: Instant, in tx: Transaction
    ) throws(SQLError) -> TicketID {
        let draft = TicketDraft(
            category: category, urgency: .p2, text: "灯", address: Address(place: "北门"))
        return try tx.tickets.add(draft, number: "LL-\(number)", party: nil, estate: "HTL", at: now)
    }

    /// Met, stopped or left alone, before and after the due time, inside February and outside it.
    private static func fill(_ desks: DeskStore) async throws {
        try await desks.store.database.write { tx throws(SQLError) in
            var dice = SeededGenerator(seed: 6)
            for number in 0..<240 {
                let start = february + .minutes(Int64.random(in: -10_000...50_000, using: &dice))
                let id = try add(number, "power.public_lighting", at: start, in: tx)
                let step = WorkStep.allCases[number % WorkStep.allCases.count]
                let due = start + .minutes(Int64.random(in: 10...600, using: &dice))
                _ = try tx.steps.start(
                    id, StepClock(step: step, startedAt: start, dueAt: due, provisional: false))
                // Odd seconds: no end falls on a due time.
                let end = start + .minutes(Int64.random(in: 1...800, using: &dice)) + .seconds(17)
                switch Int.random(in: 0..<5, using: &dice) {
                case 0: break
                case 1: try tx.steps.stop(id, [step], at: end)
                default: _ = try tx.steps.meet(id, step, at: end)
                }
            }
        }
    }

    private struct Row: Sendable {
        let step: String
        let due: Int64
        let met: Int64?
        let stopped: Int64?
    }

    @Test("Share kept and p50, p90, p99 of the late ones, by step", arguments: Engines.all)
    func steps(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await Self.fill(desks)
            let reported = try await Self.sla(desks).filter { $0.group == "all" }
            let rows = try await desks.read { tx throws(SQLError) in
                try tx.all("SELECT step, due_at, met_at, stopped_at FROM ticket_steps") {
                    row throws(SQLError) in
                    Row(
                        step: try row.text(0), due: try row.integer(1), met: try row.integerOrNil(2),
                        stopped: try row.integerOrNil(3))
                }
            }
            for step in WorkStep.allCases {
                let mine = rows.filter {
                    $0.step == step.rawValue && $0.due >= Self.february.milliseconds
                        && $0.due < Self.march.milliseconds
                }
                var kept = 0
                var late: [Int64] = []
                for row in mine {
                    if row.met == nil, let stopped = row.stopped, stopped < row.due { continue }
                    let over = (row.met ?? row.stopped ?? DeskStore.monday.milliseconds) - row.due
                    if over <= 0 { kept += 1 } else { late.append(over / 1_000) }
                }
                let found = try #require(reported.first { $0.clock == step.rawValue }, "\(step)")
                #expect(found.inTime == kept && found.late == late.count, "\(step)")
                #expect(kept > 3 && late.count > 3, "the seed gives both: \(kept), \(late.count)")
                for (percent, value) in [(50, found.lateP50), (90, found.lateP90), (99, found.lateP99)] {
                    // The smallest lateness that at least so many per cent of the late ones do not exceed.
                    let wanted = Set(late).filter { bound in
                        late.count { $0 <= bound } * 100 >= percent * late.count
                    }.min()
                    #expect(value.map(Int64.init) == wanted, "\(step) p\(percent)")
                }
            }
        }
    }

    private struct NamedRow: Sendable {
        let step: String
        let number: String
        let due: Int64
        let end: Int64?
        let isStopped: Bool
    }

    /// Once more from the tables, by SQL of its own and without a word of the report's code.
    @Test("--rows names the tickets of every step's clock, kept and late", arguments: Engines.all)
    func rows(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await Self.fill(desks)
            let reported = try await Self.sla(desks, rows: true).filter { $0.group == "all" }
            let rows = try await desks.read { tx throws(SQLError) in
                try tx.all(
                    """
                    SELECT s.step, t.number, s.due_at, coalesce(s.met_at, s.stopped_at),
                        CASE WHEN s.met_at IS NULL AND s.stopped_at IS NOT NULL THEN 1 ELSE 0 END
                    FROM ticket_steps s JOIN tickets t ON t.id = s.ticket_id
                    WHERE s.due_at >= \(Self.february.milliseconds) AND s.due_at < \(Self.march.milliseconds)
                    ORDER BY t.number
                    """
                ) { row throws(SQLError) in
                    NamedRow(
                        step: try row.text(0), number: try row.text(1), due: try row.integer(2),
                        end: try row.integerOrNil(3), isStopped: try row.flag(4))
                }
            }
            for step in WorkStep.allCases {
                let mine = rows.filter { $0.step == step.rawValue }
                let owed = mine.filter { !($0.isStopped && ($0.end ?? 0) < $0.due) }
                let kept = owed.filter { $0.end.map { [due = $0.due] end in end <= due } ?? false }
                let found = try #require(reported.first { $0.clock == step.rawValue })
                #expect(found.counted == kept.map(\.number), "\(step)")
                let late = owed.filter { row in !kept.contains { $0.number == row.number } }
                #expect(found.others == late.map(\.number), "\(step)")
                #expect(found.inTime == found.counted?.count && found.late == found.others?.count)
            }
            #expect(try await Self.sla(desks).allSatisfy { $0.counted == nil && $0.others == nil })
        }
    }

    /// The register: engineers work 08:00–20:00 and 20:00–08:00, stewards 08:00–20:00 only.
    @Test("By shift: who was on duty when it was received", arguments: Engines.all)
    func shifts(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let cases = [
                ("water.leak", "2026-02-03 10:00"), ("water.leak", "2026-02-03 19:59"),
                ("water.leak", "2026-02-03 20:00"), ("noise.neighbor", "2026-02-03 23:00"),
            ]
            try await desks.store.database.write { tx throws(SQLError) in
                for (number, (category, time)) in cases.enumerated() {
                    let at = Instant.at(time)
                    let id = try Self.add(number, category, at: at, in: tx)
                    let clock = TicketClock(
                        kind: .firstResponse, startedAt: at, dueAt: at + .minutes(5), provisional: false)
                    try tx.clocks.add(id, [clock], policy: "t")
                    try tx.clocks.meet(id, .firstResponse, at: at + .minutes(4))
                }
            }
            let groups = try await Self.sla(desks, by: "shift").filter { $0.group != "all" }
            let counts = Dictionary(uniqueKeysWithValues: groups.map { ($0.group, $0.due) })
            #expect(counts == ["水电工（白班）": 2, "水电工（夜班）": 1, "无人值班": 1])
        }
    }
}
