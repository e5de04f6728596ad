import ArgumentParser
import Foundation
import Testing

@testable import linli

/// `Docs/Commands.md` is what somebody reads who does not know which commands there are.
@Suite("The page of commands names every command") struct CommandPageTests {
    private static let page = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Docs/Commands.md")

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }

    @Test func everyCommandHasItsLineWithItsSubcommandsAndNoOther() throws {
        let rows = try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `linli ") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        let written = Dictionary(rows.map { ($0[0], $0) }, uniquingKeysWith: { first, _ in first })
        let groups = Linli.configuration.subcommands
        #expect(Set(written.keys) == Set(groups.map { "`linli \(Self.name(of: $0))`" }))
        for group in groups {
            let name = Self.name(of: group)
            let row = try #require(written["`linli \(name)`"], "\(name)")
            let named = row[2].split(separator: " ").map { $0.filter { $0 != "`" } }
            #expect(named == group.configuration.subcommands.map(Self.name), "\(name)")
        }
    }

    /// Each explanation is shown once as it is typed.
    @Test func everyExplanationHasItsExample() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for command in ["message", "deadline", "ticket", "balance", "slot"] {
            #expect(text.contains("linli explain \(command) "), "\(command)")
        }
    }
}
