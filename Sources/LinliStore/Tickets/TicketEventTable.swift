import LinliModel
import LinliSQL

/// What happened to a ticket, in order. Append-only: the history that residents and auditors read.
package struct TicketEventTable {
    let tx: Transaction

    package func add(
        _ ticket: TicketID, _ kind: TicketEvent.Kind, actor: String, detail: String = "", at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO ticket_events (ticket_id, kind, at, actor, detail)
            VALUES (\(ticket), \(kind), \(now.milliseconds), \(actor), \(detail.withoutNUL))
            """)
    }

    package func of(_ ticket: TicketID) throws(SQLError) -> [TicketEvent] {
        try tx.all(
            "SELECT kind, at, actor, detail FROM ticket_events WHERE ticket_id = \(ticket) ORDER BY id"
        ) { row throws(SQLError) in
            TicketEvent(
                kind: try row.named(0), at: try row.instant(1), actor: try row.text(2),
                detail: try row.text(3))
        }
    }

    /// What was noted with the last event of a kind.
    package func lastDetail(_ kind: TicketEvent.Kind, of ticket: TicketID) throws(SQLError) -> String? {
        try tx.first(
            """
            SELECT detail FROM ticket_events WHERE ticket_id = \(ticket) AND kind = \(kind)
            ORDER BY id DESC LIMIT 1
            """
        ) { row throws(SQLError) in try row.text(0) }
    }

    package func last(_ kind: TicketEvent.Kind, of ticket: TicketID) throws(SQLError) -> Instant? {
        try tx.first(
            """
            SELECT at FROM ticket_events WHERE ticket_id = \(ticket) AND kind = \(kind)
            ORDER BY id DESC LIMIT 1
            """
        ) { row throws(SQLError) in try row.instant(0) }
    }

    /// When somebody of the staff last did anything about it since `moment`.
    package func lastStaffAct(of ticket: TicketID, since moment: Instant) throws(SQLError) -> Instant? {
        try tx.first(
            """
            SELECT at FROM ticket_events WHERE ticket_id = \(ticket) AND at >= \(moment.milliseconds)
                AND actor NOT IN ('system', 'resident') AND kind NOT IN ('escalate', 'reopen', 'reveal')
            ORDER BY id DESC LIMIT 1
            """
        ) { row throws(SQLError) in try row.instant(0) }
    }

    /// The accounts of the staff whom it is about.
    package func concerned(by ticket: TicketID) throws(SQLError) -> Set<String> {
        Set(
            try tx.all(
                "SELECT detail FROM ticket_events WHERE ticket_id = \(ticket) AND kind = 'concerns'"
            ) { row throws(SQLError) in try row.text(0) })
    }

    package func count(_ kind: TicketEvent.Kind, of ticket: TicketID) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                "SELECT count(*) FROM ticket_events WHERE ticket_id = \(ticket) AND kind = \(kind)"))
    }
}

package struct TicketEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case submit, dispatch, accept, arrive, resolve, rate, suspend, resume, escalate, reopen, cancel
        case decline, assign, note, reply, urge, complete, breach, reveal, whistle, acknowledge, snooze,
            contain
        case merge, split, archive
        /// Put on a meeting's agenda, and what was decided there.
        case agenda, decision
        /// 诉前调解: offered, answered, under way, its end.
        case mediation
        /// A step's own clock ran out: dispatch, arrive, progress, follow_up.
        case late
        /// A return visit is owed.
        case followUp = "follow_up"
        /// A share of a clock's time is used up.
        case warn
        /// A level was told again, or nobody of it could be reached.
        case ring, unreachable
        case reportIn = "report_in"
        /// A picture that the staff made on the spot; the detail is its id or address.
        case picture
        /// What a department came to, and how the sides of a whistle judge each other.
        case whistleResult = "whistle_result"
        case score
        case giveBack = "return"
        case askSuspension = "suspend_ask"
        /// A member of the staff whom it is about: the detail is the name of his account, and for him the
        /// ticket is not there.
        case concerns
    }

    package let kind: Kind
    package let at: Instant
    /// "resident", "system", or the staff account's name.
    package let actor: String
    package let detail: String
}

extension TicketEvent.Kind: Bindable {}
