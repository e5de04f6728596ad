import LinliModel
import LinliStore
import LinliTestKit
import Testing

@testable import LinliSQL

/// What has been kept long enough is forgotten, class by class; what is younger, open or counted stays
/// (`domain.md` 2.10).
@Suite("Retention forgets what is old and nothing else")
struct RetentionTests {
    /// Everything that was planted is ended and older than this.
    private static let later = monday + .days(30)

    /// All that can end has ended: what runs is kept however old it is.
    private static func plant(_ tx: Transaction) throws(SQLError) -> ResidentID {
        let id = try PersonalTraces.plant(tx)
        let mark = PersonalTraces.mark
        guard let desk = try tx.staff.find(name: "steward-1")?.id else { return id }
        if let claim = try tx.claims.of(id).first {
            _ = try tx.claims.reject(claim.id, by: desk, reason: "由\(mark)", at: monday)
        }
        if let meal = try tx.mealOrders.of(id, from: monday.civil.date).first {
            _ = try tx.mealOrders.end(meal.id, after: monday.civil.date, at: monday)
        }
        // The building of a ticket stays, for the counts, and what the office has answered to a wish.
        try tx.run("UPDATE needs SET result = '不归本社区管'")
        try tx.run("UPDATE tickets SET building = '3'")
        try tx.run("UPDATE resources SET state = 'removed', ended_at = \(monday.milliseconds)")
        try tx.run("UPDATE transfers SET memo = \("备\(mark)")")
        let proposal = AgendaRow(
            estate: "HTL", kind: "committee", resident: id, title: "议\(mark)", words: "提\(mark)")
        if let item = try tx.agenda.add(proposal, at: monday) {
            _ = try tx.voices.ask(desk, about: item, at: monday)
            _ = try tx.voices.answer(.yes, words: "同意\(mark)", by: desk, about: item, at: monday)
            _ = try tx.agenda.decide(item, Decision(title: "长椅", text: "办", votesFor: 3), at: monday)
        }
        let staff = StaffIdentity(id: desk, name: "steward-1", role: .steward, estate: nil)
        try tx.audit.add(staff, act: "ticket.reveal", target: "LL1", detail: "号\(mark)", at: monday)
        return id
    }

    private static func forget(
        _ kind: RetentionClass, before limit: Instant, _ database: any Database
    ) async throws -> Int {
        try await database.write { tx throws(SQLError) in
            try tx.retention.forget(kind, before: limit, rows: 100, at: later)
        }
    }

    private static func tables(_ database: any Database) async throws -> Set<String> {
        try await database.read { tx throws(SQLError) in try PersonalTraces.scan(tx) }
    }

    /// Tables that hold no word of him any more when a class is forgotten.
    private static let gone: [(RetentionClass, Set<String>)] = [
        (.message, ["conversations", "inbox"]), (.attachment, []),
        (
            .ticket,
            [
                "tickets", "ticket_events", "ticket_suspensions", "ticket_holds", "whistles", "praises",
                "needs", "agenda_items",
            ]
        ),
        (.ledger, ["transfers", "claims"]),
        (.booking, ["bookings", "topics", "visits", "meal_orders"]),
        (.vote, ["agenda_voices"]), (.audit, ["audit"]),
    ]

    @Test("Each class goes after its own time, once", arguments: Engines.all)
    func classes(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            _ = try await database.write { tx throws(SQLError) in try Self.plant(tx) }
            var left = try await Self.tables(database)
            for (kind, gone) in Self.gone {
                #expect(left.isSuperset(of: gone), "\(kind)")
                #expect(
                    try await Self.forget(kind, before: monday, database) == 0, "\(kind): nothing is older")
                #expect(try await Self.tables(database) == left)
                #expect(try await Self.forget(kind, before: Self.later, database) > 0, "\(kind)")
                left.subtract(gone)
                #expect(try await Self.tables(database) == left, "\(kind)")
                #expect(try await Self.forget(kind, before: Self.later, database) == 0, "\(kind): again")
            }
            // Who he is, what still waits to be sent and that something was, whom the grid looks after, and
            // the name of a thing that was on the public list.
            #expect(
                left == [
                    "residents", "identities", "outbox", "reply_windows", "staff_identities",
                    "staff_code_tries", "care_list", "resources",
                ])
        }
    }

    @Test("What runs, or moved lately, is kept however old it is", arguments: Engines.all)
    func open(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (running, moved, merged) = try await database.write { tx throws(SQLError) in
                func ticket(_ number: String, _ state: TicketState) throws(SQLError) -> TicketID {
                    let party = Party(
                        resident: try tx.resident(number), estate: "HTL", channel: "oa", sender: number)
                    let id = try tx.tickets.add(
                        .of("话"), number: number, party: party, estate: "HTL", at: monday)
                    try tx.tickets.move(id, from: [.submitted], to: state)
                    return id
                }
                let running = try ticket("1", .accepted)
                let moved = try ticket("2", .archived)
                try tx.ticketEvents.add(moved, .rate, actor: "resident", at: Self.later)
                let merged = try ticket("3", .merged)
                try tx.run("UPDATE tickets SET merged_into = \(running) WHERE id = \(merged)")
                return (running, moved, merged)
            }
            #expect(try await Self.forget(.ticket, before: Self.later, database) == 0)
            // A year on the one that was rated goes; the open one does not, nor what was merged into it.
            #expect(try await Self.forget(.ticket, before: Self.later + .days(365), database) == 1)
            try await database.write { tx throws(SQLError) in
                #expect(try tx.tickets.find(moved)?.resident == nil)
                #expect(try tx.tickets.find(moved)?.state == .archived)
                #expect(try tx.tickets.find(merged)?.draft.text == "话")
                try tx.tickets.move(running, from: [.accepted], to: .archived)
            }
            #expect(try await Self.forget(.ticket, before: Self.later + .days(365), database) == 1)
            #expect(try await Self.forget(.ticket, before: Self.later + .days(365), database) == 1)
            try await database.read { tx throws(SQLError) in
                #expect(try tx.tickets.find(merged)?.draft.text == "")
            }
        }
    }

    @Test("So are those that neighbours sent of it, however they put it", arguments: Engines.all)
    func evidenceOfNeighbours(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let merged = try await database.write { tx throws(SQLError) in
                func ticket(
                    _ number: String, _ urgency: Urgency, _ intent: Intent = .reportRepair
                ) throws(SQLError) -> TicketID {
                    var draft = TicketDraft.of("话")
                    draft.urgency = urgency
                    draft.intent = intent
                    draft.attachments = ["图"]
                    let id = try tx.tickets.add(draft, number: number, party: nil, estate: "HTL", at: monday)
                    try tx.tickets.move(id, from: [.submitted], to: .archived)
                    return id
                }
                var merged: [TicketID] = []
                let heads = [
                    try ticket("1", .p2), try ticket("2", .p0), try ticket("3", .p2, .reportHazard),
                ]
                for (number, head) in heads.enumerated() {
                    let id = try ticket("1\(number)", .p2)
                    try tx.run("UPDATE tickets SET state = 'MERGED', merged_into = \(head) WHERE id = \(id)")
                    merged.append(id)
                }
                return merged
            }
            // The lamp and what was merged into it.
            #expect(try await Self.forget(.attachment, before: Self.later, database) == 2)
            try await database.read { tx throws(SQLError) in
                let pictures = try merged.map { id throws(SQLError) in
                    try tx.tickets.find(id)?.draft.attachments
                }
                #expect(pictures == [[], ["图"], ["图"]])
            }
        }
    }

    @Test("Pictures of a danger are kept with its ticket", arguments: Engines.all)
    func evidence(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (plain, danger) = try await database.write { tx throws(SQLError) in
                func ticket(_ number: String, _ intent: Intent) throws(SQLError) -> TicketID {
                    var draft = TicketDraft.of("话")
                    draft.intent = intent
                    draft.attachments = ["图"]
                    let id = try tx.tickets.add(draft, number: number, party: nil, estate: "HTL", at: monday)
                    try tx.tickets.move(id, from: [.submitted], to: .archived)
                    return id
                }
                return (try ticket("1", .reportRepair), try ticket("2", .reportHazard))
            }
            #expect(try await Self.forget(.attachment, before: Self.later, database) == 1)
            try await database.read { tx throws(SQLError) in
                #expect(try tx.tickets.find(plain)?.draft.attachments == [])
                #expect(try tx.tickets.find(danger)?.draft.attachments == ["图"])
            }
        }
    }

    @Test("As many rows go as were counted before, and none are counted after", arguments: Engines.all)
    func counts(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            _ = try await database.write { tx throws(SQLError) in try Self.plant(tx) }
            func count(_ kind: RetentionClass, before limit: Instant) async throws -> Int {
                try await database.read { tx throws(SQLError) in
                    try tx.retention.count(kind, before: limit)
                }
            }
            for kind in RetentionClass.allCases {
                #expect(try await count(kind, before: monday) == 0, "\(kind): nothing is older")
                let counted = try await count(kind, before: Self.later)
                #expect(counted > 0, "\(kind)")
                #expect(try await Self.forget(kind, before: Self.later, database) == counted, "\(kind)")
                #expect(try await count(kind, before: Self.later) == 0, "\(kind)")
            }
        }
    }

    @Test("A commit forgets a bounded number, and the next goes on", arguments: Engines.all)
    func steps(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                for number in 1...25 {
                    let row = try tx.inbox.accept(.said("话", id: "\(number)"), at: monday)
                    if let row { _ = try tx.inbox.finish(row, at: monday) }
                }
            }
            var rounds: [Int] = []
            while rounds.last != 0 {
                rounds.append(
                    try await database.write { tx throws(SQLError) in
                        try tx.retention.forget(.message, before: Self.later, rows: 10, at: Self.later)
                    })
            }
            #expect(rounds == [10, 10, 5, 0])
        }
    }
}
