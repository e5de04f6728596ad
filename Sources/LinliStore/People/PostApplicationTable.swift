import LinliModel
import LinliSQL

/// Residents who apply for a post (`domain.md` C12), each once for each.
///
/// ```
/// open ── accept ► accepted ── his account is appointed ► appointed
///   ├──── decline ► declined
///   └──── he takes it back ► withdrawn ── he applies again ► open
/// ```
package struct PostApplicationTable {
    let tx: Transaction

    /// False where he has applied before and not taken it back.
    package func add(_ post: PostID, _ resident: ResidentID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO post_applications (post_id, resident_id, state, created_at)
            VALUES (\(post), \(resident), 'open', \(now.milliseconds))
            ON CONFLICT (post_id, resident_id) DO UPDATE SET state = 'open', decided_at = NULL,
                created_at = excluded.created_at
            WHERE post_applications.state = 'withdrawn'
            """) == 1
    }

    package func find(_ id: ApplicationID) throws(SQLError) -> PostApplicationRow? {
        try tx.first("SELECT \(Self.columns) WHERE a.id = \(id)", Self.decode)
    }

    /// Those of an estate, the newest first.
    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [PostApplicationRow] {
        try tx.all(
            """
            SELECT \(Self.columns) WHERE \(column: "p.estate", is: estate) AND a.id < \(rows.below)
            ORDER BY a.id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// All of one resident, oldest first.
    package func of(_ resident: ResidentID) throws(SQLError) -> [PostApplicationRow] {
        try tx.all(
            "SELECT \(Self.columns) WHERE a.resident_id = \(resident) ORDER BY a.id", Self.decode)
    }

    /// How many stand in one of these states.
    package func count(_ states: [PostApplicationRow.State], of post: PostID) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM post_applications
                WHERE post_id = \(post) AND state IN (\(list: states))
                """))
    }

    /// False where it is not open any more.
    package func decide(
        _ id: ApplicationID, _ state: PostApplicationRow.State, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE post_applications SET state = \(state), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'open'
            """) == 1
    }

    /// He has an account now, which holds the place. False where he was not accepted.
    package func appoint(_ id: ApplicationID) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE post_applications SET state = 'appointed' WHERE id = \(id) AND state = 'accepted'") == 1
    }

    private static let columns: Fragment =
        """
        a.id, a.post_id, p.name, p.estate, a.resident_id, a.state, a.created_at
        FROM post_applications a JOIN posts p ON p.id = a.post_id
        """

    private static func decode(_ row: Row) throws(SQLError) -> PostApplicationRow {
        PostApplicationRow(
            id: ApplicationID(try row.integer(0)), post: PostID(try row.integer(1)), name: try row.text(2),
            estate: try row.text(3), resident: ResidentID(try row.integer(4)), state: try row.named(5),
            createdAt: try row.instant(6))
    }
}

package struct PostApplicationRow: Sendable, Hashable, NewestFirst {
    package enum State: String, Sendable, CaseIterable {
        case open, accepted, declined, withdrawn, appointed
    }

    package let id: ApplicationID
    package let post: PostID
    /// The post's.
    package let name: String
    package let estate: String
    package let resident: ResidentID
    package let state: State
    package let createdAt: Instant

    package var place: Int64 { id.rawValue }
}

extension PostApplicationRow.State: Bindable {}
