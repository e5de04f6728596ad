import HTTPTypes
import Hummingbird
import LinliChannels
import LinliModel
import Logging
import NIOCore
import ServiceLifecycle

/// The listener for residents' platforms: webhooks, the web chat, health.
///
/// Promises that a webhook is answered 200 only after its messages are on disk, and that no client, slow,
/// silent or greedy, keeps a connection longer than `ListenerLimits` allow. On a graceful stop it accepts
/// no more, lets requests under way finish, and ends the event streams, whose pages come back by themselves.
package struct PublicServer: Service {
    private let application: Application<FrontDoor>
    private let host: String
    private let port: Int

    /// - Parameters:
    ///   - port: 0 lets the system choose; `onListening` tells which.
    ///   - chat: Nil when no channel of kind `web` is configured.
    ///   - admin: Answers `/metrics` and `/api/v1` for direct callers on this machine when the listener is
    ///     bound to loopback; elsewhere these paths are 404.
    ///   - mount: Further public pages (the board, the console) with the methods that their paths take.
    package init(
        host: String, port: Int, limits: ListenerLimits = .publicListener,
        channels: [any LinliChannels.Channel], inbox: Inbox, chat: Chat? = nil, admin: AdminRouter? = nil,
        readiness: @escaping @Sendable () async -> Readiness, metrics: MetricsRegistry, logger: Logger,
        now: @escaping @Sendable () -> Instant,
        mount: (Router<ServerContext>) -> [(path: String, methods: [HTTPRequest.Method])] = { _ in [] },
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        let router = Router(context: ServerContext.self)
        let gate = AcceptGate(inbox)
        WebhookRoute(channels: channels, gate: gate, now: now, metrics: metrics).mount(on: router)
        HealthRoutes(readiness: readiness).mount(on: router)
        var paths = HealthRoutes.paths + [(path: "/hooks/*", methods: [.get, .post])]
        if let chat {
            paths += ChatRoutes(chat: chat, gate: gate, now: now).mount(on: router)
        } else {
            router.get("/") { _, _ in Response.text(.ok, "邻里 Linli\n") }
            paths.append((path: "/", methods: [.get]))
        }
        paths += mount(router)
        let direct = admin.flatMap { Loopback.contains(host: host) ? DirectAdmin(admin: $0) : nil }
        let door = FrontDoor(
            methods: MethodTable(paths), routes: router.buildResponder(),
            aside: { request, context in try await direct?.respond(to: request, context: context) },
            measures: RequestMeasures(metrics: metrics, listener: "public"))
        (self.host, self.port) = (host, port)
        application = Listener.application(
            door, name: "public", host: host, port: port, limits: limits, metrics: metrics, logger: logger,
            onListening: onListening)
    }

    /// - Throws: `ListenerFailure` where its address is not to be had.
    package func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenerFailure(error, setting: "http", host: host, port: port) ?? error
        }
    }
}
