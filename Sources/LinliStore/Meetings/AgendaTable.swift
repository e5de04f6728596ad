import LinliModel
import LinliSQL

/// Matters for meetings: open until they are decided or dropped, whichever meeting they stand on.
package struct AgendaTable {
    let tx: Transaction

    /// Nil where the case stands on an agenda of this kind already.
    package func add(_ item: AgendaRow, at now: Instant) throws(SQLError) -> AgendaItemID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO agenda_items (estate, kind, meeting_id, ticket_id, resident_id, title, words, due_at,
                provisional, created_at)
            VALUES (\(item.estate), \(item.kind), \(item.meeting), \(item.ticket), \(item.resident),
                \(item.title.withoutNUL), \(item.words.withoutNUL), \(item.due?.at.milliseconds),
                \(item.due?.isProvisional ?? false), \(now.milliseconds))
            ON CONFLICT (ticket_id, kind) WHERE ticket_id IS NOT NULL AND state = 'open' DO NOTHING
            """
        ).map { AgendaItemID($0) }
    }

    package func find(_ id: AgendaItemID) throws(SQLError) -> AgendaRow? {
        try tx.first(
            "SELECT \(Self.columns) FROM agenda_items WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// Of one kind of meeting or all, the newest first.
    package func list(
        estate: String?, kind: String?, onlyOpen: Bool, rows: RowPage
    ) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM agenda_items
            WHERE \(column: "estate", is: estate)
                AND (kind = \(kind ?? "") OR \(kind == nil) = 1) AND (state = 'open' OR \(onlyOpen) = 0)
                AND id < \(rows.below)
            ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    package func of(_ meeting: MeetingID) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM agenda_items WHERE meeting_id = \(meeting) ORDER BY id", Self.decode)
    }

    /// What a resident has put forward and is still open.
    package func open(of resident: ResidentID, kind: String) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM agenda_items
            WHERE resident_id = \(resident) AND kind = \(kind) AND state = 'open' ORDER BY id
            """,
            Self.decode)
    }

    /// The same for all kinds, the newest first.
    package func open(of resident: ResidentID) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM agenda_items WHERE resident_id = \(resident) AND state = 'open'
            ORDER BY id DESC
            """,
            Self.decode)
    }

    /// Open matters of a kind that stand on no meeting yet, oldest first.
    package func unlisted(_ kind: String, estate: String) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM agenda_items
            WHERE estate = \(estate) AND kind = \(kind) AND state = 'open' AND meeting_id IS NULL ORDER BY id
            """,
            Self.decode)
    }

    /// The item by which a case stands on the agenda of a kind of meeting.
    package func open(about ticket: TicketID, kind: String) throws(SQLError) -> AgendaRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM agenda_items
            WHERE ticket_id = \(ticket) AND kind = \(kind) AND state = 'open'
            """,
            Self.decode)
    }

    /// Decided matters of published meetings, the newest first: what residents may read.
    package func published(estate: String, kind: String?, limit: Int) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM agenda_items
            WHERE estate = \(estate) AND (kind = \(kind ?? "") OR \(kind == nil) = 1) AND state = 'decided'
                AND meeting_id IN (
                    SELECT m.id FROM meetings m WHERE m.estate = \(estate) AND m.published_at IS NOT NULL)
            ORDER BY ended_at DESC, id DESC LIMIT \(limit)
            """,
            Self.decode)
    }

    /// What was decided in a period, oldest first: for reports.
    package func decided(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [AgendaRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM agenda_items
            WHERE \(column: "estate", is: estate) AND state = 'decided'
                AND ended_at >= \(from.milliseconds) AND ended_at < \(to.milliseconds)
            ORDER BY id
            """,
            Self.decode)
    }

    /// Puts it on a meeting, or takes it off again.
    package func place(_ id: AgendaItemID, on meeting: MeetingID?, due: AgendaDue?) throws(SQLError) {
        try tx.run(
            """
            UPDATE agenda_items SET meeting_id = \(meeting), due_at = \(due?.at.milliseconds),
                provisional = \(due?.isProvisional ?? false)
            WHERE id = \(id) AND state = 'open'
            """)
    }

    package func classify(_ id: AgendaItemID, as code: String, due: AgendaDue?) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE agenda_items SET class = \(code), due_at = COALESCE(\(due?.at.milliseconds), due_at),
                provisional = COALESCE(\(due.map { $0.isProvisional ? 1 : 0 }), provisional)
            WHERE id = \(id) AND state = 'open'
            """) == 1
    }

    package func decide(_ id: AgendaItemID, _ decision: Decision, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE agenda_items SET state = 'decided', decision = \(decision.text.withoutNUL),
                owner = \(decision.owner?.withoutNUL), title = \(decision.title.withoutNUL),
                votes_for = \(decision.votesFor), votes_against = \(decision.votesAgainst),
                ended_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'open'
            """) == 1
    }

    package func drop(_ id: AgendaItemID, why: String, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE agenda_items SET state = 'dropped', decision = \(why.withoutNUL),
                ended_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'open'
            """) == 1
    }

    static let columns: Fragment =
        """
        id, estate, kind, meeting_id, ticket_id, resident_id, title, words, class, state, due_at, decision,
        owner, votes_for, votes_against, created_at, ended_at, provisional
        """

    static func decode(_ row: Row) throws(SQLError) -> AgendaRow {
        var item = AgendaRow(
            id: AgendaItemID(try row.integer(0)), estate: try row.text(1), kind: try row.text(2),
            meeting: try row.integerOrNil(3).map { MeetingID($0) },
            ticket: try row.integerOrNil(4).map { TicketID($0) },
            resident: try row.integerOrNil(5).map { ResidentID($0) }, title: try row.text(6),
            words: try row.text(7))
        let isProvisional = try row.flag(17)
        item.due = try row.instantOrNil(10).map { AgendaDue(at: $0, isProvisional: isProvisional) }
        item.itemClass = try row.textOrNil(8)
        item.state = try row.named(9)
        item.decision = try row.textOrNil(11)
        item.owner = try row.textOrNil(12)
        item.votesFor = try row.integerOrNil(13).map(Int.init)
        item.votesAgainst = try row.integerOrNil(14).map(Int.init)
        item.createdAt = try row.instant(15)
        item.endedAt = try row.instantOrNil(16)
        return item
    }
}

/// Until when a matter has an answer.
package struct AgendaDue: Sendable, Hashable {
    package var at: Instant
    /// True where the calendar of a year was missing and Monday to Friday was assumed.
    package var isProvisional: Bool

    package init(at: Instant, isProvisional: Bool) {
        self.at = at
        self.isProvisional = isProvisional
    }
}

/// What a meeting has come to in one matter.
package struct Decision: Sendable, Hashable {
    /// The matter as the minutes name it.
    package var title: String
    package var text: String
    /// Who sees to it: a body or a post.
    package var owner: String?
    package var votesFor: Int?
    package var votesAgainst: Int?

    package init(
        title: String, text: String, owner: String? = nil, votesFor: Int? = nil, votesAgainst: Int? = nil
    ) {
        self.title = title
        self.text = text
        self.owner = owner
        self.votesFor = votesFor
        self.votesAgainst = votesAgainst
    }
}

package struct AgendaRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case open, decided, dropped
    }

    package var id: AgendaItemID
    package var estate: String
    package var kind: String
    package var meeting: MeetingID?
    package var ticket: TicketID?
    /// Who has put it forward in the chat; never shown.
    package var resident: ResidentID?
    /// As minutes and members read it: of a case its category and public place, never its words.
    package var title: String
    /// What was said; for those who sit there.
    package var words: String
    package var itemClass: String?
    package var state: State
    /// Until when there is an answer.
    package var due: AgendaDue?
    /// What was decided; of a dropped one why it was dropped.
    package var decision: String?
    package var owner: String?
    package var votesFor: Int?
    package var votesAgainst: Int?
    package var createdAt: Instant
    package var endedAt: Instant?

    package init(
        id: AgendaItemID = AgendaItemID(0), estate: String, kind: String, meeting: MeetingID? = nil,
        ticket: TicketID? = nil, resident: ResidentID? = nil, title: String, words: String,
        due: AgendaDue? = nil
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.meeting = meeting
        self.ticket = ticket
        self.resident = resident
        self.title = title
        self.words = words
        self.due = due
        state = .open
        createdAt = Instant(milliseconds: 0)
    }
}

extension AgendaRow.State: Bindable {}
