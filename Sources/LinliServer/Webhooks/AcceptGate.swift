import LinliChannels
import LinliModel
import Synchronization

/// Lets messages into the store, but never more at one time than memory bears.
///
/// A store that hangs does not answer, and the listener sends its callers away with 503 in time. What they
/// handed over still waits here; so the number that waits is bounded, and above it the answer is 503 at once.
final class AcceptGate: Sendable {
    private let waiting = Atomic<Int>(0)
    private let limit: Int
    private let inbox: Inbox

    init(_ inbox: Inbox, limit: Int = Limits.acceptsInFlight) {
        self.inbox = inbox
        self.limit = limit
    }

    /// - Throws: `AcceptGateFull`, or what the store throws.
    func accept(_ messages: [InboundMessage], at receivedAt: Instant) async throws {
        try await pass { try await inbox.accept(messages, receivedAt) }
    }

    /// - Throws: `AcceptGateFull`, or what the store throws.
    func report(_ lost: [Undelivered], of channel: String, at receivedAt: Instant) async throws {
        try await pass { try await inbox.report(channel, lost, receivedAt) }
    }

    /// - Throws: `AcceptGateFull`, or what the store throws.
    func note(_ notice: PullNotice, at receivedAt: Instant) async throws {
        try await pass { try await inbox.notice(notice, receivedAt) }
    }

    private func pass(_ body: () async throws -> Void) async throws {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= limit else { throw AcceptGateFull() }
        try await body()
    }
}

/// Retryable: the platform comes again.
struct AcceptGateFull: Error {}
