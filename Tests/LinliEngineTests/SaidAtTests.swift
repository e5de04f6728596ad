import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// From which day the days in a message are counted.
@Suite("明天 is the day after the person wrote, as far as his platform's clock is to be believed")
struct SaidAtTests {
    /// Tuesday, five past midnight.
    private static let received = Instant(iso8601: "2026-03-17T00:05:00+08:00") ?? monday

    /// The day that a message names which was sent so long before it was received.
    private static func day(_ words: String, on channel: String, sent before: TimeSpan) async throws
        -> SlotValue?
    {
        let understanding = LiveUnderstanding(try ShippedIntents.understanding.get())
        var day: SlotValue?
        try await TemporaryStore.with(on: .sqlite) { house in
            let runner = TurnRunner.ofTheWeb(
                house.settings, channels: [FakeChannel(name: "web"), try ServiceDesk.channel()],
                understanding: understanding)
            let message = InboundMessage(
                channel: channel, externalID: "m", sender: "a", sentAt: received - before,
                content: .text(words))
            let row = try await house.database.write { tx throws(SQLError) -> InboxRow? in
                guard let id = try tx.inbox.accept(message, at: received) else { return nil }
                return try tx.inbox.received(id)
            }
            let waiting = try #require(row)
            day = runner.prepare(waiting)?.match?.main.slots[.date]
        }
        return day
    }

    @Test(
        "What was pulled late was written when the platform says, for the three days that it keeps",
        arguments: [
            (.minutes(20), "2026-03-17"), (.hours(10), "2026-03-17"), (.hours(71), "2026-03-15"),
            (.hours(73), "2026-03-18"), (.hours(-24), "2026-03-18"),
        ] as [(TimeSpan, String)])
    func pulled(before: TimeSpan, day: String) async throws {
        #expect(try await Self.day("后墙渗水了，明天上午来看看", on: "kf", sent: before) == .text(day))
    }

    @Test(
        "A webhook's message was written now, give or take ten minutes",
        arguments: [
            (.minutes(9), "2026-03-17"), (.minutes(20), "2026-03-18"), (.hours(10), "2026-03-18"),
            (.hours(-24), "2026-03-18"),
        ] as [(TimeSpan, String)])
    func pushed(before: TimeSpan, day: String) async throws {
        #expect(try await Self.day("后墙渗水了，明天上午来看看", on: "web", sent: before) == .text(day))
    }
}
