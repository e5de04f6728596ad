import Foundation
import LinliSQL

/// Files around a store: made private, made durable, put into place in one step.
enum StoreFile {
    static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Makes the directory above `path` (0700 where it is new).
    static func makeDirectory(above path: String) throws(SQLError) {
        let directory = (path as NSString).deletingLastPathComponent
        if directory.isEmpty || exists(directory) { return }
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SQLError(.unavailable, "the directory \(directory) cannot be made")
        }
    }

    /// Makes an empty file that only its owner may read, if there is none. SQLite gives its log the
    /// same mode.
    ///
    /// An existing file is not opened: closing a second descriptor would drop SQLite's locks on it.
    static func makePrivate(_ path: String) throws(SQLError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw SQLError(.unavailable, "the store \(path): \(reason(errno))")
        }
    }

    /// Brings a closed file, and with `directory` its name, to the disk.
    static func synchronize(_ path: String, isDirectory: Bool = false) throws(SQLError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isDirectory ? O_DIRECTORY : 0))
        guard descriptor >= 0 else { throw SQLError(.unavailable, "\(path): \(reason(errno))") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SQLError(.unavailable, "\(path): \(reason(errno))") }
    }

    static func synchronizeDirectory(above path: String) throws(SQLError) {
        let directory = (path as NSString).deletingLastPathComponent
        try synchronize(directory.isEmpty ? "." : directory, isDirectory: true)
    }

    /// Gives a finished file its name, and refuses where the name is taken.
    static func place(_ finished: String, as path: String) throws(SQLError) {
        guard link(finished, path) == 0 else {
            let code = errno
            if code == EEXIST {
                throw SQLError(.unavailable, "\(path) exists already; nothing was overwritten")
            }
            // A file system without hard links (a USB stick): the name was free a moment ago.
            guard [EPERM, EOPNOTSUPP, ENOSYS].contains(code), !exists(path) else {
                throw SQLError(.unavailable, "\(path): \(reason(code))")
            }
            return try replace(path, by: finished)
        }
        remove(finished)
        try synchronizeDirectory(above: path)
    }

    /// Puts a finished file into the place of another in one step.
    static func replace(_ path: String, by finished: String) throws(SQLError) {
        guard rename(finished, path) == 0 else {
            throw SQLError(.unavailable, "\(path): \(reason(errno))")
        }
        try synchronizeDirectory(above: path)
    }

    /// Removes a file that may be absent; one that cannot be removed is met again by whoever makes it anew.
    static func remove(_ path: String) {
        _ = unlink(path)
    }

    /// What SQLite may leave beside a database.
    static func companions(of path: String) -> [String] {
        ["-wal", "-shm", "-journal"].map { path + $0 }
    }
}
