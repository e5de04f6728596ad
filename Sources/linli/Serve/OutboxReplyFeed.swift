import LinliModel
import LinliServer
import LinliSQL
import LinliStore
import Synchronization

/// The web chat's replies, read from the outbox, and the wake-ups of its open pages.
final class OutboxReplyFeed: ReplyFeed {
    private let database: any Database
    private let channel: String
    private let listeners = Mutex<[String: [Int: AsyncStream<Void>.Continuation]]>([:])
    private let serial = Atomic<Int>(0)
    /// The rows that `follow` has told of last, and the highest of them.
    private let followed = Mutex<(told: Set<OutboxID>, last: Int64)>(([], 0))

    init(database: any Database, channel: String) {
        self.database = database
        self.channel = channel
    }

    func replies(to sender: String, after: Int64) async throws -> [ChatReply] {
        let channel = channel
        let rows = try await database.read { tx throws(SQLError) in
            try tx.outbox.sent(channel: channel, recipient: sender, after: OutboxID(after), limit: 100)
        }
        return rows.map {
            ChatReply(
                id: $0.id.rawValue, text: $0.message.text, buttons: $0.message.buttons, at: $0.createdAt)
        }
    }

    func changes(for sender: String) -> AsyncStream<Void> {
        let number = serial.add(1, ordering: .relaxed).newValue
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            listeners.withLock { $0[sender, default: [:]][number] = continuation }
            continuation.onTermination = { [weak self] _ in self?.forget(sender, number) }
        }
    }

    func changed(_ sender: String) {
        let open = listeners.withLock { $0[sender].map { Array($0.values) } ?? [] }
        for continuation in open { continuation.yield() }
    }

    /// Wakes the pages whose replies came since the last call, through whichever daemon. Rows that committed
    /// out of their order are among those that are read again.
    func follow() async throws(SQLError) {
        guard listeners.withLock({ !$0.isEmpty }) else { return }
        let (channel, (told, last)) = (channel, followed.withLock { $0 })
        let rows = try await database.read { tx throws(SQLError) in
            try tx.outbox.recipients(channel: channel, after: OutboxID(last - 200), limit: 1000)
        }
        for row in rows where !told.contains(row.id) { changed(row.recipient) }
        followed.withLock { $0 = (Set(rows.map(\.id)), rows.last?.id.rawValue ?? last) }
    }

    private func forget(_ sender: String, _ number: Int) {
        listeners.withLock { listeners in
            listeners[sender]?[number] = nil
            if listeners[sender]?.isEmpty == true { listeners[sender] = nil }
        }
    }
}
