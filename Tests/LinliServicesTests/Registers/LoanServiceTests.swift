import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Things and rooms of the list are ordered on Monday 2026-03-16 (`domain.md` A07, A17, H03).
@Suite("Loans and rooms")
struct LoanServiceTests {
    private static func hall(
        _ house: House, hours: String = "每天8:30-20:30"
    ) async throws -> ResourceListing {
        let community = try await house.account("community-1", [.community])
        let desk = house.resources
        _ = try await house.ask(community) { call throws(SQLError) in
            try desk.add(EnterResource(name: "会议室", provider: "党群站", hours: hours), call)
        }
        return ResourceListing(id: ResourceID(1), name: "会议室", provider: "党群站", hours: hours)
    }

    private static func wish(
        _ time: String, _ until: String? = nil, people: Int = 8, day: String = "2026-03-21"
    ) -> LoanWish {
        var wish = LoanWish(words: "要用会议室 \(time)", item: "会议室", day: CivilDate(day), time: time)
        wish.until = until
        wish.people = people
        return wish
    }

    @Test(
        "Nobody else has a room in the hours of a booking; one that is given up is free",
        arguments: Engines.all)
    func collision(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let hall = try await Self.hall(house)
            let first = try await house.handle(.loan(.borrow(hall, Self.wish("15:00", "17:00"))))
            guard case .borrowed(_, let told, let ticket, isNew: true) = first else {
                Issue.record("\(first)")
                return
            }
            #expect(told.when == "3月21日（周六）15:00-17:00")
            let again = try await house.handle(.loan(.borrow(hall, Self.wish("15:00", "17:00"))))
            #expect(again == .borrowed(hall, told, ticket, isNew: false), "said twice, booked once")
            // The hour that nobody named ends as the settings say.
            var late = Self.wish("16:30")
            let refused = try await house.handle(.loan(.borrow(hall, late)), from: house.b)
            late.until = "17:30"
            #expect(refused == .loanRefused(hall, late, .taken(["15:00-17:00"])))
            guard
                case .borrowed = try await house.handle(
                    .loan(.borrow(hall, Self.wish("17:30", "18:00"))), from: house.b)
            else {
                Issue.record("behind the first there is room")
                return
            }
            let given = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            #expect(try await house.handle(.cancel(given)) == .cancelled(given))
            guard case .borrowed = try await house.handle(.loan(.borrow(hall, late)), from: house.b) else {
                Issue.record("what was given up is free")
                return
            }
        }
    }

    @Test(
        "Outside the hours of the row, and for an hour that is over, nothing is entered",
        arguments: Engines.all)
    func hours(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let hall = try await Self.hall(house)
            let night = Self.wish("20:00", "22:00")
            #expect(try await house.handle(.loan(.borrow(hall, night))) == .loanRefused(hall, night, .closed))
            let early = Self.wish("08:30", "09:00", day: "2026-03-15")
            #expect(try await house.handle(.loan(.borrow(hall, early))) == .loanRefused(hall, early, .past))
            var gone = hall
            gone.id = ResourceID(7)
            let wish = Self.wish("15:00", "16:00")
            #expect(try await house.handle(.loan(.borrow(gone, wish))) == .loanRefused(gone, wish, .gone))
        }
    }

    @Test("Hours that only people can read hold nobody up", arguments: Engines.all)
    func unread(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let hall = try await Self.hall(house, hours: "上班时间")
            guard case .borrowed = try await house.handle(.loan(.borrow(hall, Self.wish("20:00", "22:00"))))
            else {
                Issue.record("whoever keeps the room says so")
                return
            }
        }
    }
}
