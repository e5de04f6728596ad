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
            let number = try await desks.ticket(in: .submitted)
            try await desks.hears("厨房漏水", from: "a", after: .minutes(1))
            try await desks.says("请告诉我是几栋？", to: "a", after: .minutes(2))
            try await desks.hears("3栋2单元501", from: "a", after: .minutes(3))
            try await desks.hears("别人的话", from: "b", after: .minutes(3))
            let answer = try #require(try await desks.transcript(of: number, as: .steward).value)
            let lines = answer.lines.filter { $0.text != "" }
            #expect(lines.suffix(3).map(\.text) == ["厨房漏水", "请告诉我是几栋？", "3栋2单元501"])
            #expect(lines.suffix(3).map(\.from) == ["resident", "linli", "resident"])
            #expect(!answer.lines.contains { $0.text == "别人的话" })
            #expect(answer.leftOut == 0)
        }
    }

    @Test(arguments: Engines.all) func whatIsAnonymousIsLeftOutEvenWhereItIsOnlyNamed(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            let hidden = try await desks.ticket(in: .submitted, anonymous: true)
            try await desks.hears("保安骂人，别公开我", from: "a", after: .minutes(1))
            try await desks.says("\(hidden)已派单", to: "a", after: .hours(30))
            try await desks.hears("灯还没修", from: "a", after: .hours(31))
            let answer = try #require(try await desks.transcript(of: number, as: .manager).value)
            #expect(answer.lines.map(\.text) == ["灯还没修"])
            #expect(answer.leftOut >= 2)
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

    fileprivate func hears(_ text: String, from sender: String, after span: TimeSpan) async throws {
        let at = Self.monday + span
        try await store.database.write { tx throws(SQLError) in
            _ = try tx.inbox.accept(
                InboundMessage(
                    channel: "web", externalID: "\(sender) \(text)", sender: sender, sentAt: at,
                    content: .text(text)),
                at: at)
        }
    }

    fileprivate func says(_ text: String, to recipient: String, after span: TimeSpan) async throws {
        let at = Self.monday + span
        try await store.database.write { tx throws(SQLError) in
            try tx.outbox.enqueue(
                OutboundMessage(channel: "web", recipient: recipient, text: text, idempotencyKey: text),
                why: "reply", at: at)
        }
    }
}
