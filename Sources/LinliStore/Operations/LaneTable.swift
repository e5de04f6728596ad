import LinliModel
import LinliSQL

/// Who works on what, where several daemons share a store: one row for each conversation, job and daemon that
/// somebody holds now.
///
/// Promise: of all daemons one holds a lane. A lease ends by the database's clock, which all share. Every
/// transaction that acts for a lane renews it first, by the epoch under which it was taken: a daemon that
/// slept past its lease finds another epoch there and commits nothing, and one that is in the middle of a
/// transaction keeps the row, so that nobody takes the lane before it has committed.
///
/// At a crash the row stays until its lease is over; then whoever comes first takes it.
package struct LaneTable {
    let tx: Transaction

    /// Takes those of `keys` that nobody holds.
    package func claim(
        _ keys: Set<String>, owner: String, for lease: TimeSpan
    ) throws(SQLError) -> [LaneClaim] {
        guard !keys.isEmpty else { return [] }
        // In one order, so that two daemons wait for each other in one direction only.
        let rows: [[any Bindable]] = keys.sorted().map { [$0, owner, 1, Int64.max] }
        let taken = try tx.all(
            """
            INSERT INTO lanes (key, owner, epoch, lease_until) VALUES \(rows: rows)
            ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, epoch = lanes.epoch + 1,
                lease_until = excluded.lease_until
            WHERE lanes.lease_until < \(tx.dialect.clock)
            RETURNING key, epoch
            """
        ) { row throws(SQLError) in
            LaneClaim(key: try row.text(0), owner: owner, epoch: try row.integer(1))
        }
        try tx.run(
            """
            UPDATE lanes SET lease_until = \(tx.dialect.clock) + \(lease.milliseconds)
            WHERE key IN (\(list: taken.map(\.key))) AND owner = \(owner)
            """)
        return taken
    }

    /// After a claim whose COMMIT was not answered: takes the lane under the same epoch, whether that
    /// happened or not, and waits for it where it is still under way. False where the lane went to somebody
    /// else.
    package func affirm(_ claim: LaneClaim, for lease: TimeSpan) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO lanes (key, owner, epoch, lease_until)
            VALUES (\(claim.key), \(claim.owner), \(claim.epoch),
                \(tx.dialect.clock) + \(lease.milliseconds))
            ON CONFLICT (key) DO UPDATE SET lease_until = excluded.lease_until
            WHERE lanes.owner = excluded.owner AND lanes.epoch = excluded.epoch
            """) == 1
    }

    /// False where the lane went to somebody else.
    package func renew(_ claim: LaneClaim, for lease: TimeSpan) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE lanes SET lease_until = \(tx.dialect.clock) + \(lease.milliseconds)
            WHERE key = \(claim.key) AND owner = \(claim.owner) AND epoch = \(claim.epoch)
            """) == 1
    }

    /// Says that a daemon lives, and which schema it knows: the epoch of its own lane. In the transaction of
    /// what it begins: nobody takes it for dead meanwhile.
    package func live(
        _ owner: String, for lease: TimeSpan, knowing schema: Int = Schema.migrator.newest
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO lanes (key, owner, epoch, lease_until)
            VALUES (\(LaneClaim.daemonKey(owner)), \(owner), \(schema),
                \(tx.dialect.clock) + \(lease.milliseconds))
            ON CONFLICT (key) DO UPDATE SET lease_until = excluded.lease_until
            """)
    }

    /// The lane is free at once. Without effect where it went to somebody else.
    package func release(_ claim: LaneClaim) throws(SQLError) {
        try tx.run(
            """
            DELETE FROM lanes
            WHERE key = \(claim.key) AND owner = \(claim.owner) AND epoch = \(claim.epoch)
            """)
    }

    /// The lane of a conversation is free at once, unless something waits in it. False where it does, or
    /// where the lane went to somebody else.
    package func leave(_ claim: LaneClaim, of conversation: ConversationKey) throws(SQLError) -> Bool {
        try tx.run(
            """
            DELETE FROM lanes
            WHERE key = \(claim.key) AND owner = \(claim.owner) AND epoch = \(claim.epoch) AND NOT EXISTS (
                SELECT 1 FROM inbox
                WHERE channel = \(conversation.channel) AND sender = \(conversation.sender)
                    AND state = 'waiting')
            """) == 1
    }

    /// For the end of a daemon: everything that it holds is free at once.
    package func releaseAll(of owner: String) throws(SQLError) {
        try tx.run("DELETE FROM lanes WHERE owner = \(owner)")
    }

    /// Nobody else passes this point under the same key until the commit. On one writer nobody could.
    package func pass(_ key: String) throws(SQLError) {
        guard tx.dialect.engine != .sqlite else { return }
        try tx.run(
            """
            INSERT INTO lanes (key, owner, epoch, lease_until) VALUES (\(key), '', 1, 0)
            ON CONFLICT (key) DO UPDATE SET epoch = lanes.epoch + 1
            """)
    }

    /// Before an answer that rests on what another transaction wrote. A server that waits for its replicas
    /// does so for a transaction that wrote something itself, and then for everything before it too; one that
    /// only read might promise what a promoted replica does not have.
    package func witness() throws(SQLError) {
        try pass("job:witness")
    }

    /// The oldest among the newest schemas that living daemons know; nil where none lives. A daemon from
    /// before they told counts as knowing the first.
    package func leastKnown() throws(SQLError) -> Int? {
        try tx.first(
            """
            SELECT min(epoch) FROM lanes
            WHERE key = \(LaneClaim.daemonKey("")) || owner AND lease_until >= \(tx.dialect.clock)
            """
        ) { row throws(SQLError) in try row.integerOrNil(0).map { Int($0) } } ?? nil
    }

    /// The owners whose daemons are alive: they hold the lane of their own name.
    package func living() throws(SQLError) -> Set<String> {
        Set(
            try tx.all(
                """
                SELECT owner FROM lanes
                WHERE key = \(LaneClaim.daemonKey("")) || owner AND lease_until >= \(tx.dialect.clock)
                """
            ) { row throws(SQLError) in try row.text(0) })
    }
}

/// A lane that this daemon holds, under the epoch in which it took it.
package struct LaneClaim: Sendable, Hashable {
    package let key: String
    package let owner: String
    package let epoch: Int64

    package init(key: String, owner: String, epoch: Int64) {
        self.key = key
        self.owner = owner
        self.epoch = epoch
    }

    /// The lane that a daemon holds as long as it lives.
    package static func daemonKey(_ owner: String) -> String { "daemon:\(owner)" }
    package static func jobKey(_ job: String) -> String { "job:\(job)" }
}
