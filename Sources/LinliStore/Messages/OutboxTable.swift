import LinliModel
import LinliSQL

/// The outbox: every message that Linli owes to a person, and its fate.
///
/// Promise: a reply stands here in the same commit as what it tells, and leaves the states `queued` and
/// `sending` only by the platform's own word. `send_started_at` is written before the send; a row found in
/// `sending` after a crash has an unknown outcome, counts against the quota and is sent once more with the
/// same idempotency key; `unknowns` counts these outcomes. What the platform took and later says it did not
/// deliver begins a new `round`.
///
/// States: queued → sending → accepted | queued (retry) | window_closed | refused | dead; window_closed →
/// queued when the resident writes; what did not arrive → window_closed | refused; staff: retry, drop.
package struct OutboxTable {
    let tx: Transaction

    /// Queues one message. The key makes a repeated call harmless. Returns nil where the key is known.
    @discardableResult
    package func enqueue(
        _ message: OutboundMessage, why: String, at now: Instant
    ) throws(SQLError) -> OutboxID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO outbox
                (channel, recipient, text, buttons, why, idempotency_key, not_before, created_at)
            VALUES (\(message.channel), \(message.recipient), \(message.text.withoutNUL),
                \(message.buttons.joined(separator: "\n")), \(why), \(message.idempotencyKey),
                \(now.milliseconds), \(now.milliseconds))
            ON CONFLICT (idempotency_key) DO NOTHING
            """
        ).map { OutboxID($0) }
    }

    /// What was last said to a person: why, and by which key. Nil where nothing was.
    package func last(channel: String, recipient: String) throws(SQLError) -> (why: String, key: String)? {
        try tx.first(
            """
            SELECT why, idempotency_key FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) ORDER BY id DESC LIMIT 1
            """
        ) { row throws(SQLError) in (why: try row.text(0), key: try row.text(1)) }
    }

    /// Rows that may go now, oldest first: due, not on one of the `shut` channels, and nothing older to the
    /// same person is still to go. So the parts of a reply go out in order.
    package func ready(at now: Instant, except shut: [String] = [], limit: Int) throws(SQLError)
        -> [OutboxRow]
    {
        try tx.all(
            """
            SELECT \(Self.columns) FROM outbox o
            WHERE state = 'queued' AND not_before <= \(now.milliseconds)
                AND channel NOT IN (\(list: shut + [Self.noChannel])) AND NOT EXISTS (
                SELECT 1 FROM outbox p WHERE p.channel = o.channel AND p.recipient = o.recipient
                AND p.id < o.id AND p.state IN ('queued', 'sending'))
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// When the next row that waits for its time alone may go; nil where none does. A row behind another one
    /// of the same person does not count: it goes when that one has ended.
    package func nextDue(except shut: [String] = []) throws(SQLError) -> Instant? {
        try tx.first(
            """
            SELECT min(not_before) FROM outbox o
            WHERE state = 'queued' AND channel NOT IN (\(list: shut + [Self.noChannel])) AND NOT EXISTS (
                SELECT 1 FROM outbox p WHERE p.channel = o.channel AND p.recipient = o.recipient
                AND p.id < o.id AND p.state IN ('queued', 'sending'))
            """
        ) { row throws(SQLError) in try row.instantOrNil(0) } ?? nil
    }

    /// `NOT IN (NULL)` is true for nothing, so the list is never empty. No channel has this name.
    private static let noChannel = ""

    /// Says at the rows of a channel why they wait. They stay queued.
    package func explain(channel: String, _ reason: String) throws(SQLError) {
        try tx.run(
            """
            UPDATE outbox SET reason = \(reason)
            WHERE state = 'queued' AND channel = \(channel) AND reason <> \(reason)
            """)
    }

    /// Marks rows as under way and counts the attempt. Returns those that were still queued: somebody may
    /// have dropped one since it was read, or another daemon started it.
    ///
    /// A promoted replica gives an id out once more where the row that had it never got there; the row that
    /// has it now is another person's and is left as it was.
    ///
    /// - Parameter owner: the daemon that sends, where there are several.
    @discardableResult
    package func start(
        _ rows: [OutboxRow], by owner: String? = nil, at now: Instant
    ) throws(SQLError) -> Set<OutboxID> {
        let ids = rows.map(\.id)
        if let owner {
            try tx.run("UPDATE outbox SET owner = \(owner) WHERE id IN (\(list: ids)) AND state = 'queued'")
        }
        let started = try tx.all(
            """
            UPDATE outbox SET state = 'sending', attempts = attempts + 1,
                send_started_at = \(now.milliseconds)
            WHERE id IN (\(list: ids)) AND state = 'queued'
            RETURNING id, recipient, idempotency_key, created_at, round
            """
        ) { row throws(SQLError) in
            Identity(
                id: OutboxID(try row.integer(0)), recipient: try row.text(1), key: try row.text(2),
                createdAt: try row.instant(3), round: try row.int(4))
        }
        let ours = Set(started).intersection(rows.map(Identity.init))
        try putBack(Set(started).subtracting(ours).map(\.id))
        return Set(ours.map(\.id))
    }

    private struct Identity: Hashable {
        let id: OutboxID
        let recipient: String
        let key: String
        let createdAt: Instant
        /// One that has failed and is queued again since it was read goes by another id.
        let round: Int

        init(id: OutboxID, recipient: String, key: String, createdAt: Instant, round: Int) {
            (self.id, self.recipient, self.key, self.createdAt) = (id, recipient, key, createdAt)
            self.round = round
        }

        init(_ row: OutboxRow) {
            self.init(
                id: row.id, recipient: row.message.recipient, key: row.message.idempotencyKey,
                createdAt: row.createdAt, round: row.message.round)
        }
    }

    private func putBack(_ ids: [OutboxID]) throws(SQLError) {
        guard !ids.isEmpty else { return }
        try tx.run(
            """
            UPDATE outbox SET state = 'queued', attempts = attempts - 1, owner = NULL
            WHERE id IN (\(list: ids))
            """)
    }

    /// Whether an attempt is still the one that began at `start` under this daemon: false where it slept so
    /// long that another sends the row now. The row is kept until the commit.
    package func isUnderWay(
        _ id: OutboxID, by owner: String, since start: Instant
    ) throws(SQLError) -> Bool {
        try tx.first(
            """
            SELECT 1 FROM outbox
            WHERE id = \(id) AND state = 'sending' AND owner = \(owner)
                AND send_started_at = \(start.milliseconds)
            \(tx.rowLock)
            """
        ) { _ throws(SQLError) in true } ?? false
    }

    /// Ends an attempt. False where the row is not under way any more: the platform has said that the message
    /// did not arrive.
    ///
    /// - Parameter round: of the attempt; nil for whichever is under way.
    @discardableResult
    package func decide(
        _ id: OutboxID, _ state: OutboxRow.State, reason: String = "", platformID: String? = nil,
        notBefore: Instant? = nil, isUnknown: Bool = false, round: Int? = nil, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE outbox SET state = \(state), reason = \(reason), platform_id = \(platformID),
                decided_at = \(now.milliseconds), unknowns = unknowns + \(isUnknown),
                not_before = \((notBefore ?? now).milliseconds)
            WHERE id = \(id) AND state = 'sending' AND round = COALESCE(\(round), round)
            """) == 1
    }

    /// The platform says that what it had taken did not reach the person: the next attempt is of a new round,
    /// whose id the platform has not seen. It may say so before its answer to the attempt is written, or
    /// where that answer was lost: then `isIt` knows the row by the id that we had given it. A row that staff
    /// have given up stays so. False where no row of his has the id, as when the same is said again.
    package func undelivered(
        channel: String, recipient: String, platformID: String, _ state: OutboxRow.State, reason: String,
        at now: Instant, isIt: (OutboundMessage) -> Bool = { _ in false }
    ) throws(SQLError) -> Bool {
        let accepted = try tx.first(
            """
            SELECT id FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) AND platform_id = \(platformID)
                AND state = 'accepted' \(tx.rowLock)
            """
        ) { row throws(SQLError) in OutboxID(try row.integer(0)) }
        let found =
            if let accepted { accepted } else { try attempted(channel, recipient, platformID, isIt) }
        guard let id = found else { return false }
        return try tx.run(
            """
            UPDATE outbox SET state = CASE WHEN state = 'dropped' THEN state ELSE \(state) END,
                reason = \(reason), decided_at = \(now.milliseconds), round = round + 1
            WHERE id = \(id)
            """) == 1
    }

    /// His newest are kept until the commit: the end of an attempt that is being written is waited for.
    private func attempted(
        _ channel: String, _ recipient: String, _ platformID: String, _ isIt: (OutboundMessage) -> Bool
    ) throws(SQLError) -> OutboxID? {
        try tx.all(
            """
            SELECT \(Self.columns) FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) AND send_started_at IS NOT NULL
            ORDER BY id DESC LIMIT \(Limits.undeliveredLookBackRows) \(tx.rowLock)
            """,
            Self.decode
        ).first { $0.state == .accepted ? $0.platformID == platformID : isIt($0.message) }?.id
    }

    /// As `requeueInterrupted(keyed:at:)`, of daemons that live no more: nobody else will end their attempts.
    package func requeueInterrupted(
        keyed: [String], living: Set<String>, at now: Instant
    ) throws(SQLError) -> (queued: Int, dead: Int) {
        let orphans = try tx.all(
            """
            SELECT id FROM outbox
            WHERE state = 'sending' AND (owner IS NULL OR owner NOT IN (\(list: living.sorted() + [""])))
            ORDER BY id LIMIT \(Limits.outboxBatchRows) \(tx.rowLock)
            """
        ) { row throws(SQLError) in OutboxID(try row.integer(0)) }
        let dead = try tx.run(
            """
            UPDATE outbox SET state = 'dead', decided_at = \(now.milliseconds), unknowns = unknowns + 1,
                reason = \(OutboxRow.unknownOutcome)
            WHERE id IN (\(list: orphans)) AND state = 'sending' AND unknowns > 0
                AND channel NOT IN (\(list: keyed + [Self.noChannel]))
            """)
        let queued = try tx.run(
            """
            UPDATE outbox SET state = 'queued', not_before = \(now.milliseconds), unknowns = unknowns + 1,
                reason = \(OutboxRow.unknownOutcome)
            WHERE id IN (\(list: orphans)) AND state = 'sending'
            """)
        return (queued, dead)
    }

    /// After a crash: what was under way is queued again, and dead where this is the second outcome that
    /// nobody knows and its channel is not among those that take an idempotency key. Returns how many of
    /// each.
    package func requeueInterrupted(
        keyed: [String], at now: Instant
    ) throws(SQLError) -> (queued: Int, dead: Int) {
        let dead = try tx.run(
            """
            UPDATE outbox SET state = 'dead', decided_at = \(now.milliseconds), unknowns = unknowns + 1,
                reason = \(OutboxRow.unknownOutcome)
            WHERE state = 'sending' AND unknowns > 0 AND channel NOT IN (\(list: keyed + [Self.noChannel]))
            """)
        let queued = try tx.run(
            """
            UPDATE outbox SET state = 'queued', not_before = \(now.milliseconds), unknowns = unknowns + 1,
                reason = \(OutboxRow.unknownOutcome)
            WHERE state = 'sending'
            """)
        return (queued, dead)
    }

    /// What was parked for this recipient may go again: he has written.
    @discardableResult
    package func reopen(channel: String, recipient: String, at now: Instant) throws(SQLError) -> Int {
        // Nearly always there is none, and an UPDATE that finds nothing costs more than a look.
        let isParked = try tx.first(
            """
            SELECT 1 FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) AND state = 'window_closed' LIMIT 1
            """
        ) { _ throws(SQLError) in true }
        guard isParked != nil else { return 0 }
        return try tx.run(
            """
            UPDATE outbox SET state = 'queued', not_before = \(now.milliseconds), attempts = 0
            WHERE channel = \(channel) AND recipient = \(recipient) AND state = 'window_closed'
            """)
    }

    package func find(_ id: OutboxID) throws(SQLError) -> OutboxRow? {
        try tx.first("SELECT \(Self.columns) FROM outbox WHERE id = \(id)", Self.decode)
    }

    /// For staff, newest first; `states` empty means every state, `channels` nil every channel.
    package func list(
        _ states: [OutboxRow.State], channels: [String]? = nil, rows: RowPage
    ) throws(SQLError) -> [OutboxRow] {
        let wanted = states.isEmpty ? OutboxRow.State.allCases : states
        return try tx.all(
            """
            SELECT \(Self.columns) FROM outbox WHERE state IN (\(list: wanted))
                AND (\(channels == nil) = 1 OR channel IN (\(list: channels ?? [])))
                AND id < \(rows.below)
            ORDER BY id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    /// How many attempts to one person began after `time`, at most `limit`; those that certainly did not go
    /// out are not among them.
    package func attempts(
        channel: String, recipient: String, after time: Instant, limit: Int
    ) throws(SQLError) -> Int {
        let times = try tx.all(
            """
            SELECT send_started_at FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) AND send_started_at IS NOT NULL
                AND (state IN ('accepted', 'sending') OR unknowns > 0)
            ORDER BY id DESC LIMIT \(limit)
            """
        ) { row throws(SQLError) in try row.instant(0) }
        return times.count { $0 > time }
    }

    /// Messages to one person after `position`, oldest first: the stream of the web chat.
    package func sent(
        channel: String, recipient: String, after position: OutboxID, limit: Int
    ) throws(SQLError) -> [OutboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) AND id > \(position)
                AND state <> 'dropped'
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// The newest messages to one person since a moment, oldest first: the transcript.
    package func transcript(
        channel: String, recipient: String, since: Instant, limit: Int
    ) throws(SQLError) -> [OutboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM outbox
            WHERE channel = \(channel) AND recipient = \(recipient) AND text <> ''
                AND created_at >= \(since.milliseconds)
            ORDER BY id DESC LIMIT \(limit)
            """,
            Self.decode
        ).reversed()
    }

    /// The newest messages on a channel after `position`, oldest first: whom they are to.
    package func recipients(
        channel: String, after position: OutboxID, limit: Int
    ) throws(SQLError) -> [(id: OutboxID, recipient: String)] {
        try tx.all(
            """
            SELECT id, recipient FROM outbox WHERE channel = \(channel) AND id > \(position)
            ORDER BY id DESC LIMIT \(limit)
            """
        ) { row throws(SQLError) in (OutboxID(try row.integer(0)), try row.text(1)) }.reversed()
    }

    /// Staff: queues a dead, refused or parked row again with its attempts forgotten.
    package func retry(_ id: OutboxID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE outbox SET state = 'queued', attempts = 0, unknowns = 0, reason = '',
                not_before = \(now.milliseconds)
            WHERE id = \(id) AND state IN ('dead', 'refused', 'window_closed', 'dropped')
            """) == 1
    }

    /// Staff: gives a row up.
    package func drop(_ id: OutboxID, reason: String, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE outbox SET state = 'dropped', reason = \(reason), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state IN ('queued', 'dead', 'refused', 'window_closed')
            """) == 1
    }

    package func count(_ state: OutboxRow.State) throws(SQLError) -> Int {
        Int(try tx.integer("SELECT count(*) FROM outbox WHERE state = \(state)"))
    }

    /// Gives up what could not go out for so long and deletes the words of ended rows older than
    /// `limit`, at most `rows` of them; the row stays as evidence that it was sent.
    package func prune(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE outbox SET state = 'dropped', reason = 'too old', decided_at = \(limit.milliseconds)
            WHERE id IN (
                SELECT id FROM outbox
                WHERE state IN ('dead', 'window_closed') AND text <> '' AND created_at < \(limit.milliseconds)
                ORDER BY created_at LIMIT \(rows))
            """)
        return try tx.run(
            """
            UPDATE outbox SET text = '' WHERE id IN (
                SELECT id FROM outbox
                WHERE text <> '' AND created_at < \(limit.milliseconds)
                    AND state IN ('accepted', 'refused', 'dropped')
                ORDER BY created_at LIMIT \(rows))
            """)
    }

    /// What `prune` finds, both what it gives up and what had ended.
    static func worded(before limit: Instant) -> Statement {
        """
        FROM outbox
        WHERE text <> '' AND created_at < \(limit.milliseconds)
            AND state IN ('accepted', 'refused', 'dropped', 'dead', 'window_closed')
        """
    }

    static let columns: Fragment =
        """
        id, channel, recipient, text, why, idempotency_key, state, attempts, not_before, send_started_at,
        created_at, decided_at, reason, platform_id, unknowns, buttons, round
        """

    static func decode(_ row: Row) throws(SQLError) -> OutboxRow {
        OutboxRow(
            id: OutboxID(try row.integer(0)),
            message: OutboundMessage(
                channel: try row.text(1), recipient: try row.text(2), text: try row.text(3),
                buttons: try row.text(15).split(separator: "\n").map(String.init),
                idempotencyKey: try row.text(5), queuedAt: try row.instant(10),
                round: try row.int(16)),
            why: try row.text(4), state: try row.named(6), attempts: try row.int(7),
            notBefore: Instant(milliseconds: try row.integer(8)),
            sendStartedAt: try row.instantOrNil(9), createdAt: Instant(milliseconds: try row.integer(10)),
            decidedAt: try row.instantOrNil(11), reason: try row.text(12), platformID: try row.textOrNil(13),
            unknowns: try row.int(14))
    }
}

package struct OutboxRow: Sendable {
    package enum State: String, Sendable, CaseIterable, Codable {
        case queued, sending, accepted, refused, dead, dropped
        case windowClosed = "window_closed"
    }

    package let id: OutboxID
    package var message: OutboundMessage
    package let why: String
    package let state: State
    package let attempts: Int
    package let notBefore: Instant
    package let sendStartedAt: Instant?
    package let createdAt: Instant
    package let decidedAt: Instant?
    package let reason: String
    package let platformID: String?
    /// Attempts after which nobody knew whether the platform had taken the message.
    package let unknowns: Int

    /// The reason of such an attempt.
    package static let unknownOutcome = "unknown outcome"
}

extension OutboxRow.State: Bindable {}

extension Row {
    func instantOrNil(_ column: Int) throws(SQLError) -> Instant? {
        try integerOrNil(column).map(Instant.init(milliseconds:))
    }

    func instant(_ column: Int) throws(SQLError) -> Instant {
        Instant(milliseconds: try integer(column))
    }
}
