import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("A seat that somebody has: put right, told, moved, taken back")
struct SeatChangeTests {
    private static let thursday = Instant.at("2026-03-19 15:00")

    private static func change(_ edit: SeatChange.Edit, _ words: String = "", isFresh: Bool = false)
        -> Command
    {
        .seat(.change(SeatChange(edit, words: words, isFresh: isFresh)))
    }

    @Test(
        "Another matter, one more, the heads: one number, and the limit of representatives",
        arguments: Engines.all)
    func edits(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))), from: house.b)
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "排污管"))))
            let steps: [(SeatChange.Edit, String, Int?)] = [
                (.replace(["电梯"]), "电梯", nil), (.add(["停车"]), "电梯；停车", nil), (.add(["停车"]), "电梯；停车", nil),
                (.count(SeatGroup(6)), "电梯；停车（6人）", 5), (.replace(["楼道灯"]), "楼道灯（6人）", 5),
                (.count(SeatGroup(2)), "楼道灯（2人）", nil),
            ]
            for (edit, matter, most) in steps {
                guard case .seatChanged(let wish, 2) = try await house.handle(Self.change(edit)) else {
                    Issue.record("\(edit) was not taken")
                    return
                }
                #expect(wish.matter == matter && wish.mostPeople == most)
            }
            let many = (1...Limits.seatMatterRows).map { "事\($0)" }
            #expect(try await house.handle(Self.change(.add(many))) == .seatMattersFull)
            guard case .seatsTold(.own, let told) = try await house.handle(.seat(.ask(.own, words: "")))
            else {
                Issue.record("not told")
                return
            }
            #expect(told.map(\.matter) == ["楼道灯（2人）"])
            #expect(told.map(\.seat) == [2])
            // Two turns of twenty minutes.
            #expect(told.map(\.turn) == [Self.thursday + .minutes(20)])
        }
    }

    @Test(
        "Without a seat, after the begin, and where several may be meant nothing changes",
        arguments: Engines.all)
    func refused(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let edit = Self.change(.replace(["电梯"]))
            #expect(try await house.handle(edit) == .seatUnknown)
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))))
            #expect(
                try await house.handle(edit, at: Self.thursday) == .seatBegun(title: offer.title))
            let talk = try await house.session("talk", at: .at("2026-03-20 19:30"))
            _ = try await house.handle(.seat(.book(SeatWish(talk, matter: "公交"))))
            guard case .whichSeat(let seats) = try await house.handle(edit) else {
                Issue.record("one of two was changed")
                return
            }
            #expect(seats.count == 2)
            guard
                case .seatChanged(let wish, _) = try await house.handle(
                    Self.change(.replace(["电梯"]), "恳谈会的事由改成电梯"))
            else {
                Issue.record("the named one was not changed")
                return
            }
            #expect(wish.offer.session == talk.session)
        }
    }

    @Test(
        "The same person again: the seat's matter is told, and what is new of his words",
        arguments: Engines.all)
    func again(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))))
            for (matter, more) in [("电梯", ["电梯"]), ("停车", nil)] {
                let again = Command.seat(.book(SeatWish(offer, matter: matter)))
                guard case .alreadyBooked(let wish, 1) = try await house.handle(again) else {
                    Issue.record("a second seat")
                    return
                }
                #expect(wish.matter == "停车" && wish.more == more)
            }
        }
    }

    @Test("The times that he names, and when the next of them can be booked", arguments: Engines.all)
    func times(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let weekly = try await house.session()
            let talk = try await house.session("talk", at: .at("2026-03-20 19:30"))
            func list(_ make: (inout SessionTimes) -> Void, isMove: Bool = false) async throws -> Outcome {
                var times = SessionTimes()
                make(&times)
                return try await house.handle(.seat(.list(SessionWish(times: times, isMove: isMove))))
            }
            func sessions(_ outcome: Outcome) -> [SessionID] {
                switch outcome {
                case .sessions(let offers, _), .timesMissed(_, let offers): offers.map(\.session)
                default: []
                }
            }
            #expect(sessions(try await list { $0.without = [4] }) == [talk.session])
            #expect(sessions(try await list { $0.part = .evening }) == [talk.session])
            guard
                case .timesMissed(let later?, let others) = try await list({
                    $0.from = CivilDate("2026-03-23")
                    $0.to = CivilDate("2026-03-29")
                })
            else {
                Issue.record("next week is listed")
                return
            }
            // The Thursday after can be booked once booking for this one has closed.
            #expect(later.date == CivilDate("2026-03-26") && later.opensAt == .at("2026-03-18 17:00"))
            #expect(others.map(\.session) == [weekly.session, talk.session])
            guard case .timesMissed(_, let none) = try await list({ $0.without = [4, 5] }) else {
                Issue.record("something is left")
                return
            }
            #expect(none.isEmpty)
            _ = try await house.handle(.seat(.book(SeatWish(weekly, matter: "停车"))))
            #expect(sessions(try await list({ $0.isOther = true }, isMove: true)) == [talk.session])
        }
    }

    @Test(
        "Giving up after the begin is refused with its reason, and status does not name it",
        arguments: Engines.all)
    func begun(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))))
            let found = try await house.handle(.findCancellable(.booking, .latest), at: Self.thursday)
            guard case .cancellable(let seats) = found else {
                Issue.record("nothing is told")
                return
            }
            #expect(seats.map(\.refusal) == [.begun])
            #expect(try await house.handle(.ticketStatus(.latest), at: Self.thursday) == .tickets([]))
        }
    }

    @Test(
        "A topic and a matter of a meeting are taken back by who brought them up, once",
        arguments: Engines.all)
    func takeBack(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.session("talk", at: .at("2026-03-20 19:30"))
            _ = try await house.handle(.matter(.topic(text: "公交")))
            _ = try await house.handle(.meeting(.propose(kind: "four_party", title: "停车位", words: "停车位")))
            for (target, word) in [(CancelTarget.topic, "公交"), (.agenda, "停车位")] {
                guard
                    case .cancellable(let found) = try await house.handle(.findCancellable(target, .latest)),
                    let mine = found.first
                else {
                    Issue.record("\(target) is not found")
                    return
                }
                #expect(found.count == 1 && mine.title.contains(word))
                #expect(
                    try await house.handle(.cancel(mine), from: house.b)
                        == .cancelRefused(mine, .alreadyClosed))
                #expect(try await house.handle(.cancel(mine)) == .cancelled(mine))
                #expect(try await house.handle(.cancel(mine)) == .cancelRefused(mine, .alreadyClosed))
            }
            #expect(try await house.handle(.findCancellable(.topic, .latest)) == .cancellable([]))
            // Brought up again it is a new one; the number of the other stays its own.
            guard case .topicNoted(_, 2, true) = try await house.handle(.matter(.topic(text: "公交"))) else {
                Issue.record("it was not taken again")
                return
            }
        }
    }

    @Test(
        "What came of the last session: its row, its ticket, or nothing that a row says",
        arguments: Engines.all)
    func result(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let after = Self.thursday + .days(1)
            let ask = Command.seat(.ask(.result, words: "上次接访说的事"))
            #expect(try await house.handle(ask, at: after) == .seatResultUnknown(words: "上次接访说的事"))
            let offer = try await house.session()
            _ = try await house.handle(.seat(.book(SeatWish(offer, matter: "停车"))))
            #expect(try await house.handle(ask, at: after) == .seatResultUnknown(words: "上次接访说的事"))
            let ticket = try await house.open()
            let resident = house.a.resident
            try await house.database.write { tx throws(SQLError) in
                let booking = try present(tx.bookings.of(resident: resident).last)
                try tx.bookings.setOutcome(booking.id, "已请物业划线", ticket: ticket.id)
            }
            guard case .seatResult(let result, .result) = try await house.handle(ask, at: after) else {
                Issue.record("not told")
                return
            }
            #expect(result.outcome == "已请物业划线" && result.matter == "停车")
            #expect(result.ticket?.number == ticket.number)
        }
    }
}
