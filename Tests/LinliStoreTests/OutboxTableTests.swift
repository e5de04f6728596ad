import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Outbox: order and fate of what is owed")
struct OutboxTableTests {
    /// Queues one message and returns its id.
    private static func queue(
        _ tx: Transaction, _ recipient: String, _ text: String, channel: String = "oa"
    ) throws(SQLError) -> OutboxID {
        let message = OutboundMessage.to(
            recipient, text, key: "\(channel)-\(recipient)-\(text)", channel: channel)
        guard let id = try tx.outbox.enqueue(message, why: "reply", at: monday) else {
            throw SQLError(.unique, "the key was used before")
        }
        return id
    }

    private static func ready(_ tx: Transaction, after span: TimeSpan = .zero) throws(SQLError) -> [String] {
        try tx.outbox.ready(at: monday + span, limit: 50).map(\.message.text)
    }

    @Test("A known key queues nothing", arguments: Engines.all)
    func knownKey(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let added = try await database.writeMany(20) { _, tx throws(SQLError) in
                try tx.outbox.enqueue(.to("a", "hello", key: "k"), why: "reply", at: monday) != nil
            }
            #expect(added.filter { $0 }.count == 1)
        }
    }

    @Test("Parts of one person go in order; the others are not held up", arguments: Engines.all)
    func order(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let first = try Self.queue(tx, "a", "a1")
                _ = try Self.queue(tx, "a", "a2")
                let other = try Self.queue(tx, "b", "b1")
                _ = try Self.queue(tx, "a", "w1", channel: "work")
                #expect(try Self.ready(tx) == ["a1", "b1", "w1"])
                try tx.outbox.start([first, other], at: monday)
                #expect(try Self.ready(tx) == ["w1"], "a part under way holds the next one of this person")
                try tx.outbox.decide(first, .accepted, platformID: "p1", at: monday)
                #expect(try Self.ready(tx) == ["a2", "w1"])
            }
        }
    }

    @Test(
        "A part that is tried again later blocks the later parts of this person only", arguments: Engines.all)
    func retryBlocks(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let first = try Self.queue(tx, "a", "a1")
                _ = try Self.queue(tx, "a", "a2")
                _ = try Self.queue(tx, "b", "b1")
                try tx.outbox.start([first], at: monday)
                try tx.outbox.decide(
                    first, .queued, reason: "busy", notBefore: monday + .seconds(30), at: monday)
                #expect(try Self.ready(tx, after: .seconds(29)) == ["b1"])
                #expect(try Self.ready(tx, after: .seconds(30)) == ["a1", "b1"])
            }
        }
    }

    @Test(
        "The next due time is that of a row that could go then, not of one behind another",
        arguments: Engines.all, [true, false])
    func nextDue(engine: Engine, isSending: Bool) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                #expect(try tx.outbox.nextDue() == nil)
                let first = try Self.queue(tx, "a", "a1")
                _ = try Self.queue(tx, "a", "a2")
                #expect(try tx.outbox.nextDue() == monday)
                try tx.outbox.start([first], at: monday)
                if !isSending {
                    try tx.outbox.decide(first, .queued, notBefore: monday + .seconds(30), at: monday)
                }
                #expect(try tx.outbox.nextDue() == (isSending ? nil : monday + .seconds(30)))
            }
        }
    }

    @Test(
        "A dead, refused or parked part lets the next one go",
        arguments: Engines.all,
        [
            OutboxRow.State.dead, .refused, .windowClosed,
        ])
    func endedPart(engine: Engine, state: OutboxRow.State) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let first = try Self.queue(tx, "a", "a1")
                _ = try Self.queue(tx, "a", "a2")
                try tx.outbox.start([first], at: monday)
                try tx.outbox.decide(first, state, reason: "why", at: monday + .seconds(1))
                #expect(try Self.ready(tx) == ["a2"])
                let row = try tx.outbox.find(first)
                #expect(row?.state == state)
                #expect(row?.reason == "why")
                #expect(row?.attempts == 1)
                #expect(row?.sendStartedAt == monday)
                #expect(row?.decidedAt == monday + .seconds(1))
            }
        }
    }

    @Test(
        "An id given out once more after a promotion is another reply, not started for the first",
        arguments: Engines.all)
    func idsGivenOutAgain(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let id = try Self.queue(tx, "never replicated", "turn-1")
                let ours = try Self.queue(tx, "b", "turn-2")
                let read = try tx.outbox.ready(at: monday, limit: 10)
                try tx.run("UPDATE outbox SET recipient = 'another' WHERE id = \(id)")
                #expect(try tx.outbox.start(read, by: "us", at: monday) == [ours])
                #expect(try tx.outbox.find(id)?.state == .queued)
                #expect(try tx.outbox.find(id)?.attempts == 0)
                let again = try tx.outbox.ready(at: monday, limit: 10)
                #expect(try tx.outbox.start(again, by: "us", at: monday) == [id])
            }
        }
    }

    @Test(
        "Only what is still queued is started, once, and only what is under way can be decided",
        arguments: Engines.all)
    func startOnce(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let going = try Self.queue(tx, "a", "a1")
                let dropped = try Self.queue(tx, "b", "b1")
                #expect(try tx.outbox.drop(dropped, reason: "wrong", at: monday))
                #expect(try tx.outbox.start([going, dropped], at: monday) == [going])
                #expect(try tx.outbox.start([going], at: monday).isEmpty)
                #expect(try tx.outbox.drop(going, reason: "late", at: monday) == false, "it is under way")
                #expect(try tx.outbox.decide(dropped, .accepted, at: monday) == false)
                #expect(try tx.outbox.find(dropped)?.state == .dropped)
                #expect(try tx.outbox.decide(going, .accepted, platformID: "9", at: monday))
                #expect(try tx.outbox.decide(going, .dead, at: monday) == false)
                #expect(try tx.outbox.find(going)?.platformID == "9")
            }
        }
    }

    @Test(
        "After a crash what was under way is queued again with an unknown outcome and its count of attempts",
        arguments: Engines.all)
    func requeue(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let sending = try Self.queue(tx, "a", "a1")
                let done = try Self.queue(tx, "b", "b1")
                try tx.outbox.start([sending, done], at: monday)
                try tx.outbox.decide(done, .accepted, at: monday)
                let count = try tx.outbox.requeueInterrupted(keyed: [], at: monday + .minutes(1))
                #expect(count == (queued: 1, dead: 0))
                let row = try tx.outbox.find(sending)
                #expect(row?.state == .queued)
                #expect(row?.reason == "unknown outcome")
                #expect(row?.attempts == 1)
                #expect(row?.unknowns == 1)
                #expect(try tx.outbox.find(done)?.state == .accepted)
            }
        }
    }

    @Test(
        "A second crash in the middle of the same send ends it, unless the platform knows its key",
        arguments: Engines.all, [false, true])
    func requeueTwice(engine: Engine, takesKey: Bool) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let row = try Self.queue(tx, "a", "a1")
                let channel = try tx.outbox.find(row)?.message.channel ?? ""
                let keyed = takesKey ? [channel] : []
                try tx.outbox.start([row], at: monday)
                #expect(try tx.outbox.requeueInterrupted(keyed: keyed, at: monday) == (queued: 1, dead: 0))
                try tx.outbox.start([row], at: monday)
                let second = try tx.outbox.requeueInterrupted(keyed: keyed, at: monday)
                #expect(second == (takesKey ? (queued: 1, dead: 0) : (queued: 0, dead: 1)))
                #expect(try tx.outbox.find(row)?.state == (takesKey ? .queued : .dead))
            }
        }
    }

    @Test("Rows of a channel that is shut stay where they are, and say why", arguments: Engines.all)
    func shut(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let row = try Self.queue(tx, "a", "a1")
                let channel = try tx.outbox.find(row)?.message.channel ?? ""
                #expect(try tx.outbox.ready(at: monday, except: [channel], limit: 9).isEmpty)
                #expect(try tx.outbox.nextDue(except: [channel]) == nil)
                try tx.outbox.explain(channel: channel, "no token")
                #expect(try tx.outbox.find(row)?.reason == "no token")
                #expect(try tx.outbox.ready(at: monday, limit: 9).map(\.id) == [row])
            }
        }
    }

    @Test("What was parked goes again when this person writes, and nobody else's", arguments: Engines.all)
    func reopen(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let parked = [try Self.queue(tx, "a", "a1"), try Self.queue(tx, "a", "a2")]
                let other = try Self.queue(tx, "b", "b1")
                let elsewhere = try Self.queue(tx, "a", "w1", channel: "work")
                for id in parked + [other, elsewhere] {
                    try tx.outbox.start([id], at: monday)
                    try tx.outbox.decide(id, .windowClosed, reason: "closed", at: monday)
                }
                #expect(try tx.outbox.reopen(channel: "oa", recipient: "a", at: monday) == 2)
                #expect(try Self.ready(tx) == ["a1"], "in the order in which they were owed")
                #expect(try tx.outbox.find(parked[0])?.attempts == 0)
                #expect(try tx.outbox.find(other)?.state == .windowClosed)
                #expect(try tx.outbox.find(elsewhere)?.state == .windowClosed)
            }
        }
    }

    /// Which states staff may retry and drop: what a platform has taken or may be taking is past both.
    @Test(
        "Staff may retry and drop exactly what is not under way and not accepted",
        arguments: Engines.all,
        [
            (OutboxRow.State.queued, false, true), (.sending, false, false), (.accepted, false, false),
            (.refused, true, true), (.dead, true, true), (.windowClosed, true, true), (.dropped, true, false),
        ])
    func staff(engine: Engine, rule: (OutboxRow.State, Bool, Bool)) async throws {
        let (state, mayRetry, mayDrop) = rule
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                for act in ["retry", "drop"] {
                    let id = try Self.queue(tx, "a", act)
                    try Self.bring(id, to: state, tx)
                    let isDone =
                        act == "retry"
                        ? try tx.outbox.retry(id, at: monday)
                        : try tx.outbox.drop(id, reason: "x", at: monday)
                    #expect(isDone == (act == "retry" ? mayRetry : mayDrop), "\(act) of \(state)")
                    let expected: OutboxRow.State = isDone ? (act == "retry" ? .queued : .dropped) : state
                    #expect(try tx.outbox.find(id)?.state == expected)
                }
            }
        }
    }

    private static func bring(
        _ id: OutboxID, to state: OutboxRow.State, _ tx: Transaction
    ) throws(SQLError) {
        switch state {
        case .queued: return
        case .dropped: _ = try tx.outbox.drop(id, reason: "", at: monday)
        case .sending: try tx.outbox.start([id], at: monday)
        case .accepted, .refused, .dead, .windowClosed:
            try tx.outbox.start([id], at: monday)
            try tx.outbox.decide(id, state, at: monday)
        }
    }

    @Test(
        "The stream of a person has every message to him but the dropped, behind a position",
        arguments: Engines.all)
    func stream(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let first = try Self.queue(tx, "a", "a1")
                let dropped = try Self.queue(tx, "a", "a2")
                _ = try Self.queue(tx, "b", "b1")
                _ = try Self.queue(tx, "a", "a3")
                _ = try tx.outbox.drop(dropped, reason: "", at: monday)
                let all = try tx.outbox.sent(channel: "oa", recipient: "a", after: OutboxID(0), limit: 9)
                #expect(all.map(\.message.text) == ["a1", "a3"])
                let later = try tx.outbox.sent(channel: "oa", recipient: "a", after: first, limit: 9)
                #expect(later.map(\.message.text) == ["a3"])
            }
        }
    }
}
