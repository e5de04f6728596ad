import ArgumentParser
import Foundation

/// How long, how much and with which program. The defaults are those of `make bench`.
struct RunOptions: ParsableArguments {
    @Option(help: "The release binary of linli; by default the one beside this program.")
    var linli: String?

    @Option(help: "The settings that the daemon gets; its channels are replaced.")
    var config = "Config"

    @Option(help: "Sentences and replies.")
    var intents = "Intents"

    @Option(help: "A folder on the disk that is to be measured. What is written there is removed.")
    var scratch = ".build"

    @Option(help: "Seconds for which the whole way must hold.")
    var seconds = 60.0

    @Option(help: "Seconds of one step of the search for that rate.")
    var trialSeconds = 8.0

    @Option(help: "Seconds of one round of accepting.")
    var acceptSeconds = 4.0

    @Option(help: "Seconds of the latency run.")
    var latencySeconds = 20.0

    @Option(help: "Messages a second of the latency run.")
    var rate = 500.0

    @Option(help: "Replies that wait before the push run.")
    var backlog = 20_000

    @Option(help: "Messages that wait before the daemons on PostgreSQL begin.")
    var turns = 6_000

    @Option(help: "Rounds of what is cheap; the median counts.")
    var rounds = 3

    @Option(help: "Residents who write.")
    var residents = 50_000

    @Option(help: "Threads of the load.")
    var threads = 2

    @Option(help: "Connections of the load, all threads together.")
    var connections = 64

    var binary: String {
        if let linli { return URL(fileURLWithPath: linli).path }
        return URL(fileURLWithPath: Bundle.main.executablePath ?? "").deletingLastPathComponent()
            .appendingPathComponent("linli").path
    }

    var intentsPath: String { URL(fileURLWithPath: intents).path }

    /// What a reader of the figures must know.
    var parameters: [String: Double] {
        [
            "seconds": seconds, "trial_seconds": trialSeconds, "accept_seconds": acceptSeconds,
            "latency_seconds": latencySeconds, "latency_rate": rate, "backlog": Double(backlog),
            "turns": Double(turns),
            "rounds": Double(rounds), "residents": Double(residents), "threads": Double(threads),
            "connections": Double(connections),
        ]
    }

    func validate() throws {
        let lengths = [seconds, trialSeconds, acceptSeconds, latencySeconds]
        // Sealed webhooks are accepted for 300 s: a longer run would measure refusals.
        guard lengths.allSatisfy({ (0.5...240).contains($0) }) else {
            throw ValidationError("Every length must lie between 0.5 and 240 seconds.")
        }
        guard (1...16).contains(threads), (threads...1_000).contains(connections),
            (1...20).contains(rounds), (100...200_000).contains(backlog), (100...100_000).contains(turns),
            (1...1_000_000).contains(residents), (1...20_000).contains(rate)
        else { throw ValidationError("A count is out of its range.") }
        guard FileManager.default.isExecutableFile(atPath: binary) else {
            throw ValidationError(
                "There is no program at \(binary); build it: make build")
        }
    }
}
