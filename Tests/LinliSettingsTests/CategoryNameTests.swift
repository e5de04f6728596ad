import Foundation
import Testing

@testable import LinliSettings

/// Rules in the sources name categories by their codes: a code that the taxonomy has no more would match
/// nothing, and nobody would see it.
@Suite struct CategoryNameTests {
    /// The rooms whose rules name them.
    private static let rooms = ["LinliDialogue", "LinliIntents"]
    /// Of intents that open no ticket, and what begins no code: the English "no.".
    private static let others: Set = ["points", "reception", "vote", "activity", "privacy", "oos", "no"]

    @Test func everyNamedCategoryIsInTheTaxonomy() throws {
        let codes = try CheckoutTests.settings().categories.codes
        let groups = Set(codes.compactMap { $0.split(separator: ".").first.map(String.init) })
        let root = CheckoutTests.directory + "/.."
        let replies = try Self.texts(under: root + "/Intents/replies", ending: ".yaml").map(\.text).joined()
        var named = 0
        for room in Self.rooms {
            for (path, text) in try Self.texts(under: "\(root)/Sources/\(room)", ending: ".swift") {
                for match in text.matches(of: /"([a-z_]+)\.([a-z_]*)"/) {
                    let (group, code) = (String(match.output.1), "\(match.output.1).\(match.output.2)")
                    guard !Self.others.contains(group), !replies.contains("  \(code)") else { continue }
                    guard groups.contains(group) || match.output.2.isEmpty else { continue }
                    // The beginning of a code stands for all that begin so: power.outage.
                    #expect(codes.contains { $0.hasPrefix(code) }, "\(code) in \(room)/\(path)")
                    named += 1
                }
            }
        }
        #expect(named > 100)
    }

    private static func texts(under folder: String, ending: String) throws -> [(path: String, text: String)] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(ending) }.map {
            ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
        }
    }
}
