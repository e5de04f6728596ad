import LinliModel
import LinliSQL

/// Teams that are sent as a group (志愿服务队, 先锋突击队; `domain.md` C10): who is in one, who leads it, which
/// categories it may take on.
///
/// How many of its people are free is counted, never written: those of its orders are away until the ticket
/// is done or somebody outside the team has it.
package struct TeamTable {
    let tx: Transaction

    /// Nil where the estate has one of the name. The lead is a member.
    package func add(
        _ name: String, takes: [String], lead: StaffID, estate: String, at now: Instant
    ) throws(SQLError) -> TeamID? {
        let id = try tx.insertUnlessKnown(
            """
            INSERT INTO teams (estate, name, takes, lead_id, created_at)
            VALUES (\(estate), \(name.withoutNUL), \(takes.joined(separator: ",")), \(lead),
                \(now.milliseconds))
            ON CONFLICT (estate, name) WHERE ended_at IS NULL DO NOTHING
            """)
        guard let id else { return nil }
        _ = try join(TeamID(id), lead, at: now)
        return TeamID(id)
    }

    /// Whoever sends a team keeps its row: its people are counted, then sent.
    package func find(_ id: TeamID) throws(SQLError) -> TeamRow? {
        try tx.first("SELECT \(Self.columns) FROM teams t WHERE t.id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// Those that there are, the newest first.
    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [TeamRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM teams t
            WHERE \(column: "t.estate", is: estate) AND t.ended_at IS NULL AND t.id < \(rows.below)
            ORDER BY t.id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    package func led(by staff: StaffID) throws(SQLError) -> [TeamRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM teams t WHERE t.lead_id = \(staff) AND t.ended_at IS NULL
            ORDER BY t.id
            """,
            Self.decode)
    }

    /// The names of its members, the lead first.
    package func members(of id: TeamID) throws(SQLError) -> [String] {
        try tx.all(
            """
            SELECT s.name FROM team_members m JOIN staff s ON s.id = m.staff_id
            JOIN teams t ON t.id = m.team_id
            WHERE m.team_id = \(id)
            ORDER BY CASE WHEN m.staff_id = t.lead_id THEN 0 ELSE 1 END, m.since, s.id
            """
        ) { row throws(SQLError) in try row.text(0) }
    }

    /// False where he is in it already.
    package func join(_ id: TeamID, _ staff: StaffID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO team_members (team_id, staff_id, since)
            VALUES (\(id), \(staff), \(now.milliseconds)) ON CONFLICT (team_id, staff_id) DO NOTHING
            """) == 1
    }

    /// False where he is not in it.
    package func leave(_ id: TeamID, _ staff: StaffID) throws(SQLError) -> Bool {
        try tx.run("DELETE FROM team_members WHERE team_id = \(id) AND staff_id = \(staff)") == 1
    }

    package func leaveAll(_ staff: StaffID) throws(SQLError) {
        try tx.run("DELETE FROM team_members WHERE staff_id = \(staff)")
    }

    package func setLead(_ id: TeamID, _ staff: StaffID) throws(SQLError) {
        try tx.run("UPDATE teams SET lead_id = \(staff) WHERE id = \(id)")
    }

    /// False where it has ended.
    package func end(_ id: TeamID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE teams SET ended_at = \(now.milliseconds) WHERE id = \(id) AND ended_at IS NULL") == 1
    }

    // MARK: Orders

    /// So many of them go to a ticket; sent again, the last word counts.
    package func send(_ id: TeamID, to ticket: TicketID, people: Int, at moment: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO team_orders (ticket_id, team_id, people, at)
            VALUES (\(ticket), \(id), \(people), \(moment.milliseconds))
            ON CONFLICT (ticket_id) DO UPDATE SET team_id = excluded.team_id, people = excluded.people,
                at = excluded.at
            """)
    }

    /// How many of its people are with an open ticket; `except` is not counted.
    package func away(_ id: TeamID, except ticket: TicketID? = nil) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT COALESCE(sum(o.people), 0) FROM team_orders o
                JOIN tickets k ON k.id = o.ticket_id
                JOIN team_members m ON m.team_id = o.team_id AND m.staff_id = k.taker_id
                WHERE o.team_id = \(id) AND k.state IN (\(list: TicketState.allCases.filter(\.isOpen)))
                    AND o.ticket_id <> \(ticket?.rawValue ?? 0)
                """))
    }

    static let columns: Fragment = "t.id, t.estate, t.name, t.takes, t.lead_id, t.ended_at"

    static func decode(_ row: Row) throws(SQLError) -> TeamRow {
        TeamRow(
            id: TeamID(try row.integer(0)), estate: try row.text(1), name: try row.text(2),
            takes: try row.text(3).split(separator: ",").map(String.init),
            lead: StaffID(try row.integer(4)), endedAt: try row.instantOrNil(5))
    }
}

package struct TeamRow: Sendable, Hashable, NewestFirst {
    package let id: TeamID
    package let estate: String
    package let name: String
    /// Codes of categories: what it may take on.
    package let takes: [String]
    package let lead: StaffID
    package let endedAt: Instant?

    package var place: Int64 { id.rawValue }
}
