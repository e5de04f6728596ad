import ArgumentParser
import LinliModel

/// Times on the command line.
enum TimeArgument {
    static func read(_ text: String, option: String) throws -> Instant {
        guard let instant = Instant(iso8601: text) else {
            Console.error("\(option) \(text) is no time; write it like 2026-03-18T10:00:00+08:00")
            throw Exit.usage
        }
        return instant
    }
}
