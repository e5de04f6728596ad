import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Messages that are owed to people, as staff see them: their fate, and the words only for who may read them.
package struct OutboxDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let wakeups: Wakeups

    package init(settings: Settings, wakeups: Wakeups) {
        self.settings = settings
        self.wakeups = wakeups
        door = DeskDoor(rights: settings.roles)
    }

    /// Newest first.
    package func list(
        states: [String], rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<OutboxItem>> {
        try door.pass("outbox.list", "", call) { () throws(SQLError) in
            let wanted = states.compactMap { OutboxRow.State(rawValue: $0) }
            guard wanted.count == states.count else {
                let known = OutboxRow.State.allCases.map(\.rawValue).joined(separator: "、")
                return .refused(
                    Refusal(
                        .invalid, "state.unknown", "没有这种状态。", hint: "可选：\(known)。"))
            }
            let channels = call.staff.estate.map { estate in
                settings.channels.filter { $0.estate == estate }.map(\.name)
            }
            let found = try call.tx.outbox.list(wanted, channels: channels, rows: rows.andOne)
            return .done(try Page(found, of: rows) { view($0, words: false) })
        }
    }

    /// With the words for a role that may read message bodies; the audit row is this request's own.
    package func show(_ id: OutboxID, _ call: DeskCall) throws(SQLError) -> Ruling<OutboxItem> {
        let words = settings.roles.may(call.staff.role, "message.body")
        return try act("outbox.show", id, call, detail: words ? "with body" : "") {
            row throws(SQLError) in
            .done(view(row, words: words))
        }
    }

    package func retry(_ id: OutboxID, _ call: DeskCall) throws(SQLError) -> Ruling<OutboxItem> {
        try act("outbox.retry", id, call) { row throws(SQLError) in
            guard try call.tx.outbox.retry(id, at: call.now) else { return .refused(wrongState(row)) }
            call.tx.afterCommit(wakeups.outbox)
            return .done(view(try call.tx.outbox.find(id) ?? row, words: false))
        }
    }

    package func drop(_ id: OutboxID, reason: String, _ call: DeskCall) throws(SQLError) -> Ruling<
        OutboxItem
    > {
        try act("outbox.drop", id, call) { row throws(SQLError) in
            if let refusal = Refusal.words(reason, "reason") { return .refused(refusal) }
            guard try call.tx.outbox.drop(id, reason: reason, at: call.now) else {
                return .refused(wrongState(row))
            }
            return .done(view(try call.tx.outbox.find(id) ?? row, words: false))
        }
    }

    private func act(
        _ act: String, _ id: OutboxID, _ call: DeskCall, detail: String = "",
        _ body: (OutboxRow) throws(SQLError) -> Ruling<OutboxItem>
    ) throws(SQLError) -> Ruling<OutboxItem> {
        try door.pass(act, "outbox-\(id)", call, detail: detail) { () throws(SQLError) in
            guard let row = try call.tx.outbox.find(id), isInScope(row, call) else {
                return .refused(
                    Refusal(
                        .notFound, "message.not_found", "没有消息 \(id)。",
                        hint: "请看 `linli outbox list`。"))
            }
            return try body(row)
        }
    }

    private func isInScope(_ row: OutboxRow, _ call: DeskCall) -> Bool {
        guard let estate = call.staff.estate else { return true }
        let channel = settings.channels.first { $0.name == row.message.channel }
        return channel?.estate == estate
    }

    private func wrongState(_ row: OutboxRow) -> Refusal {
        Refusal(
            .conflict, "message.state", "消息 \(row.id) 的状态是 \(row.state.rawValue)。",
            hint: "重发适用于 dead、refused、dropped 和 parked；放弃适用于还没发出的。")
    }

    private func view(_ row: OutboxRow, words: Bool) -> OutboxItem {
        OutboxItem(
            id: row.id.rawValue, channel: row.message.channel,
            recipient: Masking.identity(row.message.recipient), why: row.why, state: row.state.rawValue,
            attempts: row.attempts, createdAt: row.createdAt.iso8601, notBefore: row.notBefore.iso8601,
            decidedAt: row.decidedAt?.iso8601, reason: row.reason, platformId: row.platformID,
            text: words ? row.message.text : nil)
    }
}
