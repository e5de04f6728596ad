import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Lists of an estate of some years: each answers within a second (a debug build, both engines), and none
/// reads a large table to its end.
@Suite("Lists over ten thousand rows") struct ListLoadTests {
    /// Closed tickets for the most part, as in real life; each resident has points and some an open claim.
    private static func load(_ tx: Transaction) throws(SQLError) {
        let start = DeskStore.monday.milliseconds - 10_000 * 3_600_000
        try tx.run(
            """
            INSERT INTO residents (id, estate, name, created_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 100000 + i, 'HTL', 'x' || i, \(start) FROM n
            """)
        try tx.run(
            """
            INSERT INTO tickets (number, estate, resident_id, channel, sender, category, urgency, text,
                building, place, origin, anonymous, state, received_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 'LL25-' || i, 'HTL', 100000 + i, 'web', 'x' || i, 'power.public_lighting',
                'P' || (i % 4), '灯坏了', '3', '北门', 'resident', 0,
                CASE WHEN i % 100 = 0 THEN 'DISPATCHED' ELSE 'ARCHIVED' END,
                \(start) + i * CAST(3600000 AS BIGINT)
            FROM n
            """)
        try tx.run(
            """
            INSERT INTO ticket_clocks (ticket_id, kind, round, started_at, due_at, provisional, policy)
            SELECT id, 'resolve', 0, received_at, received_at + 3600000, 0, 'p' FROM tickets
            """)
        try tx.run(
            """
            INSERT INTO accounts (estate, kind, resident_id, balance)
            SELECT 'HTL', 'available', id, id % 97 FROM residents WHERE id > 100000
            """)
        try tx.run(
            """
            INSERT INTO claims (resident_id, estate, text, state, at)
            SELECT id, 'HTL', '夜巡', CASE WHEN id % 50 = 0 THEN 'pending' ELSE 'approved' END, \(start)
            FROM residents WHERE id > 100000
            """)
        try tx.run(
            """
            INSERT INTO audit (at, staff_id, staff_name, role, act, target)
            SELECT received_at, 1, 'x', 'admin', 'ticket.show', number FROM tickets
            """)
        try loadLedger(tx, start)
        try loadSessions(tx, start)
    }

    /// Needs, visits, meetings and activities: ten thousand each, most of them over. Two lie at each time.
    private static func loadRegisters(_ tx: Transaction) throws(SQLError) {
        let start = DeskStore.monday.milliseconds - 10_000 * 3_600_000
        try tx.run(
            """
            INSERT INTO sessions (estate, kind, name, place, starts_at, booking_closes_at, seats,
                seat_minutes)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            SELECT 'HTL', 'weekly', '接访', '议事亭', \(start) + i * CAST(3600000 AS BIGINT), \(start), 5, 10
            FROM n
            """)
        try tx.run(
            """
            INSERT INTO needs (estate, quarter, category, title, text, place, intake, owner, due_at,
                created_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 'HTL', '2025Q1', 'facility.other', '长椅', '', '', 'chat', '社区',
                \(start) + (i / 2) * CAST(3600000 AS BIGINT), \(start)
            FROM n
            """)
        try tx.run(
            """
            INSERT INTO units (id, estate, building, unit, room)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 100000 + i, 'HTL', '99', '1', CAST(i AS TEXT) FROM n
            """)
        try tx.run(
            """
            INSERT INTO visits (estate, kind, unit_id, owner, post, due_at, state, ended_at, created_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 'HTL', 'knock', 100000 + i, '网格员', 'grid-1',
                \(start) + (i / 2) * CAST(3600000 AS BIGINT),
                CASE WHEN i % 100 < 2 THEN 'planned' ELSE 'done' END,
                CASE WHEN i % 100 < 2 THEN NULL ELSE \(start) END, \(start)
            FROM n
            """)
        try tx.run(
            """
            INSERT INTO meetings (estate, kind, name, place, starts_at, period, state, minuted_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 'HTL', 'hall', '议事厅', '议事亭', \(start) + i * CAST(3600000 AS BIGINT), 'p' || i, 'held',
                \(start)
            FROM n
            """)
        try tx.run(
            """
            INSERT INTO activities (estate, kind, name, place, starts_at, ends_at, closes_at, monthly, owner,
                state, created_at, ended_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 'HTL', 'other', '活动' || i, '中庭', \(start) + (i / 2) * CAST(3600000 AS BIGINT),
                \(start) + (i / 2) * CAST(3600000 AS BIGINT) + 1, \(start), 0, '社区', 'held', \(start),
                \(start)
            FROM n
            """)
    }

    /// Ten thousand transfers of one resident.
    private static func loadLedger(_ tx: Transaction, _ start: Int64) throws(SQLError) {
        let issuer = try tx.insert(
            "INSERT INTO accounts (estate, kind, balance) VALUES ('HTL', 'issuer', -10000)")
        let own = try tx.integer(
            "SELECT id FROM accounts WHERE resident_id = 100001 AND kind = 'available'")
        try tx.run(
            """
            INSERT INTO transfers (kind, debit_id, credit_id, points, resident_id, memo, reference, actor, at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 'earn', \(issuer), \(own), 1, 100001, '夜巡', 'load-' || i, 'system', \(start) + i FROM n
            """)
    }

    private static func loadSessions(_ tx: Transaction, _ start: Int64) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO sessions (id, estate, kind, name, place, starts_at, booking_closes_at, seats,
                seat_minutes)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            SELECT 100000 + i, 'HTL', 'day', '群众接待日', '党群站', \(start) + i * CAST(86400000 AS BIGINT),
                \(start) + i * CAST(86400000 AS BIGINT) - 3600000, 5, 10 FROM n
            """)
        try tx.run(
            """
            INSERT INTO bookings (session_id, seat, resident_id, matter, state, created_at)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999)
            SELECT 100001 + i % 1000, 1 + i / 1000, 100001 + i, '路灯', 'booked', \(start) FROM n
            """)
        try tx.run(
            """
            INSERT INTO outbox (channel, recipient, text, why, idempotency_key, state, not_before, created_at)
            SELECT 'web', 'x' || id, '好的', 'reply', 'load-' || id, 'accepted', \(start), \(start)
            FROM residents WHERE id > 100000
            """)
        try tx.run(
            """
            INSERT INTO redemptions (estate, resident_id, reward, name, quantity, points, code, state,
                created_at, expires_at)
            SELECT 'HTL', id, 'tissue', '抽纸', 1, 15, '000000', 'collected', \(start), \(start)
            FROM residents WHERE id > 100000
            """)
    }

    /// What every list is asked for, by the name of its command.
    private static func lists(_ desks: DeskStore) -> [Listing] {
        [
            Listing("ticket list") { rows, call throws(SQLError) in
                try desks.tickets.list(filter(rows), call).rows
            },
            Listing("ticket list --open") { rows, call throws(SQLError) in
                try desks.tickets.list(filter(rows, open: true), call).rows
            },
            Listing("ticket list --overdue") { rows, call throws(SQLError) in
                try desks.tickets.list(filter(rows, overdue: true), call).rows
            },
            Listing("resident list") { rows, call throws(SQLError) in
                try desks.residents.list(estate: "HTL", rows: rows, call).rows
            },
            Listing("points ledger") { rows, call throws(SQLError) in
                try desks.points.ledger("100001", rows: rows, call).rows
            },
            Listing("reward list --redemptions") { rows, call throws(SQLError) in
                try desks.rewards.redemptions(estate: "HTL", rows: rows, call).rows
            },
        ]
    }

    /// Those in the order of a time, which go on behind the last time and id.
    private static func ordered(_ desks: DeskStore) -> [Listing] {
        let (settings, notifier) = (desks.settings, desks.notifier)
        return [
            Listing("need list") { rows, call throws(SQLError) in
                try NeedDesk(settings: settings, notifier: notifier).list(
                    estate: "HTL", state: nil, onlyOverdue: false, rows: rows, call)
            },
            Listing("visit list") { rows, call throws(SQLError) in
                try VisitDesk(settings: settings, notifier: notifier).list(
                    estate: "HTL", onlyPlanned: false, onlyOverdue: false, rows: rows, call)
            },
            Listing("meeting list") { rows, call throws(SQLError) in
                try MeetingDesk(settings: settings, notifier: notifier).list(
                    estate: "HTL", kind: nil, rows: rows, call)
            },
            Listing("reception list") { rows, call throws(SQLError) in
                try desks.receptions.list(estate: "HTL", rows: rows, call)
            },
            Listing("activity list") { rows, call throws(SQLError) in
                try ActivityDesk(settings: settings, notifier: notifier).list(
                    estate: "HTL", onlyPlanned: false, rows: rows, call)
            },
            Listing("list needs") { rows, call throws(SQLError) in
                try RegisterDesk(settings: settings, notifier: notifier).list(
                    "needs", estate: "HTL", onlyOverdue: false, rows: rows, call)
            },
        ]
    }

    /// Those of the administrator.
    private static func records(_ desks: DeskStore) -> [Listing] {
        [
            Listing("outbox list") { rows, call throws(SQLError) in
                try OutboxDesk(settings: desks.settings, wakeups: .none)
                    .list(states: [], rows: rows, call).rows
            },
            Listing("audit list") { rows, call throws(SQLError) in
                try AuditDesk(settings: desks.settings).list(target: nil, rows: rows, call).rows
            },
        ]
    }

    private static func filter(
        _ rows: RowPage, open: Bool = false, overdue: Bool = false
    ) -> TicketDesk.Filter {
        var filter = TicketDesk.Filter()
        (filter.estate, filter.onlyOpen, filter.onlyOverdue, filter.limit) = (
            "HTL", open, overdue, rows.limit
        )
        return filter
    }

    @Test("Each answers within a second, and by an index", arguments: Engines.all)
    func pace(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.store.database.write { tx throws(SQLError) in
                try Self.load(tx)
                try Self.loadRegisters(tx)
            }
            let work = (Self.lists(desks) + Self.ordered(desks)).map { ($0, Role.community) }
            for (list, role) in work + Self.records(desks).map({ ($0, Role.admin) }) {
                try await list.answersSoon(as: role, desks, on: engine)
            }
        }
    }

    @Test("Reports of ten thousand cases", arguments: Engines.all)
    func reports(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.store.database.write { tx throws(SQLError) in try Self.load(tx) }
            let staff = try desks.identity(.community)
            let desk = ReportDesk(settings: desks.settings)
            for kind in ReportDesk.Kind.allCases {
                let question = ReportDesk.Question(
                    kind: kind.rawValue, period: kind == .annual ? "2025" : "2026Q1", from: nil, through: nil,
                    estate: "HTL", grouping: nil, wantsRows: false)
                let start = ContinuousClock.now
                let answer = try await desks.read { tx throws(SQLError) in
                    try desk.show(question, DeskCall(staff: staff, in: tx, at: DeskStore.monday))
                }
                let spent = ContinuousClock.now - start
                #expect(answer.value != nil && spent < .seconds(1), "\(kind): \(spent)")
            }
        }
    }

    @Test("Pages in the order of a time show every row once, whatever is written", arguments: Engines.all)
    func walked(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.store.database.write { tx throws(SQLError) in try Self.loadRegisters(tx) }
            for (turn, list) in Self.ordered(desks).enumerated() {
                var (after, seen, pages): (String?, Set<String>, Int) = (nil, [], 0)
                repeat {
                    let place = after
                    let page = try await desks.as(.community) { call throws(SQLError) in
                        let read = try list.next(RowPage(asked: 7, after: place), call)
                        return .done(read)
                    }.value
                    let rows = page?.rows ?? []
                    #expect(rows.count == 7 && seen.isDisjoint(with: rows), "\(list.name)")
                    seen.formUnion(rows)
                    after = page?.next
                    #expect(after?.hasPrefix("t") == true, "\(list.name)")
                    pages += 1
                    // Before all that was shown: it moves nothing.
                    let early = turn * 100 + pages
                    try await desks.store.database.write { tx throws(SQLError) in
                        try Self.addBefore(tx, early)
                    }
                } while pages < 5
            }
        }
    }

    private static func addBefore(_ tx: Transaction, _ number: Int) throws(SQLError) {
        let (first, last) = (Int64(number), Int64(4_000_000_000_000 + number))
        try tx.run(
            """
            INSERT INTO needs (estate, quarter, category, title, text, place, intake, owner, due_at,
                created_at)
            VALUES ('HTL', '2025Q1', 'facility.other', '长椅', '', '', 'chat', '社区', \(first), 1)
            """)
        try tx.run(
            """
            INSERT INTO activities (estate, kind, name, place, starts_at, ends_at, closes_at, monthly, owner,
                created_at)
            VALUES ('HTL', 'other', '活动', '中庭', \(last), \(last + 1), 1, 0, '社区', 1)
            """)
    }

    /// A row that is written between two pages comes on neither of them, and moves none.
    @Test("Pages of the newest stay where they are while rows are added", arguments: Engines.all)
    func stable(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            func add(_ name: String) async throws {
                _ = try await desks.store.database.write { tx throws(SQLError) in
                    try tx.residents.add(estate: "HTL", name: name, at: DeskStore.monday)
                }
            }
            func page(_ after: String?) async throws -> Page<ResidentLine> {
                try #require(
                    try await desks.as(.manager) { call throws(SQLError) in
                        try desks.residents.list(estate: nil, rows: RowPage(asked: 2, after: after), call)
                    }.value)
            }
            for number in 1...3 { try await add("住户\(number)号") }
            let first = try await page(nil)
            for number in 4...6 { try await add("住户\(number)号") }
            let second = try await page(first.next)
            let third = try await page(second.next)
            let ids = (first.items + second.items + third.items).map(\.id)
            #expect(ids.count == 6 && Set(ids).count == 6 && ids == ids.sorted(by: >) && third.next == nil)
        }
    }
}
