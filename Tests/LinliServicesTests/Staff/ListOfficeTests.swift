import LinliAdmin
import LinliModel
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliServices

/// Lists that count nothing off: what waits, thanks, and the public ranking.
@Suite("What the office looks through, over ten thousand rows") struct ListOfficeTests {
    /// Ten thousand of what the office looks through: claims and fees that wait, homes of the care list,
    /// thanks, and residents with points. Two thanks are of each time, many residents hold the same.
    private static func load(_ tx: Transaction, fee: String) throws(SQLError) {
        let start = DeskStore.monday.milliseconds - 10_000 * 3_600_000
        try tx.run(
            """
            INSERT INTO residents (id, estate, name, created_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT 200000 + i, 'HTL', 'y' || i, \(start) FROM n
            """)
        try tx.run(
            """
            INSERT INTO accounts (estate, kind, resident_id, balance)
            SELECT 'HTL', 'available', id, 1 + id % 97 FROM residents WHERE id > 200000
            """)
        try tx.run(
            """
            INSERT INTO claims (resident_id, estate, text, state, at)
            SELECT id, 'HTL', '夜巡', 'pending', \(start) FROM residents WHERE id > 200000
            """)
        try tx.run(
            """
            INSERT INTO redemptions (estate, resident_id, reward, name, quantity, points, code, state,
                created_at, expires_at)
            SELECT 'HTL', id, \(fee), '物业费', 1, 100, CAST(id AS TEXT), 'held', \(start), \(start)
            FROM residents WHERE id > 200000
            """)
        try tx.run(
            """
            INSERT INTO units (id, estate, building, unit, room)
            SELECT id, 'HTL', '98', '1', CAST(id AS TEXT) FROM residents WHERE id > 200000
            """)
        try tx.run(
            """
            INSERT INTO care_list (estate, unit_id, reason, contact, since)
            SELECT 'HTL', id, '独居', '', \(start) FROM residents WHERE id > 200000
            """)
        try tx.run(
            """
            INSERT INTO praises (estate, resident_id, named, text, at)
            SELECT 'HTL', id, '保洁吴姐', '谢谢' || id, \(start) + (id / 2) * CAST(3600000 AS BIGINT)
            FROM residents WHERE id > 200000
            """)
    }

    /// What the office looks through; the first three are what waits, the oldest first.
    private static func office(_ desks: DeskStore) -> [Listing] {
        [
            Listing("points claims") { rows, call throws(SQLError) in
                try desks.points.claims(estate: "HTL", rows: rows, call)
            },
            Listing("reward fees") { rows, call throws(SQLError) in
                try desks.rewards.fees(estate: "HTL", rows: rows, call)
            },
            Listing("visit care") { rows, call throws(SQLError) in
                try VisitDesk(settings: desks.settings, notifier: desks.notifier).care(
                    estate: "HTL", rows: rows, call)
            },
            Listing("staff praises") { rows, call throws(SQLError) in
                try desks.accounts.praises(estate: "HTL", rows: rows, call)
            },
            Listing("points ranking") { rows, call throws(SQLError) in
                try desks.points.ranking(estate: "HTL", rows: rows, call)
            },
        ]
    }

    @Test("Each answers within a second, and by an index", arguments: Engines.all)
    func pace(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let fee = try #require(desks.rewards.service.feeItem?.code)
            try await desks.store.database.write { tx throws(SQLError) in try Self.load(tx, fee: fee) }
            for list in Self.office(desks) {
                try await list.answersSoon(as: .community, desks, on: engine)
            }
        }
    }

    /// A list that counted the rows before would leave out as many as are gone by then.
    @Test("Pages of what waits leave out nobody while others are decided", arguments: Engines.all)
    func decided(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let fee = try #require(desks.rewards.service.feeItem?.code)
            try await desks.store.database.write { tx throws(SQLError) in try Self.load(tx, fee: fee) }
            for list in Self.office(desks).prefix(3) {
                let whole = try await Self.page(list, limit: 28, after: nil, desks).rows
                var (after, seen): (String?, Set<String>) = (nil, [])
                for number in 1...4 {
                    let page = try await Self.page(list, limit: 7, after: after, desks)
                    #expect(page.rows.count == 7 && seen.isDisjoint(with: page.rows), "\(list.name)")
                    seen.formUnion(page.rows)
                    after = page.next
                    try await desks.store.database.write { tx throws(SQLError) in
                        try Self.decide(Int64(200_000 + number), tx)
                    }
                }
                #expect(seen == whole, "\(list.name)")
            }
        }
    }

    /// What stands on the first page is over.
    private static func decide(_ resident: Int64, _ tx: Transaction) throws(SQLError) {
        try tx.run("UPDATE claims SET state = 'approved' WHERE resident_id = \(resident)")
        try tx.run("UPDATE redemptions SET state = 'collected' WHERE resident_id = \(resident)")
        try tx.run("UPDATE care_list SET ended_at = 1 WHERE unit_id = \(resident)")
    }

    @Test("Pages of thanks and of the ranking show everybody once", arguments: Engines.all)
    func overtaken(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let fee = try #require(desks.rewards.service.feeItem?.code)
            try await desks.store.database.write { tx throws(SQLError) in try Self.load(tx, fee: fee) }
            let praises = Self.office(desks)[3]
            var (after, seen): (String?, Set<String>) = (nil, [])
            for number in 1...5 {
                let page = try await Self.page(praises, limit: 7, after: after, desks)
                #expect(page.rows.count == 7 && seen.isDisjoint(with: page.rows))
                seen.formUnion(page.rows)
                after = page.next
                try await desks.store.database.write { tx throws(SQLError) in
                    let late = 4_000_000_000_000 + Int64(number)
                    try tx.run(
                        """
                        INSERT INTO praises (estate, resident_id, named, text, at)
                        VALUES ('HTL', 200001, '吴姐', '谢谢', \(late))
                        """)
                }
            }
            try await Self.walkRanking(desks)
        }
    }

    /// 103 of 97 points and 103 of 96 each: the ranks are those of the whole list, on every page.
    private static func walkRanking(_ desks: DeskStore) async throws {
        var (after, ranks): (String?, [PointsRank]) = (nil, [])
        repeat {
            let place = after
            let page = try #require(
                try await desks.as(.community) { call throws(SQLError) in
                    try desks.points.ranking(estate: "HTL", rows: RowPage(asked: 40, after: place), call)
                }.value)
            ranks += page.items
            after = page.next
        } while ranks.count < 280
        let tied = ranks.filter { $0.points == 97 }.count
        #expect(ranks.map(\.points) == ranks.map(\.points).sorted(by: >))
        for rank in ranks {
            let richer = ranks.filter { $0.points > rank.points }.count
            #expect(rank.rank == richer + 1)
        }
        #expect((100...106).contains(tied), "a rank goes on over more than two pages")
        try await desks.store.database.write { tx throws(SQLError) in
            try tx.run("UPDATE accounts SET balance = 500 WHERE resident_id = 200005")
        }
        let place = after
        let next = try await desks.as(.community) { call throws(SQLError) in
            try desks.points.ranking(estate: "HTL", rows: RowPage(asked: 5, after: place), call)
        }.value
        let last = ranks.last?.points ?? 0
        #expect(next?.items.count == 5 && next?.items.allSatisfy { $0.points <= last } == true)
    }

    private static func page(
        _ list: Listing, limit: Int, after: String?, _ desks: DeskStore
    ) async throws -> (rows: Set<String>, next: String?) {
        let answer = try await desks.as(.community) { call throws(SQLError) in
            .done(try list.next(RowPage(asked: limit, after: after), call))
        }
        return try #require(answer.value)
    }
}
