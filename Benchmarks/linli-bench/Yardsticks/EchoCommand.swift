import ArgumentParser
import Hummingbird
import Logging

/// Hummingbird and nothing else: what a POST costs before anybody looks into it.
struct EchoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo",
        abstract: "Answer every webhook with its own body (the yardstick for accepting).")

    func run() async throws {
        var logger = Logger(label: "echo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let router = Router()
        router.get("/readyz") { _, _ in "ready" }
        router.post("/hooks/{channel}") { request, _ -> Response in
            let body = try await request.body.collect(upTo: 64 * 1024)
            return Response(
                status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: body))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                Console.out("Echo listens on http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            },
            logger: logger)
        try await application.run()
    }
}
