import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("Receptions, rewards and redemptions: one thing belongs to one person")
struct ReceptionTableTests {
    private static func session(_ tx: Transaction, seats: Int) throws(SQLError) -> SessionID {
        let row = SessionRow(
            estate: "HTL", kind: "weekly", name: "每周领导接访", place: "议事亭", startsAt: monday + .days(3),
            bookingClosesAt: monday + .days(2), seats: seats, seatMinutes: 20)
        guard let id = try tx.sessions.add(row) else { throw SQLError(.unique, "the session is known") }
        return id
    }

    @Test("A hundred people at once on five seats: five have one each, nobody shares", arguments: Engines.all)
    func seats(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let session = try await database.write { tx throws(SQLError) in try Self.session(tx, seats: 5) }
            let made = try await database.writeMany(100) { number, tx throws(SQLError) -> Int? in
                let resident = try tx.resident("p\(number)")
                return try tx.bookings.take(
                    session, seats: 5, SeatClaim(resident: resident, matter: "m"), at: monday)?
                    .seat
            }
            #expect(made.compactMap { $0 }.sorted() == [1, 2, 3, 4, 5])
            let booked = try await database.read { tx throws(SQLError) in
                try tx.sessions.find(session)?.booked
            }
            #expect(booked == 5)
        }
    }

    @Test("A seat that was given up is free again, and one person has one seat", arguments: Engines.all)
    func again(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let session = try Self.session(tx, seats: 2)
                let a = try tx.resident("a")
                let b = try tx.resident("b")
                let first = try present(
                    tx.bookings.take(session, seats: 2, SeatClaim(resident: a, matter: "m"), at: monday))
                #expect(first.seat == 1)
                #expect(
                    try tx.bookings.take(session, seats: 2, SeatClaim(resident: a, matter: "m"), at: monday)
                        == nil)
                #expect(try tx.bookings.end(first.id, .cancelled, at: monday))
                #expect(try tx.bookings.end(first.id, .cancelled, at: monday) == false)
                #expect(
                    try tx.bookings.take(session, seats: 2, SeatClaim(resident: b, matter: "m"), at: monday)?
                        .seat == 1)
                #expect(
                    try tx.bookings.take(session, seats: 2, SeatClaim(resident: a, matter: "m"), at: monday)?
                        .seat == 2)
                #expect(try tx.sessions.find(session)?.booked == 2)
            }
        }
    }

    @Test("A session of the kind at the time is known", arguments: Engines.all)
    func knownSession(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let id = try Self.session(tx, seats: 5)
                let row = try present(tx.sessions.find(id))
                #expect(try tx.sessions.add(row) == nil)
                #expect(try tx.sessions.list(estate: "HTL", rows: 9).count == 1)
                #expect(try tx.sessions.upcoming(estate: "HTL", from: monday, limit: 9).count == 1)
                #expect(try tx.sessions.upcoming(estate: "ELSE", from: monday, limit: 9).isEmpty)
                #expect(try tx.sessions.upcoming(estate: "HTL", from: monday + .days(3), limit: 9).isEmpty)
            }
        }
    }

    @Test("Thirty takers at once on a stock of seven", arguments: Engines.all)
    func stock(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                try tx.rewards.put(
                    estate: "HTL", RewardListing(code: "tissue", name: "抽纸1提", points: 15, stock: 7))
            }
            let takes = try await database.writeMany(30) { _, tx throws(SQLError) in
                try tx.rewards.take(1, estate: "HTL", code: "tissue")
            }
            #expect(takes.filter { $0 }.count == 7)
            try await database.write { tx throws(SQLError) in
                #expect(try tx.rewards.take(1, estate: "HTL", code: "tissue") == false)
                try tx.rewards.put(
                    estate: "HTL", RewardListing(code: "tissue", name: "抽纸", points: 16, stock: 99))
                let now = try tx.rewards.find(estate: "HTL", code: "tissue")
                #expect(
                    now == RewardListing(code: "tissue", name: "抽纸", points: 16, stock: 0),
                    "a price list is no delivery")
            }
        }
    }

    @Test("A redemption ends once, and its code is free for another only then", arguments: Engines.all)
    func redemption(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let quote = RewardQuote(reward: "tissue", name: "抽纸1提", quantity: 1, points: 15, balance: 41)
            let id = try await database.write { tx throws(SQLError) -> RedemptionID? in
                try tx.rewards.put(
                    estate: "HTL", RewardListing(code: "tissue", name: "抽纸1提", points: 15, stock: 7))
                let resident = try tx.resident("a")
                let made = try tx.redemptions.add(
                    quote, estate: "HTL", resident: resident, code: "123456", expiresAt: monday + .days(7),
                    at: monday)
                let twin = try tx.redemptions.add(
                    quote, estate: "HTL", resident: resident, code: "123456", expiresAt: monday + .days(7),
                    at: monday)
                #expect(twin == nil)
                return made
            }
            let redemption = try #require(id)
            let ends = try await database.writeMany(20) { number, tx throws(SQLError) in
                try tx.redemptions.end(redemption, number % 2 == 0 ? .collected : .expired, at: monday)
            }
            #expect(ends.filter { $0 }.count == 1)
            let next = try await database.write { tx throws(SQLError) in
                try tx.redemptions.add(
                    quote, estate: "HTL", resident: try tx.resident("b"), code: "123456",
                    expiresAt: monday + .days(7), at: monday)
            }
            #expect(next != nil)
        }
    }
}
