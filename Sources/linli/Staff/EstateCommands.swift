import ArgumentParser
import Foundation
import LinliAdmin

/// Estates and their registers.
struct EstateCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estate", abstract: "Estates and their registers.",
        discussion: "Example: linli estate list",
        subcommands: [
            EstateListCommand.self, EstateShowCommand.self, EstateCheckCommand.self,
            EstateImportCommand.self,
        ])
}

struct EstateListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The configured estates.",
        discussion: "Example: linli estate list")

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["estates"], of: EstateLine.self,
            columns: ["code", "name", "buildings", "rooms", "stored"])
    }
}

struct EstateShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One estate's register.",
        discussion: "Example: linli estate show HTL")

    @Argument(help: "The estate's code.")
    var code: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["estates", code], as: EstateDetail.self)
    }
}

struct EstateCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Whether register, roster and store fit; exit 1 where not.",
        discussion: "Example: linli estate check HTL")

    @Argument(help: "The estate's code.")
    var code: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let check: EstateCheck = try await staff.asking { [code] client async throws(AdminClientError) in
            try await client.get(["estates", code, "check"])
        }
        try staff.present(check)
        guard check.ok else { throw Exit.no }
    }
}

struct EstateImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring a register in, as YAML or CSV; it only adds.",
        discussion: "Example: linli estate import register.csv --code HTL --dry-run")

    @Argument(help: "The register: .yaml or .csv.")
    var file: String

    @Option(name: .long, help: "The estate's code.")
    var code: String

    @Option(name: .long, help: "The estate's name, for CSV.")
    var name: String?

    @Flag(name: .long, help: "Say what would be added, and add nothing.")
    var dryRun = false

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let format = file.hasSuffix(".csv") ? "csv" : "yaml"
        guard let bytes = FileManager.default.contents(atPath: file) else {
            Console.error("\(file) cannot be read; name a register that is there.")
            throw Exit.usage
        }
        let request = ImportEstate(
            code: code, name: name, format: format, text: String(decoding: bytes, as: UTF8.self),
            dryRun: dryRun)
        let report: EstateImport = try await staff.asking { client async throws(AdminClientError) in
            try await client.post(["estates", "import"], request)
        }
        try staff.present(report)
        guard report.conflicts.isEmpty else { throw Exit.no }
    }
}
