import ArgumentParser
import LinliAdmin

/// Who on the staff did what.
struct AuditCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who on the staff did what.",
        discussion: "Example: linli audit list --target LL260318-0001",
        subcommands: [
            AuditListCommand.self
        ])
}

struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Acts, newest first.",
        discussion: "Example: linli audit list --target LL260318-0001")

    @Option(name: .long, help: "Such as LL260318-0001, claim-3, resident-12.")
    var target: String?

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["audit"], [("target", target)] + page.query, of: AuditEntry.self,
            columns: ["at", "staff", "role", "act", "target", "detail"])
    }
}
