import LinliModel
import LinliSQL

/// Activities and what is to be had there (便民服务日, `domain.md` A06).
///
/// Promise: an item never has more people than places; `taken` is counted where they are given out, and the
/// schema refuses one too many.
///
/// ```
/// planned ── finish ► held
///    └────── cancel ► cancelled
/// ```
package struct ActivityTable {
    let tx: Transaction

    /// Nil where the estate has one of that name at that time.
    package func add(
        _ activity: ActivityRow, _ items: [ActivityItemRow], at now: Instant
    ) throws(SQLError) -> ActivityID? {
        let id = try tx.insertUnlessKnown(
            """
            INSERT INTO activities (estate, kind, name, place, starts_at, ends_at, closes_at, monthly, owner,
                created_at)
            VALUES (\(activity.estate), \(activity.kind), \(activity.name.withoutNUL),
                \(activity.place.withoutNUL), \(activity.startsAt.milliseconds),
                \(activity.endsAt.milliseconds), \(activity.closesAt.milliseconds), \(activity.monthly),
                \(activity.owner), \(now.milliseconds))
            ON CONFLICT (estate, name, starts_at) DO NOTHING
            """)
        guard let id else { return nil }
        for item in items {
            try tx.run(
                """
                INSERT INTO activity_items (activity_id, name, seats, starts_at, ends_at)
                VALUES (\(id), \(item.name.withoutNUL), \(item.seats), \(item.startsAt.milliseconds),
                    \(item.endsAt.milliseconds))
                """)
        }
        return ActivityID(id)
    }

    package func find(_ id: ActivityID) throws(SQLError) -> ActivityRow? {
        try tx.first("SELECT \(Self.columns) FROM activities WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// Planned ones that are not over, soonest first.
    package func upcoming(estate: String, from: Instant, limit: Int) throws(SQLError) -> [ActivityRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM activities
            WHERE estate = \(estate) AND state = 'planned' AND ends_at > \(from.milliseconds)
            ORDER BY starts_at, id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// Newest first; only planned ones, and those that were over before `overdueAt`, where asked for.
    package func list(
        estate: String?, onlyPlanned: Bool, overdueAt: Instant?, rows: RowPage
    ) throws(SQLError) -> [ActivityRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM activities
            WHERE \(column: "estate", is: estate)
                AND (state = 'planned' OR \(onlyPlanned) = 0)
                AND (ends_at < \(overdueAt?.milliseconds ?? 0) OR \(overdueAt == nil) = 1)
                AND \(rows, below: "starts_at", "id")
            ORDER BY starts_at DESC, id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// Days of services of a period that were not called off: for reports.
    package func serviceDays(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [ActivityRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM activities
            WHERE \(column: "estate", is: estate) AND kind = 'service_day'
                AND state <> 'cancelled'
                AND starts_at >= \(from.milliseconds) AND starts_at < \(to.milliseconds) ORDER BY id
            """,
            Self.decode)
    }

    package func end(
        _ id: ActivityID, as state: ActivityRow.State, note: String, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE activities
            SET state = \(state), note = \(note.withoutNUL), ended_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'planned'
            """) == 1
    }

    /// False where everybody was told of it before.
    package func markAnnounced(_ id: ActivityID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE activities SET announced_at = \(now.milliseconds)
            WHERE id = \(id) AND announced_at IS NULL AND state = 'planned'
            """) == 1
    }

    /// Writes once that nobody has said how it went; false where that is known.
    package func markOverdue(_ id: ActivityID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE activities SET overdue_at = \(now.milliseconds)
            WHERE id = \(id) AND overdue_at IS NULL AND state = 'planned' AND ends_at <= \(now.milliseconds)
            """) == 1
    }

    static let columns: Fragment =
        """
        id, estate, kind, name, place, starts_at, ends_at, closes_at, monthly, owner, state, note,
        announced_at
        """

    static func decode(_ row: Row) throws(SQLError) -> ActivityRow {
        var activity = ActivityRow(
            id: ActivityID(try row.integer(0)), estate: try row.text(1), kind: try row.named(2),
            name: try row.text(3), place: try row.text(4), startsAt: try row.instant(5),
            endsAt: try row.instant(6), closesAt: try row.instant(7), monthly: try row.integer(8) == 1,
            owner: try row.text(9))
        activity.state = try row.named(10)
        activity.note = try row.text(11)
        activity.announcedAt = try row.instantOrNil(12)
        return activity
    }
}

// MARK: Items

extension ActivityTable {
    /// In the order in which they were entered.
    package func items(of id: ActivityID) throws(SQLError) -> [ActivityItemRow] {
        try tx.all(
            "SELECT \(Self.itemColumns) FROM activity_items WHERE activity_id = \(id) ORDER BY id",
            Self.decodeItem)
    }

    /// With its activity, whose row is kept: whoever gives out or frees places comes one after the other.
    package func keep(
        _ id: ActivityItemID
    ) throws(SQLError) -> (activity: ActivityRow, item: ActivityItemRow)? {
        guard let known = try item(id), let activity = try find(known.activity), let item = try item(id)
        else { return nil }
        return (activity, item)
    }

    private func item(_ id: ActivityItemID) throws(SQLError) -> ActivityItemRow? {
        try tx.first(
            "SELECT \(Self.itemColumns) FROM activity_items WHERE id = \(id)", Self.decodeItem)
    }

    /// False where so many places are not left.
    package func take(_ people: Int, of id: ActivityItemID) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE activity_items SET taken = taken + \(people)
            WHERE id = \(id) AND taken + \(people) <= seats
            """) == 1
    }

    package func free(_ people: Int, of id: ActivityItemID) throws(SQLError) {
        try tx.run("UPDATE activity_items SET taken = taken - \(people) WHERE id = \(id)")
    }

    private static let itemColumns: Fragment = "id, activity_id, name, seats, taken, starts_at, ends_at"

    private static func decodeItem(_ row: Row) throws(SQLError) -> ActivityItemRow {
        ActivityItemRow(
            id: ActivityItemID(try row.integer(0)), activity: ActivityID(try row.integer(1)),
            name: try row.text(2), seats: try row.int(3), taken: try row.int(4),
            startsAt: try row.instant(5), endsAt: try row.instant(6))
    }
}

package struct ActivityRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case planned, held, cancelled
    }

    package var id: ActivityID
    package var estate: String
    package var kind: ActivityKind
    package var name: String
    package var place: String
    package var startsAt: Instant
    package var endsAt: Instant
    /// Until when one can sign up.
    package var closesAt: Instant
    /// The next one is planned when this one is over.
    package var monthly: Bool
    /// The role that answers for it, by its name: 社区.
    package var owner: String
    package var state = State.planned
    /// How it went, or why it was called off.
    package var note = ""
    package var announcedAt: Instant?

    package init(
        id: ActivityID = ActivityID(0), estate: String, kind: ActivityKind, name: String, place: String,
        startsAt: Instant, endsAt: Instant, closesAt: Instant, monthly: Bool, owner: String
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.place = place
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.closesAt = closesAt
        self.monthly = monthly
        self.owner = owner
    }
}

/// What is to be had at an activity, and how many places it has.
package struct ActivityItemRow: Sendable, Hashable {
    package var id: ActivityItemID
    package var activity: ActivityID
    package var name: String
    package var seats: Int
    package var taken: Int
    package var startsAt: Instant
    package var endsAt: Instant

    package var left: Int { seats - taken }

    package init(
        id: ActivityItemID = ActivityItemID(0), activity: ActivityID = ActivityID(0), name: String,
        seats: Int, taken: Int = 0, startsAt: Instant, endsAt: Instant
    ) {
        self.id = id
        self.activity = activity
        self.name = name
        self.seats = seats
        self.taken = taken
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

extension ActivityKind: Bindable {}
extension ActivityRow.State: Bindable {}
