import Logging
import NIOCore
import Synchronization

/// Says in the log that requests came too slowly (408): at most one line a second and listener, with how
/// many were left out since the last line, so that a flood of slow clients does not fill the disk.
///
/// Nothing of the client stands in it: no address, no path, no header.
final class SlowNotices: Sendable {
    private struct Book {
        var last: NIODeadline?
        var suppressed = 0
    }

    private let listener: String
    private let logger: Logger
    private let book = Mutex(Book())

    init(listener: String, logger: Logger) {
        self.listener = listener
        self.logger = logger
    }

    func note(at now: NIODeadline) {
        let suppressed = book.withLock { book -> Int? in
            if let last = book.last, now - last < .seconds(1) {
                book.suppressed += 1
                return nil
            }
            defer { book = Book(last: now) }
            return book.suppressed
        }
        guard let suppressed else { return }
        logger.notice(
            "request too slow, answered 408",
            metadata: ["listener": "\(listener)", "suppressed": "\(suppressed)"])
    }
}
