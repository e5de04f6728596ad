import Foundation
import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite struct ReceptionDeskTests {
    private func session(
        _ desks: DeskStore, start: String = "2026-03-19T15:00:00+08:00", seats: Int? = nil
    ) async throws -> Reception {
        let request = OpenReception(
            estate: "HTL", kind: "weekly", startsAt: start, place: "议事亭", seats: seats)
        let ruling = try await desks.as(.branch) { call throws(SQLError) in
            try desks.receptions.open(request, call)
        }
        return try #require(ruling.value)
    }

    private func book(
        _ desks: DeskStore, _ session: Reception, _ resident: String = "web:a"
    ) async throws -> Ruling<ReceptionBooking> {
        try await desks.as(.serviceDesk) { call throws(SQLError) in
            try desks.receptions.book(
                SessionID(session.id), BookReception(resident: resident, matter: "停车位不够"), call)
        }
    }

    /// Thursday's session closes on Wednesday at 17:00; Monday's on the Friday before.
    @Test(
        arguments: Engines.all,
        [
            ("2026-03-19T15:00:00+08:00", "2026-03-18T17:00:00+08:00"),
            ("2026-03-23T15:00:00+08:00", "2026-03-20T17:00:00+08:00"),
        ])
    func bookingClosesOnTheWorkingDayBefore(engine: Engine, _ row: (start: String, closes: String))
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks, start: row.start)
            #expect(opened.bookingClosesAt == row.closes)
            // 8 seats, 30 per cent for walk-ins rounded up to 3 (Config/receptions.yaml).
            #expect(opened.seats == 5)
        }
    }

    /// 2026-05-01 is Labour Day: the notice has 5 days off, and 6 May is a working day.
    @Test(arguments: Engines.all) func aStatutoryDayOffIsRefusedWithTheNextWorkingDay(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let request = OpenReception(
                estate: "HTL", kind: "weekly", startsAt: "2026-05-01T15:00:00+08:00", place: "议事亭")
            let ruling = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.open(request, call)
            }
            #expect(ruling.refusal?.code == "starts_at.holiday")
            #expect(ruling.refusal?.hint.contains("2026-05-06") == true)
        }
    }

    @Test(arguments: Engines.all) func theDeskHasTheWalkInSeatsToo(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks, seats: 1)
            #expect(try await book(desks, opened, "web:a").value?.seat == 1)
            #expect(try await book(desks, opened, "web:b").value?.seat == 2)
            #expect(try await book(desks, opened, "web:b").refusal?.code == "booking.exists")
        }
    }

    /// A session that the rhythm has planned, or the branch has opened, is held at another time.
    @Test(arguments: Engines.all) func aMovedSessionKeepsSeatsAndTellsEverybody(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks, seats: 1)
            let other = try await session(desks, start: "2026-03-26T15:00:00+08:00")
            let booking = try #require(try await book(desks, opened, "web:a").value)
            func move(_ startsAt: String, _ id: Int64 = opened.id) async throws -> Ruling<Reception> {
                try await desks.as(.branch) { call throws(SQLError) in
                    try desks.receptions.move(
                        SessionID(id), MoveReception(startsAt: startsAt, reason: "领导开会"), call)
                }
            }
            #expect(try await move("2026-03-26T15:00:00+08:00").refusal?.code == "session.exists")
            #expect(try await move("2026-03-26T16:00:00+08:00").refusal?.code == "session.collides")
            #expect(try await move("2026-03-01T16:00:00+08:00").refusal?.code == "starts_at.past")
            let moved = try await move("2026-03-25T15:00:00+08:00")
            #expect(moved.value?.startsAt == "2026-03-25T15:00:00+08:00" && moved.value?.booked == 1)
            #expect(moved.value?.bookingClosesAt == "2026-03-24T17:00:00+08:00")
            let kept = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.show(SessionID(opened.id), call)
            }
            #expect(kept.value?.bookings?.map(\.id) == [booking.id])
            let told = try await desks.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM outbox WHERE why = 'reception.session_moved'")
            }
            #expect(told == 1)
            // What it was is offered no more, and no rhythm plans it there again.
            let old = try await desks.read { tx throws(SQLError) in
                try tx.sessions.find(estate: "HTL", kind: "weekly", startsAt: .at("2026-03-19 15:00"))
            }
            #expect(old?.state == .cancelled)
            // A second move is told too.
            #expect(try await move("2026-03-24T15:00:00+08:00").refusal == nil)
            let again = try await desks.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM outbox WHERE why = 'reception.session_moved'")
            }
            #expect(again == 2)
            #expect(try await move("2026-03-27T15:00:00+08:00", other.id).refusal == nil)
        }
    }

    @Test("A session comes back to where it was, and each move is told", arguments: Engines.all)
    func movedBack(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks, seats: 1)
            _ = try await book(desks, opened, "web:a")
            let (first, second) = ("2026-03-19T15:00:00+08:00", "2026-03-25T15:00:00+08:00")
            // As people write a time too.
            let moves = [(second, "2026-03-25 15:00"), (first, first), (second, second), (first, first)]
            for (place, written) in moves {
                let moved = try await desks.as(.branch) { call throws(SQLError) in
                    try desks.receptions.move(
                        SessionID(opened.id), MoveReception(startsAt: written, reason: "领导开会"), call)
                }
                #expect(moved.value?.startsAt == place)
            }
            let listed = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.list(estate: "HTL", rows: 10, call)
            }
            #expect(listed.value?.items.map(\.id) == [opened.id], "where it was is no session")
            let left = try await desks.read { tx throws(SQLError) in
                try tx.sessions.find(estate: "HTL", kind: "weekly", startsAt: .at("2026-03-25 15:00"))
            }
            #expect(left?.isMark == true && left?.state == .cancelled)
            let told = try await desks.messages(to: "a")
            #expect(told.filter { $0.hasPrefix("notice.session_moved") }.count == 4)
        }
    }

    /// 450 seats and as many who wait: a page in the commit of the move, the others by timers.
    @Test("Hundreds hear of a move page by page, each once, also after a kill", arguments: Engines.all)
    func pages(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks, seats: 5)
            let at = DeskStore.monday.milliseconds
            try await desks.store.database.write { tx throws(SQLError) in
                for number in 1...450 {
                    let id = try tx.residents.add(estate: "HTL", name: "住户", at: DeskStore.monday)
                    try tx.residents.attach(id, channel: "web", sender: "p\(number)", at: DeskStore.monday)
                    try tx.run(
                        """
                        INSERT INTO bookings (session_id, seat, resident_id, matter, state, created_at)
                        VALUES (\(opened.id), \(number), \(id), '路灯', 'booked', \(at))
                        """)
                    try tx.run(
                        """
                        INSERT INTO seat_waits (session_id, resident_id, matter, on_behalf, attendee,
                            created_at)
                        VALUES (\(opened.id), \(id), '路灯', 1, '父亲', \(at))
                        """)
                }
            }
            func told() async throws -> [Int64] {
                try await desks.read { tx throws(SQLError) in
                    try [
                        tx.integer("SELECT count(*) FROM outbox WHERE why = 'reception.session_moved'"),
                        tx.integer(
                            "SELECT count(DISTINCT idempotency_key) FROM outbox WHERE why LIKE 'rece%'"),
                    ]
                }
            }
            _ = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.move(
                    SessionID(opened.id),
                    MoveReception(startsAt: "2026-03-25T15:00:00+08:00", reason: "领导开会"), call)
            }
            let page = Int64(Limits.broadcastPageRows)
            #expect(try await told() == [page, page])
            // Who comes now knows the new time.
            _ = try await book(desks, opened, "web:b")
            let timers = TimerActions(settings: desks.settings, notifier: desks.notifier, codes: .counting())
            let database = desks.store.database
            @Sendable func fire(dies: Bool) async throws -> Int {
                try await database.write { tx throws(SQLError) in
                    let due = try tx.timers.due(at: DeskStore.monday, limit: 9).filter {
                        $0.kind == .broadcast
                    }
                    for timer in due where try tx.timers.fire(timer, at: DeskStore.monday) {
                        try timers.perform(timer, in: tx, at: DeskStore.monday)
                    }
                    if dies { throw SQLError(.value, "killed") }
                    return due.count
                }
            }
            await #expect(throws: SQLError.self) { try await fire(dies: true) }
            #expect(try await told() == [page, page], "a page that was not committed is told again")
            while try await fire(dies: false) > 0 {}
            #expect(try await told() == [900, 900])
            let left = try await desks.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM session_moves")
            }
            #expect(left == 0)
        }
    }

    @Test(arguments: Engines.all) func movingGivesUpOneSeatAndTakesAnother(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let from = try await session(desks)
            let target = try await session(desks, start: "2026-03-26T15:00:00+08:00")
            let booking = try #require(try await book(desks, from).value)
            let moved = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.move(BookingID(booking.id), MoveBooking(session: target.id), call)
            }
            #expect(moved.value?.session == target.id)
            let old = try await desks.read { tx throws(SQLError) in
                try tx.bookings.find(BookingID(booking.id))?.state
            }
            #expect(old == .cancelled)
            let nowhere = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.move(
                    BookingID(moved.value?.id ?? 0), MoveBooking(session: 999), call)
            }
            #expect(nowhere.refusal?.code == "session.not_found")
            let kept = try await desks.read { tx throws(SQLError) in
                try tx.bookings.find(BookingID(moved.value?.id ?? 0))?.state
            }
            #expect(kept == .booked)
        }
    }

    @Test(arguments: Engines.all) func cancellingASessionTellsEverybody(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks)
            _ = try await session(desks, start: "2026-03-26T15:00:00+08:00")
            _ = try await book(desks, opened, "web:a")
            _ = try await book(desks, opened, "web:b")
            let ruling = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.cancel(SessionID(opened.id), Reason(reason: "台风"), call)
            }
            #expect(ruling.value?.state == "cancelled")
            for person in ["a", "b"] {
                let last = try await desks.messages(to: person).last
                #expect(
                    last?.hasPrefix("notice.session_cancelled next=3月26日（周四）15:00 议事亭 每周领导接访 reason=台风")
                        == true)
            }
            #expect(try await book(desks, opened, "web:d").refusal?.code == "session.closed")
        }
    }

    @Test(arguments: Engines.all) func anOutcomeBecomesOneTicketOfTheReception(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks)
            let booking = try #require(try await book(desks, opened).value)
            var numbers: Set<String> = []
            for text in ["物业一周内划线", "另加装车挡"] {
                let ruling = try await desks.as(.branch, after: .days(4)) { call throws(SQLError) in
                    try desks.receptions.writeOutcome(
                        BookingID(booking.id), BookingOutcome(text: text), call)
                }
                numbers.insert(try #require(ruling.value?.ticket))
            }
            #expect(numbers.count == 1)
            let number = try #require(numbers.first)
            let ticket = try await desks.read { tx throws(SQLError) in
                try tx.tickets.find(number: number)
            }
            #expect(ticket?.draft.origin == .reception)
            #expect(ticket?.resident == desks.residentA)
        }
    }

    /// The session begins on Thursday at 15:00, three days and five hours after Monday 10:00.
    @Test(arguments: Engines.all) func nothingComesOfASessionBeforeItBegins(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks)
            let booking = try #require(try await book(desks, opened).value)
            let topic = try await desks.store.database.write { tx throws(SQLError) in
                try tx.topics.add(
                    SessionID(opened.id), resident: desks.residentA, text: "公交，电话13800005678",
                    at: DeskStore.monday)
            }
            let topicID = try #require(topic).id
            let outcome = BookingOutcome(text: "物业一周内划线")
            let early = TimeSpan.days(3) + .minutes(299)
            let rulings = [
                try await desks.as(.branch, after: early) { call throws(SQLError) in
                    try desks.receptions.writeOutcome(BookingID(booking.id), outcome, call)
                }.refusal,
                try await desks.as(.branch, after: early) { call throws(SQLError) in
                    try desks.receptions.answerTopic(topicID, outcome, call)
                }.refusal,
            ]
            for refusal in rulings {
                #expect(refusal?.code == "session.not_begun" && refusal?.kind == .conflict)
                #expect(refusal?.message == "这一场 2026-03-19 15:00 才开始。")
            }
            let begun = try await desks.as(.branch, after: .days(3) + .hours(5)) { call throws(SQLError) in
                try desks.receptions.writeOutcome(BookingID(booking.id), outcome, call)
            }
            #expect(begun.value?.ticket != nil)
            let shown = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.show(SessionID(opened.id), call)
            }
            #expect(shown.value?.topics?.map(\.text) == ["公交，电话138****5678"], "numbers are masked")
        }
    }

    @Test(arguments: Engines.all) func attendanceIsNotedOnTheDay(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let opened = try await session(desks)
            let booking = try #require(try await book(desks, opened).value)
            let early = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.attend(BookingID(booking.id), AttendBooking(present: true), call)
            }
            #expect(early.refusal?.code == "session.not_begun")
            let there = try await desks.as(.branch, after: .days(3)) { call throws(SQLError) in
                try desks.receptions.attend(BookingID(booking.id), AttendBooking(present: true), call)
            }
            #expect(there.value?.state == "attended")
        }
    }

    // MARK: Calendar

    @Test(arguments: Engines.all) func theCalendarFileIsOneEventASessionWithoutNames(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            _ = try await book(desks, try await session(desks))
            let ruling = try await desks.as(.branch) { call throws(SQLError) in
                try desks.receptions.export(estate: "HTL", call)
            }
            let text = try #require(ruling.value?.calendar)
            let lines = text.components(separatedBy: "\r\n")
            #expect(lines.first == "BEGIN:VCALENDAR")
            #expect(lines.suffix(2) == ["END:VCALENDAR", ""])
            #expect(lines.contains("DTSTART:20260319T070000Z"))
            #expect(lines.contains("LOCATION:议事亭"))
            #expect(!text.contains("住户"))
        }
    }

    /// RFC 5545 3.1: no line is longer than 75 bytes without its break, and characters stay whole.
    @Test func longLinesAreFoldedBetweenCharacters() {
        let line = "SUMMARY:" + String(repeating: "议", count: 60)
        let folded = ReceptionCalendar.folded(line)
        let parts = folded.components(separatedBy: "\r\n")
        #expect(parts.count > 1)
        #expect(parts.allSatisfy { $0.utf8.count <= 75 })
        #expect(
            parts.enumerated().map { $0.offset == 0 ? $0.element : String($0.element.dropFirst()) }
                .joined() == line)
        #expect(ReceptionCalendar.escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne")
    }
}
