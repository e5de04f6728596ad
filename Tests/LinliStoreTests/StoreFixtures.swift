import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit

/// Monday 2026-03-16, 10:00 at +08:00.
let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

extension TemporaryStore {
    /// Runs a test on a fresh store.
    static func withStore(
        on engine: Engine, _ test: (any Database) async throws -> Void
    ) async throws {
        try await with(on: engine) { store in try await test(store.database) }
    }
}

extension InboundMessage {
    static func said(
        _ text: String, by sender: String = "a", id: String, channel: String = "oa"
    ) -> InboundMessage {
        InboundMessage(channel: channel, externalID: id, sender: sender, sentAt: monday, content: .text(text))
    }
}

extension OutboundMessage {
    static func to(_ recipient: String, _ text: String, key: String, channel: String = "oa")
        -> OutboundMessage
    {
        OutboundMessage(channel: channel, recipient: recipient, text: text, idempotencyKey: key)
    }
}

extension TicketDraft {
    static func of(_ text: String, address: Address = Address(place: "北门")) -> TicketDraft {
        TicketDraft(category: "power.public_lighting", urgency: .p2, text: text, address: address)
    }
}

extension Transaction {
    /// A resident known on the channel `oa` under `sender`.
    func resident(_ sender: String) throws(SQLError) -> ResidentID {
        try residents.findOrAdd(channel: "oa", sender: sender, estate: "HTL", at: monday).id
    }

    func earn(_ points: Int, for resident: ResidentID, reference: String) throws(SQLError) -> TransferResult {
        try ledger.transfer(
            Transfer(
                .earn, from: .issuer(estate: "HTL"), to: .available(resident, estate: "HTL"), points: points,
                resident: resident, memo: "test", reference: reference, actor: "system"), at: monday)
    }

    func hold(_ points: Int, of resident: ResidentID, reference: String) throws(SQLError) -> TransferResult {
        try ledger.transfer(
            Transfer(
                .hold, from: .available(resident, estate: "HTL"), to: .held(resident, estate: "HTL"),
                points: points, resident: resident, memo: "test", reference: reference, actor: "resident"),
            at: monday)
    }
}

extension Database {
    /// Runs one body many times at once and returns what each answered, in no order.
    func writeMany<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int, Transaction) throws(SQLError) -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: Result.self) { group in
            for number in 1...count {
                group.addTask {
                    try await write { tx throws(SQLError) in try body(number, tx) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
