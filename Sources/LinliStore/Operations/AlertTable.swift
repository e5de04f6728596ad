import LinliModel
import LinliSQL

/// Warnings of the weather: one of a kind at a time on an estate, from `started_at` to `ended_at`.
package struct AlertTable {
    let tx: Transaction

    /// Nil where one of this kind is in force already.
    package func start(
        _ kind: String, level: String, estate: String, at now: Instant
    ) throws(SQLError) -> AlertID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO weather_alerts (estate, kind, level, started_at)
            VALUES (\(estate), \(kind), \(level), \(now.milliseconds))
            ON CONFLICT (estate, kind) WHERE ended_at IS NULL DO NOTHING
            """
        ).map { AlertID($0) }
    }

    /// False where none of this kind is in force.
    package func end(_ kind: String, estate: String, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE weather_alerts SET ended_at = \(now.milliseconds)
            WHERE estate = \(estate) AND kind = \(kind) AND ended_at IS NULL
            """) == 1
    }

    package func active(estate: String) throws(SQLError) -> [AlertRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM weather_alerts
            WHERE estate = \(estate) AND ended_at IS NULL ORDER BY id
            """,
            Self.decode)
    }

    package func find(_ id: AlertID) throws(SQLError) -> AlertRow? {
        try tx.first("SELECT \(Self.columns) FROM weather_alerts WHERE id = \(id)", Self.decode)
    }

    /// Newest first; of all estates where none is named.
    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [AlertRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM weather_alerts
            WHERE \(column: "estate", is: estate) AND id < \(rows.below)
            ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// Residents of an estate who can be written to, in the order of their ids.
    package func reachable(
        estate: String, after position: ResidentID, limit: Int
    ) throws(SQLError) -> [ResidentID] {
        try tx.all(
            """
            SELECT id FROM residents r
            WHERE estate = \(estate) AND id > \(position) AND erased_at IS NULL
                AND EXISTS (SELECT 1 FROM identities i WHERE i.resident_id = r.id)
            ORDER BY id LIMIT \(limit)
            """
        ) { row throws(SQLError) in ResidentID(try row.integer(0)) }
    }

    static let columns: Fragment = "id, estate, kind, level, started_at, ended_at"

    static func decode(_ row: Row) throws(SQLError) -> AlertRow {
        AlertRow(
            id: AlertID(try row.integer(0)), estate: try row.text(1), kind: try row.text(2),
            level: try row.text(3), startedAt: try row.instant(4), endedAt: try row.instantOrNil(5))
    }
}

package struct AlertRow: Sendable, Hashable {
    package let id: AlertID
    package let estate: String
    package let kind: String
    package let level: String
    package let startedAt: Instant
    package let endedAt: Instant?
}
