import LinliModel
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliStore

@Suite("Reply windows: how many messages a platform still takes")
struct ReplyWindowTableTests {
    private static func open(
        _ tx: Transaction, hours: Int64 = 48, messages: Int = 5, at now: Instant = monday
    ) throws(SQLError) {
        try tx.windows.open(
            channel: "oa", recipient: "a", until: now + .hours(hours), messages: messages, at: now)
    }

    private static func take(_ tx: Transaction, at now: Instant = monday) throws(SQLError) -> Bool {
        try tx.windows.take(channel: "oa", recipient: "a", at: now)
    }

    private static func left(_ tx: Transaction) throws(SQLError) -> Int? {
        try tx.windows.state(channel: "oa", recipient: "a")?.remaining
    }

    @Test("Five messages may go and the sixth not, also when twenty ask at once", arguments: Engines.all)
    func takes(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in try Self.open(tx) }
            let taken = try await database.writeMany(20) { _, tx throws(SQLError) in try Self.take(tx) }
            #expect(taken.filter { $0 }.count == 5)
        }
    }

    @Test(
        "No window, no message; a closed one gives none, and closes at its very end", arguments: Engines.all)
    func closed(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                #expect(try Self.take(tx) == false)
                try Self.open(tx, hours: 48)
                #expect(try Self.take(tx, at: monday + .hours(48)) == false)
                #expect(try Self.take(tx, at: monday + .hours(48) - .milliseconds(1)))
            }
        }
    }

    @Test("A new message opens the window anew, with all its places", arguments: Engines.all)
    func extended(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try Self.open(tx)
                for _ in 0..<3 { #expect(try Self.take(tx)) }
                try Self.open(tx, at: monday + .hours(1))
                let state = try tx.windows.state(channel: "oa", recipient: "a")
                #expect(state == ReplyWindow(closesAt: monday + .hours(49), remaining: 5))
            }
        }
    }

    @Test(
        "The short window of a menu click never shortens a longer one that has places", arguments: Engines.all
    )
    func eventWindow(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try Self.open(tx)
                #expect(try Self.take(tx))
                try tx.windows.open(
                    channel: "oa", recipient: "a", until: monday + .minutes(1), messages: 3, at: monday)
                let state = try tx.windows.state(channel: "oa", recipient: "a")
                #expect(state == ReplyWindow(closesAt: monday + .hours(48), remaining: 4))
            }
        }
    }

    @Test("It does open one where the longer is used up or over", arguments: Engines.all)
    func eventWindowHelps(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try Self.open(tx)
                try tx.windows.exhaust(channel: "oa", recipient: "a")
                #expect(try Self.take(tx) == false)
                try tx.windows.open(
                    channel: "oa", recipient: "a", until: monday + .minutes(1), messages: 3, at: monday)
                #expect(try Self.left(tx) == 3)
                let later = monday + .hours(50)
                try tx.windows.open(
                    channel: "oa", recipient: "a", until: later + .minutes(1), messages: 3, at: later)
                #expect(try Self.left(tx) == 3)
                #expect(try Self.take(tx, at: later))
            }
        }
    }

    @Test("A place is given back, but never more places than the platform gave", arguments: Engines.all)
    func giveBack(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try Self.open(tx)
                #expect(try Self.take(tx))
                try tx.windows.giveBack(channel: "oa", recipient: "a", atMost: 5)
                #expect(try Self.left(tx) == 5)
                // The resident wrote while the push was under way: the window is whole again already.
                #expect(try Self.take(tx))
                try Self.open(tx, at: monday + .seconds(1))
                try tx.windows.giveBack(channel: "oa", recipient: "a", atMost: 5)
                #expect(try Self.left(tx) == 5)
            }
        }
    }

    @Test("Windows belong to one person on one channel", arguments: Engines.all)
    func apart(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try Self.open(tx)
                try tx.windows.exhaust(channel: "work", recipient: "a")
                try tx.windows.exhaust(channel: "oa", recipient: "b")
                #expect(try Self.left(tx) == 5)
                #expect(try tx.windows.take(channel: "oa", recipient: "b", at: monday) == false)
            }
        }
    }
}
