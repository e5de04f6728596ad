import Hummingbird
import LinliModel
import Logging

/// Builds a Hummingbird server whose every connection is guarded.
enum Listener {
    static func application(
        _ door: FrontDoor, name: String, host: String, port: Int, limits: ListenerLimits,
        metrics: MetricsRegistry, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<FrontDoor> {
        let load = ListenerLoad(limits: limits, listener: name, metrics: metrics, logger: logger)
        return Application(
            responder: door,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [GuardInstaller(load: load, logger: logger)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                        maxHeaderFieldCount: limits.headerFields))),
            // A platform that floods finds a queue, not a refused connection.
            configuration: .init(address: .hostname(host, port: port), backlog: 1024),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
