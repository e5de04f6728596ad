import LinliModel
import LinliSQL

/// What is to happen at a time: clocks of tickets, holds that run out.
///
/// Promise: an armed timer fires within a second of its time, also after a restart, and once: it is ended in
/// the commit of what it does. States: armed → fired, or failed after too many attempts.
package struct TimerTable {
    let tx: Transaction

    /// Arms a timer, or moves the one of the same kind and subject.
    package func arm(_ kind: TimerRow.Kind, subject: String, due: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO timers (kind, subject, due_at) VALUES (\(kind), \(subject), \(due.milliseconds))
            ON CONFLICT (kind, subject) DO UPDATE
            SET due_at = excluded.due_at, state = 'armed', attempts = 0
            """)
    }

    /// A timer that is to be armed.
    package struct Arming: Sendable, Hashable {
        package var kind: TimerRow.Kind
        package var subject: String
        package var due: Instant

        package init(_ kind: TimerRow.Kind, subject: String, due: Instant) {
            self.kind = kind
            self.subject = subject
            self.due = due
        }
    }

    /// Arms several timers with one statement; no two of them have both kind and subject in common.
    package func arm(_ timers: [Arming]) throws(SQLError) {
        guard !timers.isEmpty else { return }
        let rows: [[any Bindable]] = timers.map { [$0.kind, $0.subject, $0.due.milliseconds] }
        try tx.run(
            """
            INSERT INTO timers (kind, subject, due_at) VALUES \(rows: rows)
            ON CONFLICT (kind, subject) DO UPDATE
            SET due_at = excluded.due_at, state = 'armed', attempts = 0
            """)
    }

    package func disarm(_ kind: TimerRow.Kind, subject: String) throws(SQLError) {
        try tx.run("DELETE FROM timers WHERE kind = \(kind) AND subject = \(subject) AND state = 'armed'")
    }

    /// Ends everything of one kind that is armed for `subject` and what stands behind it:
    /// `12/not_arrived/L3`.
    package func disarmAll(_ kind: TimerRow.Kind, under subject: String) throws(SQLError) {
        // "0" follows "/" in ASCII; the range is found by the key.
        try tx.run(
            """
            DELETE FROM timers
            WHERE kind = \(kind) AND subject >= \(subject + "/") AND subject < \(subject + "0")
                AND state = 'armed'
            """)
    }

    /// When an armed timer is due; nil where there is none.
    package func due(_ kind: TimerRow.Kind, subject: String) throws(SQLError) -> Instant? {
        try tx.first(
            "SELECT due_at FROM timers WHERE kind = \(kind) AND subject = \(subject) AND state = 'armed'"
        ) { row throws(SQLError) in try row.instant(0) }
    }

    /// Those that this binary knows: what a newer daemon of the fleet has armed is for that one to fire. By
    /// an expression: for a column SQLite goes through the key of all kinds, not the index of due times.
    package func due(at now: Instant, limit: Int) throws(SQLError) -> [TimerRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM timers
            WHERE state = 'armed' AND due_at <= \(now.milliseconds)
                AND kind || '' IN (\(list: TimerRow.Kind.allCases))
            ORDER BY due_at, id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// When the next one of those is due.
    package func next() throws(SQLError) -> Instant? {
        try tx.first(
            """
            SELECT due_at FROM timers
            WHERE state = 'armed' AND kind || '' IN (\(list: TimerRow.Kind.allCases))
            ORDER BY due_at LIMIT 1
            """
        ) { row throws(SQLError) in try row.instant(0) }
    }

    /// Ends a timer. False where somebody else has, or where it was moved to a later time.
    package func fire(_ timer: TimerRow, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE timers SET state = 'fired', fired_at = \(now.milliseconds)
            WHERE id = \(timer.id) AND state = 'armed' AND due_at = \(timer.dueAt.milliseconds)
            """) == 1
    }

    package func countAttempt(_ id: TimerID, limit: Int) throws(SQLError) {
        try tx.run(
            """
            UPDATE timers SET attempts = attempts + 1,
                state = CASE WHEN attempts + 1 >= \(limit) THEN 'failed' ELSE state END
            WHERE id = \(id)
            """)
    }

    static let columns: Fragment = "id, kind, subject, due_at, attempts"

    static func decode(_ row: Row) throws(SQLError) -> TimerRow {
        TimerRow(
            id: TimerID(try row.integer(0)), kind: try row.named(1), subject: try row.text(2),
            dueAt: try row.instant(3), attempts: try row.int(4))
    }
}

package struct TimerRow: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Subject: the ticket's id.
        case firstResponse = "first_response"
        case accept
        case resolve
        case resume
        /// An ordinary ticket is handed to the role that takes its category first.
        case dispatch
        /// The law gives the power to departments alone: they are called at once. Subject: the ticket's id.
        case whistle
        /// Subject: the whistle's id. A department has not reported in.
        case reportIn = "report_in"
        /// Subject: the whistle's id. A department owes its result.
        case whistleResult = "whistle_result"
        /// A rule of the ladder is to be looked at. Subject: `LadderStep`, `12/not_arrived/L3`.
        case ladder
        /// The level that was told of a ticket has been silent. Subject: the ticket's id.
        case ring
        /// The resident's window after a result closes. Subject: the ticket's id.
        case archive
        /// A return visit is owed. Subject: the ticket's id.
        case followUp = "follow_up"
        /// Subject: the redemption's id.
        case redemption
        /// A report or a calendar is to be called to mind. Subject: `2026Q1/2026-04-03`, `calendar/2027`.
        case report
        /// A step's own clock. Subject: `12/arrive`.
        case step
        /// A period of meetings ends, decisions or answers are awaited. Subject: `MeetingAlarms`.
        case meeting
        /// A row of a register is due, or a quarter's wishes. Subject: `need/7`; see `RegisterAlarms`.
        case register
        /// An activity is near or over, its people are told, or a month owes one. Subject: `ActivityAlarms`.
        case activity
        /// Sessions are to be planned, or the waiting for a seat is over. Subject: `ReceptionAlarms`.
        case reception
        /// Many are told page by page. Subject: `BroadcastPage`, `alert/3/120` with the last resident.
        case broadcast
        /// Subject: the conversation, `ConversationKey`. Its quiet window closes.
        case quiet
        /// A report in the making was left alone. Subject as for `quiet`.
        case draft
    }

    package let id: TimerID
    package let kind: Kind
    package let subject: String
    package let dueAt: Instant
    package let attempts: Int
}

extension TimerRow.Kind: Bindable {}
