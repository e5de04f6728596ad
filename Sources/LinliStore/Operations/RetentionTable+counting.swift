import LinliModel
import LinliSQL

/// What is older than a limit and would be forgotten: the conditions that `forget` goes by, so that what is
/// counted before and what is done cannot differ.
extension RetentionTable {
    /// How many rows the next run would change or delete, all tables of the class together. What was merged
    /// into a ticket that goes follows it a run later.
    package func count(_ kind: RetentionClass, before limit: Instant) throws(SQLError) -> Int {
        var rows = 0
        for found in Self.found(kind, before: limit) {
            rows += Int(try tx.integer("SELECT count(*) \(found)"))
        }
        return rows
    }

    private static func found(_ kind: RetentionClass, before limit: Instant) -> [Statement] {
        switch kind {
        case .message:
            [
                InboxTable.worded(before: limit), OutboxTable.worded(before: limit),
                ConversationTable.left(before: limit),
            ]
        case .attachment: [TicketTable.pictured(before: limit), claimPictures(before: limit)]
        case .ticket:
            [
                TicketTable.personal(before: limit), praises(before: limit), needs(before: limit),
                offers(before: limit), proposals(before: limit),
            ]
        case .ledger: [memos(before: limit), claims(before: limit)]
        case .booking:
            [
                seats(before: limit), waits(before: limit), topics(before: limit), visits(before: limit),
                meals(before: limit),
            ]
        case .vote: [voices(before: limit)]
        case .audit: [acts(before: limit)]
        }
    }

    static func claimPictures(before limit: Instant) -> Statement {
        "FROM claims WHERE attachment IS NOT NULL AND decided_at < \(limit.milliseconds)"
    }

    static func praises(before limit: Instant) -> Statement {
        "FROM praises WHERE text <> '' AND at < \(limit.milliseconds)"
    }

    static func needs(before limit: Instant) -> Statement {
        """
        FROM needs
        WHERE (text <> '' OR place <> '' OR resident_id IS NOT NULL) AND ended_at < \(limit.milliseconds)
        """
    }

    static func offers(before limit: Instant) -> Statement {
        """
        FROM resources
        WHERE (text <> '' OR provider <> '' OR donor_id IS NOT NULL) AND ended_at < \(limit.milliseconds)
        """
    }

    static func proposals(before limit: Instant) -> Statement {
        """
        FROM agenda_items
        WHERE ended_at < \(limit.milliseconds)
            AND (resident_id IS NOT NULL OR (ticket_id IS NOT NULL AND words <> ''))
        """
    }

    static func memos(before limit: Instant) -> Statement {
        "FROM transfers WHERE memo <> '' AND at < \(limit.milliseconds)"
    }

    static func claims(before limit: Instant) -> Statement {
        "FROM claims WHERE text <> '' AND decided_at < \(limit.milliseconds)"
    }

    static func seats(before limit: Instant) -> Statement {
        """
        FROM bookings b JOIN sessions s ON s.id = b.session_id
        WHERE s.starts_at < \(limit.milliseconds)
            AND (b.matter <> '' OR b.outcome <> '' OR b.attendee <> '')
        """
    }

    static func waits(before limit: Instant) -> Statement {
        """
        FROM seat_waits w JOIN sessions s ON s.id = w.session_id WHERE s.starts_at < \(limit.milliseconds)
        """
    }

    static func topics(before limit: Instant) -> Statement {
        """
        FROM topics t JOIN sessions s ON s.id = t.session_id
        WHERE s.starts_at < \(limit.milliseconds) AND (t.text <> '' OR t.resident_id IS NOT NULL)
        """
    }

    static func visits(before limit: Instant) -> Statement {
        """
        FROM visits
        WHERE (note <> '' OR resident_id IS NOT NULL) AND ended_at < \(limit.milliseconds)
        """
    }

    static func meals(before limit: Instant) -> Statement {
        "FROM meal_orders WHERE (eater <> '' OR diet <> '') AND ended_at < \(limit.milliseconds)"
    }

    static func voices(before limit: Instant) -> Statement {
        """
        FROM agenda_voices
        WHERE item_id IN (SELECT id FROM agenda_items WHERE ended_at < \(limit.milliseconds))
        """
    }

    static func acts(before limit: Instant) -> Statement {
        "FROM audit WHERE at < \(limit.milliseconds)"
    }
}
