import LinliModel
import LinliSQL

extension BookingTable {
    package func of(resident: ResidentID) throws(SQLError) -> [BookingRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM bookings WHERE resident_id = \(resident) ORDER BY id",
            Self.decode)
    }

    /// When the sessions began that he had a seat of and did not come to, newest first.
    package func absences(of resident: ResidentID, limit: Int) throws(SQLError) -> [Instant] {
        try tx.all(
            """
            SELECT s.starts_at FROM bookings b JOIN sessions s ON s.id = b.session_id
            WHERE b.resident_id = \(resident) AND b.state = 'absent'
            ORDER BY s.starts_at DESC, b.id DESC LIMIT \(limit)
            """
        ) { row throws(SQLError) in try row.instant(0) }
    }

    /// Writes whether he came, also over what was written before.
    package func setAttendance(_ id: BookingID, present: Bool, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE bookings SET state = \(present ? "attended" : "absent"), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state IN ('booked', 'attended', 'absent')
            """) == 1
    }
}
