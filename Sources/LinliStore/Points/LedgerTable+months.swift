import LinliModel
import LinliSQL

/// What was earned in a span of time, from `start` up to, not including, `end`.
extension LedgerTable {
    /// By what it was for, the most first; what was taken back stands negative.
    package func earned(
        by resident: ResidentID, from start: Instant, until end: Instant
    ) throws(SQLError) -> [(memo: String, points: Int)] {
        try tx.all(
            """
            SELECT memo, sum(CASE WHEN kind = 'earn' THEN points ELSE -points END) AS earned
            FROM transfers
            WHERE resident_id = \(resident) AND kind IN ('earn', 'reverse')
                AND at >= \(start.milliseconds) AND at < \(end.milliseconds)
            GROUP BY memo ORDER BY earned DESC, memo
            """
        ) { row throws(SQLError) in (memo: try row.text(0), points: try row.int(1)) }
    }

    /// A resident's transfers, newest first; points negative where they left the available account.
    package func lines(
        of resident: ResidentID, from start: Instant, until end: Instant, limit: Int
    ) throws(SQLError) -> [LedgerLine] {
        try tx.all(
            """
            SELECT t.at, t.kind, t.memo,
                CASE WHEN d.kind = 'available' THEN -t.points
                     WHEN c.kind = 'available' THEN t.points ELSE 0 END
            FROM transfers t JOIN accounts d ON d.id = t.debit_id JOIN accounts c ON c.id = t.credit_id
            WHERE t.resident_id = \(resident) AND t.at >= \(start.milliseconds)
                AND t.at < \(end.milliseconds)
            ORDER BY t.id DESC LIMIT \(limit)
            """
        ) { row throws(SQLError) in
            LedgerLine(
                at: try row.instant(0), points: try row.int(3), kind: try row.text(1), memo: try row.text(2))
        }
    }

    /// Who has earned how much, the most first.
    package func earners(
        estate: String, from start: Instant, until end: Instant
    ) throws(SQLError) -> [EarnerRow] {
        try tx.all(
            """
            SELECT r.id, r.name, sum(CASE WHEN t.kind = 'earn' THEN t.points ELSE -t.points END) AS earned
            FROM transfers t JOIN residents r ON r.id = t.resident_id
            WHERE r.estate = \(estate) AND r.erased_at IS NULL AND t.kind IN ('earn', 'reverse')
                AND t.at >= \(start.milliseconds) AND t.at < \(end.milliseconds)
            GROUP BY r.id, r.name
            HAVING sum(CASE WHEN t.kind = 'earn' THEN t.points ELSE -t.points END) > 0
            ORDER BY earned DESC, r.id LIMIT \(Limits.pointsEarnerRows)
            """
        ) { row throws(SQLError) in
            EarnerRow(
                resident: ResidentID(try row.integer(0)), name: try row.text(1), points: try row.int(2))
        }
    }
}
