import LinliModel
import LinliSQL

/// How much of a resident stands in the store: what an erasure takes away.
package struct Footprint: Sendable, Hashable {
    package let identities: Int
    package let homes: Int
    package let messages: Int
    package let tickets: Int
    package let openTickets: Int
    /// Seats of sessions, and those that he waited for.
    package let bookings: Int
    package let claims: Int
    package let needs: Int
    package let offers: Int
    /// At which he was met or was to be.
    package let visits: Int
    package let signups: Int
}

extension ResidentTable {
    /// Newest first. With an area only who lives in it.
    package func list(
        estate: String?, in area: StaffArea? = nil, rows: RowPage
    ) throws(SQLError) -> [ResidentRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM residents
            WHERE \(column: "estate", is: estate) AND id < \(rows.below)
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR EXISTS (
                        SELECT 1 FROM homes h JOIN units u ON u.id = h.unit_id
                        WHERE h.resident_id = residents.id
                            AND u.estate || '/' || u.building IN (\(list: area?.buildings ?? [])))
                    OR (estate IN (\(list: area?.common ?? []))
                        AND NOT EXISTS (SELECT 1 FROM homes h WHERE h.resident_id = residents.id)))
            ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// Residents who write from an address that a one-time code has made this staff member's.
    package func of(staff: StaffID) throws(SQLError) -> [ResidentID] {
        try tx.all(
            """
            SELECT i.resident_id FROM staff_identities s
            JOIN identities i ON i.channel = s.channel AND i.external_id = s.external_id
            WHERE s.staff_id = \(staff) ORDER BY i.resident_id
            """
        ) { row throws(SQLError) in ResidentID(try row.integer(0)) }
    }

    package func rename(_ id: ResidentID, _ name: String) throws(SQLError) {
        try tx.run("UPDATE residents SET name = \(name.withoutNUL) WHERE id = \(id)")
    }

    package func footprint(_ id: ResidentID) throws(SQLError) -> Footprint {
        Footprint(
            identities: try count("SELECT count(*) FROM identities WHERE resident_id = \(id)"),
            homes: try count("SELECT count(*) FROM homes WHERE resident_id = \(id)"),
            messages: try count(
                """
                SELECT count(*) FROM inbox b
                JOIN identities i ON i.channel = b.channel AND i.external_id = b.sender
                WHERE i.resident_id = \(id)
                """)
                + count(
                    """
                    SELECT count(*) FROM outbox o
                    JOIN identities i ON i.channel = o.channel AND i.external_id = o.recipient
                    WHERE i.resident_id = \(id)
                    """),
            tickets: try count("SELECT count(*) FROM tickets WHERE resident_id = \(id)"),
            openTickets: try count(
                """
                SELECT count(*) FROM tickets WHERE resident_id = \(id)
                    AND state IN (\(list: TicketState.allCases.filter(\.isOpen)))
                """),
            bookings: try count("SELECT count(*) FROM bookings WHERE resident_id = \(id)")
                + count("SELECT count(*) FROM seat_waits WHERE resident_id = \(id)"),
            claims: try count("SELECT count(*) FROM claims WHERE resident_id = \(id)"),
            needs: try count("SELECT count(*) FROM needs WHERE resident_id = \(id)"),
            offers: try count("SELECT count(*) FROM resources WHERE donor_id = \(id)"),
            visits: try count("SELECT count(*) FROM visits WHERE resident_id = \(id)"),
            signups: try count("SELECT count(*) FROM signups WHERE resident_id = \(id)"))
    }

    private func count(_ statement: Statement) throws(SQLError) -> Int {
        Int(try tx.integer(statement))
    }
}
