import LinliModel

/// Collects findings while one set of files is read, so that one run names every mistake.
///
/// Not `Sendable`: it lives and dies inside one synchronous reading.
final class FindingLog {
    private(set) var list: [Finding] = []
    private var seen: Set<Finding> = []

    func report(_ file: String, _ line: Int, _ message: String) {
        let finding = Finding(file: file, line: line, message: message)
        if seen.insert(finding).inserted { list.append(finding) }
    }
}
