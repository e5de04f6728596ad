import LinliModel
import LinliSQL

/// Reports of one matter: one ticket stands for them all, the others are MERGED into it and keep their
/// number, their reporter and their anonymity.
extension TicketTable {
    package func setKeys(_ id: TicketID, _ keys: TicketKeys) throws(SQLError) {
        try tx.run(
            "UPDATE tickets SET object_key = \(keys.object), riser = \(keys.riser) WHERE id = \(id)")
    }

    /// The oldest open ticket of the same thing.
    package func open(objectKey key: String, estate: String) throws(SQLError) -> Ticket? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE estate = \(estate) AND object_key = \(key) AND merged_into IS NULL
                AND state IN (\(list: TicketState.allCases.filter(\.isOpen)))
            ORDER BY id LIMIT 1
            """,
            Self.decode)
    }

    /// Matters of the same thing since `moment`; those that joined another and those that came to nothing
    /// are none of their own.
    package func count(objectKey key: String, estate: String, since moment: Instant) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM tickets WHERE estate = \(estate) AND object_key = \(key)
                    AND received_at >= \(moment.milliseconds) AND merged_into IS NULL
                    AND state NOT IN ('CANCELLED', 'DECLINED')
                """))
    }

    /// Holds an open ticket for this transaction, so that it does not end while another one joins it. False
    /// where it is not open.
    package func hold(_ id: TicketID) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET version = version + 1
            WHERE id = \(id) AND state IN (\(list: TicketState.allCases.filter(\.isOpen)))
            """) == 1
    }

    /// Joins a ticket to another. False where work on it has begun or it is merged already.
    package func merge(_ id: TicketID, into head: TicketID) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets
            SET state = 'MERGED', merged_into = \(head), taker_id = NULL, version = version + 1
            WHERE id = \(id) AND id <> \(head) AND state IN ('SUBMITTED', 'DISPATCHED')
            """) == 1
    }

    /// What was merged into one ticket is merged into another from now on.
    package func rehang(from old: TicketID, to new: TicketID) throws(SQLError) {
        try tx.run(
            """
            UPDATE tickets SET merged_into = \(new), version = version + 1
            WHERE merged_into = \(old) AND state = 'MERGED'
            """)
    }

    /// The tickets that are merged into this one now, oldest first.
    package func merged(into head: TicketID) throws(SQLError) -> [Ticket] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM tickets WHERE merged_into = \(head) AND state = 'MERGED' ORDER BY id
            """,
            Self.decode)
    }

    /// What one resident reported of the matter first.
    package func firstReport(
        of resident: ResidentID, behind head: TicketID
    ) throws(SQLError) -> Ticket? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE merged_into = \(head) AND resident_id = \(resident) AND state = 'MERGED'
            ORDER BY id LIMIT 1
            """,
            Self.decode)
    }

    /// How many different residents have joined. A flood of neighbours is counted in the index alone.
    package func residents(behind head: TicketID) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                "SELECT count(DISTINCT resident_id) FROM tickets WHERE merged_into = \(head)"))
    }

    /// By itself again.
    package func split(_ id: TicketID) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE tickets SET state = 'DISPATCHED', merged_into = NULL, version = version + 1
            WHERE id = \(id) AND state = 'MERGED'
            """) == 1
    }

    /// The matter is settled for this report too; its reporter is asked by himself.
    package func resolveMerged(
        _ id: TicketID, result: String, falseClosure: Bool, level: Int, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            UPDATE tickets SET state = 'RESOLVED', result = \(result.withoutNUL), level = \(level),
                false_closure = \(falseClosure), resolved_at = \(now.milliseconds), version = version + 1
            WHERE id = \(id) AND state = 'MERGED'
            """)
    }

    package func setUrgency(_ id: TicketID, _ urgency: Urgency) throws(SQLError) {
        try tx.run("UPDATE tickets SET urgency = \(urgency), version = version + 1 WHERE id = \(id)")
    }

    /// What it turned out to be: a lift that stands has somebody in it.
    package func setCategory(_ id: TicketID, _ category: String) throws(SQLError) {
        try tx.run("UPDATE tickets SET category = \(category), version = version + 1 WHERE id = \(id)")
    }

    /// The newest tickets at one riser since `moment`.
    package func atRiser(
        _ riser: String, estate: String, since moment: Instant, limit: Int
    ) throws(SQLError) -> [Ticket] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE estate = \(estate) AND riser = \(riser) AND received_at >= \(moment.milliseconds)
                AND state NOT IN ('CANCELLED', 'DECLINED')
            ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """,
            Self.decode)
    }
}

/// By what tickets of one cause are found.
package struct TicketKeys: Sendable, Hashable {
    /// One thing that several households share: `lift.fault|lift|3-2`.
    package var object: String?
    /// One pipe through flats that lie above each other: `water|3|2|01`.
    package var riser: String?

    package init(object: String? = nil, riser: String? = nil) {
        self.object = object
        self.riser = riser
    }
}
