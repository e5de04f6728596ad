import Foundation
import Synchronization

/// The lines that a child process writes to one pipe, as they come.
package final class LineLog: Sendable {
    private let text = Mutex<[String]>([])
    private let added = Tally()
    /// 1 when the other side has closed the pipe.
    package let ended = Tally()

    package init() {}

    package var lines: [String] { text.withLock { $0 } }

    package func count(of part: String) -> Int {
        lines.count { $0.contains(part) }
    }

    /// The `number`-th line that holds `part`, waited for.
    @discardableResult
    package func line(
        _ part: String, number: Int = 1, within seconds: Double = Patience.seconds
    ) async throws -> String {
        try await Patience.wait(for: missing(part, number), within: seconds) {
            while true {
                let seen = self.added.count
                if self.count(of: part) >= number { return }
                await self.added.reaches(seen + 1)
            }
        }
        return lines.filter { $0.contains(part) }[number - 1]
    }

    private func missing(_ part: String, _ number: Int) -> String {
        "line \(number) with “\(part)”; there are:\n\(lines.joined(separator: "\n"))"
    }

    /// Reads on a thread of its own until the pipe ends.
    func follow(_ handle: FileHandle) {
        let thread = Thread { [self] in
            var rest: [UInt8] = []
            while true {
                let data = handle.availableData
                guard !data.isEmpty else { break }
                rest.append(contentsOf: data)
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    add(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeSubrange(...end)
                }
            }
            if !rest.isEmpty { add(String(decoding: rest, as: UTF8.self)) }
            ended.add()
        }
        thread.start()
    }

    private func add(_ line: String) {
        text.withLock { $0.append(line) }
        added.add()
    }
}
