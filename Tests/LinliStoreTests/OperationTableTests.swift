import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Timers, conversations and repeated requests")
struct OperationTableTests {
    @Test("A due timer fires for one of many, in the order of the due times", arguments: Engines.all)
    func timers(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let due = try await database.write { tx throws(SQLError) in
                try tx.timers.arm(.accept, subject: "2", due: monday + .seconds(2))
                try tx.timers.arm(.accept, subject: "1", due: monday + .seconds(1))
                try tx.timers.arm(.resolve, subject: "1", due: monday + .seconds(9))
                #expect(try tx.timers.next() == monday + .seconds(1))
                #expect(try tx.timers.due(at: monday, limit: 9).isEmpty)
                return try tx.timers.due(at: monday + .seconds(2), limit: 9)
            }
            #expect(due.map(\.subject) == ["1", "2"])
            let timer = try #require(due.first)
            let fires = try await database.writeMany(20) { _, tx throws(SQLError) in
                try tx.timers.fire(timer, at: monday + .seconds(2))
            }
            #expect(fires.filter { $0 }.count == 1)
        }
    }

    @Test("What a newer daemon has armed stays for that one, and holds nothing up", arguments: Engines.all)
    func unknownKind(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try tx.run(
                    """
                    INSERT INTO timers (kind, subject, due_at)
                    VALUES ('of_next_year', '1', \(monday.milliseconds))
                    """)
                #expect(try tx.timers.next() == nil)
                try tx.timers.arm(.accept, subject: "2", due: monday + .seconds(2))
                #expect(try tx.timers.next() == monday + .seconds(2))
                #expect(try tx.timers.due(at: monday + .seconds(2), limit: 1).map(\.subject) == ["2"])
            }
        }
    }

    @Test("A timer that was moved or taken away meanwhile does not fire", arguments: Engines.all)
    func moved(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try tx.timers.arm(.resume, subject: "1", due: monday)
                try tx.timers.arm(.resume, subject: "2", due: monday)
                let due = try tx.timers.due(at: monday, limit: 9)
                try tx.timers.arm(.resume, subject: "1", due: monday + .hours(1))
                try tx.timers.disarm(.resume, subject: "2")
                for timer in due { #expect(try tx.timers.fire(timer, at: monday) == false) }
                #expect(try tx.timers.next() == monday + .hours(1))
                #expect(try tx.timers.due(at: monday + .hours(1), limit: 9).map(\.subject) == ["1"])
            }
        }
    }

    @Test(
        "A timer that fired can be armed again; one that fails too often is set aside", arguments: Engines.all
    )
    func ends(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try tx.timers.arm(.redemption, subject: "1", due: monday)
                let timer = try present(tx.timers.due(at: monday, limit: 1).first)
                #expect(try tx.timers.fire(timer, at: monday))
                #expect(try tx.timers.due(at: monday, limit: 1).isEmpty)
                try tx.timers.arm(.redemption, subject: "1", due: monday)
                for _ in 0..<3 { try tx.timers.countAttempt(timer.id, limit: 3) }
                #expect(try tx.timers.due(at: monday, limit: 1).isEmpty)
                #expect(try tx.timers.next() == nil)
            }
        }
    }

    @Test("A conversation belongs to one person on one channel and is overwritten", arguments: Engines.all)
    func conversations(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                #expect(try tx.conversations.load(channel: "oa", sender: "a") == nil)
                try tx.conversations.save("1", channel: "oa", sender: "a", at: monday)
                try tx.conversations.save("2", channel: "oa", sender: "a", at: monday)
                try tx.conversations.save("3", channel: "web", sender: "a", at: monday)
                #expect(try tx.conversations.load(channel: "oa", sender: "a") == "2")
                try tx.conversations.delete(channel: "oa", sender: "a")
                #expect(try tx.conversations.load(channel: "oa", sender: "a") == nil)
                #expect(try tx.conversations.load(channel: "web", sender: "a") == "3")
            }
        }
    }

    @Test("A request key belongs to one account and stands for one answer", arguments: Engines.all)
    func requestKeys(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let answer = RequestKeyRow(fingerprint: "f", status: 201, body: "{}")
                try tx.requestKeys.add(staff: StaffID(1), key: "k", answer, at: monday)
                #expect(try tx.requestKeys.find(staff: StaffID(1), key: "k") == answer)
                #expect(try tx.requestKeys.find(staff: StaffID(2), key: "k") == nil)
                #expect(try tx.requestKeys.prune(before: monday) == 0)
                #expect(try tx.requestKeys.prune(before: monday + .milliseconds(1)) == 1)
                #expect(try tx.requestKeys.find(staff: StaffID(1), key: "k") == nil)
            }
            await #expect(throws: SQLError.self) {
                try await database.write { tx throws(SQLError) in
                    let answer = RequestKeyRow(fingerprint: "f", status: 201, body: "{}")
                    try tx.requestKeys.add(staff: StaffID(1), key: "k", answer, at: monday)
                    try tx.requestKeys.add(staff: StaffID(1), key: "k", answer, at: monday)
                }
            }
        }
    }
}
