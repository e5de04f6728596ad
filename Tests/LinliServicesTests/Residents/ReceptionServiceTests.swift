import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Receptions: seats, closing times, giving up")
struct ReceptionServiceTests {
    /// Thursday.
    private static let thursday = Instant.at("2026-03-19 15:00")

    private static func neighbour(_ house: House, _ number: Int) async throws -> Party {
        try await house.database.write { tx throws(SQLError) in
            let sender = "n\(number)"
            let id = try tx.residents.findOrAdd(
                channel: "web", sender: sender, estate: "HTL", at: House.monday
            ).id
            return Party(resident: id, estate: "HTL", channel: "web", sender: sender)
        }
    }

    @Test(
        "Of eight seats five can be booked ahead: 30 % stay for those who just come", arguments: Engines.all)
    func seats(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            #expect(offer.seatsLeft == 5)
            #expect(offer.title == "3月19日（周四）15:00 议事亭 每周领导接访")
        }
    }

    @Test(
        "Booking closes at 17:00 of the last working day before",
        arguments: Engines.all,
        [
            ("2026-03-19 15:00", "2026-03-18 17:00"), ("2026-03-23 15:00", "2026-03-20 17:00"),
            // After Spring Festival; Saturday the 14th is worked.
            ("2026-02-24 09:00", "2026-02-14 17:00"), ("2026-10-08 09:00", "2026-09-30 17:00"),
        ])
    func closing(engine: Engine, given: (String, String)) async throws {
        let (starts, closes) = given
        try await House.with(on: engine) { house in
            let offer = try await house.session(at: .at(starts))
            let before = Instant.at(closes) - .milliseconds(1)
            guard
                case .sessions(let offers, nil) = try await house.handle(
                    .seat(.list(SessionWish())), at: before)
            else {
                Issue.record("nothing is listed")
                return
            }
            #expect(offers.map(\.session) == [offer.session])
            #expect(try await house.handle(.seat(.list(SessionWish())), at: .at(closes)) == .sessions([]))
            let command = Command.seat(.book(SeatWish(offer, matter: "停车")))
            #expect(try await house.handle(command, at: .at(closes)) == .bookingClosed(offer))
            guard case .booked(let wish, let seat) = try await house.handle(command, at: before) else {
                Issue.record("not booked in time")
                return
            }
            #expect(seat == 1)
            #expect(wish.matter == "停车")
        }
    }

    @Test("One person has one seat, and is told which", arguments: Engines.all)
    func already(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))), from: house.b)
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))))
            let again = Command.seat(.book(SeatWish(offer, matter: "电梯")))
            guard case .alreadyBooked(_, let seat) = try await house.handle(again) else {
                Issue.record("a second seat was given")
                return
            }
            #expect(seat == 2)
        }
    }

    /// A session of the past that resident A had a seat of, with what staff marked.
    private static func past(
        _ house: House, at startsAt: String, present: Bool = false
    ) async throws -> BookingID {
        let offer = try await house.session(at: .at(startsAt))
        let resident = house.a.resident
        let booking = try await house.database.write { tx throws(SQLError) in
            let booking = try tx.bookings.take(
                offer.session, seats: 5, SeatClaim(resident: resident, matter: "停车"),
                at: House.monday - .days(100))
            if let booking {
                _ = try tx.bookings.setAttendance(booking.id, present: present, at: .at(startsAt))
            }
            return booking
        }
        return try #require(booking).id
    }

    @Test(
        "Two no-shows within 30 days: for 30 days from the second, seats are given at the desk only",
        arguments: Engines.all)
    func noShows(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            #expect(house.settings.receptions.noShows == 2)
            #expect(house.settings.receptions.noShowPauseDays == 30)
            let offer = try await house.session()
            let late = try await house.session(at: .at("2026-04-30 15:00"))
            _ = try await Self.past(house, at: "2026-03-02 15:00")
            let second = try await Self.past(house, at: "2026-03-09 15:00")
            let until = Instant.at("2026-04-08 15:00")
            let command = Command.seat(.book(SeatWish(offer, matter: "停车")))
            #expect(try await house.handle(command) == .bookingPaused(noShows: 2, until: until))
            guard case .booked = try await house.handle(command, from: house.b) else {
                Issue.record("a neighbour has no part in it")
                return
            }
            let afterwards = Command.seat(.book(SeatWish(late, matter: "停车")))
            #expect(
                try await house.handle(afterwards, at: until - .milliseconds(1))
                    == .bookingPaused(noShows: 2, until: until))
            guard case .booked = try await house.handle(afterwards, at: until) else {
                Issue.record("the pause does not end")
                return
            }
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.bookings.setAttendance(second, present: true, at: House.monday)
            }
            guard case .booked = try await house.handle(command) else {
                Issue.record("an attendance that was put right does not count")
                return
            }
        }
    }

    @Test(
        "One no-show, two that lie far apart, or one beside a visit pause nothing",
        arguments: Engines.all,
        [
            [("2026-03-09 15:00", false)], [("2026-02-06 14:59", false), ("2026-03-08 15:00", false)],
            [("2026-03-02 15:00", true), ("2026-03-09 15:00", false)],
        ])
    func fewNoShows(engine: Engine, sessions: [(String, Bool)]) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            for (startsAt, present) in sessions {
                _ = try await Self.past(house, at: startsAt, present: present)
            }
            guard case .booked = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车")))) else {
                Issue.record("paused without a reason")
                return
            }
        }
    }

    @Test(
        "A full session names those that have seats; a seat given up goes to the next", arguments: Engines.all
    )
    func full(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            let other = try await house.session("talk", at: .at("2026-03-27 19:30"))
            for number in 1...5 {
                let party = try await Self.neighbour(house, number)
                guard
                    case .booked(_, number) = try await house.handle(
                        .seat(.book(SeatWish(offer, matter: "m"))), from: party)
                else {
                    Issue.record("seat \(number) was not given")
                    return
                }
            }
            guard
                case .sessionFull(let now, let others) = try await house.handle(
                    .seat(.book(SeatWish(offer, matter: "停车"))))
            else {
                Issue.record("a sixth seat was given")
                return
            }
            #expect(now.offer.seatsLeft == 0)
            #expect(others == [other])
            let third = try await Self.neighbour(house, 3)
            let listed = try await house.handle(.findCancellable(.booking, .latest), from: third)
            guard case .cancellable(let found) = listed, let candidate = found.first else {
                throw OtherOutcome(listed)
            }
            _ = try await house.handle(.cancel(candidate), from: third)
            let command = Command.seat(.book(SeatWish(offer, matter: "停车")))
            guard case .booked(_, 3) = try await house.handle(command) else {
                Issue.record("the free seat was not given")
                return
            }
        }
    }

    @Test(
        "Giving up goes until two hours before the begin",
        arguments: Engines.all,
        [
            ("2026-03-19 13:00", nil as Outcome.CancelRefusal?), ("2026-03-19 13:01", .tooLate),
            ("2026-03-19 14:59", .tooLate), ("2026-03-19 15:00", .begun), ("2026-03-19 16:00", .begun),
        ])
    func cancel(engine: Engine, given: (String, Outcome.CancelRefusal?)) async throws {
        let (moment, refusal) = given
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))))
            guard case .cancellable(let found) = try await house.handle(.findCancellable(.booking, .latest)),
                let candidate = found.first
            else {
                Issue.record("nothing to cancel")
                return
            }
            let outcome = try await house.handle(.cancel(candidate), at: .at(moment))
            #expect(outcome == refusal.map { .cancelRefused(candidate, $0) } ?? .cancelled(candidate))
            #expect(
                try await house.handle(.cancel(candidate), from: house.b)
                    == .cancelRefused(candidate, .alreadyClosed))
        }
    }

    @Test(
        "The wished day is listed where there is one, else it is said when it can be booked, and all are",
        arguments: Engines.all)
    func wish(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            var first = try await house.session()
            // The demo estate has its weekly reception on Thursdays at 15:00.
            first.rhythm = .weekly(weekday: 4)
            let second = try await house.session("talk", at: .at("2026-03-27 19:30"))
            let day = CivilDate("2026-03-27")
            #expect(try await house.handle(.seat(.list(SessionWish(date: day)))) == .sessions([second]))
            let other = CivilDate("2026-03-28")
            let missed = try #require(other.map { MissedDay(date: $0) })
            #expect(
                try await house.handle(.seat(.list(SessionWish(date: other))))
                    == .dayMissed(missed, [first, second]))
            let later = try #require(CivilDate("2026-03-26"))
            let opens = MissedDay(date: later, kind: "每周领导接访", opensAt: .at("2026-03-18 17:00"))
            #expect(
                try await house.handle(.seat(.list(SessionWish(date: later))))
                    == .dayMissed(opens, [first, second]))
        }
    }

    @Test(
        "The kind that he names is listed; where it has no date the others are, and that is said",
        arguments: Engines.all)
    func kind(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.session()
            let branch = try await house.session("day", at: .at("2026-03-24 19:00"))
            let named = SessionWish(words: "小区支部的接待日我爸想去一趟")
            #expect(try await house.handle(.seat(.list(named))) == .sessions([branch]))
            guard
                case .sessions(let others, let missing) = try await house.handle(
                    .seat(.list(SessionWish(words: "约律师问继承"))))
            else {
                Issue.record("nothing is listed")
                return
            }
            #expect(others.count == 2)
            #expect(missing == "律师咨询")
        }
    }

    @Test("A session that was called off can be neither listed nor booked", arguments: Engines.all)
    func calledOff(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            try await house.database.write { tx throws(SQLError) in
                _ = try tx.sessions.end(offer.session, .cancelled)
            }
            #expect(try await house.handle(.seat(.list(SessionWish()))) == .sessions([]))
            #expect(
                try await house.handle(.seat(.book(SeatWish(offer, matter: "停车")))) == .bookingClosed(offer))
        }
    }
}
