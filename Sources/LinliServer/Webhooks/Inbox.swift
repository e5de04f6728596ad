import LinliModel

/// Where messages of residents go before anything answers 200.
///
/// `accept` returns only when every message is on disk (or was there before); it throws when the store
/// does not take them. It must not hold a thread while it waits.
package struct Inbox: Sendable {
    package var accept: @Sendable (_ messages: [InboundMessage], _ receivedAt: Instant) async throws -> Void

    package init(
        accept: @escaping @Sendable (_ messages: [InboundMessage], _ receivedAt: Instant) async throws -> Void
    ) {
        self.accept = accept
    }
}
