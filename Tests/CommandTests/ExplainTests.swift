import LinliAdmin
import Testing

@testable import linli

@Suite("Why it stands so: a ticket, a balance, a session")
struct ExplainTests {
    private static func entry(_ points: Int, _ kind: String) -> PointsEntry {
        PointsEntry(
            reference: "r", at: "2026-03-18T10:00:00+08:00", points: points, kind: kind, memo: "夜间巡逻")
    }

    @Test func aBalanceIsTheSumOfItsTransfers() {
        let balance = PointsBalance(resident: 1, name: "住**", available: 21, held: 10)
        let entries = [Self.entry(0, "capture"), Self.entry(-20, "hold"), Self.entry(41, "earn")]
        let explained = ExplainedBalance(balance, newestFirst: entries)
        #expect(explained.addsUp && explained.steps.map(\.available) == [41, 21, 21])
        #expect(explained.lines[1].hasPrefix("2026-03-18 10:00  +41"))
        #expect(explained.lines.last == "available 21, held 10")
        let broken = ExplainedBalance(balance, newestFirst: [Self.entry(41, "earn")])
        #expect(!broken.addsUp && broken.lines.last?.contains("linli points verify") == true)
    }

    @Test func aSessionSaysWhyThereIsASeatOrNone() {
        func verdict(_ booked: Int, _ state: String) -> String? {
            ExplainedSlot(
                Reception(
                    id: 3, estate: "HTL", kind: "day", name: "群众接待日", place: "党群站",
                    startsAt: "2026-03-20T19:00:00+08:00", bookingClosesAt: "2026-03-19T17:00:00+08:00",
                    seats: 5, booked: booked, seatMinutes: 10, state: state, leader: "书记")
            ).lines.last
        }
        #expect(verdict(4, "open") == "4 of 5 seats are booked, 1 free until 2026-03-19 17:00")
        #expect(verdict(5, "open")?.contains("linli reception waitlist 3") == true)
        #expect(verdict(2, "cancelled") == "2 of 5 seats are booked; the session is cancelled")
    }
}
