import GRDB
import LinliSQL

extension SQLiteDatabase {
    /// Copies the store, while it works, into one new file (0600) that is a whole store by itself.
    ///
    /// The copy is of one moment, is checked before it gets its name, and is on disk when this returns.
    /// Writes go on meanwhile; the log grows until the copy is done.
    /// - Throws: `.unavailable` where `target` exists or cannot be written, `.full`, `.corrupt` where the
    ///   store is damaged; nothing is left under `target` then.
    package func backup(to target: String) async throws(SQLError) {
        let readers = readers
        let pool = pool
        try readers.enter()
        defer { readers.leave() }
        try await OwnThread.run("linli.backup") { () throws(SQLError) in
            if StoreFile.exists(target) {
                throw SQLError(.unavailable, "\(target) exists already; nothing was overwritten")
            }
            let copy = try StoreCopy(for: target)
            defer { copy.discard() }
            try copy.fill(from: pool)
            try StoreFile.place(copy.path, as: target)
        }
    }

    /// Puts the store in `source` into the place of the one at `target`, in one step.
    ///
    /// - Parameter migrations: this binary's schema. A store of an older schema is taken (the next start
    ///   migrates it); a newer or unknown one is refused.
    /// - Returns: what the restored store has and lacks.
    /// - Throws: `.busy` where a daemon or a reader has `target` open; `.unavailable` where `source` does not
    ///   exist; `.corrupt` where it is no database or damaged; `.schema` where it is no store of ours, or a
    ///   newer one. `target` is then as it was.
    package static func restore(
        from source: String, to target: String, migrations: [Migration]
    ) async throws(SQLError) -> Migrator.State {
        guard StoreFile.exists(source) else { throw SQLError(.unavailable, "\(source) does not exist") }
        try StoreFile.makeDirectory(above: target)
        let lock = try FileLock(store: target)
        defer { lock.release() }
        let copy = try StoreCopy(for: target)
        defer { copy.discard() }
        try await OwnThread.run("linli.restore") { () throws(SQLError) in
            try copy.fill(from: try reader(of: source))
        }
        let state = try await state(of: copy.path, migrations)
        try await OwnThread.run("linli.restore") { () throws(SQLError) in
            try settle(target)
            try StoreFile.synchronize(copy.path)
            try StoreFile.replace(target, by: copy.path)
        }
        return state
    }

    private static func reader(of source: String) throws(SQLError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        do {
            return try DatabaseQueue(path: source, configuration: configuration)
        } catch {
            throw SQLiteFailure.error(error, doing: "opening \(source)")
        }
    }

    private static func state(
        of path: String, _ migrations: [Migration]
    ) async throws(SQLError) -> Migrator.State {
        let copy = try open(path: path, mode: .readOnly)
        let outcome: Swift.Result<Migrator.State, SQLError>
        do throws(SQLError) {
            outcome = .success(try await Migrator(migrations).state(of: copy))
        } catch {
            outcome = .failure(error)
        }
        await copy.close()
        let state = try outcome.get()
        if state.applied.isEmpty { throw SQLError(.schema, "the file is not a store of linli") }
        return state
    }

    /// Brings the old store's log into it and takes the log away: beside the new store it would be replayed
    /// into it. If the old store is damaged there is nothing to bring, and its log goes as it is.
    private static func settle(_ target: String) throws(SQLError) {
        guard StoreFile.exists(target) else { return removeCompanions(of: target) }
        do {
            let old = try DatabaseQueue(path: target)
            try old.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try old.close()
        } catch {
            let failure = SQLiteFailure.error(error, doing: "setting the old store aside")
            guard failure.kind == .corrupt else { throw failure }
        }
        removeCompanions(of: target)
    }

    private static func removeCompanions(of target: String) {
        for file in StoreFile.companions(of: target) { StoreFile.remove(file) }
    }
}
