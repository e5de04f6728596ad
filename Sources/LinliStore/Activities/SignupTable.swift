import LinliModel
import LinliSQL

/// Who has signed up for an item of an activity. Whoever acts here keeps the activity's row
/// first (`activities.keep`): places and those who wait for them belong together.
///
/// ```
/// waiting ── a place is free ► booked ── attend ► attended ◄──► absent
///    └──────── cancel ► cancelled ◄── cancel ──┘
/// ```
package struct SignupTable {
    let tx: Transaction

    /// Nil where he has signed up for it already.
    package func add(
        _ item: ActivityItemID, resident: ResidentID, people: Int, as state: SignupRow.State, at now: Instant
    ) throws(SQLError) -> SignupID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO signups (item_id, resident_id, people, state, created_at)
            VALUES (\(item), \(resident), \(people), \(state), \(now.milliseconds))
            ON CONFLICT (item_id, resident_id) WHERE state <> 'cancelled' DO NOTHING
            """
        ).map { SignupID($0) }
    }

    package func find(_ id: SignupID) throws(SQLError) -> SignupRow? {
        try tx.first("SELECT \(Self.columns) FROM signups WHERE id = \(id)", Self.decode)
    }

    package func find(_ item: ActivityItemID, by resident: ResidentID) throws(SQLError) -> SignupRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM signups
            WHERE item_id = \(item) AND resident_id = \(resident) AND state <> 'cancelled'
            """,
            Self.decode)
    }

    /// Of one item in the order in which they came.
    package func of(_ item: ActivityItemID) throws(SQLError) -> [SignupRow] {
        try tx.all("SELECT \(Self.columns) FROM signups WHERE item_id = \(item) ORDER BY id", Self.decode)
    }

    /// Who waits for a place, the first one first.
    package func waiting(_ item: ActivityItemID) throws(SQLError) -> [SignupRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM signups WHERE item_id = \(item) AND state = 'waiting' ORDER BY id
            """,
            Self.decode)
    }

    /// All of one resident, oldest first.
    package func of(resident: ResidentID) throws(SQLError) -> [SignupRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM signups WHERE resident_id = \(resident) ORDER BY id", Self.decode)
    }

    /// Those of an activity who have a place or wait for one, behind `after`: a page of whom to tell.
    package func current(
        of activity: ActivityID, after: SignupID, limit: Int
    ) throws(SQLError) -> [SignupRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM signups
            WHERE item_id IN (SELECT i.id FROM activity_items i WHERE i.activity_id = \(activity))
                AND state IN ('booked', 'waiting') AND id > \(after)
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// False where it does not stand in one of `from` any more.
    package func move(
        _ id: SignupID, from: [SignupRow.State], to state: SignupRow.State, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE signups SET state = \(state), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state IN (\(list: from))
            """) == 1
    }

    /// More heads than before; their places are taken already.
    package func widen(_ id: SignupID, to people: Int) throws(SQLError) {
        try tx.run("UPDATE signups SET people = \(people) WHERE id = \(id)")
    }

    static let columns: Fragment = "id, item_id, resident_id, people, state, created_at"

    static func decode(_ row: Row) throws(SQLError) -> SignupRow {
        SignupRow(
            id: SignupID(try row.integer(0)), item: ActivityItemID(try row.integer(1)),
            resident: ResidentID(try row.integer(2)), people: try row.int(3), state: try row.named(4),
            createdAt: try row.instant(5))
    }
}

package struct SignupRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case booked, waiting, cancelled, attended, absent
    }

    package let id: SignupID
    package let item: ActivityItemID
    package let resident: ResidentID
    package let people: Int
    package let state: State
    package let createdAt: Instant
}

extension SignupRow.State: Bindable {}
