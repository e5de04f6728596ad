import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Whoever takes a conversation over reads what was said, and nothing that is not his to read.
@Suite struct TranscriptTests {
    @Test(arguments: Engines.all) func bothSidesStandInOrderAndNobodyElses(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let place = try await desks.hears("北门那盏", from: "a", after: .minutes(-3))
            try await desks.says("路灯坏在哪一处？", to: "a", turn: place, after: .minutes(-3))
            let report = try await desks.hears("路灯坏了", from: "a", after: .zero)
            let number = try await desks.ticket(in: .submitted, text: "北门那盏\n路灯坏了")
            try await desks.says("已登记，单号\(number)", to: "a", turn: report, after: .zero)
            try await desks.hears("路灯坏了", from: "b", after: .zero)
            let answer = try #require(try await desks.transcript(of: number, as: .steward).value)
            #expect(
                answer.lines.map(\.text) == ["北门那盏", "路灯坏在哪一处？", "路灯坏了", "已登记，单号\(number)"])
            #expect(answer.lines.map(\.from) == ["resident", "linli", "resident", "linli"])
            #expect(answer.leftOut == 0)
        }
    }

    /// His other ticket, his points and what he chats about are nobody's business here.
    @Test(arguments: Engines.all) func onlyTheTurnsOfThisTicketAreShown(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            try await desks.hears("路灯坏了", from: "a", after: .zero)
            let number = try await desks.ticket(in: .submitted)
            let leak = try await desks.hears("厨房漏水", from: "a", after: .hours(2))
            let other = try await desks.ticket(in: .submitted, text: "厨房漏水", after: .hours(2))
            try await desks.says("已登记，单号\(other)", to: "a", turn: leak, after: .hours(2))
            let points = try await desks.hears("我有多少积分", from: "a", after: .hours(3))
            try await desks.says("您有80分", to: "a", turn: points, after: .hours(3))
            let status = try await desks.hears("我的事怎么样了", from: "a", after: .hours(4))
            try await desks.says(
                "您的事项：\n\(other) 漏水：已点单\n\(number) 路灯：已派单\n周三律师接待 3号", to: "a", turn: status,
                after: .hours(4))
            try await desks.adds("是楼下那盏", to: number, after: .hours(5))
            let lines = try #require(try await desks.transcript(of: number, as: .steward).value).lines
            #expect(
                lines.map(\.text) == ["路灯坏了", "我的事怎么样了", "\(number) 路灯：已派单", "是楼下那盏"])
        }
    }

    /// What staff wrote to him about it stands there, of another ticket it does not.
    @Test(arguments: Engines.all) func noticesOfTheTicketAreShown(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            let other = try await desks.ticket(in: .submitted, text: "厨房漏水")
            for (ticket, words) in [(number, "明天上午到"), (other, "请关总阀")] {
                _ = try await desks.as(.steward, after: .hours(1)) { call throws(SQLError) in
                    try desks.tickets.reply(ticket, ReplyTicket(text: words), call)
                }
            }
            let lines = try #require(try await desks.transcript(of: number, as: .steward).value).lines
            #expect(lines.map(\.from) == ["staff"])
            #expect(lines.first?.text.contains("明天上午到") == true)
        }
    }

    /// Who takes over from the machine reads what was said before a person was asked for.
    @Test(arguments: Engines.all) func beforeAHandoffWhatBelongsToNoTicketIsShown(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            try await desks.hears("一小时前的话", from: "a", after: .hours(-1))
            try await desks.hears("路灯坏了", from: "a", after: .minutes(-10))
            _ = try await desks.ticket(in: .submitted, after: .minutes(-10))
            let question = try await desks.hears("那个东西到底归谁管", from: "a", after: .minutes(-5))
            try await desks.says("没听懂，请再说一遍。", to: "a", turn: question, after: .minutes(-5))
            try await desks.hears("转人工", from: "a", after: .zero)
            let number = try await desks.ticket(in: .submitted, text: "转人工", origin: .handoff)
            let lines = try #require(try await desks.transcript(of: number, as: .steward).value).lines
            #expect(lines.map(\.text) == ["那个东西到底归谁管", "没听懂，请再说一遍。", "转人工"])
        }
    }

    @Test(arguments: Engines.all) func numbersAreMaskedUntilRevealedWithAReason(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let words = "路灯坏了，打13800005678，身份证350203198001011234"
            try await desks.hears(words, from: "a", after: .zero)
            let number = try await desks.ticket(in: .submitted, text: words)
            let before = try await desks.transcript(of: number, as: .community).value
            #expect(before?.lines.map(\.text) == ["路灯坏了，打138****5678，身份证350***********1234"])
            _ = try await desks.as(.community) { call throws(SQLError) in
                try desks.tickets.reveal(number, Reason(reason: "需电话核实"), call)
            }
            let after = try await desks.transcript(of: number, as: .community).value
            #expect(after?.lines.map(\.text) == [words])
            let steward = try await desks.transcript(of: number, as: .steward).value
            #expect(steward?.lines == before?.lines)
        }
    }

    @Test(arguments: Engines.all) func whatIsAnonymousIsLeftOutEvenWhereItIsOnlyNamed(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let hidden = try await desks.ticket(in: .submitted, anonymous: true)
            try await desks.hears("保安骂人，别公开我", from: "a", after: .minutes(1))
            try await desks.hears("灯还没修", from: "a", after: .hours(31))
            let number = try await desks.ticket(in: .submitted, text: "灯还没修", after: .hours(31))
            try await desks.says("\(hidden)已派单，\(number)也是", to: "a", after: .hours(32))
            let answer = try #require(try await desks.transcript(of: number, as: .manager).value)
            #expect(answer.lines.map(\.text) == ["灯还没修"])
            #expect(answer.leftOut == 1)
            let refused = try await desks.transcript(of: hidden, as: .manager)
            #expect(refused.refusal?.code == "ticket.anonymous")
        }
    }

    @Test(arguments: Engines.all) func roleAndOriginAreAskedAndTheLookIsWrittenDown(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            #expect(
                try await desks.transcript(of: number, as: .buildingLead).refusal?.code == "role.forbidden")
            _ = try await desks.transcript(of: number, as: .steward)
            #expect(try await desks.auditRows().count { $0.act == "ticket.transcript" } == 2)
            let nobody = try await desks.transcript(of: "LL000000-0000", as: .steward)
            #expect(nobody.refusal?.kind == .notFound)
        }
    }
}

extension DeskStore {
    fileprivate func transcript(
        of number: String, as role: Role
    ) async throws -> Ruling<TicketTranscript> {
        let desk = tickets
        let admitted = try await self.as(role) { call throws(SQLError) in
            try desk.admitTranscript(number, call)
        }
        if let refusal = admitted.refusal { return .refused(refusal) }
        return try await self.as(role, after: .days(2)) { call throws(SQLError) in
            try desk.transcript(number, call)
        }
    }

    /// Returns the number of the turn.
    @discardableResult
    fileprivate func hears(
        _ text: String, from sender: String, after span: TimeSpan
    ) async throws -> InboxID {
        let at = Self.monday + span
        return try #require(
            try await store.database.write { tx throws(SQLError) in
                try tx.inbox.accept(
                    InboundMessage(
                        channel: "web", externalID: "\(sender) \(text)", sender: sender, sentAt: at,
                        content: .text(text)),
                    at: at)
            })
    }

    fileprivate func says(
        _ text: String, to recipient: String, turn: InboxID? = nil, after span: TimeSpan
    ) async throws {
        let at = Self.monday + span
        let key = turn.map { "turn-\($0)-0" } ?? text
        try await store.database.write { tx throws(SQLError) in
            try tx.outbox.enqueue(
                OutboundMessage(channel: "web", recipient: recipient, text: text, idempotencyKey: key),
                why: "reply", at: at)
        }
    }

    /// Resident A puts it right in the chat, as a turn does: act and message carry one moment.
    fileprivate func adds(_ text: String, to number: String, after span: TimeSpan) async throws {
        try await hears(text, from: "a", after: span)
        let service = TicketService(settings: settings, notifier: notifier)
        let party = Party(resident: residentA, estate: "HTL", channel: "web", sender: "a")
        _ = try await store.database.write { tx throws(SQLError) in
            try service.correct(
                .number(number), text: text, address: Address(), from: party, in: tx, at: Self.monday + span)
        }
    }
}
