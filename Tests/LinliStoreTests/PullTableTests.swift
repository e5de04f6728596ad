import LinliModel
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliStore

@Suite("Pulls: what waits at a platform, and how far it was pulled")
struct PullTableTests {
    private static func state(_ tx: Transaction) throws(SQLError) -> PullState {
        try tx.pulls.begin(account: "wk1", at: monday)
    }

    @Test("A notice waits until a pull that began after it has come to the end", arguments: Engines.all)
    func notices(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                #expect(try tx.pulls.find("wk1") == nil)
                try tx.pulls.notice(account: "wk1", ticket: "T1", at: monday)
                let begun = try Self.state(tx)
                #expect(begun.ticket == "T1" && begun.noticedAt == monday && begun.pulledAt == nil)
                try tx.pulls.notice(account: "wk1", ticket: nil, at: monday + .seconds(2))
                try tx.pulls.finish(begun, at: monday + .seconds(3))
                let state = try Self.state(tx)
                #expect(state.notices == 2 && state.heard == 1 && state.ticket == nil)
                #expect(state.pulledAt == monday + .seconds(3) && state.beganAt == monday)
                try tx.pulls.finish(state, at: monday + .seconds(4))
                // A slower pull that began before does not take it back.
                try tx.pulls.finish(begun, at: monday + .seconds(5))
                #expect(try Self.state(tx).heard == 2)
                #expect(try tx.pulls.find("wk2") == nil)
            }
        }
    }

    @Test("Of pulls that began at one cursor, one moves it", arguments: Engines.all)
    func cursors(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let begun = try await database.write { tx throws(SQLError) in try Self.state(tx) }
            let moved = try await database.writeMany(20) { number, tx throws(SQLError) in
                try tx.pulls.advance(begun, to: "c\(number)")
            }
            #expect(moved.filter { $0 }.count == 1)
        }
    }

    @Test("What is only recorded waits for nobody, and is known", arguments: Engines.all)
    func recorded(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try tx.inbox.record(.said("昨天的事", id: "m1"), at: monday)
                try tx.inbox.record(.said("昨天的事", id: "m1"), at: monday)
                #expect(try tx.inbox.accept(.said("昨天的事", id: "m1"), at: monday) == nil)
                #expect(try tx.inbox.count(.waiting) == 0)
                #expect(try tx.inbox.count(.done) == 1)
            }
        }
    }

    @Test("A handle stays with its message and its window, as long as both live", arguments: Engines.all)
    func handles(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let handle = ReplyHandle(key: "code", until: monday + .seconds(20))
                var message = InboundMessage.said("你好", id: "m1")
                message.handle = handle
                _ = try tx.inbox.accept(message, at: monday)
                guard let row = try tx.inbox.waiting(after: InboxID(0), limit: 1).first else {
                    throw SQLError(.constraint, "not accepted")
                }
                #expect(row.message?.handle == handle)
                #expect(try tx.inbox.finish(row, at: monday))
                _ = try tx.inbox.prune(before: monday + .days(1), rows: Limits.pruneRows)
                #expect(
                    try tx.integer("SELECT count(*) FROM inbox WHERE handle IS NOT NULL") == 0)

                func key(at now: Instant) throws(SQLError) -> String? {
                    try tx.windows.handle(channel: "oa", recipient: "a", at: now)
                }
                try tx.windows.open(
                    channel: "oa", recipient: "a", until: handle.until, messages: 1, handle: handle.key,
                    at: monday)
                #expect(try key(at: monday) == "code")
                #expect(try key(at: handle.until) == nil)
                try tx.windows.open(
                    channel: "oa", recipient: "a", until: monday + .hours(48), messages: 5, at: monday)
                #expect(try key(at: monday) == nil)
            }
        }
    }

    @Test("What did not arrive leaves the accepted, of the right person only", arguments: Engines.all)
    func undelivered(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let message = OutboundMessage(channel: "kf", recipient: "a", text: "好", idempotencyKey: "k")
                guard let id = try tx.outbox.enqueue(message, why: "reply", at: monday),
                    let row = try tx.outbox.find(id)
                else { throw SQLError(.constraint, "not queued") }
                func lost(_ recipient: String, _ platformID: String) throws(SQLError) -> Bool {
                    try tx.outbox.undelivered(
                        channel: "kf", recipient: recipient, platformID: platformID, .windowClosed,
                        reason: "48 hours", at: monday)
                }
                try tx.outbox.start([row], at: monday)
                #expect(try lost("a", "p1") == false)
                try tx.outbox.decide(id, .accepted, platformID: "p1", at: monday)
                #expect(try lost("b", "p1") == false)
                #expect(try lost("a", "p2") == false)
                #expect(try lost("a", "p1"))
                #expect(try tx.outbox.find(id)?.state == .windowClosed)
                #expect(try tx.outbox.reopen(channel: "kf", recipient: "a", at: monday) == 1)
            }
        }
    }
}
