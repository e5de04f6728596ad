import LinliModel
import LinliSQL

/// Inspections of an estate that are owed each year (安全隐患排查, `domain.md` G01), and the tickets that their
/// findings became.
package struct InspectionTable {
    let tx: Transaction

    /// Nil where one of the kind stands on that day already.
    package func add(
        _ kind: String, estate: String, on day: CivilDate, by staff: String, at now: Instant
    ) throws(SQLError) -> Int64? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO inspections (estate, kind, done_on, staff, created_at)
            VALUES (\(estate), \(kind), \(day.description), \(staff), \(now.milliseconds))
            ON CONFLICT (estate, kind, done_on) DO NOTHING
            """)
    }

    package func addFinding(_ ticket: TicketID, to inspection: Int64) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO inspection_findings (ticket_id, inspection_id) VALUES (\(ticket), \(inspection))
            """)
    }

    package func find(_ id: Int64) throws(SQLError) -> InspectionRow? {
        try tx.first("SELECT \(Self.columns) FROM inspections WHERE id = \(id)", Self.decode)
    }

    /// In the order in which they were entered, the newest first.
    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [InspectionRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM inspections
            WHERE \(column: "estate", is: estate) AND id < \(rows.below) ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// The numbers of the tickets, oldest first.
    package func findings(of id: Int64) throws(SQLError) -> [String] {
        try tx.all(
            """
            SELECT t.number FROM inspection_findings f JOIN tickets t ON t.id = f.ticket_id
            WHERE f.inspection_id = \(id) ORDER BY t.id
            """
        ) { row throws(SQLError) in try row.text(0) }
    }

    /// Whether one of the kind was made on one of these days, both included.
    package func isDone(
        _ kind: String, estate: String, from: CivilDate, through: CivilDate
    ) throws(SQLError) -> Bool {
        try tx.integer(
            """
            SELECT count(*) FROM inspections
            WHERE estate = \(estate) AND kind = \(kind) AND done_on >= \(from.description)
                AND done_on <= \(through.description)
            """) > 0
    }

    static let columns: Fragment = "id, estate, kind, done_on, staff"

    static func decode(_ row: Row) throws(SQLError) -> InspectionRow {
        InspectionRow(
            id: try row.integer(0), estate: try row.text(1), kind: try row.text(2), day: try row.text(3),
            staff: try row.text(4))
    }
}

package struct InspectionRow: Sendable, Hashable, NewestFirst {
    package let id: Int64
    package let estate: String
    package let kind: String
    /// `2026-05-10`
    package let day: String
    /// The account that entered it.
    package let staff: String

    package var place: Int64 { id }
}
