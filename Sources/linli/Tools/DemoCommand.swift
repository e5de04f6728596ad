import ArgumentParser
import Foundation
import LinliEngine
import LinliModel
import LinliServices
import LinliSQL
import LinliSQLite
import LinliStore

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "The made-up estate 华庭里.", subcommands: [Load.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the demo estate into the store. A second load adds nothing.",
            discussion: """
                Example:
                  linli demo load && linli serve
                """)

        @OptionGroup var config: ConfigOptions

        func run() async throws {
            let settings = try config.load(includingChannels: false)
            guard let demo = settings.demo else {
                Console.error("\(config.directory)/demo is missing; there is no demo estate to load.")
                throw Exit.usage
            }
            let database = try await StoreOpening(settings).open(.exclusiveTool).database
            let now = SystemClock().now()
            do throws(SQLError) {
                _ = try await Schema.migrate(database, at: now.milliseconds)
                let loader = DemoLoader(settings: settings, demo: demo, codes: .system)
                let report = try await database.write { tx throws(SQLError) in
                    try loader.load(channel: ChatSettings.channel, in: tx, at: now)
                }
                await database.close()
                tell(report, folder: settings.daemon.dataDirectory + "/tokens")
            } catch {
                await database.close()
                Console.error("The demo estate could not be loaded: \(error)")
                throw Exit.unreachable
            }
        }

        /// One token a role, so that one can act as a steward or an engineer.
        private func tell(_ report: DemoLoader.Report, folder: String) {
            for (role, token) in report.tokens {
                do {
                    try PrivateFile.write(Data(token.utf8), to: "\(folder)/\(role.rawValue)")
                } catch {
                    Console.error("The token of \(role.rawValue) could not be written to \(folder).")
                }
            }
            let isNew = report.homes + report.residents + report.sessions > 0
            Console.out(
                isNew
                    ? "华庭里: \(report.homes) homes, \(report.residents) residents,"
                        + " \(report.sessions) receptions"
                    : "华庭里 was loaded before; nothing was added.")
            if !report.tokens.isEmpty {
                Console.out("Tokens by role: \(folder)/  (LINLI_TOKEN=$(cat \(folder)/steward))")
            }
        }
    }
}
