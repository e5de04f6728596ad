import Foundation
import LinliDialogue
import LinliModel
import LinliTestKit
import Testing

@testable import LinliEngine

/// What is written by hand is what Foundation would have written, but for the order of names.
@Suite struct JSONTextTests {
    private struct Empty: Codable, Hashable {}

    private enum Choice: Codable, Hashable {
        case plain
        case named(count: Int, word: String?)
        case list([String])
    }

    private struct Everything: Codable, Hashable {
        var words = ["", "三栋\"漏\"水\\", "一\n二\t\u{1}\u{7f}", "🏠/👨‍👩‍👧", "\u{2028}"]
        var numbers: [Int64?] = [nil, 0, -1, .max, .min]
        var large = UInt64.max
        var fractions = [0.5, -1e300, 3]
        var isSo = true
        var missing: String?
        var choices: [Choice] = [.plain, .named(count: 3, word: nil), .list(["a", "b"]), .list([])]
        var names = ["a b": Choice.plain, "钥匙": .named(count: 0, word: "x")]
        var keyed = [Choice.plain: 1]
        var empty = Empty()
        var nested = [[[1], []], []]
    }

    private func tree(_ data: Data) throws -> NSObject {
        try #require(try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) as? NSObject)
    }

    private func agrees(_ value: some Codable & Equatable) throws {
        let data = Data(try JSONText.of(value).utf8)
        #expect(try tree(data) == tree(try JSONEncoder().encode(value)))
        #expect(try JSONDecoder().decode(type(of: value), from: data) == value)
    }

    @Test func asFoundationWrites() throws {
        try agrees(Everything())
        try agrees([Everything(), Everything()])
        try agrees("只有一句")
        try agrees([Int]())
        try agrees(Optional<Int>.none)
    }

    @Test func aStateComesBack() throws {
        var state = ConversationState(at: monday)
        try agrees(state)
        state.fragments = ["厨房\n", "\"漏水\""]
        state.lastTicket = "LL260316-0001"
        state.lastTicketAt = monday
        state.guesses = [.reportRepair, .greetHelp]
        state.afterProof = .openTicket(
            TicketDraft(
                category: "water.leak", urgency: .p1, text: "水\\管", address: Address(building: "3")))
        try agrees(state)
        #expect(ConversationCoding.read(ConversationCoding.write(state)) == state)
    }

    @Test func whatIsNoNumberIsRefused() {
        #expect(throws: EncodingError.self) { try JSONText.of([Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONText.of(["a": Float.infinity]) }
    }
}
