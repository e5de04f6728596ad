import ArgumentParser
import LinliIntents
import LinliModel
import LinliServices
import LinliSettings

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Why: step by step.",
        subcommands: [
            Message.self, Deadline.self, ExplainTicketCommand.self, ExplainBalanceCommand.self,
            ExplainSlotCommand.self,
        ])

    struct Message: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why a message is understood as it is.",
            discussion: """
                Example:
                  linli explain message 电梯困人了
                """)

        @OptionGroup var options: IntentCommand.Options
        @Flag(help: "One JSON object.") var json = false
        @Argument(help: "The message.") var text: String

        func run() throws {
            let (understanding, register) = try options.load()
            let explanation = understanding.explain(text, at: try options.instant(), register: register)
            guard !json else { return try Console.json(explanation) }
            for line in ExplainedMessage(explanation: explanation).lines { Console.out(line) }
        }
    }

    struct Deadline: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How a deadline is counted, interval by interval.",
            discussion: """
                Example:
                  linli explain deadline --from 2026-02-13T17:58:00+08:00 --target 5m \\
                    --windows 09:00-12:00,13:30-18:00 --calendar cn
                """)

        @Option(help: ArgumentHelp("When the clock starts.", valueName: "time")) var from: String
        @Option(help: ArgumentHelp("5m, 2h, 90s of counted time, or 3wd working days.", valueName: "target"))
        var target: String
        @Option(help: ArgumentHelp("Windows of a working day.", valueName: "windows"))
        var windows = "09:00-12:00,13:30-18:00"
        @Option(help: ArgumentHelp("The calendar; cn is the Chinese one.", valueName: "name")) var calendar =
            "cn"
        @Flag(help: "Count every second, day and night.") var wall = false
        @Flag(help: "One JSON object.") var json = false
        @OptionGroup var config: ConfigOptions

        func run() throws {
            let start = try TimeArgument.read(from, option: "--from")
            guard let target = TimeTarget(target) else {
                throw usage("--target \(self.target) is no length; write 5m, 2h, 90s or 3wd")
            }
            guard calendar == "cn" else {
                throw usage("There is no calendar \(calendar); the one there is: cn")
            }
            guard let windows = ServiceWindows(windows, days: .workingDays) else {
                throw usage("--windows \(self.windows) cannot be read; write 09:00-12:00,13:30-18:00")
            }
            let deadline: LinliServices.Deadline
            do throws(DeadlineError) {
                deadline =
                    wall
                    ? try BusinessClock.wall(from: start, target: target)
                    : try BusinessClock(windows: windows, calendar: try years()).due(
                        from: start, target: target)
            } catch {
                throw usage(error.description)
            }
            try show(deadline)
        }

        private func years() throws(DeadlineError) -> WorkingCalendar {
            do throws(Findings) {
                return WorkingCalendar(try Settings.calendars(directory: config.directory))
            } catch {
                for finding in error.list { Console.error(finding.description) }
                return WorkingCalendar([:])
            }
        }

        private func show(_ deadline: LinliServices.Deadline) throws {
            guard !json else { return try Console.json(deadline) }
            for interval in deadline.intervals {
                Console.out(
                    [
                        interval.from.iso8601, interval.to.iso8601, "\(interval.counted.seconds)秒",
                        Sentences.reckoning(interval.why),
                    ].joined(separator: "  ")
                )
            }
            Console.out(Sentences.due(deadline.due))
        }

        private func usage(_ sentence: String) -> any Error {
            Console.error(sentence)
            return Exit.usage
        }
    }
}
