import LinliModel
import LinliSQL

/// Meetings that were called, held and minuted, and periods that went by without one.
package struct MeetingTable {
    let tx: Transaction

    /// Nil where one of the kind is called for that time already.
    package func call(_ meeting: MeetingRow) throws(SQLError) -> MeetingID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO meetings (estate, kind, name, period, place, starts_at, state)
            VALUES (\(meeting.estate), \(meeting.kind), \(meeting.name), \(meeting.period),
                \(meeting.place.withoutNUL), \(meeting.startsAt.milliseconds), 'called')
            ON CONFLICT (estate, kind, starts_at) WHERE state = 'called' DO NOTHING
            """
        ).map { MeetingID($0) }
    }

    /// A period has gone by without a meeting. False where that is written already.
    package func miss(_ meeting: MeetingRow) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO meetings (estate, kind, name, period, place, starts_at, state)
            VALUES (\(meeting.estate), \(meeting.kind), \(meeting.name), \(meeting.period), '',
                \(meeting.startsAt.milliseconds), 'missed')
            ON CONFLICT (estate, kind, period) WHERE state = 'missed' DO NOTHING
            """) == 1
    }

    package func find(_ id: MeetingID) throws(SQLError) -> MeetingRow? {
        try tx.first("SELECT \(Self.columns) FROM meetings WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// The next one that is called, from `now` on.
    package func next(
        _ kind: String, estate: String, after now: Instant
    ) throws(SQLError) -> MeetingRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM meetings
            WHERE estate = \(estate) AND kind = \(kind) AND state = 'called'
                AND starts_at > \(now.milliseconds)
            ORDER BY starts_at, id LIMIT 1
            """,
            Self.decode)
    }

    /// How many of a kind in these states began in a period.
    package func count(
        _ kind: String, estate: String, in states: [MeetingRow.State], from: Instant, to: Instant
    ) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM meetings
                WHERE estate = \(estate) AND kind = \(kind) AND state IN (\(list: states))
                    AND starts_at >= \(from.milliseconds) AND starts_at < \(to.milliseconds)
                """))
    }

    /// Newest first.
    package func list(
        estate: String?, kind: String?, rows: RowPage
    ) throws(SQLError) -> [MeetingRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM meetings
            WHERE \(column: "estate", is: estate)
                AND (kind = \(kind ?? "") OR \(kind == nil) = 1)
                AND \(rows, below: "starts_at", "id")
            ORDER BY starts_at DESC, id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// Everything of a period, oldest first: for reports.
    package func period(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [MeetingRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM meetings
            WHERE \(column: "estate", is: estate)
                AND starts_at >= \(from.milliseconds) AND starts_at < \(to.milliseconds)
            ORDER BY starts_at, id
            """,
            Self.decode)
    }

    package func hold(
        _ id: MeetingID, present: String, minutes: String, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE meetings SET state = 'held', present = \(present), minutes = \(minutes.withoutNUL),
                minuted_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'called'
            """) == 1
    }

    package func cancel(_ id: MeetingID) throws(SQLError) -> Bool {
        try tx.run("UPDATE meetings SET state = 'cancelled' WHERE id = \(id) AND state = 'called'") == 1
    }

    package func publish(_ id: MeetingID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE meetings SET published_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'held' AND published_at IS NULL
            """) == 1
    }

    static let columns: Fragment =
        """
        id, estate, kind, name, period, place, starts_at, state, present, minutes, published_at
        """

    static func decode(_ row: Row) throws(SQLError) -> MeetingRow {
        MeetingRow(
            id: MeetingID(try row.integer(0)), estate: try row.text(1), kind: try row.text(2),
            name: try row.text(3), period: try row.text(4), place: try row.text(5),
            startsAt: try row.instant(6), state: try row.named(7), present: try row.text(8),
            minutes: try row.text(9), publishedAt: try row.instantOrNil(10))
    }
}

package struct MeetingRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case called, held, cancelled
        /// No meeting: the period went by without one.
        case missed
    }

    package var id: MeetingID
    package var estate: String
    package var kind: String
    package var name: String
    /// `2026-03` or `2026Q1`; empty where none is owed.
    package var period: String
    package var place: String
    /// Of a missed one the end of its period.
    package var startsAt: Instant
    package var state: State
    /// The roles that sat there, with commas.
    package var present: String
    package var minutes: String
    package var publishedAt: Instant?

    package init(
        id: MeetingID = MeetingID(0), estate: String, kind: String, name: String, period: String,
        place: String = "", startsAt: Instant, state: State = .called, present: String = "",
        minutes: String = "", publishedAt: Instant? = nil
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.period = period
        self.place = place
        self.startsAt = startsAt
        self.state = state
        self.present = present
        self.minutes = minutes
        self.publishedAt = publishedAt
    }
}

extension MeetingRow.State: Bindable {}
