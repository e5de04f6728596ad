import LinliModel
import LinliSQL

extension BookingTable {
    package func of(resident: ResidentID) throws(SQLError) -> [BookingRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM bookings WHERE resident_id = \(resident) ORDER BY id",
            Self.decode)
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
