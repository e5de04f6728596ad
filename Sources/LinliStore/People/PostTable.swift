import LinliModel
import LinliSQL

/// Posts (岗位, `domain.md` C11, C12): how many places one has, who holds them since when, who stands in, and
/// until which day residents may apply.
package struct PostTable {
    let tx: Transaction

    /// Nil where the estate has one of the name.
    package func add(
        _ name: String, places: Int, applyUntil: CivilDate?, estate: String, at now: Instant
    ) throws(SQLError) -> PostID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO posts (estate, name, places, apply_until, created_at)
            VALUES (\(estate), \(name.withoutNUL), \(places), \(applyUntil?.description),
                \(now.milliseconds))
            ON CONFLICT (estate, name) WHERE ended_at IS NULL DO NOTHING
            """
        ).map { PostID($0) }
    }

    /// Whoever fills a place keeps the row: places are counted, then given.
    package func find(_ id: PostID) throws(SQLError) -> PostRow? {
        try tx.first("SELECT \(Self.columns) FROM posts WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// Those that there are, the newest first.
    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [PostRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM posts
            WHERE \(column: "estate", is: estate) AND ended_at IS NULL AND id < \(rows.below)
            ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// For which residents may apply on a day, whether a place is free or not.
    package func offered(estate: String, on day: CivilDate, limit: Int) throws(SQLError) -> [PostRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM posts
            WHERE estate = \(estate) AND ended_at IS NULL AND apply_until >= \(day.description)
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// False where it has ended.
    package func end(_ id: PostID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE posts SET ended_at = \(now.milliseconds) WHERE id = \(id) AND ended_at IS NULL") == 1
    }

    // MARK: Holders

    /// Who holds it now, the first one first.
    package func holders(of id: PostID) throws(SQLError) -> [PostHolderRow] {
        try tx.all(
            "SELECT \(Self.holding) WHERE h.post_id = \(id) AND h.until IS NULL ORDER BY h.id",
            Self.decodeHolder)
    }

    /// What an account holds now.
    package func held(by staff: StaffID) throws(SQLError) -> [PostHolderRow] {
        try tx.all(
            "SELECT \(Self.holding) WHERE h.staff_id = \(staff) AND h.until IS NULL ORDER BY h.id",
            Self.decodeHolder)
    }

    /// False where he holds it already; then his deputy is the new one.
    package func appoint(
        _ id: PostID, _ staff: StaffID, deputy: StaffID?, at now: Instant
    ) throws(SQLError) -> Bool {
        let isNew =
            try tx.run(
                """
                INSERT INTO post_holders (post_id, staff_id, deputy_id, since)
                VALUES (\(id), \(staff), \(deputy), \(now.milliseconds))
                ON CONFLICT (post_id, staff_id) WHERE until IS NULL DO NOTHING
                """) == 1
        if !isNew {
            try tx.run(
                """
                UPDATE post_holders SET deputy_id = \(deputy)
                WHERE post_id = \(id) AND staff_id = \(staff) AND until IS NULL
                """)
        }
        return isNew
    }

    /// False where he does not hold it.
    package func vacate(_ id: PostID, _ staff: StaffID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE post_holders SET until = \(now.milliseconds)
            WHERE post_id = \(id) AND staff_id = \(staff) AND until IS NULL
            """) == 1
    }

    /// He stands in for nobody any more.
    package func dropDeputy(_ staff: StaffID) throws(SQLError) {
        try tx.run(
            "UPDATE post_holders SET deputy_id = NULL WHERE deputy_id = \(staff) AND until IS NULL")
    }

    private static let holding: Fragment =
        """
        h.post_id, h.staff_id, s.name, h.deputy_id, d.name, h.since FROM post_holders h
        JOIN staff s ON s.id = h.staff_id LEFT JOIN staff d ON d.id = h.deputy_id
        """

    private static func decodeHolder(_ row: Row) throws(SQLError) -> PostHolderRow {
        PostHolderRow(
            post: PostID(try row.integer(0)), staff: StaffID(try row.integer(1)), name: try row.text(2),
            deputy: try row.integerOrNil(3).map { StaffID($0) }, deputyName: try row.textOrNil(4),
            since: try row.instant(5))
    }

    static let columns: Fragment = "id, estate, name, places, apply_until, ended_at"

    static func decode(_ row: Row) throws(SQLError) -> PostRow {
        PostRow(
            id: PostID(try row.integer(0)), estate: try row.text(1), name: try row.text(2),
            places: try row.int(3), applyUntil: try row.textOrNil(4).flatMap { CivilDate($0) },
            endedAt: try row.instantOrNil(5))
    }
}

package struct PostRow: Sendable, Hashable, NewestFirst {
    package let id: PostID
    package let estate: String
    package let name: String
    package let places: Int
    /// The last day on which residents may apply; nil where nobody is looked for.
    package let applyUntil: CivilDate?
    package let endedAt: Instant?

    package var place: Int64 { id.rawValue }
}

package struct PostHolderRow: Sendable, Hashable {
    package let post: PostID
    package let staff: StaffID
    /// The account: a post, not a person's name.
    package let name: String
    package let deputy: StaffID?
    package let deputyName: String?
    package let since: Instant
}
