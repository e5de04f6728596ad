import ArgumentParser

/// The exit codes of `interface.md`.
enum Exit {
    /// The answer is no: not found, refused by a rule, tests failed.
    static let no = ExitCode(1)
    /// Wrong usage or configuration.
    static let usage = ExitCode(2)
    /// The daemon or the store cannot be reached.
    static let unreachable = ExitCode(3)
}
