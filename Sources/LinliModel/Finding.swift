/// Something wrong in `Config/` or `Intents/`, where it stands, and what to do about it.
package struct Finding: Error, Sendable, Hashable, Comparable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 where the file as a whole is meant.
    package var line: Int
    /// One sentence that says what to do.
    package var message: String

    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String { "\(file):\(line): \(message)" }

    package static func < (left: Finding, right: Finding) -> Bool {
        (left.file, left.line, left.message) < (right.file, right.line, right.message)
    }
}

/// Several findings at once, in the order of file and line.
package struct Findings: Error, Sendable, CustomStringConvertible {
    package let list: [Finding]

    package init(_ list: [Finding]) {
        self.list = list.sorted()
    }

    package var description: String { list.map(\.description).joined(separator: "\n") }
}
