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
        #expect(explained.lines.last == "可用21分，冻结10分")
        let broken = ExplainedBalance(balance, newestFirst: [Self.entry(41, "earn")])
        #expect(!broken.addsUp && broken.lines.last?.contains("linli points verify") == true)
    }

    @Test func aTicketReadsInChinese() {
        let clock = TicketClockState(
            kind: "accept", dueAt: "2026-03-18T10:30:00+08:00", metAt: "2026-03-18T10:42:30+08:00",
            provisional: false, state: "met")
        #expect(Sentences.clock(clock) == "时限“接单”：2026-03-18 10:30到期，2026-03-18 10:42完成，晚13分钟")
        let event = TicketHistoryEntry(
            kind: "dispatch", at: "2026-03-18T10:00:00+08:00", actor: "system", detail: "水电工")
        #expect(Sentences.event(event) == "2026-03-18 10:00  派单  系统  水电工")
    }

    @Test func theReckoningOfADeadlineReadsInChinese() {
        #expect(
            Sentences.reckoning("window 09:00-12:00, make-up working day (春节)") == "时段 09:00-12:00，调休上班（春节）")
        #expect(Sentences.reckoning("working day 2 of 3") == "第2个工作日，共3个")
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
        #expect(verdict(4, "open") == "5个名额已约4个，还有1个，2026-03-19 17:00前可约")
        #expect(verdict(5, "open")?.contains("linli reception waitlist 3") == true)
        #expect(verdict(2, "cancelled") == "5个名额已约2个，本场已取消")
    }
}
