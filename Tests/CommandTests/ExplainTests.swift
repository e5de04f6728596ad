import Foundation
import LinliAdmin
import LinliIntents
import LinliModel
import LinliTestKit
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

    private static let explained = #"""
        {"normalized":"电梯困人了","decidedBy":"emergency","reason":"电梯 + 困人",
        "scores":[{"intent":"report_repair","probability":0.97},
        {"intent":"out_of_scope/chitchat","probability":0.03}],"features":[{"text":"困","gain":0.2}],
        "slots":{"trapped":"true","unit":"2"},"category":"lift.trapped",
        "categories":[{"category":"lift.trapped","words":["困人"],"score":8}],
        "urgency":"P0","urgencyReason":"emergency: lift.trapped","clauses":["电梯困人了"]}
        """#

    @Test func aMessageIsExplainedInChinese() throws {
        let explanation = try JSONDecoder().decode(Explanation.self, from: Data(Self.explained.utf8))
        let lines = ExplainedMessage(explanation: explanation).lines
        #expect(lines[1] == "判断依据  紧急情况：电梯 + 困人")
        #expect(lines[2...3] == ["得分      报修 97%", "得分      其他（闲聊） 3%"])
        #expect(lines.contains("要素      被困 = 是") && lines.contains("要素      单元 = 2"))
        #expect(lines.contains("紧急程度  P0：紧急情况：lift.trapped"))
    }

    /// Every reason that the rules write is a constant of the sources: none may reach staff in English.
    @Test func everyReasonOfTheRulesHasItsWords() throws {
        let folder = TemporaryStore.packageRoot + "/Sources/LinliIntents"
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".swift") }
        let written = try Regex(#"[rR]eason(?: \+?=|:) "([a-z, ][^"\\]*)"#, as: (Substring, Substring).self)
        var reasons: [String] = []
        for name in names {
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            reasons += text.matches(of: written).map { String($0.1) }
        }
        #expect(reasons.count >= 10)
        #expect(reasons.filter { ExplainedMessage.reason($0) == $0 } == [])
        let raised = ExplainedMessage.reason("default of water.burst, raised: somebody is injured")
        #expect(raised == "默认值：water.burst，有人受伤，提高一级")
    }

    @Test func everyIntentAndSlotHasAName() {
        let kinds = OutOfScope.allCases.map { "out_of_scope/\($0.rawValue)" }
        let labels = Intent.allCases.map(\.rawValue) + kinds
        #expect(labels.filter { ExplainedMessage.intent($0).contains(where: \.isASCII) } == [])
        let titles = SlotName.allCases.map { ExplainedMessage.title($0) }
        #expect(Set(titles).count == titles.count)
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
