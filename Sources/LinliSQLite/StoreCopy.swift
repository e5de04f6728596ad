import Foundation
import GRDB
import LinliSQL

/// A copy in the making: a private file beside its future name, which it gets only when it is whole.
///
/// At a crash a file `….partial` is left, never half a store under a good name.
struct StoreCopy {
    let path: String

    /// - Parameter target: the future name. The copy must lie on the same file system.
    init(for target: String) throws(SQLError) {
        try StoreFile.makeDirectory(above: target)
        path = "\(target).\(UUID().uuidString).partial"
        try StoreFile.makePrivate(path)
    }

    /// Copies all of `source` as of one moment, checks the copy, and brings it to the disk.
    func fill(from source: any DatabaseReader) throws(SQLError) {
        do {
            let copy = try DatabaseQueue(path: path)
            try source.backup(to: copy)
            // One file without companions, which can be carried away as it is.
            let mode = try copy.writeWithoutTransaction {
                try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE")
            }
            let findings = try copy.read { try Self.findings(in: $0) }
            try copy.close()
            guard mode == "delete" else { throw SQLError(.unavailable, "the copy did not leave WAL mode") }
            if let first = findings.first {
                throw SQLError(.corrupt, "the copy is damaged: \(first) (\(findings.count) findings)")
            }
        } catch {
            throw SQLiteFailure.error(error, doing: "copying the store")
        }
        try StoreFile.synchronize(path)
    }

    /// Gives up the copy. Without effect after it got its name.
    func discard() {
        for file in [path] + StoreFile.companions(of: path) { StoreFile.remove(file) }
    }

    private static func findings(in database: GRDB.Database) throws -> [String] {
        let integrity = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        let orphans = try GRDB.Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
            "a row of \(row[0] as String) refers to no row of \(row[2] as String)"
        }
        return integrity + orphans
    }
}
