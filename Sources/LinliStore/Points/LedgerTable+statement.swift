import LinliModel
import LinliSQL

/// A line of the statement with the reference by which staff name the transfer.
package struct LedgerEntry: Sendable, Hashable, NewestFirst {
    package let line: LedgerLine
    package let reference: String
    package let place: Int64
}

extension LedgerTable {
    /// A resident's transfers, newest first; points as in `lines`.
    package func statement(of resident: ResidentID, rows: RowPage) throws(SQLError) -> [LedgerEntry] {
        try tx.all(
            """
            SELECT t.at, t.kind, t.memo,
                CASE WHEN d.kind = 'available' THEN -t.points
                     WHEN c.kind = 'available' THEN t.points ELSE 0 END,
                t.reference, t.id
            FROM transfers t JOIN accounts d ON d.id = t.debit_id JOIN accounts c ON c.id = t.credit_id
            WHERE t.resident_id = \(resident) AND t.id < \(rows.below)
            ORDER BY t.id DESC LIMIT \(rows)
            """
        ) { row throws(SQLError) in
            LedgerEntry(
                line: LedgerLine(
                    at: try row.instant(0), points: try row.int(3), kind: try row.text(1),
                    memo: try row.text(2)),
                reference: try row.text(4), place: try row.integer(5))
        }
    }
}

extension LedgerTable {
    /// Who made a transfer: a staff account, "resident" or "system".
    package func actor(reference: String) throws(SQLError) -> String? {
        try tx.first("SELECT actor FROM transfers WHERE reference = \(reference)") {
            row throws(SQLError) in
            try row.text(0)
        }
    }
}
