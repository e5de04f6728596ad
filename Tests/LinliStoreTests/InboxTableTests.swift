import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Inbox: every message once")
struct InboxTableTests {
    @Test(
        "A redelivery with the same key changes nothing; another channel may use the key",
        arguments: Engines.all)
    func redelivery(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let ids = try await database.write { tx throws(SQLError) in
                [
                    try tx.inbox.accept(.said("路灯坏了", id: "m1"), at: monday),
                    try tx.inbox.accept(.said("别的话", id: "m1"), at: monday + .seconds(5)),
                    try tx.inbox.accept(.said("路灯坏了", id: "m1", channel: "web"), at: monday),
                ]
            }
            #expect(ids[0] != nil)
            #expect(ids[1] == nil)
            #expect(ids[2] != nil)
            let rows = try await database.read { tx throws(SQLError) in
                try tx.inbox.waiting(after: InboxID(0), limit: 10)
            }
            #expect(
                rows.map(\.message) == [.said("路灯坏了", id: "m1"), .said("路灯坏了", id: "m1", channel: "web")])
            #expect(rows.first?.receivedAt == monday)
        }
    }

    @Test("Fifty deliveries of one message at once leave one row", arguments: Engines.all)
    func concurrentRedelivery(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let accepted = try await database.writeMany(50) { _, tx throws(SQLError) in
                try tx.inbox.accept(.said("漏水", id: "same"), at: monday) != nil
            }
            #expect(accepted.filter { $0 }.count == 1)
            let count = try await database.read { tx throws(SQLError) in try tx.inbox.count(.waiting) }
            #expect(count == 1)
        }
    }

    @Test(
        "An id given out once more after a promotion is another message: who held the first ends nothing",
        arguments: Engines.all)
    func idsGivenOutAgain(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                guard let id = try tx.inbox.accept(.said("never replicated", id: "1"), at: monday),
                    let gone = try tx.inbox.received(id)
                else { throw SQLError(.misuse, "nothing was accepted") }
                try tx.run("UPDATE inbox SET external_id = '2', sender = 'another' WHERE id = \(id)")
                try tx.inbox.countAttempt([gone], after: 0)
                #expect(try tx.inbox.finish(gone, at: monday) == false)
                #expect(try tx.inbox.quarantine(gone, at: monday) == false)
                #expect(try tx.inbox.received(id)?.state == .waiting)
                #expect(try tx.inbox.received(id)?.attempts == 0)
                try tx.inbox.countAttempt([id], after: 0)
                try tx.inbox.forgetAttempt(gone)
                #expect(try tx.inbox.received(id)?.attempts == 1)
            }
        }
    }

    @Test(
        "A row ends once, whoever asks; an ended row can be neither finished nor quarantined again",
        arguments: Engines.all)
    func finishOnce(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let id = try #require(
                try await database.write { tx throws(SQLError) in
                    try tx.inbox.accept(.said("x", id: "1"), at: monday)
                })
            let ends = try await database.writeMany(20) { _, tx throws(SQLError) in
                try tx.inbox.finish(id, at: monday)
            }
            #expect(ends.filter { $0 }.count == 1)
            let state = try await database.write { tx throws(SQLError) in
                try tx.inbox.quarantine(id, at: monday)
                return try tx.inbox.received(id)?.state
            }
            #expect(state == .done)
        }
    }

    @Test("Only rows with an unfinished attempt count as interrupted, oldest first", arguments: Engines.all)
    func interrupted(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let found = try await database.write { tx throws(SQLError) -> ([InboxID], [InboxID]) in
                var ids: [InboxID] = []
                for number in 1...5 {
                    if let id = try tx.inbox.accept(.said("x", id: "\(number)"), at: monday) {
                        ids.append(id)
                    }
                }
                try tx.inbox.countAttempt([ids[3], ids[1], ids[4]], after: 0)
                _ = try tx.inbox.finish(ids[4], at: monday)
                return (try tx.inbox.interrupted().map(\.id), [ids[1], ids[3]])
            }
            #expect(found.0 == found.1)
        }
    }

    @Test("An attempt that is counted twice counts once, and none is taken away", arguments: Engines.all)
    func countAttempt(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let attempts = try await database.write { tx throws(SQLError) -> [Int] in
                guard let id = try tx.inbox.accept(.said("x", id: "1"), at: monday) else { return [] }
                var attempts: [Int] = []
                for count in [0, 0, 1, 1, 0, 2] {
                    try tx.inbox.countAttempt([id], after: count)
                    attempts.append(try tx.inbox.received(id)?.attempts ?? -1)
                }
                return attempts
            }
            #expect(attempts == [1, 1, 2, 2, 2, 3])
        }
    }

    @Test(
        "An attempt that was taken back leaves no suspect, and never goes below none", arguments: Engines.all)
    func forgetAttempt(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let attempts = try await database.write { tx throws(SQLError) -> [Int] in
                guard let id = try tx.inbox.accept(.said("x", id: "1"), at: monday) else { return [] }
                var attempts: [Int] = []
                try tx.inbox.countAttempt([id], after: 0)
                for _ in 0..<2 {
                    try tx.inbox.forgetAttempt(id)
                    attempts.append(try tx.inbox.received(id)?.attempts ?? -1)
                }
                return attempts + [try tx.inbox.interrupted().count]
            }
            #expect(attempts == [0, 0, 0])
        }
    }

    @Test("A quarantined row is neither waiting nor interrupted", arguments: Engines.all)
    func quarantine(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let seen = try await database.write {
                tx throws(SQLError) -> (waiting: Int, interrupted: Int, set: Int) in
                guard let id = try tx.inbox.accept(.said("x", id: "1"), at: monday) else {
                    return (-1, -1, -1)
                }
                try tx.inbox.countAttempt([id], after: 0)
                try tx.inbox.quarantine(id, at: monday)
                return (
                    try tx.inbox.waiting(after: InboxID(0), limit: 9).count, try tx.inbox.interrupted().count,
                    try tx.inbox.count(.quarantined)
                )
            }
            #expect(seen == (0, 0, 1))
        }
    }

    @Test("Every kind of content comes back as it went in, a NUL as U+FFFD", arguments: Engines.all)
    func contents(engine: Engine) async throws {
        let contents: [InboundMessage.Content] = [
            .text("三栋 👨‍👩‍👧 \"引号\"\n换行"), .image(media: "m"), .voice(media: "v", recognised: nil),
            .voice(media: "v", recognised: "漏水"), .location(latitude: 24.5, longitude: 118.1, label: "北门"),
            .event(name: "subscribe", key: ""), .unsupported(kind: "video"),
        ]
        try await TemporaryStore.withStore(on: engine) { database in
            let stored = try await database.write { tx throws(SQLError) in
                for (index, content) in contents.enumerated() {
                    var message = InboundMessage.said("", id: "\(index)")
                    message.content = content
                    _ = try tx.inbox.accept(message, at: monday)
                }
                _ = try tx.inbox.accept(.said("a\0b", id: "nul"), at: monday)
                return try tx.inbox.waiting(after: InboxID(0), limit: 20).map { $0.message?.content }
            }
            #expect(stored == contents + [.text("a\u{FFFD}b")])
        }
    }

    @Test(
        "Handled messages of late are those that ended and still have words, oldest first",
        arguments: Engines.all)
    func handledOfLate(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let words = try await database.write { tx throws(SQLError) -> [String] in
                var ids: [InboxID] = []
                for (index, name) in ["old", "a", "waiting", "b", "c"].enumerated() {
                    let at = index == 0 ? monday : monday + .days(2)
                    if let id = try tx.inbox.accept(.said(name, id: name), at: at) { ids.append(id) }
                }
                for (index, id) in ids.enumerated() where index != 2 {
                    _ = try tx.inbox.finish(id, at: monday + .days(2))
                }
                func texts(_ limit: Int) throws(SQLError) -> [String] {
                    try tx.inbox.handled(since: monday + .days(1), limit: limit).compactMap { row in
                        if case .text(let text) = row.message?.content { text } else { nil }
                    }
                }
                let all = try texts(10)
                let last = try texts(2)
                _ = try tx.inbox.prune(before: monday + .days(3), rows: 100)
                return try all + ["|"] + last + ["|"] + texts(10)
            }
            #expect(words == ["a", "b", "c", "|", "b", "c", "|"])
        }
    }

    @Test(
        "Pruning takes the words of what has ended and keeps the key, so that a late redelivery is known",
        arguments: Engines.all)
    func prune(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let seen = try await database.write { tx throws(SQLError) -> [String] in
                let old = try tx.inbox.accept(.said("old", id: "old"), at: monday)
                let bad = try tx.inbox.accept(.said("bad", id: "bad"), at: monday)
                let waiting = try tx.inbox.accept(.said("waiting", id: "waiting"), at: monday)
                let young = try tx.inbox.accept(.said("young", id: "young"), at: monday + .days(80))
                guard let old, let bad, let waiting, let young else { return [] }
                _ = try tx.inbox.finish(old, at: monday)
                try tx.inbox.quarantine(bad, at: monday)
                _ = try tx.inbox.finish(young, at: monday + .days(80))
                _ = try tx.inbox.prune(before: monday + .days(1), rows: 100)
                var words: [String] = []
                for id in [old, bad, waiting, young] {
                    if case .text(let text) = try tx.inbox.received(id)?.message?.content {
                        words.append(text)
                    }
                }
                let again = try tx.inbox.accept(.said("old", id: "old"), at: monday + .days(2))
                return words + [again == nil ? "known" : "new"]
            }
            #expect(seen == ["waiting", "young", "known"])
        }
    }
}
