import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("The staff's words in a bound chat")
struct StaffChatTests {
    private static func say(
        _ house: House, _ text: String, from sender: String = "e", at now: Instant = House.monday
    ) async throws -> Phrase? {
        let chat = StaffChat(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
        let party = Party(resident: house.b.resident, estate: "HTL", channel: "web", sender: sender)
        return try await house.database.write { tx throws(SQLError) in
            try chat.answer(text, from: party, in: tx, at: now)
        }
    }

    @Test(
        "From taking a ticket to its end, as on the command line, with one audit row an act",
        arguments: Engines.all)
    func work(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("engineer-1", [.engineer], chat: "e")
            let ticket = try await house.open(.p2)
            let number = ticket.number
            for (text, state) in [
                ("接单 \(number)", TicketState.accepted), ("到场\(number)", .inProgress),
                ("办结 \(number.lowercased()) 已换灯泡。", .resolved),
            ] {
                let answer = try await Self.say(house, text)
                #expect(answer?.key == "staff_chat.done", "\(text): \(String(describing: answer))")
                #expect(answer?.values["state"] == state.chinese)
                #expect(try await house.ticket(ticket.id).state == state)
            }
            #expect(try await house.ticket(ticket.id).result == "已换灯泡")
            #expect(try await house.messages(to: "a").last?.contains("notice.resolved") == true)
            let audit = try await house.database.read { tx throws(SQLError) in
                try tx.audit.list(target: number, rows: 9)
            }
            #expect(Set(audit.map(\.act)) == ["ticket.accept", "ticket.arrive", "ticket.resolve"])
        }
    }

    @Test(
        "Nobody else's chat has these words, nor that of an account that is closed",
        arguments: Engines.all,
        ["接单", "到场", "办结", "退回", "挂起", "恢复", "升级", "知悉", "暂缓", "控制", "回复", "备注", "查看"])
    func residents(engine: Engine, word: String) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let text = "\(word) \(ticket.number) 已换灯泡"
            #expect(try await Self.say(house, text, from: "b") == nil)
            let closed = try await house.account("engineer-1", [.engineer], chat: "e")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.run("UPDATE staff SET disabled_at = 1 WHERE id = \(closed.id)")
            }
            #expect(try await Self.say(house, text) == nil)
            #expect(try await house.ticket(ticket.id) == ticket)
        }
    }

    @Test("Without a number it is an ordinary message: staff are residents too", arguments: Engines.all)
    func ordinary(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("engineer-1", [.engineer], chat: "e")
            for text in ["办结了吗", "接单", "我家厨房漏水", "升级一下我的工单", "到场的师傅很好", ""] {
                #expect(try await Self.say(house, text) == nil, "\(text)")
            }
        }
    }

    @Test("Refusals are said in Chinese and change nothing", arguments: Engines.all)
    func refusals(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("engineer-1", [.engineer], chat: "e")
            try await house.account("cadre-1", [.cadre], chat: "c")
            try await house.account("steward-1", [.steward], chat: "s")
            let ticket = try await house.open(.p2)
            let number = ticket.number
            let rows: [(text: String, from: String, key: String)] = [
                ("接单 LL260316-0099", "e", "staff_chat.no.no_ticket"),
                ("接单 \(number)", "c", "staff_chat.no.forbidden"),
                ("到场 \(number)", "e", "staff_chat.no.wrong_state"),
                ("接单 \(number)", "e", "staff_chat.done"), ("接单 \(number)", "s", "staff_chat.no.taken"),
                ("办结 \(number)", "e", "staff_chat.no.words_missing"),
                ("办结 \(number) 好了", "s", "staff_chat.no.not_yours"),
                ("退回 \(number)", "e", "staff_chat.no.words_missing"),
                ("到场 \(number)", "e", "staff_chat.done"),
                ("挂起 \(number) 等配件", "e", "staff_chat.no.time_missing"),
                ("挂起 \(number) 90天 等配件", "e", "staff_chat.no.time_missing"),
                ("挂起 \(number) 3天 等配件", "e", "staff_chat.done"),
                ("知悉 \(number)", "e", "staff_chat.no.refused"),
            ]
            for row in rows {
                let answer = try await Self.say(house, row.text, from: row.from)
                #expect(answer?.key == row.key, "\(row.text) from \(row.from)")
            }
            #expect(try await house.ticket(ticket.id).state == .inProgress, "a suspension takes two")
        }
    }

    @Test("Two who take it in the same moment: the first has it", arguments: Engines.all)
    func race(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("engineer-1", [.engineer], chat: "e")
            try await house.account("steward-1", [.steward], chat: "s")
            let ticket = try await house.open(.p2)
            async let first = Self.say(house, "接单 \(ticket.number)", from: "e")
            async let second = Self.say(house, "接单 \(ticket.number)", from: "s")
            let keys = try await [first?.key, second?.key].compactMap { $0 }.sorted()
            #expect(keys == ["staff_chat.done", "staff_chat.no.taken"])
        }
    }

    @Test("Who has reported it does not take it up", arguments: Engines.all)
    func ownMatter(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("engineer-1", [.engineer], chat: "a")
            let ticket = try await house.open(.p2)
            let answer = try await Self.say(house, "接单 \(ticket.number)", from: "a")
            #expect(answer?.key == "staff_chat.no.own_matter")
        }
    }

    // MARK: Times

    @Test(
        "Times as staff write them",
        arguments: [
            ("3天 等配件", "2026-03-19T10:00:00+08:00", "等配件"), ("4小时后，等电工", "2026-03-16T14:00:00+08:00", "等电工"),
            ("2026-03-20 等配件", "2026-03-20T09:00:00+08:00", "等配件"),
            ("到3月20日 等配件", "2026-03-20T09:00:00+08:00", "等配件"),
            ("1月2号等配件", "2027-01-02T09:00:00+08:00", "等配件"),
        ])
    func times(rest: String, until: String, reason: String) throws {
        let words = try #require(StaffWords("挂起 LL260316-0001 \(rest)"))
        let time = try #require(words.time(after: House.monday))
        #expect(time.until.iso8601 == until)
        #expect(time.reason == reason)
    }

    @Test(arguments: ["明天 等配件", "2026-02-30 等", "13月1日 等", ""])
    func noTimes(rest: String) throws {
        let words = try #require(StaffWords("挂起 LL260316-0001 \(rest)"))
        #expect(words.time(after: House.monday) == nil)
    }
}
