import Hummingbird
import LinliModel
import Logging
import NIOCore
import ServiceLifecycle

/// The listener for staff: the admin API and `/metrics`, apart from the public one and by default on
/// loopback only.
///
/// Promises never to carry a token over the network in the clear: an address beyond this machine is refused
/// at start. Behind a proxy that speaks TLS on this machine it is reached from outside.
package struct AdminServer: Service {
    private let application: Application<FrontDoor>
    private let host: String
    private let port: Int

    /// - Throws: `AdminServerError.beyondLoopback`: wrong configuration, not retryable, exit code 2.
    package init(
        host: String, port: Int, limits: ListenerLimits = .adminListener, router: AdminRouter,
        metrics: MetricsRegistry, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws(AdminServerError) {
        guard Loopback.contains(host: host) else { throw .beyondLoopback(host: host) }
        let door = FrontDoor(
            methods: MethodTable(HealthRoutes.paths + [(path: "/metrics", methods: [.get])]),
            routes: router.routes, aside: { _, _ in nil },
            measures: RequestMeasures(metrics: metrics, listener: "admin"))
        (self.host, self.port) = (host, port)
        application = Listener.application(
            door, name: "admin", host: host, port: port, limits: limits, metrics: metrics, logger: logger,
            onListening: onListening)
    }

    /// - Throws: `ListenerFailure` where its address is not to be had.
    package func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenerFailure(error, setting: "admin", host: host, port: port) ?? error
        }
    }
}

package enum AdminServerError: Error, CustomStringConvertible, Equatable {
    case beyondLoopback(host: String)

    package var description: String {
        switch self {
        case .beyondLoopback(let host):
            """
            admin.host is \(host): beyond this machine the admin side needs TLS, which the daemon does not \
            speak itself. Set admin.host to 127.0.0.1 and put a proxy with TLS before it.
            """
        }
    }
}
