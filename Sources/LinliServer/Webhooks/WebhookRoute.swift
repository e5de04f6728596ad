import HTTPTypes
import Hummingbird
import LinliChannels
import LinliModel
import Logging

/// `/hooks/{channel}`: takes what a platform sends, and answers 200 only when it is on disk.
///
/// The channel decides on the raw bytes; nothing is stored when it refuses. A store that fails answers 503
/// with `Retry-After`; one that hangs is answered for by the connection's guard, within
/// `Limits.answerMilliseconds`. After a crash in between the platform delivers again, and the store knows
/// the message by its external id.
struct WebhookRoute: Sendable {
    private let channels: [String: any LinliChannels.Channel]
    private let gate: AcceptGate
    private let now: @Sendable () -> Instant
    private let metrics: MetricsRegistry

    /// Channels of kind `web` have a page instead and take no webhook.
    init(
        channels: [any LinliChannels.Channel], gate: AcceptGate, now: @escaping @Sendable () -> Instant,
        metrics: MetricsRegistry
    ) {
        let hooked = channels.filter { $0.kind != .web && $0.kind != .wecomRobot }
        self.channels = Dictionary(hooked.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.gate = gate
        self.now = now
        self.metrics = metrics
    }

    func mount(on router: Router<ServerContext>) {
        for (method, kind) in [(HTTPRequest.Method.get, WebhookRequest.Method.get), (.post, .post)] {
            router.on("/hooks/{channel}", method: method) { request, context in
                try await respond(to: request, kind, context)
            }
        }
    }

    private func respond(
        to request: Request, _ method: WebhookRequest.Method, _ context: ServerContext
    ) async throws -> Response {
        guard let name = context.parameters.get("channel"), let channel = channels[name] else {
            return .text(.notFound, "no such channel\n")
        }
        let receivedAt = now()
        let reading = try await BoundedBody.read(request, upTo: Limits.webhookBodyBytes)
        guard case .bytes(let body) = reading else {
            refused(channel, status: 413, reason: "body over the limit", context.logger)
            return .text(.contentTooLarge, "body too large\n")
        }
        let decision = channel.receive(
            WebhookRequest(
                method: method, query: QueryString.items(of: request.uri.query),
                headers: HeaderNames.lowered(request.headers), body: body, receivedAt: receivedAt))
        switch decision {
        case .handshake(let answer):
            count(channel, "handshake")
            return .text(.ok, answer, contentType: "text/plain")
        case .refuse(let status, let reason):
            refused(channel, status: status, reason: reason, context.logger)
            return status == 400
                ? .text(.badRequest, "bad request\n") : .text(.unauthorized, "unauthorized\n")
        case .accept(let messages, let reply):
            return await accept(messages, reply, from: channel, at: receivedAt, context.logger)
        }
    }

    private func accept(
        _ messages: [InboundMessage], _ reply: WebhookReply, from channel: any LinliChannels.Channel,
        at receivedAt: Instant, _ logger: Logger
    ) async -> Response {
        do {
            if !messages.isEmpty { try await gate.accept(messages, at: receivedAt) }
        } catch {
            count(channel, "unavailable")
            // The kind of error only: a driver's text may quote what was to be stored.
            logger.error(
                "store did not take a webhook",
                metadata: ["channel": "\(channel.name)", "error": "\(type(of: error))"])
            return .comeAgain()
        }
        count(channel, "accepted", UInt64(messages.count))
        return .text(.ok, reply.body, contentType: reply.contentType)
    }

    private func refused(
        _ channel: any LinliChannels.Channel, status: Int, reason: String, _ logger: Logger
    ) {
        count(channel, "refused")
        logger.notice(
            "webhook refused",
            metadata: ["channel": "\(channel.name)", "status": "\(status)", "reason": "\(reason)"])
    }

    private func count(_ channel: any LinliChannels.Channel, _ decision: String, _ amount: UInt64 = 1) {
        metrics.counter(
            "linli_webhook_messages_total", help: "Messages accepted, and calls decided otherwise.",
            labels: [MetricLabel("channel", channel.name), MetricLabel("decision", decision)]
        ).increment(by: amount)
    }
}
