import ArgumentParser

extension Linli {
    /// As ArgumentParser starts a command, except that wrong usage ends with 2 (`interface.md`) and not 64.
    static func start(_ arguments: [String]) async {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard isWrongUsage(error) else { exit(withError: error) }
            Console.error(fullMessage(for: error))
            exit(withError: Exit.usage)
        }
    }

    /// ArgumentParser's own errors, by its own sign: help and the version are none, nor is what a command
    /// ends with itself.
    static func isWrongUsage(_ error: any Error) -> Bool {
        exitCode(for: error) == .validationFailure
    }
}
