import Hummingbird
import LinliModel
import Logging
import ServiceLifecycle
import Synchronization

/// The replies of one person as they come, for as long as his page listens (Server-Sent Events).
///
/// It begins after the last reply that the page has seen, so nothing is lost between two streams; every
/// heartbeat asks the feed as well, so nothing is lost with a missed wake-up. It ends when the page is gone,
/// after `streamLifetime`, at a graceful stop, or when the feed fails; the page then comes back by itself.
struct ChatStream: Sendable {
    let chat: Chat
    let sender: String
    let after: Int64
    /// Free again when the stream is over, or was never begun.
    let seat: StreamSeats.Seat
    let now: @Sendable () -> Instant
    let logger: Logger

    func write(to writer: inout any ResponseBodyWriter) async throws {
        // Before the first look at the feed: what comes in between must wake us.
        let changes = chat.feed.changes(for: sender)
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (heartbeat, lifetime) = (chat.heartbeat, chat.streamLifetime)
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in changes { signal.yield() } }
                group.addTask {
                    let end = ContinuousClock.now + lifetime
                    while ContinuousClock.now < end {
                        try await ContinuousClock().sleep(for: heartbeat)
                        signal.yield()
                    }
                    signal.finish()
                }
                try await deliver(at: signals, to: &writer)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            signal.finish()
        }
        try await writer.finish(nil)
    }

    private func deliver(
        at signals: AsyncStream<Void>, to writer: inout any ResponseBodyWriter
    ) async throws {
        var cursor = after
        var iterator = signals.makeAsyncIterator()
        try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
        repeat {
            guard let replies = await news(after: cursor) else { return }
            for reply in replies {
                try await writer.write(ByteBuffer(string: Self.event(reply)))
                cursor = reply.id
            }
            if !replies.isEmpty { continue }
            try await writer.write(ByteBuffer(string: "event: beat\ndata: \(now().milliseconds)\n\n"))
            guard await iterator.next() != nil else { return }
        } while !Task.isCancelled
    }

    /// Nil when the feed failed, which ends the stream.
    private func news(after cursor: Int64) async -> [ChatReply]? {
        do {
            return try await chat.feed.replies(to: sender, after: cursor)
        } catch {
            logger.error("the web chat's feed failed", metadata: ["error": "\(type(of: error))"])
            return nil
        }
    }

    static func event(_ reply: ChatReply) -> String {
        let text = JSONText.quoted(reply.text)
        let words = reply.buttons.map(JSONText.quoted).joined(separator: ",")
        let buttons = words.isEmpty ? "" : "\"buttons\":[\(words)],"
        let data = "{\"id\":\(reply.id),\"text\":\(text),\(buttons)\"at\":\(reply.at.milliseconds)}"
        return "id: \(reply.id)\nevent: reply\ndata: \(data)\n\n"
    }
}

/// The places for event streams. They are exempt from the deadline of a request, so they have a cap of their
/// own (`Limits.eventStreams`).
final class StreamSeats: Sendable {
    private let free: Atomic<Int>

    init(_ seats: Int) {
        free = Atomic(seats)
    }

    /// Nil when all are taken.
    func take() -> Seat? {
        guard free.subtract(1, ordering: .relaxed).newValue >= 0 else {
            free.add(1, ordering: .relaxed)
            return nil
        }
        return Seat(self)
    }

    /// One place; free again when nothing refers to it any more.
    final class Seat: Sendable {
        private let seats: StreamSeats

        fileprivate init(_ seats: StreamSeats) {
            self.seats = seats
        }

        deinit {
            seats.free.add(1, ordering: .relaxed)
        }
    }
}
