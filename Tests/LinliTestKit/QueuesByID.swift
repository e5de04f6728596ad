import LinliModel
import LinliSQL
import LinliStore

/// What the workers say of rows that they read earlier, said of rows as they stand now.
extension InboxTable {
    package func finish(_ id: InboxID, at now: Instant) throws(SQLError) -> Bool {
        guard let row = try received(id) else { return false }
        return try finish(row, at: now)
    }

    @discardableResult
    package func quarantine(_ id: InboxID, at now: Instant) throws(SQLError) -> Bool {
        guard let row = try received(id) else { return false }
        return try quarantine(row, at: now)
    }

    package func countAttempt(_ ids: [InboxID], after count: Int) throws(SQLError) {
        try countAttempt(try rows(ids), after: count)
    }

    package func forgetAttempt(_ id: InboxID) throws(SQLError) {
        for row in try rows([id]) { try forgetAttempt(row) }
    }

    private func rows(_ ids: [InboxID]) throws(SQLError) -> [InboxRow] {
        var rows: [InboxRow] = []
        for id in ids { if let row = try received(id) { rows.append(row) } }
        return rows
    }
}

extension OutboxTable {
    @discardableResult
    package func start(
        _ ids: [OutboxID], by owner: String? = nil, at now: Instant
    ) throws(SQLError) -> Set<OutboxID> {
        var rows: [OutboxRow] = []
        for id in ids { if let row = try find(id) { rows.append(row) } }
        return try start(rows, by: owner, at: now)
    }
}
