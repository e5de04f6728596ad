import Hummingbird

/// A Hummingbird server on a free port of 127.0.0.1, in this process.
package struct LoopbackApplication: Sendable {
    package let url: String
    private let running: Task<Void, any Error>

    package struct DidNotStart: Error {}

    /// Returns when it listens.
    package static func start(_ router: Router<BasicRequestContext>) async throws -> LoopbackApplication {
        let (ports, continuation) = AsyncStream.makeStream(of: Int?.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port) })
        let running = Task {
            defer { continuation.finish() }
            try await application.run()
        }
        guard let port = await ports.first(where: { _ in true }) ?? nil else { throw DidNotStart() }
        return LoopbackApplication(url: "http://127.0.0.1:\(port)", running: running)
    }

    package func stop() async {
        running.cancel()
        _ = await running.result
    }
}
