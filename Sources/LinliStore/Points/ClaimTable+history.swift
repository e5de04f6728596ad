import LinliModel
import LinliSQL

extension ClaimTable {
    package func of(_ resident: ResidentID) throws(SQLError) -> [ClaimRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM claims WHERE resident_id = \(resident) ORDER BY id", Self.decode)
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
