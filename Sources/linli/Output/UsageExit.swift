import ArgumentParser

extension Linli {
    /// As ArgumentParser starts a command, except that wrong usage ends with 2 (`interface.md`) and not 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Console.error(fullMessage(for: error))
            exit(withError: Exit.usage)
        }
    }
}
