/// A regular expression that is compiled once.
///
/// A literal inside a function is parsed and compiled whenever the function runs, tens of microseconds each
/// time; as a static constant it is compiled at its first use. `TidyTests` find literals that are not.
package struct Pattern<Output>: RegexComponent, @unchecked Sendable {
    // The reason: a literal has no closures of ours, and its program is compiled once, atomically.
    package let regex: Regex<Output>

    package init(_ regex: Regex<Output>) {
        self.regex = regex
    }
}
