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
    /// A channel with its counters: they are found once, not with every call.
    private struct Hook: Sendable {
        let channel: any LinliChannels.Channel
        let accepted, handshakes, refused, unavailable: Counter

        init(_ channel: any LinliChannels.Channel, _ metrics: MetricsRegistry) {
            self.channel = channel
            func counter(_ decision: String) -> Counter {
                metrics.counter(
                    "linli_webhook_messages_total",
                    help: "Messages accepted, and calls decided otherwise.",
                    labels: [MetricLabel("channel", channel.name), MetricLabel("decision", decision)])
            }
            accepted = counter("accepted")
            handshakes = counter("handshake")
            refused = counter("refused")
            unavailable = counter("unavailable")
        }
    }

    private let hooks: [String: Hook]
    private let gate: AcceptGate
    private let now: @Sendable () -> Instant

    /// Channels of kind `web` have a page instead and take no webhook.
    init(
        channels: [any LinliChannels.Channel], gate: AcceptGate, now: @escaping @Sendable () -> Instant,
        metrics: MetricsRegistry
    ) {
        let hooked = channels.filter { $0.kind != .web && $0.kind != .wecomRobot }
        hooks = Dictionary(
            hooked.map { ($0.name, Hook($0, metrics)) }, uniquingKeysWith: { first, _ in first })
        self.gate = gate
        self.now = now
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
        guard let name = context.parameters.get("channel"), let hook = hooks[name] else {
            return .text(.notFound, "no such channel\n")
        }
        let receivedAt = now()
        let reading = try await BoundedBody.read(request, upTo: Limits.webhookBodyBytes)
        guard case .bytes(let body) = reading else {
            refused(hook, status: 413, reason: "body over the limit", context.logger)
            return .text(.contentTooLarge, "body too large\n")
        }
        let decision = hook.channel.receive(
            WebhookRequest(
                method: method, query: QueryString.items(of: request.uri.query),
                headers: HeaderNames.lowered(request.headers), body: body, receivedAt: receivedAt))
        switch decision {
        case .handshake(let answer):
            hook.handshakes.increment()
            return .text(.ok, answer, contentType: "text/plain")
        case .refuse(let status, let reason):
            refused(hook, status: status, reason: reason, context.logger)
            return status == 400
                ? .text(.badRequest, "bad request\n") : .text(.unauthorized, "unauthorized\n")
        case .accept(let messages, let reply):
            return await store(messages.count, reply, from: hook, context.logger) {
                if !messages.isEmpty { try await gate.accept(messages, at: receivedAt) }
            }
        case .report(let lost, let messages, let reply):
            return await store(messages.count, reply, from: hook, context.logger) {
                try await gate.report(lost, of: hook.channel.name, at: receivedAt)
                if !messages.isEmpty { try await gate.accept(messages, at: receivedAt) }
            }
        case .notice(let notice, let reply):
            return await store(1, reply, from: hook, context.logger) {
                try await gate.note(notice, at: receivedAt)
            }
        }
    }

    /// Answers 200 when `body` has stored what came.
    private func store(
        _ count: Int, _ reply: WebhookReply, from hook: Hook, _ logger: Logger,
        _ body: () async throws -> Void
    ) async -> Response {
        do {
            try await body()
        } catch {
            hook.unavailable.increment()
            // The kind of error only: a driver's text may quote what was to be stored.
            logger.error(
                "store did not take a webhook",
                metadata: ["channel": "\(hook.channel.name)", "error": "\(type(of: error))"])
            return .comeAgain()
        }
        hook.accepted.increment(by: UInt64(count))
        return .text(.ok, reply.body, contentType: reply.contentType)
    }

    private func refused(_ hook: Hook, status: Int, reason: String, _ logger: Logger) {
        hook.refused.increment()
        logger.notice(
            "webhook refused",
            metadata: ["channel": "\(hook.channel.name)", "status": "\(status)", "reason": "\(reason)"])
    }
}
