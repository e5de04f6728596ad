import LinliChannels
import LinliModel

/// Where messages of residents go before anything answers 200, and the words of platforms that some wait or
/// that ours did not arrive.
///
/// All return only when everything is on disk (or was there before); they throw when the store does not take
/// it. They must not hold a thread while they wait.
package struct Inbox: Sendable {
    package var accept: @Sendable (_ messages: [InboundMessage], _ receivedAt: Instant) async throws -> Void
    package var report:
        @Sendable (_ channel: String, _ lost: [Undelivered], _ receivedAt: Instant) async throws -> Void
    package var notice: @Sendable (_ notice: PullNotice, _ receivedAt: Instant) async throws -> Void

    package init(
        accept: @escaping @Sendable ([InboundMessage], _ receivedAt: Instant) async throws -> Void,
        report:
            @escaping @Sendable (_ channel: String, [Undelivered], _ at: Instant) async throws ->
            Void,
        notice: @escaping @Sendable (PullNotice, _ receivedAt: Instant) async throws -> Void
    ) {
        self.accept = accept
        self.report = report
        self.notice = notice
    }
}
