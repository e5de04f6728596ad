import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Meetings as residents use them")
struct MeetingServiceTests {
    private static func proposal(_ title: String) -> Command {
        .meeting(.propose(kind: "four_party", title: title, words: "四方联席能不能讲讲\(title)"))
    }

    @Test("B01: a matter is put forward once, with a date only where there is one", arguments: Engines.all)
    func propose(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            guard case .agendaNoted(let first, true) = try await house.handle(Self.proposal("停车位")) else {
                Issue.record("not noted")
                return
            }
            #expect(first.meeting.when == nil, "no date is made up")
            #expect(first.meeting.rhythm == "每月")
            let branch = try await house.account("branch-1", [.branch])
            let start = Instant.at("2026-03-20 19:00")
            _ = try await house.call(start, by: branch)
            guard case .agendaNoted(let again, false) = try await house.handle(Self.proposal("停车位")) else {
                Issue.record("noted twice")
                return
            }
            #expect(again.item == first.item && again.meeting.when == start)
        }
    }

    @Test("Five open matters of one resident are enough", arguments: Engines.all)
    func full(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for number in 1...5 { _ = try await house.handle(Self.proposal("第\(number)件事")) }
            #expect(
                try await house.handle(Self.proposal("第六件")) == .agendaFull(meeting: "四方联席会", open: 5))
            guard case .agendaNoted(_, true) = try await house.handle(Self.proposal("第六件"), from: house.b)
            else {
                Issue.record("the neighbour's are counted too")
                return
            }
        }
    }

    @Test("A meeting that takes no residents' matters hands the words to a person", arguments: Engines.all)
    func closed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let command = Command.meeting(.propose(kind: "street", title: "路", words: "街道联席讲讲路"))
            let outcome = try await house.handle(command)
            #expect(outcome == .meetingUnknown("街道联席讲讲路"))
        }
    }

    @Test("Minutes answer by the words of the question, and nobody learns who asked", arguments: Engines.all)
    func minutes(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            let titles = ["停车位", "中庭遮雨棚", "电梯广告"]
            for title in titles { _ = try await house.handle(Self.proposal(title)) }
            let start = Instant.at("2026-03-18 19:00")
            let id = try #require(try await house.call(start, by: branch))
            _ = try await house.hold(id, by: branch, at: start)
            for item in 1...3 {
                _ = try await house.decide(Int64(item), .init(text: "决定\(item)"), by: branch, at: start)
            }
            _ = try await house.meeting(branch, at: start) { desk, call throws(SQLError) in
                try desk.publish(id, call)
            }
            #expect(try await house.titles(nil, "上次开会遮雨棚定了没") == ["中庭遮雨棚"])
            #expect(try await house.titles("four_party", "四方联席的会议纪要").sorted() == titles.sorted())
            #expect(
                try await house.handle(.meeting(.minutes(kind: nil, words: "会上说的泳池呢")), from: house.b)
                    == .meetingUnknown("会上说的泳池呢"))
            let shown = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.show(id, call)
            }
            #expect(shown.value?.agenda?.map(\.origin) == ["resident", "resident", "resident"])
        }
    }

    @Test(
        "An erased resident's words are gone; what was decided stays in the minutes",
        arguments: Engines.all)
    func erased(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            _ = try await house.handle(Self.proposal("停车位"))
            let start = Instant.at("2026-03-18 19:00")
            let id = try #require(try await house.call(start, by: branch))
            _ = try await house.hold(id, by: branch, at: start)
            _ = try await house.decide(1, .init(text: "新增"), by: branch, at: start)
            _ = try await house.handle(Self.proposal("遮雨棚"))
            let resident = house.a.resident
            let rows = try await house.database.write { tx throws(SQLError) in
                try tx.residents.erase(resident, at: start)
                return try tx.agenda.list(estate: "HTL", kind: nil, onlyOpen: false, rows: 10)
            }
            #expect(rows.map(\.words) == ["", ""])
            #expect(rows.map(\.title) == ["", "停车位"])
        }
    }
}

extension House {
    fileprivate func titles(_ kind: String?, _ words: String) async throws -> [String] {
        let command = Command.meeting(.minutes(kind: kind, words: words))
        guard case .minutes(let lines) = try await handle(command, from: b) else { return [] }
        return lines.map(\.title)
    }
}
