import LinliModel
import LinliSQL

/// Thanks to people who work here (`domain.md` A21): kept in the staff's file, no ticket and no clock.
package struct PraiseTable {
    let tx: Transaction

    /// - Parameter named: whom the resident thanks, in his words: "保洁吴姐".
    package func add(
        _ named: String, text: String, by resident: ResidentID, estate: String, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO praises (estate, resident_id, named, text, at)
            VALUES (\(estate), \(resident), \(named.withoutNUL), \(text.withoutNUL), \(now.milliseconds))
            """)
    }

    /// Newest first.
    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [PraiseRow] {
        try tx.all(
            """
            SELECT id, estate, named, text, at FROM praises
            WHERE \(column: "estate", is: estate) AND \(rows, below: "at", "id")
            ORDER BY at DESC, id DESC LIMIT \(rows)
            """
        ) { row throws(SQLError) in
            PraiseRow(
                id: try row.integer(0), estate: try row.text(1), named: try row.text(2),
                text: try row.text(3), at: try row.instant(4))
        }
    }
}

package struct PraiseRow: Sendable, Hashable {
    package let id: Int64
    package let estate: String
    package let named: String
    package let text: String
    package let at: Instant
}
