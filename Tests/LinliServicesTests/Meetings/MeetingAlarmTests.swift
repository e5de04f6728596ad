import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// The times of meetings, with a clock in the hand: four-party monthly, hall and big committee quarterly.
@Suite("Meetings that are owed: a period without one is an alarm, once")
struct MeetingAlarmTests {
    private static func arm(_ house: House, at now: Instant) async throws {
        let alarms = MeetingAlarms(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
        try await house.database.write { tx throws(SQLError) in try alarms.arm(in: tx, at: now) }
    }

    private static func missed(_ house: House) async throws -> [String] {
        try await house.database.read { tx throws(SQLError) in
            try tx.meetings.list(estate: "HTL", kind: nil, rows: 100).filter { $0.state == .missed }
                .map { "\($0.kind) \($0.period)" }.sorted()
        }
    }

    @Test(
        "B01, B05: a reminder a week before, an alarm when the month has passed, and so on",
        arguments: Engines.all)
    func monthPasses(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.arm(house, at: House.monday)
            let fired = try await house.run(until: .at("2026-04-30 23:00"))
            #expect(
                fired.map(\.at)
                    == [
                        // Three kinds on the 25th of March, three on the first of April, then the month.
                        "2026-03-25 09:00", "2026-03-25 09:00", "2026-03-25 09:00", "2026-04-01 09:00",
                        "2026-04-01 09:00", "2026-04-01 09:00", "2026-04-24 09:00",
                    ].map { Instant.at($0) })
            #expect(
                try await Self.missed(house) == [
                    "big_committee 2026Q1", "four_party 2026-03", "hall 2026Q1",
                ])
            let told = try await house.staffMessages()
            #expect(told.contains("staff.meeting_due date=3月31日 meeting=四方联席会 period=3月"), "\(told)")
            #expect(told.contains("staff.meeting_missed meeting=四方联席会 period=3月"), "\(told)")
            #expect(told.contains("staff.meeting_missed meeting=红联议事厅 period=第1季度"), "\(told)")
        }
    }

    @Test("A meeting that was held is owed no more; a called one has three days more", arguments: Engines.all)
    func held(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            try await Self.arm(house, at: House.monday)
            let id = try #require(try await house.call(.at("2026-03-31 19:00"), by: branch))
            try await house.run(until: .at("2026-04-01 09:00"))
            #expect(try await Self.missed(house).contains("four_party 2026-03") == false)
            _ = try await house.hold(id, by: branch, at: .at("2026-04-02 10:00"))
            try await house.run(until: .at("2026-04-10 00:00"))
            #expect(try await Self.missed(house).contains("four_party 2026-03") == false)
            let told = try await house.staffMessages().filter { $0.contains("四方联席会") }
            #expect(told.filter { !$0.hasPrefix("staff.meeting_called") }.isEmpty, "\(told)")
        }
    }

    @Test("A called meeting that nobody minuted was none", arguments: Engines.all)
    func neverMinuted(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            try await Self.arm(house, at: House.monday)
            _ = try await house.call(.at("2026-03-31 19:00"), by: branch)
            try await house.run(until: .at("2026-04-04 09:00"))
            #expect(try await Self.missed(house).contains("four_party 2026-03"))
        }
    }

    @Test("Starts in between set nothing going twice", arguments: Engines.all)
    func restart(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for hour in 1...3 { try await Self.arm(house, at: House.monday + .hours(Int64(hour))) }
            try await house.run(until: .at("2026-03-26 00:00"))
            try await Self.arm(house, at: .at("2026-03-26 08:00"))
            try await house.run(until: .at("2026-04-01 10:00"))
            try await Self.arm(house, at: .at("2026-04-01 11:00"))
            #expect(try await Self.missed(house).count == 3)
            let reminders = try await house.staffMessages().filter { $0.hasPrefix("staff.meeting_due") }
            #expect(reminders.count == 3)
        }
    }

    @Test("Matters without a decision are called to mind when their time is over", arguments: Engines.all)
    func decisionsOwed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch], chat: "branch")
            for title in ["停车位", "遮雨棚"] {
                _ = try await house.handle(.meeting(.propose(kind: "four_party", title: title, words: title)))
            }
            let start = Instant.at("2026-03-18 19:00")
            let id = try #require(try await house.call(start, by: branch))
            _ = try await house.hold(id, by: branch, at: start)
            _ = try await house.decide(1, .init(text: "新增20个车位"), by: branch, at: start)
            try await house.run(until: .at("2026-03-25 17:30"))
            let told = try await house.messages(to: "branch").filter { $0.contains("decisions_missing") }
            #expect(told.count == 1 && told[0].contains("list=议题2"), "\(told)")
        }
    }

    @Test("B05: another estate's own monthly meeting is a line of the settings", arguments: Engines.all)
    func otherMembers(engine: Engine) async throws {
        try await House.with(on: engine) { settings in
            var kind = settings.meetings.kinds[0]
            (kind.code, kind.name, kind.words) = ("property", "物业联席会议", ["物业联席会议"])
            (kind.callers, kind.members) = ([.manager], [.manager, .committee])
            settings.meetings.kinds = [kind]
        } test: { house in
            _ = try await house.account("manager-1", [.manager], chat: "m")
            _ = try await house.account("branch-1", [.branch], chat: "b")
            try await Self.arm(house, at: House.monday)
            try await house.run(until: .at("2026-04-01 09:00"))
            #expect(
                try await house.messages(to: "m").last
                    == "staff.meeting_missed meeting=物业联席会议 period=3月")
            #expect(try await house.messages(to: "b").isEmpty)
        }
    }
}
