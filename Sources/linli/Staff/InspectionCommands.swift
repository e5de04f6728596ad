import ArgumentParser
import LinliAdmin

/// Inspections that are owed each year (安全隐患排查).
struct InspectionCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspection", abstract: "Yearly inspections; each finding becomes a ticket.",
        discussion: "Example: linli inspection list",
        subcommands: [InspectionListCommand.self, InspectionAddCommand.self])
}

struct InspectionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Inspections, the newest first.",
        discussion: "Example: linli inspection list --estate HTL")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["inspections"], rows.query, of: Inspection.self,
            columns: ["id", "estate", "name", "done", "staff", "findings"])
    }
}

struct InspectionAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Enter an inspection that was made, with what it found.",
        discussion: """
            Example: linli inspection add --kind safety --done 2026-05-10 --finding 3栋2单元消防栓没水
            """)

    @Option(name: .long, help: "A kind of registers.yaml, such as safety.")
    var kind: String

    @Option(name: .long, help: "The day on which it was made, like 2026-05-10.")
    var done: String

    @Option(name: .long, help: "What was found and where; once for each.")
    var finding: [String] = []

    @Option(name: .long, help: "A code of categories.yaml for all findings; without it the words are read.")
    var category: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = AddInspection(
            estate: scope.estate, kind: kind, done: done, findings: finding, category: category)
        try await staff.act(["inspections"], request, as: Inspection.self)
    }
}
