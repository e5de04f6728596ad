import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Lanes: one holder at a time, by the database's clock")
struct LaneTableTests {
    /// A lease that was over before it began: its holder slept.
    private static let over = TimeSpan.milliseconds(-1000)

    @Test(
        "Of twenty who want one lane one has it, and the next after he gave it back", arguments: Engines.all)
    func one(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let claims = try await database.writeMany(20) { number, tx throws(SQLError) in
                try tx.lanes.claim(["conversation:a"], owner: "daemon \(number)", for: .minutes(1))
            }
            let holder = try #require(claims.joined().first)
            #expect(claims.joined().count == 1)
            try await database.write { tx throws(SQLError) in
                #expect(try tx.lanes.claim([holder.key], owner: "late", for: .minutes(1)) == [])
                try tx.lanes.release(holder)
                #expect(try tx.lanes.claim([holder.key], owner: "late", for: .minutes(1)).count == 1)
            }
        }
    }

    @Test("Who slept past his lease cannot renew it once another has the lane", arguments: Engines.all)
    func sleeper(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let slept = try unwrapped(tx.lanes.claim(["a"], owner: "one", for: Self.over).first)
                #expect(try tx.lanes.renew(slept, for: Self.over), "nobody else wanted it")
                let taken = try unwrapped(tx.lanes.claim(["a"], owner: "two", for: .minutes(1)).first)
                #expect(taken.epoch > slept.epoch)
                #expect(try !tx.lanes.renew(slept, for: .minutes(1)))
                try tx.lanes.release(slept)
                #expect(try tx.lanes.renew(taken, for: .minutes(1)), "a sleeper's release takes nothing")
            }
        }
    }

    @Test("A claim whose commit is in doubt is affirmed, unless another has the lane", arguments: Engines.all)
    func affirmed(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let undone = LaneClaim(key: "a", owner: "one", epoch: 1)
                #expect(try tx.lanes.affirm(undone, for: Self.over))
                #expect(try tx.lanes.affirm(undone, for: Self.over), "it has happened")
                let taken = try unwrapped(tx.lanes.claim(["a"], owner: "two", for: .minutes(1)).first)
                #expect(try !tx.lanes.affirm(undone, for: .minutes(1)))
                #expect(try tx.lanes.renew(taken, for: .minutes(1)))
            }
        }
    }

    @Test("A lane is left when nothing waits in it, and by its holder alone", arguments: Engines.all)
    func left(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let message = InboundMessage.said("x", id: "1")
                let key = ConversationKey(channel: message.channel, sender: message.sender)
                let id = try unwrapped(tx.inbox.accept(message, at: monday))
                let slept = try unwrapped(tx.lanes.claim([key.lane], owner: "one", for: Self.over).first)
                let held = try unwrapped(tx.lanes.claim([key.lane], owner: "two", for: .minutes(1)).first)
                #expect(try !tx.lanes.leave(held, of: key), "a message waits")
                #expect(try tx.inbox.finish(id, at: monday))
                #expect(try !tx.lanes.leave(slept, of: key))
                #expect(try tx.lanes.leave(held, of: key))
                #expect(try tx.lanes.claim([key.lane], owner: "three", for: .minutes(1)).count == 1)
            }
        }
    }

    @Test("Several lanes are claimed at once, those that are held left out", arguments: Engines.all)
    func several(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                _ = try tx.lanes.claim(["b"], owner: "one", for: .minutes(1))
                let rest = try tx.lanes.claim(["a", "b", "c"], owner: "two", for: .minutes(1))
                #expect(Set(rest.map(\.key)) == ["a", "c"])
                try tx.lanes.releaseAll(of: "two")
                let free = try tx.lanes.claim(["a", "b", "c"], owner: "three", for: .minutes(1))
                #expect(Set(free.map(\.key)) == ["a", "c"])
            }
        }
    }

    @Test("A daemon lives as long as it renews the lane of its name", arguments: Engines.all)
    func living(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let living = try await database.write { tx throws(SQLError) in
                for (owner, lease) in [("one", TimeSpan.minutes(1)), ("two", Self.over)] {
                    try tx.lanes.live(owner, for: lease)
                }
                _ = try tx.lanes.claim(["conversation:a"], owner: "three", for: .minutes(1))
                return try tx.lanes.living()
            }
            #expect(living == ["one"])
        }
    }
}

/// A body throws errors of SQL alone.
private func unwrapped<Value>(_ value: Value?) throws(SQLError) -> Value {
    guard let value else { throw SQLError(.decoding, "nothing was claimed") }
    return value
}
