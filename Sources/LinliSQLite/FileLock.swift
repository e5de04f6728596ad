import Foundation
import LinliSQL
import Synchronization

/// The right to write to a store: an exclusive `flock` on `<store>.lock`, until `release`.
///
/// The kernel drops it with the process, however that ends. The file stays: removing it would let two
/// programs lock two different files of the same name. It holds the owner's process number for the message.
/// It is not the store itself, whose own locks SQLite would lose when a second descriptor is closed.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// - Throws: `.busy` at once where another process (or this one) holds it; `.unavailable` where the
    ///   file cannot be made.
    init(store path: String) throws(SQLError) {
        let descriptor = Glibc.open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLError(.unavailable, "the lock file \(path).lock: \(StoreFile.reason(errno))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let owner = Self.owner(descriptor)
            Glibc.close(descriptor)
            guard code == EWOULDBLOCK else {
                throw SQLError(.unavailable, "the lock file \(path).lock: \(StoreFile.reason(code))")
            }
            throw SQLError(.busy, "another linli\(owner) holds the store \(path); stop it first")
        }
        self.descriptor = Mutex(descriptor)
        Self.sign(descriptor)
    }

    deinit {
        release()
    }

    /// Idempotent. Closing the only descriptor releases the lock.
    func release() {
        let descriptor = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        if let descriptor { Glibc.close(descriptor) }
    }

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        guard let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { return "" }
        return " (process \(process))"
    }

    /// The number only serves a message, so a failure to write it is none of the lock.
    private static func sign(_ descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }
}
