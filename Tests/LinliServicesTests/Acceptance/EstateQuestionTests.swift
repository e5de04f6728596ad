import LinliAdmin
import LinliModel
@testable import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance examples E01, E05, E11 and E13 of domain.md 1.2: rows answer, and the rest goes to a person.
@Suite("Questions about the estate")
struct EstateQuestionTests {
    private static func question(
        _ kind: EstateQuestion.Kind, _ words: String, label: String = "", category: String = "info.fee"
    ) -> EstateQuestion {
        EstateQuestion(
            kind, words: words, label: label, category: category, intent: .infoQuery, at: House.monday)
    }

    private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    @Test("Of two rows the longer word counts, and none is told outside its days")
    func rows() throws {
        var estate = Estate(code: "X", name: "X")
        for (name, word, until) in [
            ("物业费", "物业费", "2026-06-30"), ("空置", "空置房物业费", "2026-12-31"),
        ] {
            estate.answers.append(
                Estate.Answer(
                    topic: "info.fee", name: name, words: [word], text: name, source: "公示",
                    published: try Self.day("2026-02-01"), until: try Self.day(until)))
        }
        func told(_ words: String, _ day: String) throws -> String? {
            estate.answer(to: words, on: try Self.day(day))?.name
        }
        #expect(try told("空置房物业费多少", "2026-03-01") == "空置")
        #expect(try told("物业费多少", "2026-06-30") == "物业费")
        #expect(try told("物业费多少", "2026-07-01") == nil)
        #expect(try told("物业费多少", "2026-01-31") == nil)
    }

    @Test("What no row answers goes to whom its topic belongs, under one name", arguments: Engines.all)
    func handedOn(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for (category, name) in [
                ("info.hours", "物业客服"), ("finance.public_revenue", "华庭里业主委员会（演示）"),
                ("governance.seal", "华庭里业主委员会（演示）"),
            ] {
                let outcome = try await house.handle(
                    .matter(.estate(Self.question(.row, "问一句\(category)", category: category))))
                guard case .questionHandedOn(_, let summary, let to) = outcome else {
                    Issue.record("\(category): \(outcome)")
                    continue
                }
                #expect(summary.category == category && to == name)
                try await house.fireTimers(at: House.monday)
                let ticket = try await house.ticket(summary.id)
                #expect(try await house.details(.dispatch, of: ticket).allSatisfy { $0.hasPrefix(name) })
            }
        }
    }

    @Test("A question that goes on is added to the one that waits", arguments: Engines.all)
    func added(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            var question = Self.question(.phone, "物业电话多少", label: "物业", category: "info.contact")
            guard case .questionHandedOn(_, let first, _) = try await house.handle(.matter(.estate(question)))
            else {
                Issue.record("not handed on")
                return
            }
            question.ticket = first.number
            question.subject = "监控室"
            guard case .questionAdded(_, let second) = try await house.handle(.matter(.estate(question)))
            else {
                Issue.record("not added")
                return
            }
            #expect(second.number == first.number)
            let text = try await house.ticket(first.id).draft.text
            #expect(text == "物业电话多少\n监控室")
        }
    }

    @Test("What was looked for elsewhere is answered by no row, however alike", arguments: Engines.all)
    func unknown(engine: Engine) async throws {
        let row = Estate.Answer(
            topic: "info.fee", name: "停车费", words: ["停车费"], text: "每月", source: "公示",
            published: try Self.day("2026-01-01"), until: try Self.day("2026-12-31"))
        try await House.with(on: engine) {
            $0.estates["HTL"]?.answers.append(row)
        } test: { house in
            let asked = try await house.handle(.matter(.estate(Self.question(.row, "停车费"))))
            guard case .estateAnswered = asked else {
                Issue.record("\(asked)")
                return
            }
            let outcome = try await house.handle(.matter(.estate(Self.question(.unknown, "停车费"))))
            guard case .questionHandedOn(_, let summary, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(try await house.ticket(summary.id).draft.text == "停车费")
        }
    }

    @Test("The place of a vote is told where it is entered", arguments: Engines.all)
    func ballot(engine: Engine) async throws {
        for (place, key) in [("", "ballot.nowhere"), ("市表决平台", "ballot.where")] {
            try await House.with(on: engine) {
                $0.estates["HTL"]?.ballot = place
            } test: { house in
                let outcome = try await house.handle(.matter(.estate(Self.question(.ballot, ""))))
                guard case .estateAnswered(_, let phrase) = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(phrase.key == key && phrase.values["place"] ?? "" == place)
            }
        }
    }

    @Test(
        "E11: an account is late only after its day, and without the setting nobody says",
        arguments: [
            ("2026-03-18", "一季度的账", 30, "accounts.running"), ("2026-04-01", "一季度的账", 30, "accounts.due"),
            ("2026-04-30", "一季度的账", 30, "accounts.due"), ("2026-05-01", "一季度的账", 30, ""),
            ("2026-03-18", "四季度的账", 30, ""), ("2026-01-10", "四季度的账", 30, "accounts.due"),
            ("2026-03-18", "一季度的账", nil, ""),
        ] as [(String, String, Int?, String)])
    func accounts(day: String, words: String, days: Int?, key: String) async throws {
        try await House.with(on: .sqlite) {
            $0.estates["HTL"]?.accountsDays = days
        } test: { house in
            let now = try #require(Instant(iso8601: day + "T10:00:00+08:00"))
            let question = Self.question(.accounts, words, category: "finance.public_revenue")
            let outcome = try await house.handle(.matter(.estate(question)), at: now)
            if case .estateAnswered(_, let phrase) = outcome {
                #expect(phrase.key == key)
            } else {
                #expect(key.isEmpty)
            }
        }
    }

    @Test("A question is answered and closed in one act, and one text goes out", arguments: Engines.all)
    func answered(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted, category: "info.hours")
            let answer = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.reply(number, ReplyTicket(text: "每天8点开门", done: true), call)
            }
            #expect(answer.value?.state == "RESOLVED" && answer.value?.result == "每天8点开门")
            let messages = try await desks.messages(to: "a")
            #expect(messages.count == 1 && messages[0].contains("notice.answered"))
            let again = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.reply(number, ReplyTicket(text: "再说一遍", done: true), call)
            }
            #expect(again.refusal?.code == "ticket.state")
            let leak = try await desks.ticket(in: .submitted, category: "water.leak")
            let visit = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.reply(leak, ReplyTicket(text: "好了", done: true), call)
            }
            #expect(visit.refusal?.code == "ticket.needs_visit")
        }
    }
}
