import ArgumentParser
import Foundation
import LinliChannels
import LinliEngine
import LinliIntents
import LinliModel
import LinliSettings

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check all of Config/ and Intents/; every finding with file and line.",
            discussion: """
                Mistakes end with exit code 2. Gaps of the roster (a level without anybody, leave that takes
                the last one away) are no mistakes, the daemon starts with them: exit code 1. Vectors of
                words that are absent or damaged are only named: the daemon does not need them.

                Example:
                  linli config check --config /etc/linli
                """)

        @OptionGroup var config: ConfigOptions

        func run() throws {
            let environment = ProcessInfo.processInfo.environment
            var findings = Settings.check(directory: config.directory, environment: environment)
            var gaps: [Finding] = []
            // Where the settings cannot say it: what is sound there must not look broken.
            var intents = IntentFolder.path(config)
            do throws(Findings) {
                let settings = try Settings.load(
                    directory: config.directory, environment: environment, includingChannels: false)
                intents = config.intentsDirectory(settings)
                gaps = settings.gaps(from: SystemClock().now().civil.date)
            } catch {
                // Its findings stand in the list already.
            }
            do throws(Findings) {
                _ = try Understanding.load(
                    directory: intents, holidays: Holidays(),
                    models: LearntModels.file(of: intents, data: config.dataDirectory))
            } catch {
                findings += error.list
            }
            if findings.isEmpty {
                findings = Self.refused(directory: config.directory, environment: environment)
            }
            for finding in findings.sorted() { Console.out(finding.description) }
            for gap in gaps { Console.out(gap.description) }
            if let finding = WordVectors.finding(in: intents) { Console.out(finding.description) }
            guard findings.isEmpty else { throw Exit.usage }
            guard gaps.isEmpty else { throw Exit.no }
            Console.out("\(config.directory)/ and \(intents)/ are sound.")
        }

        /// What a channel itself refuses in settings that are well written: a secret that is none, an
        /// address that nothing can be pushed to. The daemon would not start with it.
        static func refused(directory: String, environment: [String: String]) -> [Finding] {
            let settings: Settings
            do throws(Findings) {
                settings = try Settings.load(directory: directory, environment: environment)
            } catch {
                return error.list
            }
            return settings.channels.compactMap { channel in
                finding { () throws(Finding) in _ = try ChannelCatalogue.make(channel) }
            }
                + settings.staffRobots.compactMap { robot in
                    finding { () throws(Finding) in _ = try StaffRobot(robot.channel) }
                }
        }

        private static func finding(_ build: () throws(Finding) -> Void) -> Finding? {
            do throws(Finding) {
                try build()
                return nil
            } catch {
                return error
            }
        }
    }
}
