import Foundation
import LinliModel
import LinliSQL
import LinliStore

/// What stands in a store, in one snapshot: counted by the tables themselves, not by the daemon.
package struct Census: Sendable, Hashable {
    package struct Ticket: Sendable, Hashable {
        package let number: String
        package let sender: String
        package let text: String
    }

    package struct Redemption: Sendable, Hashable {
        package let sender: String
        package let code: String
        package let points: Int64
    }

    package struct Booking: Sendable, Hashable {
        package let sender: String
        package let session: Int64
        package let seat: Int64
        package let matter: String
    }

    package struct Push: Sendable, Hashable {
        package let recipient: String
        package let text: String
        package let state: String
        package let reason: String
        package let attempts: Int64
    }

    /// Keys of the messages, by what became of them.
    package var waiting: [String] = []
    /// How often the waiting message that was begun most often was begun.
    package var mostAttempts: Int64 = 0
    package var done: [String] = []
    package var quarantined: [String] = []
    /// Oldest first.
    package var tickets: [Ticket] = []
    package var redemptions: [Redemption] = []
    package var bookings: [Booking] = []
    package var pushes: [Push] = []
    /// Transfers from the balance into a hold.
    package var holds: Int64 = 0
    /// Accounts whose balance is not the sum of their postings, and the sum of all balances: both 0.
    package var ledgerMismatches = 0
    package var ledgerTotal = 0
    /// Pieces of every reward on the shelf.
    package var stock: [String: Int] = [:]

    package var inbox: Int { waiting.count + done.count + quarantined.count }

    package func pushes(in states: String...) -> [Push] {
        pushes.filter { states.contains($0.state) }
    }

    /// Nothing is to be handled or sent any more.
    package var isAtRest: Bool { waiting.isEmpty && pushes(in: "queued", "sending").isEmpty }
}

extension LivingLinli {
    package func census() async throws -> Census {
        try await look { tx throws(SQLError) in
            var census = Census()
            try Self.countMessages(&census, tx)
            try Self.countEffects(&census, tx)
            census.ledgerMismatches = try tx.ledger.mismatches().count
            census.ledgerTotal = try tx.ledger.total()
            for reward in try tx.rewards.list(estate: "HTL") { census.stock[reward.code] = reward.stock }
            return census
        }
    }

    private static func countMessages(_ census: inout Census, _ tx: Transaction) throws(SQLError) {
        let rows = try tx.all(
            "SELECT external_id, state, attempts FROM inbox ORDER BY id"
        ) { row throws(SQLError) in
            (key: try row.text(0), state: try row.text(1), attempts: try row.integer(2))
        }
        let waiting = rows.filter { $0.state == "waiting" }
        census.waiting = waiting.map(\.key)
        census.mostAttempts = waiting.map(\.attempts).max() ?? 0
        census.done = rows.filter { $0.state == "done" }.map(\.key)
        census.quarantined = rows.filter { $0.state == "quarantined" }.map(\.key)
        census.pushes = try tx.all(
            "SELECT recipient, text, state, reason, attempts FROM outbox ORDER BY id"
        ) { row throws(SQLError) in
            Census.Push(
                recipient: try row.text(0), text: try row.text(1), state: try row.text(2),
                reason: try row.text(3), attempts: try row.integer(4))
        }
    }

    private static func countEffects(_ census: inout Census, _ tx: Transaction) throws(SQLError) {
        census.tickets = try tx.all("SELECT number, sender, text FROM tickets ORDER BY id") {
            row throws(SQLError) in
            Census.Ticket(number: try row.text(0), sender: try row.text(1), text: try row.text(2))
        }
        census.redemptions = try tx.all(
            """
            SELECT i.external_id, r.code, r.points FROM redemptions r
            JOIN identities i ON i.resident_id = r.resident_id AND i.channel = 'oa'
            WHERE r.state = 'held' ORDER BY r.id
            """
        ) { row throws(SQLError) in
            Census.Redemption(sender: try row.text(0), code: try row.text(1), points: try row.integer(2))
        }
        census.bookings = try tx.all(
            """
            SELECT i.external_id, b.session_id, b.seat, b.matter FROM bookings b
            JOIN identities i ON i.resident_id = b.resident_id AND i.channel = 'oa'
            WHERE b.state = 'booked' ORDER BY b.id
            """
        ) { row throws(SQLError) in
            Census.Booking(
                sender: try row.text(0), session: try row.integer(1), seat: try row.integer(2),
                matter: try row.text(3))
        }
        census.holds = try tx.integer("SELECT count(*) FROM transfers WHERE kind = 'hold'")
    }

    /// Waits until every message is handled and every reply has its fate.
    package func atRest(within seconds: Double = Patience.seconds) async throws -> Census {
        var census = Census()
        do {
            try await Patience.until("all is handled and sent", within: seconds) {
                census = try await self.census()
                return census.isAtRest
            }
        } catch let error as Patience.RanOut {
            let open = census.pushes.filter { ["queued", "sending"].contains($0.state) }
            throw Patience.RanOut(
                description: "\(error); waiting: \(census.waiting), under way: \(open)")
        }
        return census
    }

    /// Holds SQLite's own lock of the writer, as another program would that has begun to write: the daemon's
    /// writes wait until `body` is over. The lock is a byte of the shared-memory file (WAL format, "File
    /// Locking"); nothing is written. Nobody in this process may look into the store meanwhile.
    package func whileTheStoreIsLocked<Result>(_ body: () async throws -> Result) async throws -> Result {
        let descriptor = open(storePath + "-shm", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unexpected("the store has no shared memory yet") }
        defer { close(descriptor) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        (lock.l_start, lock.l_len) = (120, 1)
        guard fcntl(descriptor, F_SETLKW, &lock) == 0 else { throw Unexpected("the lock was not given") }
        return try await body()
    }

    // MARK: Arrangements, while no daemon runs

    /// A later linli was here and brought a step of its own. Returns the newest schema that this one knows.
    package func growSchema(compatibleFrom: @escaping @Sendable (Int) -> Int) async throws -> Int {
        try await arrange { tx throws(SQLError) in
            let newest = Schema.migrator.newest
            try tx.run("DELETE FROM schema_migrations WHERE version > \(newest)")
            try tx.run(
                """
                INSERT INTO schema_migrations (version, name, applied_at, compatible_from)
                VALUES (\(newest + 1), 'later', 1, \(compatibleFrom(newest)))
                """)
            return newest
        }
    }

    /// Lets a person on WeChat be one of the demo's residents (`A` … `E`), with his home and his points.
    package func identify(_ openid: String, as resident: String) async throws {
        let now = Self.now
        let known = try await arrange { tx throws(SQLError) in
            guard let id = try tx.residents.find(channel: "web", sender: resident) else { return false }
            try tx.residents.attach(id, channel: "oa", sender: openid, at: now)
            return true
        }
        guard known else { throw Unexpected("the demo has no resident \(resident)") }
    }

    /// A message as a crash leaves it behind: on disk, with so many attempts that did not come to their end.
    package func leaveBehind(_ text: String, from openid: String, attempts: Int) async throws {
        let now = Self.now
        let id = "\(nextID)"
        wechat.personWrote(openid)
        try await arrange { tx throws(SQLError) in
            let message = InboundMessage(
                channel: "oa", externalID: id, sender: openid, sentAt: now, content: .text(text))
            guard let row = try tx.inbox.accept(message, at: now) else { return }
            if attempts > 0 { try tx.inbox.countAttempt([row], after: attempts - 1) }
        }
    }
}
