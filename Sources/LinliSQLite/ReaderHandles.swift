import Foundation
import GRDB
import LinliSQL

/// The pool's readers: their prepared statements, and how many reads are under way.
final class ReaderHandles: @unchecked Sendable {
    // Unchecked: every variable is touched under `condition` alone.
    private let condition = NSCondition()
    private var handles: [ObjectIdentifier: SQLiteHandle] = [:]
    private var connections: [ConnectionWatch] = []
    private var underWay = 0
    private var isClosing = false

    /// - Throws: `.closed`. Every `enter` that returns is followed by one `leave`.
    func enter() throws(SQLError) {
        let isOpen = condition.withLock {
            if !isClosing { underWay += 1 }
            return !isClosing
        }
        if !isOpen { throw SQLError(.closed, "the store is closed") }
    }

    func leave() {
        condition.withLock {
            underWay -= 1
            if underWay == 0 { condition.broadcast() }
        }
    }

    /// Runs a body on the connection that the pool has handed out, inside its read transaction.
    func run<Output>(
        _ body: (Transaction) throws(SQLError) -> Output, on reader: Swift.Result<GRDB.Database, any Error>
    ) -> Swift.Result<Output, SQLError> {
        let database: GRDB.Database
        switch reader {
        case .success(let handedOut): database = handedOut
        case .failure(let error): return .failure(SQLiteFailure.error(error, doing: "reading"))
        }
        guard let handle = handle(of: database) else {
            return .failure(SQLError(.closed, "the store is closed"))
        }
        let connection = SQLiteConnection(handle: handle)
        defer { connection.retire() }
        do {
            return .success(try body(Transaction(connection: connection)))
        } catch {
            return .failure(error)
        }
    }

    /// Refuses new reads and waits for those under way.
    func refuse() {
        condition.withLock {
            isClosing = true
            while underWay > 0 { condition.wait() }
        }
    }

    /// Forgets all statements, so that SQLite can close. No connection may be in use.
    func forget() {
        let handles = condition.withLock {
            defer { self.handles = [:] }
            return self.handles
        }
        for handle in handles.values { handle.close() }
    }

    /// Waits until the pool has let every reader go, at most for a second. A read hands its result over a
    /// moment before its connection is free, and a connection that is held is not closed yet.
    func awaitEnd() {
        let end = ContinuousClock.now + .seconds(1)
        while condition.withLock({ connections.contains { $0.isAlive } }), ContinuousClock.now < end {
            usleep(500)
        }
    }

    /// The pool keeps its readers until it is closed, so an object stands for one connection.
    private func handle(of database: GRDB.Database) -> SQLiteHandle? {
        guard let pointer = database.sqliteConnection else { return nil }
        return condition.withLock {
            let key = ObjectIdentifier(database)
            if let known = handles[key] { return known }
            let handle = SQLiteHandle(pointer: pointer)
            handles[key] = handle
            connections.append(ConnectionWatch(database))
            return handle
        }
    }
}

/// Whether a connection is still there; GRDB closes it before it lets it go.
private final class ConnectionWatch {
    private weak var database: GRDB.Database?

    init(_ database: GRDB.Database) {
        self.database = database
    }

    var isAlive: Bool { database != nil }
}
