import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

/// A store of schema 10 with cases under way becomes one of today, and nothing of them is lost.
@Suite struct CaseMigrationTests {
    private static let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

    @Test(arguments: Engines.all)
    func clocksAndWhistlesOfOldCasesGoOn(_ engine: Engine) async throws {
        try await engine.withStore { store in
            let old = Array(Schema.migrations.prefix(10))
            _ = try await Migrator(old).migrate(store, at: Self.monday.milliseconds)
            try await store.write { tx throws(SQLError) in try Self.fill(tx) }
            _ = try await Migrator(Schema.migrations).migrate(store, at: Self.monday.milliseconds)
            try await store.read { tx throws(SQLError) in
                let ticket = try present(tx.tickets.find(number: "LL260316-0001"))
                #expect(ticket.mergedInto == nil && ticket.firstOwner == nil)
                let clocks = try tx.clocks.of(ticket.id)
                #expect(clocks.map(\.kind) == [.firstResponse, .resolve])
                #expect(clocks.allSatisfy { $0.startedAt == Self.monday })
                #expect(clocks.map(\.metAt) == [Self.monday + .minutes(3), nil])
                #expect(clocks.map(\.provisional) == [false, true])
                // The first whistle is gone: the numbers of the others are new, and so are their timers'.
                let whistles = try tx.whistles.of(ticket.id)
                #expect(whistles.map(\.department) == ["城管", "市政"])
                for whistle in whistles {
                    #expect(try tx.timers.due(.reportIn, subject: whistle.id.description) == whistle.dueAt)
                }
            }
            let id = try await store.write { tx throws(SQLError) -> WhistleID? in
                guard let ticket = try tx.tickets.find(number: "LL260316-0001") else { return nil }
                return try tx.whistles.blow(
                    ticket.id, department: "消防", isLead: false, by: nil, at: Self.monday, due: Self.monday,
                    resultDue: nil,
                    provisional: false)
            }
            #expect(id != nil, "new numbers meet no old one")
        }
    }

    private static func fill(_ tx: Transaction) throws(SQLError) {
        let staff = try present(tx.staff.add(name: "street", at: monday))
        let ticket = try tx.integer(
            """
            INSERT INTO tickets (number, estate, channel, sender, category, urgency, text, origin, anonymous,
                state, received_at)
            VALUES ('LL260316-0001', 'HTL', '', '', 'fire.lane_blocked', 'P1', 'x', 'staff', 0, 'DISPATCHED',
                \(monday.milliseconds)) RETURNING id
            """)
        for (kind, minutes, met, provisional) in [
            ("first_response", Int64(5), Int64?(3), false), ("resolve", 1_440, nil, true),
        ] {
            try tx.run(
                """
                INSERT INTO ticket_clocks (ticket_id, kind, due_at, provisional, policy, met_at)
                VALUES (\(ticket), \(kind), \((monday + .minutes(minutes)).milliseconds), \(provisional), 'v',
                    \(met.map { (monday + .minutes($0)).milliseconds }))
                """)
        }
        for (index, department) in ["消防", "城管", "市政"].enumerated() {
            let due = monday + .hours(Int64(index + 1))
            let id = try tx.integer(
                """
                INSERT INTO whistles (ticket_id, department, is_lead, blown_by, blown_at, due_at, provisional)
                VALUES (\(ticket), \(department), 0, \(staff), \(monday.milliseconds), \(due.milliseconds), 0)
                RETURNING id
                """)
            try tx.timers.arm(.reportIn, subject: "\(id)", due: due)
        }
        try tx.run("DELETE FROM timers WHERE kind = 'report_in' AND subject = '1'")
        try tx.run("DELETE FROM whistles WHERE department = '消防'")
    }
}
