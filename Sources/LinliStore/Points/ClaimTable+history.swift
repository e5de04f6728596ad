import LinliModel
import LinliSQL

extension ClaimTable {
    package func of(_ resident: ResidentID) throws(SQLError) -> [ClaimRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM claims WHERE resident_id = \(resident) ORDER BY id", Self.decode)
    }

    /// Those of a resident that wait, oldest first.
    package func pending(of resident: ResidentID) throws(SQLError) -> [ClaimRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM claims WHERE resident_id = \(resident) AND state = 'pending'
            ORDER BY id
            """, Self.decode)
    }

    /// Those that were refused since then, the newest first.
    package func rejected(
        of resident: ResidentID, since start: Instant, limit: Int
    ) throws(SQLError) -> [ClaimRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM claims WHERE resident_id = \(resident) AND state = 'rejected'
                AND decided_at >= \(start.milliseconds) ORDER BY id DESC LIMIT \(limit)
            """, Self.decode)
    }

    /// How many claims of this item, or of any, wait or were approved for deeds of the span, and for how many
    /// points.
    package func open(
        of item: Int?, by resident: ResidentID, from start: Instant, until end: Instant
    ) throws(SQLError) -> (count: Int, points: Int) {
        let row = try tx.first(
            """
            SELECT count(*), coalesce(sum(points), 0) FROM claims WHERE resident_id = \(resident)
                AND (item = \(item ?? 0) OR \(item == nil) = 1) AND state <> 'rejected'
                AND at >= \(start.milliseconds) AND at < \(end.milliseconds)
            """
        ) { row throws(SQLError) in (count: try row.int(0), points: try row.int(1)) }
        return row ?? (0, 0)
    }

    /// Points approved for deeds that were reported from `start` up to, not including, `end`.
    package func points(
        of resident: ResidentID, from start: Instant, until end: Instant
    ) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT coalesce(sum(points), 0) FROM claims WHERE resident_id = \(resident)
                    AND state = 'approved' AND at >= \(start.milliseconds) AND at < \(end.milliseconds)
                """))
    }

    /// How often this resident was given this item for deeds reported in the span.
    package func approvals(
        of item: Int, to resident: ResidentID, from start: Instant, until end: Instant
    ) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM claims WHERE resident_id = \(resident) AND item = \(item)
                    AND state = 'approved' AND at >= \(start.milliseconds) AND at < \(end.milliseconds)
                """))
    }

    /// The same picture on another claim that was not rejected.
    package func others(withAttachment attachment: String, than id: ClaimID) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM claims WHERE attachment = \(attachment) AND id <> \(id)
                    AND state <> 'rejected'
                """))
    }
}
