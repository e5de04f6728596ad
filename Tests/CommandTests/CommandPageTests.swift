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

    /// A refusal of the services names the command that helps: it is there, with the options beside it.
    @Test func everyCommandNamedInARefusalExists() throws {
        var named: [String] = []
        for file in try Self.services() {
            let text = try String(contentsOf: file, encoding: .utf8)
            named += text.matches(of: /linli ([a-z][a-z -]*[a-z])/).map { String($0.output.1) }
        }
        #expect(named.count > 80, "the refusals are found")
        for words in Set(named).sorted() {
            let parts = words.split(separator: " ").map(String.init)
            var command: any ParsableCommand.Type = Linli.self
            var rest = parts[...]
            while let next = rest.first,
                let found = command.configuration.subcommands.first(where: { Self.name(of: $0) == next })
            {
                command = found
                rest = rest.dropFirst()
            }
            #expect(command != Linli.self && command.configuration.subcommands.isEmpty, "linli \(words)")
            let help = Linli.helpMessage(for: command)
            for option in rest where option.hasPrefix("--") {
                #expect(help.contains(option), "linli \(words)")
            }
        }
    }

    private static func services() throws -> [URL] {
        let folder = page.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/LinliServices")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    /// Each explanation is shown once as it is typed.
    @Test func everyExplanationHasItsExample() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for command in ["message", "deadline", "ticket", "balance", "slot"] {
            #expect(text.contains("linli explain \(command) "), "\(command)")
        }
    }
}
