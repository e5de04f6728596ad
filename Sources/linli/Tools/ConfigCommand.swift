import ArgumentParser
import Foundation
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
                Example:
                  linli config check --config /etc/linli
                """)

        @OptionGroup var config: ConfigOptions

        func run() throws {
            let environment = ProcessInfo.processInfo.environment
            var findings = Settings.check(directory: config.directory, environment: environment)
            var intents = Checkout.find("Intents")
            do throws(Findings) {
                let settings = try Settings.load(
                    directory: config.directory, environment: environment, includingChannels: false)
                intents = config.intentsDirectory(settings)
            } catch {
                // Its findings stand in the list already.
            }
            do throws(Findings) {
                _ = try Understanding.load(directory: intents)
            } catch {
                findings += error.list
            }
            for finding in findings.sorted() { Console.out(finding.description) }
            guard findings.isEmpty else { throw Exit.usage }
            Console.out("\(config.directory)/ and \(intents)/ are sound.")
        }
    }
}
