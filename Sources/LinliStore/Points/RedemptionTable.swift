import LinliModel
import LinliSQL

/// Redemptions: points and stock that are held until staff hand the reward over.
///
/// States: held → collected | cancelled | expired. The pick-up code is unique among those that are held.
package struct RedemptionTable {
    let tx: Transaction

    package func add(
        _ quote: RewardQuote, estate: String, resident: ResidentID, code: String, expiresAt: Instant,
        at now: Instant
    ) throws(SQLError) -> RedemptionID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO redemptions (estate, resident_id, reward, name, quantity, points, code, created_at,
                expires_at)
            VALUES (\(estate), \(resident), \(quote.reward), \(quote.name), \(quote.quantity),
                \(quote.points), \(code), \(now.milliseconds), \(expiresAt.milliseconds))
            ON CONFLICT DO NOTHING
            """
        ).map { RedemptionID($0) }
    }

    package func find(_ id: RedemptionID) throws(SQLError) -> RedemptionRow? {
        try tx.first("SELECT \(Self.columns) FROM redemptions WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    package func held(estate: String?, code: String) throws(SQLError) -> [RedemptionRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM redemptions
            WHERE code = \(code) AND state = 'held' AND \(column: "estate", is: estate)
            \(tx.rowLock)
            """,
            Self.decode)
    }

    package func last(code: String) throws(SQLError) -> RedemptionRow? {
        try tx.first(
            "SELECT \(Self.columns) FROM redemptions WHERE code = \(code) ORDER BY id DESC LIMIT 1",
            Self.decode)
    }

    package func held(by resident: ResidentID) throws(SQLError) -> [RedemptionRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM redemptions WHERE resident_id = \(resident) AND state = 'held'
            ORDER BY id DESC
            """,
            Self.decode)
    }

    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [RedemptionRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM redemptions
            WHERE \(column: "estate", is: estate) AND id < \(rows.below)
            ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// How many of a reward a resident has taken or holds since `limit`.
    package func taken(
        _ reward: String, by resident: ResidentID, since limit: Instant
    ) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT coalesce(sum(quantity), 0) FROM redemptions
                WHERE resident_id = \(resident) AND reward = \(reward) AND created_at >= \(limit.milliseconds)
                    AND state IN ('held', 'collected')
                """))
    }

    /// The same of everything that bears this name, whoever took it: a fee's names its flat.
    package func taken(
        _ reward: String, named name: String, estate: String, since limit: Instant
    ) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT coalesce(sum(quantity), 0) FROM redemptions
                WHERE estate = \(estate) AND reward = \(reward) AND name = \(name)
                    AND created_at >= \(limit.milliseconds) AND state IN ('held', 'collected')
                """))
    }

    /// Those of one reward that wait, oldest first.
    package func held(
        of reward: String, estate: String?, rows: RowPage
    ) throws(SQLError) -> [HeldRedemption] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM redemptions
            WHERE reward = \(reward) AND state = 'held' AND id > \(rows.past)
                AND \(column: "estate", is: estate) ORDER BY id LIMIT \(rows)
            """
        ) { row throws(SQLError) in HeldRedemption(row: try Self.decode(row)) }
    }

    /// Ends a hold. True for exactly one caller.
    package func end(
        _ id: RedemptionID, _ state: RedemptionRow.State, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE redemptions SET state = \(state), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'held'
            """) == 1
    }

    static let columns: Fragment =
        """
        id, estate, resident_id, reward, name, quantity, points, code, state, created_at, expires_at,
        decided_at
        """

    static func decode(_ row: Row) throws(SQLError) -> RedemptionRow {
        RedemptionRow(
            id: RedemptionID(try row.integer(0)), estate: try row.text(1),
            resident: ResidentID(try row.integer(2)), reward: try row.text(3), name: try row.text(4),
            quantity: try row.int(5), points: try row.int(6), code: try row.text(7), state: try row.named(8),
            createdAt: try row.instant(9), expiresAt: try row.instant(10), decidedAt: try row.instantOrNil(11)
        )
    }
}

/// One that waits, in the list of those: the oldest first, where all of them stand newest first.
package struct HeldRedemption: OldestFirst {
    package let row: RedemptionRow
    package var place: Int64 { row.id.rawValue }
}

package struct RedemptionRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case held, collected, cancelled, expired
    }

    package let id: RedemptionID
    package let estate: String
    package let resident: ResidentID
    package let reward: String
    package let name: String
    package let quantity: Int
    package let points: Int
    package let code: String
    package let state: State
    package let createdAt: Instant
    package let expiresAt: Instant
    package let decidedAt: Instant?
}

extension RedemptionRow.State: Bindable {}
