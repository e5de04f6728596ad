import Synchronization

/// A text that is written when somebody first asks for it: most daemons are never asked, and start sooner
/// and smaller.
final class WrittenOnce: Sendable {
    private let write: @Sendable () -> String
    private let written = Mutex<String?>(nil)

    init(_ write: @escaping @Sendable () -> String) {
        self.write = write
    }

    var text: String {
        written.withLock { written in
            if let written { return written }
            let text = write()
            written = text
            return text
        }
    }
}
