import Foundation
import LinliDialogue
import LinliEngine
import LinliIntents
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore
import LinliTestKit
import Testing

@testable import linli

/// Residents who say whatever the templates can say, on a real store.
///
/// The model: a process that ends between turns, or in the middle of one before its commit, leaves the same
/// conversation, tickets and words as one that never ended; and wherever a conversation stands, 取消,
/// 转人工 and an emergency are answered.
@Suite(.timeLimit(.minutes(5))) struct CrashWalkTests {

    private struct Said {
        var text: String
        var at: Instant
    }

    /// What is left when the walk is over.
    private struct Rest: Equatable {
        var state: ConversationState?
        var tickets: [String]
        var words: [String]
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let answers = [
        "好的", "确认", "不", "算了", "1", "2", "3", "谢谢", "北门", "3栋2单元501", "99栋", "厨房", "水管", "漏水了",
        "不是3栋是5栋", "我说的是楼下那盏", "先别派", "那个灯怎么样了", "电梯困人了",
    ]
    private static let start = GoldenConversation.usualNow

    private let settings: Settings
    private let understanding: Understanding

    init() throws {
        settings = try ChatSettings.load(try ConfigOptions.parse(["--config", Self.root + "/Config"]))
        understanding = try ShippedIntents.understanding.get()
    }

    @Test(arguments: UInt64(1)...8)
    func aCrashChangesNothing(seed: UInt64) async throws {
        let walk = walk(seed: seed, turns: 30)
        let whole = try await play(walk, seed: seed, crashes: false)
        let broken = try await play(walk, seed: seed, crashes: true)
        #expect(whole == broken)
        #expect(!whole.words.isEmpty)
    }

    /// Half of it from the sampler, half the short words that move a conversation; sometimes a pause.
    private func walk(seed: UInt64, turns: Int) -> [Said] {
        var dice = SeededGenerator(seed: seed)
        let sampled = Intent.allCases.filter { $0 != .outOfScope }.flatMap {
            understanding.sentences(of: $0, limit: 12, seed: seed)
        }
        var now = Self.start
        return (0..<turns).map { _ in
            let gaps: [TimeSpan] = [.seconds(2), .seconds(2), .seconds(40), .minutes(3), .minutes(35)]
            now = now + (gaps.randomElement(using: &dice) ?? .seconds(2))
            let source = Bool.random(using: &dice) ? sampled : Self.answers
            return Said(text: source.randomElement(using: &dice) ?? "", at: now)
        }
    }

    private func play(_ walk: [Said], seed: UInt64, crashes: Bool) async throws -> Rest {
        let folder = NSTemporaryDirectory() + "linli-walk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/linli.sqlite"
        var dice = SeededGenerator(seed: seed ^ 0xC0FFEE)
        var house = try await open(path)
        try await session(house).prepare("Z", home: nil, at: Self.start)
        for (number, said) in walk.enumerated() {
            if crashes, Int.random(in: 0..<3, using: &dice) == 0 {
                await house.database.close()
                house = try await open(path)
            }
            try await session(house).settle(at: said.at)
            let isLost = crashes && Int.random(in: 0..<3, using: &dice) == 0
            try await turn(said.text, "turn-\(number)", at: said.at, in: house, isLostOnce: isLost)
            if !crashes, number.isMultiple(of: 3) { try await checkWaysOut(in: house, at: said.at) }
        }
        let rest = try await rest(of: house)
        await house.database.close()
        return rest
    }

    private func open(_ path: String) async throws -> House {
        let codes = RandomCodes(digits: { String("31415926535".prefix($0)) }, secret: { UUID().uuidString })
        return try House(
            settings: settings, database: try SQLiteDatabase.open(path: path, mode: .exclusiveTool),
            understanding: LiveUnderstanding(understanding), codes: codes)
    }

    private func session(_ house: House) -> ChatSession {
        ChatSession(house: house, channel: ChatSettings.channel)
    }

    // MARK: Turns

    private func turn(
        _ text: String, _ id: String, at now: Instant, in house: House, isLostOnce: Bool
    ) async throws {
        let prepared = try await prepared(text, id, at: now, in: house)
        if isLostOnce { _ = try await undone(prepared, in: house, at: now) }
        let runner = house.runner
        let report = try await house.database.write { tx throws(SQLError) in
            try runner.run(prepared, in: tx, at: now)
        }
        #expect(report != nil)
    }

    private func prepared(
        _ text: String, _ id: String, at now: Instant, in house: House
    ) async throws -> PreparedTurn {
        let message = InboundMessage(
            channel: ChatSettings.channel, externalID: id, sender: "Z", sentAt: now, content: .text(text))
        let row = try await house.database.write { tx throws(SQLError) -> InboxRow? in
            guard let id = try tx.inbox.accept(message, at: now) else { return nil }
            return try tx.inbox.received(id)
        }
        let accepted = try #require(row)
        return try #require(house.runner.prepare(accepted))
    }

    /// A turn whose process ends before the commit: all of it is gone. Returns what it would have said.
    private func undone(
        _ prepared: PreparedTurn, in house: House, at now: Instant
    ) async throws -> TurnReport? {
        let runner = house.runner
        let kept = Kept()
        do throws(SQLError) {
            try await house.database.write { tx throws(SQLError) in
                kept.report = try runner.run(prepared, in: tx, at: now)
                throw SQLError(.aborted, "the process ends here")
            }
        } catch {
            #expect(error.kind == .aborted)
        }
        return kept.report
    }

    /// Written inside a transaction and read after it: never at the same time.
    private final class Kept: @unchecked Sendable {
        // Safe: the write has returned before anybody reads.
        var report: TurnReport?
    }

    private func checkWaysOut(in house: House, at now: Instant) async throws {
        let help = try await wayOut("电梯困人了", in: house, at: now)
        let isOpened = help.outcomes.contains { outcome in
            switch outcome {
            case .ticketOpened(let ticket), .ticketRepeated(let ticket): ticket.urgency == .p0
            default: false
            }
        }
        // A danger that is open already: the advice was given with it, and who is on the way hears of this.
        let isTold = help.outcomes.contains { outcome in
            if case .dangerTold(let ticket, _) = outcome { ticket.urgency == .p0 } else { false }
        }
        #expect(isOpened || isTold, "no help for an emergency")
        #expect(isTold || help.acts.first == .safetyAdvice)
        #expect(try await wayOut("转人工", in: house, at: now).acts.contains(.handoff))
        #expect(try await wayOut("取消", in: house, at: now).replies.isEmpty == false)
    }

    private func wayOut(_ text: String, in house: House, at now: Instant) async throws -> TurnReport {
        let id = "way-\(UUID().uuidString)"
        let prepared = try await prepared(text, id, at: now, in: house)
        let report = try await undone(prepared, in: house, at: now)
        return try #require(report)
    }

    private func rest(of house: House) async throws -> Rest {
        try await house.database.read { tx throws(SQLError) in
            let stored = try tx.conversations.load(channel: ChatSettings.channel, sender: "Z")
            let tickets = try tx.tickets.search(TicketSearch(limit: 200)).sorted { $0.number < $1.number }
            let words = try tx.outbox.list([], rows: 500).filter { $0.message.recipient == "Z" }
            return Rest(
                state: stored.flatMap(Self.read),
                tickets: tickets.map { "\($0.number) \($0.state) \($0.draft)" },
                words: words.map(\.message.text).reversed())
        }
    }

    private static func read(_ text: String) -> ConversationState? {
        do {
            return try JSONDecoder().decode(ConversationState.self, from: Data(text.utf8))
        } catch {
            Issue.record("a stored conversation cannot be read: \(error)")
            return nil
        }
    }
}
