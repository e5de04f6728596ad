import ArgumentParser
import Foundation

/// For commands that take something away: a look before, a question, and no guess where nobody can answer.
struct Destructive: ParsableArguments {
    @Flag(name: .long, help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    /// True where the work may begin. Without a terminal and without `--yes` nothing is assumed: exit code 2.
    func mayBegin(_ sentence: String) throws -> Bool {
        if dryRun {
            Console.out("Would \(sentence).")
            return false
        }
        try confirm(sentence)
        return true
    }

    func confirm(_ sentence: String) throws {
        if yes { return }
        guard isatty(STDIN_FILENO) == 1 else {
            Console.error(
                "This would \(sentence); add --yes to do it without a question, or --dry-run to look.")
            throw Exit.usage
        }
        Console.prompt("\(sentence.prefix(1).uppercased())\(sentence.dropFirst())? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased() ?? "") else {
            Console.error("Nothing was done.")
            throw Exit.no
        }
    }
}
