import LinliModel
import LinliSQL

/// What need not be kept any longer, class by class (PIPL 19, `domain.md` 2.10): words and persons go; rows
/// that are counted, keys against redelivery and the sums of the books stay.
package struct RetentionTable {
    let tx: Transaction

    /// Forgets what is older than `limit`, oldest first.
    ///
    /// - Parameter rows: at most so many of each table, so that one commit stays short.
    /// - Returns: rows that were changed or deleted; zero where nothing is left to do.
    package func forget(
        _ kind: RetentionClass, before limit: Instant, rows: Int, at now: Instant
    ) throws(SQLError) -> Int {
        switch kind {
        case .message:
            try tx.inbox.prune(before: limit, rows: rows) + tx.outbox.prune(before: limit, rows: rows)
                + tx.conversations.prune(before: limit, rows: rows)
        case .attachment:
            try tx.tickets.dropAttachments(before: limit, rows: rows)
                + claimPictures(before: limit, rows: rows)
        case .ticket:
            try tx.tickets.pseudonymise(before: limit, rows: rows, at: now)
                + praises(before: limit, rows: rows) + needs(before: limit, rows: rows)
                + offers(before: limit, rows: rows) + proposals(before: limit, rows: rows)
        case .ledger:
            try memos(before: limit, rows: rows) + claims(before: limit, rows: rows)
        case .booking:
            try seats(before: limit, rows: rows) + visits(before: limit, rows: rows)
                + meals(before: limit, rows: rows)
        case .vote: try voices(before: limit, rows: rows)
        case .audit: try audit(before: limit, rows: rows)
        }
    }

    // MARK: Matters

    private func claimPictures(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE claims SET attachment = NULL WHERE id IN (
                SELECT id \(Self.claimPictures(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    private func praises(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE praises SET text = '', named = '', resident_id = NULL WHERE id IN (
                SELECT id \(Self.praises(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    private func needs(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE needs SET text = '', place = '', resident_id = NULL WHERE id IN (
                SELECT id \(Self.needs(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    private func offers(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE resources SET text = '', provider = '', donor_id = NULL WHERE id IN (
                SELECT id \(Self.offers(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    /// What was decided is published, with its title; who brought it up, and how he said it, goes.
    private func proposals(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE agenda_items SET words = '', resident_id = NULL,
                title = CASE WHEN state = 'decided' THEN title ELSE '' END
            WHERE id IN (
                SELECT id \(Self.proposals(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    // MARK: Points

    private func memos(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE transfers SET memo = '' WHERE id IN (
                SELECT id \(Self.memos(before: limit)) ORDER BY at LIMIT \(rows))
            """)
    }

    private func claims(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE claims SET text = '', reason = '', attachment = NULL WHERE id IN (
                SELECT id \(Self.claims(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    // MARK: Bookings

    private func seats(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        let bookings = try tx.run(
            """
            UPDATE bookings SET matter = '', outcome = '', attendee = '' WHERE id IN (
                SELECT b.id \(Self.seats(before: limit)) ORDER BY b.id LIMIT \(rows))
            """)
        let waits = try tx.run(
            """
            DELETE FROM seat_waits WHERE id IN (
                SELECT w.id \(Self.waits(before: limit)) ORDER BY w.id LIMIT \(rows))
            """)
        let topics = try tx.run(
            """
            UPDATE topics SET text = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END,
                resident_id = NULL
            WHERE id IN (
                SELECT t.id \(Self.topics(before: limit)) ORDER BY t.id LIMIT \(rows))
            """)
        return bookings + waits + topics
    }

    private func visits(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE visits SET note = '', resident_id = NULL WHERE id IN (
                SELECT id \(Self.visits(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    private func meals(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE meal_orders SET eater = '', diet = '' WHERE id IN (
                SELECT id \(Self.meals(before: limit)) ORDER BY id LIMIT \(rows))
            """)
    }

    // MARK: The office

    private func voices(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        let items = try tx.all(
            """
            SELECT id FROM agenda_items
            WHERE ended_at < \(limit.milliseconds)
                AND EXISTS (SELECT 1 FROM agenda_voices v WHERE v.item_id = agenda_items.id)
            ORDER BY id LIMIT \(rows)
            """
        ) { row throws(SQLError) in AgendaItemID(try row.integer(0)) }
        guard !items.isEmpty else { return 0 }
        return try tx.run("DELETE FROM agenda_voices WHERE item_id IN (\(list: items))")
    }

    private func audit(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            DELETE FROM audit WHERE id IN (
                SELECT id \(Self.acts(before: limit)) ORDER BY at LIMIT \(rows))
            """)
    }
}
