import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Seats for somebody else, and those who wait for one")
struct SeatRegisterTests {
    /// Both seats are taken by others; they are returned in the order of their seats.
    private static func fill(_ house: House, _ offer: SessionOffer) async throws -> [Party] {
        var others: [Party] = []
        for name in ["first", "second"] {
            let party = try await house.newcomer(name)
            let wish = SeatWish(offer, matter: "电梯")
            guard case .booked = try await house.handle(.seat(.book(wish)), from: party) else {
                throw SQLError(.decoding, "a seat was not given")
            }
            others.append(party)
        }
        return others
    }

    private static func giveUp(_ house: House, _ party: Party, at now: Instant = House.monday) async throws
        -> Outcome
    {
        guard
            case .cancellable(let found) = try await house.handle(
                .findCancellable(.booking, .latest), from: party, at: now),
            let candidate = found.first
        else { throw SQLError(.decoding, "nothing can be given up") }
        return try await house.handle(.cancel(candidate), from: party, at: now)
    }

    @Test("One seat of his own and one for his father, and no third", arguments: Engines.all)
    func onBehalf(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            let own = SeatWish(offer, matter: "停车")
            let father = SeatWish(offer, matter: "楼道灯", attendee: "父亲")
            guard case .booked(_, 1) = try await house.handle(.seat(.book(own))),
                case .booked(let booked, 2) = try await house.handle(.seat(.book(father)))
            else {
                Issue.record("the two seats were not given")
                return
            }
            #expect(booked.attendee == "父亲")
            let mother = SeatWish(offer, matter: "楼道灯", attendee: "母亲")
            guard case .alreadyBooked(let known, 2) = try await house.handle(.seat(.book(mother))) else {
                Issue.record("a third seat was given")
                return
            }
            #expect(known.attendee == "父亲")
            let rows = try await house.database.read { tx throws(SQLError) in
                try tx.bookings.of(offer.session).map(\.claim)
            }
            #expect(rows.map(\.isOnBehalf) == [false, true])
            #expect(rows.map(\.attendee) == ["", "父亲"])
        }
    }

    @Test(
        "A seat that is given up goes to whoever has waited longest, and he hears of it",
        arguments: Engines.all)
    func queue(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            let others = try await Self.fill(house, offer)
            let wish = SeatWish(offer, matter: "停车", attendee: "父亲")
            guard case .sessionFull = try await house.handle(.seat(.book(wish))),
                case .seatAwaited(_, 0, true) = try await house.handle(.seat(.wait(wish))),
                case .seatAwaited(_, 0, false) = try await house.handle(.seat(.wait(wish))),
                case .seatAwaited(_, 1, true) = try await house.handle(
                    .seat(.wait(SeatWish(offer, matter: "噪音"))), from: house.b)
            else {
                Issue.record("nobody waits")
                return
            }
            #expect(try await house.messages(to: "a").isEmpty)
            _ = try await Self.giveUp(house, others[1])
            let told = try await house.messages(to: "a")
            #expect(told.count == 1)
            #expect(told.first?.hasPrefix("notice.seat_free attendee=父亲 matter=停车 seat=2") == true)
            #expect(try await house.messages(to: "b").isEmpty)
            // Who waited for it can give it up again: then the next one has it.
            _ = try await Self.giveUp(house, house.a)
            #expect(try await house.messages(to: "b").count == 1)
        }
    }

    @Test("So many may wait, and whoever waits keeps his place", arguments: Engines.all)
    func limit(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            _ = try await Self.fill(house, offer)
            let wish = SeatWish(offer, matter: "停车")
            for number in 0..<Limits.seatWaitRows {
                let party = try await house.newcomer("w\(number)")
                guard
                    case .seatAwaited(_, number, true) = try await house.handle(
                        .seat(.wait(wish)), from: party)
                else {
                    Issue.record("place \(number) was not given")
                    return
                }
            }
            guard case .waitlistFull = try await house.handle(.seat(.wait(wish))) else {
                Issue.record("one more waits than may")
                return
            }
            let first = try await house.newcomer("w0")
            guard case .seatAwaited(_, 0, false) = try await house.handle(.seat(.wait(wish)), from: first)
            else {
                Issue.record("the first one lost his place")
                return
            }
        }
    }

    @Test("Who waits can leave, and then the seat is not his", arguments: Engines.all)
    func leave(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            let others = try await Self.fill(house, offer)
            _ = try await house.handle(.seat(.wait(SeatWish(offer, matter: "停车"))))
            guard case .cancelled(let left) = try await Self.giveUp(house, house.a),
                case .seatWait = left.kind
            else {
                Issue.record("he still waits")
                return
            }
            _ = try await Self.giveUp(house, others[0])
            #expect(try await house.messages(to: "a").isEmpty)
        }
    }

    @Test(
        "Two hours before it begins the waiting is over, and who waits hears so in time",
        arguments: Engines.all)
    func over(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            _ = try await Self.fill(house, offer)
            _ = try await house.handle(.seat(.wait(SeatWish(offer, matter: "停车"))))
            try await house.run(until: .at("2026-03-19 12:59"))
            #expect(try await house.messages(to: "a").isEmpty)
            try await house.run(until: .at("2026-03-19 13:00"))
            #expect(try await house.messages(to: "a").map { $0.hasPrefix("notice.seat_none") } == [true])
        }
    }

    @Test("Another session keeps the matter and frees the old seat for the next one", arguments: Engines.all)
    func move(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (old, new) = (
                try await house.session(seats: 2),
                try await house.session(at: .at("2026-03-26 15:00"), seats: 2)
            )
            let others = try await Self.fill(house, old)
            _ = try await house.handle(.seat(.wait(SeatWish(old, matter: "停车"))))
            let moved = try await house.handle(.seat(.move(SeatWish(new, matter: ""))), from: others[0])
            guard case .seatMoved(let wish, 1) = moved else {
                Issue.record("not moved: \(moved)")
                return
            }
            #expect(wish.matter == "电梯")
            #expect(try await house.messages(to: "a").count == 1)
            guard
                case .seatToMoveNone = try await house.handle(
                    .seat(.move(SeatWish(new, matter: ""))), from: house.b)
            else {
                Issue.record("who has no seat has none to move")
                return
            }
        }
    }

    @Test("A session that is called off, and an erasure, end the waiting", arguments: Engines.all)
    func endings(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            let others = try await Self.fill(house, offer)
            _ = try await house.handle(.seat(.wait(SeatWish(offer, matter: "停车"))))
            _ = try await house.handle(.seat(.wait(SeatWish(offer, matter: "噪音"))), from: house.b)
            let admin = try await house.account("admin-1", [.admin])
            let notifier = Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none)
            let people = ResidentDesk(settings: house.settings, notifier: notifier, codes: .counting())
            // The first one who waited is erased, then one who had a seat: it is the second one's.
            for resident in [house.a.resident, others[0].resident] {
                _ = try await house.ask(admin) { call throws(SQLError) in
                    try people.erase("\(resident)", EraseResident(dryRun: false), call)
                }
            }
            #expect(try await house.messages(to: "a").isEmpty)
            #expect(try await house.messages(to: "b").map { $0.hasPrefix("notice.seat_free") } == [true])
            _ = try await house.handle(
                .seat(.wait(SeatWish(offer, matter: "灯"))), from: try await house.newcomer("c"))
            let desk = ReceptionDesk(settings: house.settings, notifier: notifier)
            let branch = try await house.account("branch-1", [.branch])
            _ = try await house.ask(branch) { call throws(SQLError) in
                try desk.cancel(offer.session, Reason(reason: "停电"), call)
            }
            #expect(
                try await house.messages(to: "c").map { $0.hasPrefix("notice.session_cancelled reason=停电") }
                    == [true])
            let waits = try await house.database.read { tx throws(SQLError) in
                try tx.seatWaits.waiting(offer.session).count
            }
            #expect(waits == 0)
        }
    }

    @Test("The staff see who waits, in order, and may book for somebody else", arguments: Engines.all)
    func desk(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session(seats: 2)
            _ = try await Self.fill(house, offer)
            _ = try await house.handle(.seat(.wait(SeatWish(offer, matter: "停车", attendee: "父亲"))))
            _ = try await house.handle(.seat(.wait(SeatWish(offer, matter: "噪音"))), from: house.b)
            let branch = try await house.account("branch-1", [.branch])
            let notifier = Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none)
            let desk = ReceptionDesk(settings: house.settings, notifier: notifier)
            let list = try #require(
                try await house.ask(branch) { call throws(SQLError) in
                    try desk.waitlist(offer.session, call)
                }.value)
            #expect(list.items.map(\.place) == [1, 2])
            #expect(list.items.map(\.attendee) == ["父亲", ""])
            #expect(list.items.map(\.onBehalf) == [true, false])
            // The walk-in share is the desk's to give.
            let booked = try #require(
                try await house.ask(branch) { call throws(SQLError) in
                    let request = BookReception(resident: "web:b", matter: "噪音", attendee: "母亲")
                    return try desk.book(offer.session, request, call)
                }.value)
            #expect(booked.onBehalf && booked.attendee == "母亲")
        }
    }
}
