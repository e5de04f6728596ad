import LinliChannels
import LinliModel
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

@testable import LinliServer

/// A server on a free port of loopback for the length of one closure.
enum TestServer {
    /// Short enough for a test, long enough for a busy machine; only what a test waits for is made shorter.
    static let patient: ListenerLimits = {
        var limits = ListenerLimits.publicListener
        limits.linger = .milliseconds(200)
        return limits
    }()

    /// What a running server offers its test.
    struct Running: Sendable {
        let port: Int
        let stop: @Sendable () async -> Void
    }

    static func running<Result: Sendable>(
        _ make: (@escaping @Sendable (Int) async -> Void) throws -> any Service,
        _ body: sending (Running) async throws -> Result
    ) async throws -> Result {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let service = try make { announce.yield($0) }
        let group = ServiceGroup(services: [service], logger: Logger(label: "test", factory: { _ in Mute() }))
        async let run: Void = group.run()
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { throw CancellationError() }
        do {
            let result = try await body(
                Running(port: port, stop: { await group.triggerGracefulShutdown() }))
            await group.triggerGracefulShutdown()
            try await run
            return result
        } catch {
            await group.triggerGracefulShutdown()
            try await run
            throw error
        }
    }

    /// A public server around `FakeChannel`.
    static func publicServer<Result: Sendable>(
        limits: ListenerLimits = patient, inbox: Inbox = Inbox { _, _ in }, chat: Chat? = nil,
        admin: AdminRouter? = nil, metrics: MetricsRegistry = MetricsRegistry(),
        log: LogBook = LogBook(), readiness: Readiness = Readiness(checks: [:]),
        _ body: sending (Running) async throws -> Result
    ) async throws -> Result {
        try await running(
            { onListening in
                PublicServer(
                    host: "127.0.0.1", port: 0, limits: limits,
                    channels: [
                        FakeChannel(name: "oa", kind: .standard), FakeChannel(name: "web", kind: .web),
                    ],
                    inbox: inbox, chat: chat, admin: admin, readiness: { readiness }, metrics: metrics,
                    logger: log.logger, now: { Instant(seconds: 1_773_800_000) }, onListening: onListening)
            }, body)
    }
}

extension Inbox {
    /// One for messages only: no test of these posts anything else.
    init(_ accept: @escaping @Sendable ([InboundMessage], Instant) async throws -> Void) {
        self.init(
            accept: accept, report: { _, _, _ in throw UnexpectedCall() },
            notice: { _, _ in throw UnexpectedCall() })
    }

    struct UnexpectedCall: Error {}
}

/// Decides by the body: `shake`, `forged`, `broken`, otherwise a text.
struct FakeChannel: LinliChannels.Channel {
    var name: String
    var kind: ChannelConfiguration.Kind
    var estate = "HTL"
    var limits = ChannelLimits(textBytes: nil, window: nil, takesIdempotencyKey: true)
    var delivery = ChannelDelivery.push
    var configuredOrigins: [String] = []

    func receive(_ request: WebhookRequest) -> WebhookDecision {
        if request.method == .get {
            return .handshake(request.query.first { $0.name == "echostr" }?.value ?? "")
        }
        switch String(decoding: request.body, as: UTF8.self) {
        case "forged": return .refuse(status: 401, reason: "signature")
        case "", "broken": return .refuse(status: 400, reason: "unreadable")
        case "ring": return .notice(PullNotice(account: "wk1", ticket: "T"), reply: WebhookReply(body: ""))
        case "lost":
            let lost = Undelivered(
                recipient: "resident-a", platformID: "p1", verdict: .refused(reason: "gone"))
            return .report([lost], beside: [], reply: WebhookReply(body: "ok"))
        case "nothing": return .accept([], reply: WebhookReply(body: "ok"))
        case let text:
            let message = InboundMessage(
                channel: name, externalID: "1", sender: "resident-a", sentAt: nil, content: .text(text))
            return .accept([message], reply: WebhookReply(body: "success"))
        }
    }

    func parts(of text: String) -> [String] { [text] }
    func tokenRequest(forceRefresh: Bool) -> PushRequest? { nil }
    func token(from response: PushResponse) -> TokenVerdict { .refused(reason: "has none") }
    func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        PushRequest(method: .post, url: "http://127.0.0.1", headers: [], body: [])
    }
    func verdict(on response: PushResponse) -> PushVerdict { .accepted(platformID: nil) }
}

/// Keeps what was logged, so that a test can look for what must not be there.
final class LogBook: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        Logger(label: "test", factory: { _ in Writer(book: self) })
    }

    private struct Writer: LogHandler {
        let book: LogBook
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .debug

        func log(event: LogEvent) {
            let extra = metadata.merging(event.metadata ?? [:]) { $1 }
            book.lines.withLock { $0.append("\(event.level) \(event.message) \(extra)") }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
    }
}

struct Mute: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .critical

    func log(event: LogEvent) {}

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
