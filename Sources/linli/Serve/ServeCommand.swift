import ArgumentParser
import Foundation
import LinliEngine
import LinliModel
import LinliSettings
import LinliSQL
import Logging
import ServiceLifecycle

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon: webhooks, workers, timers, admin API, web pages.",
        discussion: """
            Example:
              LINLI_HTTP_PORT=9000 linli serve --config /etc/linli
              linli serve --accept-only    takes every message, answers none yet

            Stops gracefully on SIGTERM and SIGINT; reads Intents/ again on SIGHUP.
            """)

    @OptionGroup var config: ConfigOptions

    @Flag(
        help: """
            Store what comes in and do nothing else: no reply, no clock, no push, until the daemon is \
            started without this. For the time in which a mistake in Config/ or Intents/ is mended.
            """)
    var acceptOnly = false

    func run() async throws {
        // Times are counted by `CivilTime`. The HTTP server asks Foundation for a calendar, only to write
        // GMT; without a zone of its own that would load the tables of all zones (2 MiB).
        NSTimeZone.default = .gmt
        let settings = try config.load()
        let logger = Self.makeLogger(settings.daemon.logLevel)
        let store = try await StoreOpening(settings).open(.daemon)
        do {
            let daemon = try await Daemon(
                settings: settings, intents: config.intentsDirectory(settings), store: store,
                duty: acceptOnly ? .accepts : .everything, clock: SystemClock(), logger: logger)
            try await daemon.run()
            await store.database.close()
        } catch let finding as Finding {
            await store.database.close()
            Console.error(finding.description)
            throw Exit.usage
        } catch let error as SQLError {
            await store.database.close()
            Console.error("The store cannot be used (\(error)); run: linli store check")
            throw Exit.unreachable
        }
    }

    private static func makeLogger(_ level: String) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "linli")
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        return logger
    }
}
