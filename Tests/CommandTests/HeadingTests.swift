import Foundation
import LinliAdmin
import LinliModel
import LinliStore
import Testing

@testable import linli

@Suite("What fields and codes are called where staff read them")
struct HeadingTests {
    private static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func files(in folder: String) throws -> String {
        let place = checkout.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: place.path)
        return try names.filter { $0.hasSuffix(".swift") }.sorted()
            .map { try String(contentsOf: place.appending(path: $0), encoding: .utf8) }
            .joined(separator: "\n")
    }

    /// Every struct of the admin API with its fields and their types, as the sources declare them.
    private static func messages() throws -> [String: [(name: String, type: String)]] {
        var found: [String: [(name: String, type: String)]] = [:]
        var current = ""
        let head = try Regex("struct ([A-Z][A-Za-z]*)", as: (Substring, Substring).self)
        let field = try Regex(
            #"package (?:let|var) ([a-zA-Z]+): \[?([A-Za-z0-9]+)"#, as: (Substring, Substring, Substring).self
        )
        for line in try files(in: "Sources/LinliAdmin").split(separator: "\n") {
            if let match = line.firstMatch(of: head) {
                current = String(match.1)
            } else if let match = line.firstMatch(of: field) {
                found[current, default: []].append((String(match.1), String(match.2)))
            }
        }
        return found
    }

    /// What the commands print: the answers they name, and what those hold.
    private static func answers() throws -> [(type: String, field: String)] {
        let all = try messages()
        let commands = try files(in: "Sources/linli/Staff")
        let answer = try Regex(#"(?:of|as): ([A-Z][A-Za-z]*)\.self"#, as: (Substring, Substring).self)
        var waiting = commands.matches(of: answer).map { String($0.1) }
        var seen: Set<String> = []
        while let type = waiting.popLast() {
            guard let fields = all[type], seen.insert(type).inserted else { continue }
            waiting += fields.map(\.type)
        }
        return seen.sorted().flatMap { type in all[type, default: []].map { (type, $0.name) } }
    }

    @Test func everyFieldThatStaffReadHasAChineseName() throws {
        let fields = try Self.answers()
        #expect(fields.count > 200)
        let unnamed = fields.filter { Headings.title($0.field, of: $0.type).allSatisfy(\.isASCII) }
        #expect(unnamed.map { "\($0.type).\($0.field)" } == [])
    }

    @Test func everyCodeOfAStateHasAName() {
        func unnamed(_ codes: [String], _ type: String, _ field: String = "state") -> [String] {
            codes.filter { Headings.value($0, in: field, of: type, beside: []) == $0 }
        }
        #expect(unnamed(TicketState.allCases.map(\.rawValue), "TicketLine").isEmpty)
        #expect(unnamed(NeedState.allCases.map(\.rawValue), "Need").isEmpty)
        #expect(unnamed(OutboxRow.State.allCases.map(\.rawValue), "OutboxItem").isEmpty)
        #expect(unnamed(ResourceRow.State.allCases.map(\.rawValue), "Resource").isEmpty)
        #expect(unnamed(TicketEvent.Kind.allCases.map(\.rawValue), "TicketHistoryEntry", "kind").isEmpty)
        let clocks = ClockKind.allCases.map(\.rawValue) + WorkStep.allCases.map(\.rawValue)
        #expect(unnamed(clocks, "TicketLine", "nextClock").isEmpty)
        #expect(unnamed(VisitKind.allCases.map(\.rawValue), "Visit", "kind").isEmpty)
        #expect(unnamed(Mediation.allCases.map(\.rawValue), "TicketDetail", "mediation").isEmpty)
    }

    @Test func theSameCodeMeansWhatItsListMeans() {
        let meeting = Headings.value("held", in: "state", of: "Reception", beside: [])
        let reward = Headings.value("held", in: "state", of: "Redemption", beside: [])
        #expect(meeting == "已举行" && reward == "待领取")
    }

    /// Commands take the code, so it stays readable where its name stands beside it.
    @Test func aListOfTicketsReadsInChinese() {
        let line = TicketLine(
            number: "LL260318-0001", state: "DISPATCHED", stateName: "已派单", category: "power.public_lighting",
            categoryName: "公共照明", urgency: "P2", level: 1, estate: "HTL", place: "北门",
            receivedAt: "2026-03-18T10:00:00+08:00", nextClock: "accept",
            nextDue: "2026-03-18T10:30:00+08:00", overdue: false)
        #expect(
            Presenter.table([line], columns: ["number", "stateName", "nextClock", "nextDue", "overdue"]) == [
                "编号           状态    下一时限  到期              超时",
                "LL260318-0001  已派单  接单      2026-03-18 10:30  否",
            ])
        #expect(
            Presenter.detail(line)[1...3] == [
                "状态码    DISPATCHED", "状态      已派单", "类别码    power.public_lighting",
            ])
    }
}
