import Foundation
import LinliModel

/// Lines of standard input, with a limit on the wait: while a quiet window is open, somebody who waits for
/// the answer before he writes on must get it when the window closes.
final class InputLines {
    enum Line: Equatable {
        case text(String)
        /// Nothing came in time.
        case late
        case end

        var text: String? {
            if case .text(let text) = self { text } else { nil }
        }
    }

    /// Lines that came so far: the number of the last one.
    private(set) var count = 0
    private var buffer: [UInt8] = []
    private var isEnded = false

    /// Waits for ever where no limit is given.
    func next(within span: TimeSpan?) -> Line {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                count += 1
                return .text(line.hasSuffix("\r") ? String(line.dropLast()) : line)
            }
            if isEnded {
                guard !buffer.isEmpty else { return .end }
                defer { buffer = [] }
                count += 1
                return .text(String(decoding: buffer, as: UTF8.self))
            }
            if let span, !isReady(within: span) { return .late }
            fill()
        }
    }

    private func isReady(within span: TimeSpan) -> Bool {
        var wish = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&wish, 1, Int32(clamping: span.milliseconds)) != 0
    }

    private func fill() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(STDIN_FILENO, &chunk, chunk.count)
        if count > 0 { buffer += chunk[..<count] } else { isEnded = true }
    }
}
