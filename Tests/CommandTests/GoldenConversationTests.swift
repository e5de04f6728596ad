import Foundation
import LinliSettings
import LinliTestKit
import Testing

@testable import linli

/// Every golden conversation of `Tests/Conversations` comes to what stands in it, with a clock in the hand.
@Suite(.timeLimit(.minutes(5))) struct GoldenConversationTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static func files() throws -> [String] {
        let folder = root + "/Tests/Conversations"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
            .sorted().map { folder + "/" + $0 }
    }

    @Test func everyConversationComesOutAsWritten() async throws {
        let config = try ConfigOptions.parse(["--config", Self.root + "/Config"])
        let settings = try ChatSettings.load(config)
        let understanding = try ShippedIntents.understanding.get()
        let replay = ChatReplay(settings: settings, understanding: understanding)
        var conversations = 0
        for file in try Self.files() {
            for conversation in try GoldenConversation.read(file) {
                conversations += 1
                let turns = try await replay.run(conversation)
                let differences = turns.flatMap { turn in
                    turn.differences.map { "\(conversation.name), turn \(turn.number): \($0)" }
                }
                for difference in differences { Issue.record("\(difference)") }
            }
        }
        #expect(conversations >= 150)
    }

    @Test func namesAreDifferentAndTurnsAreThreeToTen() throws {
        var names: Set<String> = []
        for file in try Self.files() {
            for conversation in try GoldenConversation.read(file) {
                #expect(names.insert(conversation.name).inserted, "\(conversation.name) stands twice")
                #expect((3...10).contains(conversation.turns.count), "\(conversation.name)")
                for turn in conversation.turns where turn.staff == nil {
                    let isJudged = turn.acts != nil || turn.replies != nil || turn.effects != nil
                    #expect(isJudged, "\(conversation.name): “\(turn.text ?? "")” is not judged")
                }
            }
        }
    }

    @Test func aDifferenceIsFound() async throws {
        let config = try ConfigOptions.parse(["--config", Self.root + "/Config"])
        let replay = ChatReplay(
            settings: try ChatSettings.load(config),
            understanding: try ShippedIntents.understanding.get())
        let path = NSTemporaryDirectory() + "golden-\(UUID().uuidString).jsonl"
        let lines = [
            #"{"conversation":"wrong on purpose"}"#,
            #"{"text":"谢谢","acts":["create_ticket"],"replies":["!不客气"],"effects":[{"kind":"ticket"}]}"#,
        ]
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let conversation = try #require(try GoldenConversation.read(path).first)
        #expect(try await replay.run(conversation).first?.differences.count == 3)
    }
}
