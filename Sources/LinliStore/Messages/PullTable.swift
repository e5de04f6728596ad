import LinliModel
import LinliSQL

/// What is known of the accounts whose messages are pulled: that something waits, and how far it has been
/// pulled.
///
/// Promise: a notice is here before the platform hears 200, and stays until a pull that began after it has
/// come to the end. The cursor moves in the commit of the messages before it, and only from where that
/// pull had begun: of two pulls of one account one counts. At a crash the cursor stands before what was
/// not stored, which is pulled again.
package struct PullTable {
    let tx: Transaction

    /// Something waits.
    package func notice(account: String, ticket: String?, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO pulls (account, ticket, noticed_at, notices, began_at)
            VALUES (\(account), \(ticket), \(now.milliseconds), 1, \(now.milliseconds))
            ON CONFLICT (account) DO UPDATE SET ticket = excluded.ticket, noticed_at = excluded.noticed_at,
                notices = pulls.notices + 1
            """)
    }

    /// Of an account that was never heard of before this begins now.
    package func begin(account: String, at now: Instant) throws(SQLError) -> PullState {
        try tx.run(
            """
            INSERT INTO pulls (account, began_at) VALUES (\(account), \(now.milliseconds))
            ON CONFLICT (account) DO NOTHING
            """)
        guard let state = try find(account) else {
            throw SQLError(.constraint, "a row that was just written is not there")
        }
        return state
    }

    package func find(_ account: String) throws(SQLError) -> PullState? {
        try tx.first(
            """
            SELECT account, cursor, ticket, noticed_at, notices, heard, began_at, pulled_at FROM pulls
            WHERE account = \(account)
            """
        ) { row throws(SQLError) in
            PullState(
                account: try row.text(0), cursor: try row.text(1), ticket: try row.textOrNil(2),
                noticedAt: try row.instantOrNil(3), notices: try row.int(4), heard: try row.int(5),
                beganAt: try row.instant(6), pulledAt: try row.instantOrNil(7))
        }
    }

    /// Moves the cursor. False where it does not stand any more where `state` says: somebody else has pulled.
    package func advance(_ state: PullState, to cursor: String) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE pulls SET cursor = \(cursor)
            WHERE account = \(state.account) AND cursor = \(state.cursor)
            """) == 1
    }

    /// The end was reached. What was noticed since `state` was read still waits.
    package func finish(_ state: PullState, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE pulls SET heard = \(state.notices), pulled_at = \(now.milliseconds)
            WHERE account = \(state.account) AND heard <= \(state.notices)
            """)
    }
}

package struct PullState: Sendable, Hashable {
    package let account: String
    /// Empty before the first page.
    package let cursor: String
    /// Of the last notice.
    package let ticket: String?
    package let noticedAt: Instant?
    /// How many notices there were, and how many of them a pull has answered.
    package let notices: Int
    package let heard: Int
    /// When the account was first heard of here.
    package let beganAt: Instant
    /// When a pull last came to the end; nil before the first.
    package let pulledAt: Instant?

    package init(
        account: String, cursor: String, ticket: String?, noticedAt: Instant?, notices: Int, heard: Int,
        beganAt: Instant, pulledAt: Instant?
    ) {
        self.account = account
        self.cursor = cursor
        self.ticket = ticket
        self.noticedAt = noticedAt
        self.notices = notices
        self.heard = heard
        self.beganAt = beganAt
        self.pulledAt = pulledAt
    }
}
