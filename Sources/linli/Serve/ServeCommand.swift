import ArgumentParser
import Foundation
import LinliEngine
import LinliModel
import LinliSettings
import LinliSQL
import LinliSQLite
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
        let settings = try config.load()
        let logger = Self.makeLogger(settings.daemon.logLevel)
        let database = try StoreOpening(settings).open(.daemon)
        do {
            let daemon = try await Daemon(
                settings: settings, intents: config.intentsDirectory(settings), database: database,
                duty: acceptOnly ? .accepts : .everything, clock: SystemClock(), logger: logger)
            try await daemon.run()
            await database.close()
        } catch let finding as Finding {
            await database.close()
            Console.error(finding.description)
            throw Exit.usage
        } catch let error as SQLError {
            await database.close()
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

/// Opens the store that the settings name; says what to do where it cannot.
struct StoreOpening {
    private let settings: Settings

    init(_ settings: Settings) {
        self.settings = settings
    }

    var path: String {
        get throws {
            let url = settings.daemon.storeURL
            guard url.hasPrefix("sqlite:") else {
                Console.error(
                    "store.url is \(url): this version keeps its store in SQLite; write sqlite:PATH")
                throw Exit.usage
            }
            return String(url.dropFirst("sqlite:".count))
        }
    }

    func open(_ mode: SQLiteMode) throws -> SQLiteDatabase {
        let path = try path
        do throws(SQLError) {
            return try SQLiteDatabase.open(path: path, mode: mode)
        } catch {
            switch error.kind {
            case .busy:
                Console.error(
                    "Another linli holds the store \(path); stop it first, or ask it by its admin API.")
            default: Console.error("The store \(path) cannot be opened: \(error.message)")
            }
            throw Exit.unreachable
        }
    }
}
