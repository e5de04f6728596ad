import ArgumentParser
import LinliAdmin

/// Residents: homes, codes, their data.
struct ResidentCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resident", abstract: "Residents: homes, codes, their data.",
        discussion: "Example: linli resident list",
        subcommands: [
            ResidentListCommand.self, ResidentShowCommand.self, ResidentBindCommand.self,
            ResidentUnbindCommand.self, ResidentVerifyCommand.self, ResidentEraseCommand.self,
            ResidentExportCommand.self,
        ])
}

struct ResidentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Residents, newest first, masked.",
        discussion: "Example: linli resident list")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["residents"], rows.query, of: ResidentLine.self,
            columns: ["id", "estate", "name", "homes", "channels", "since"])
    }
}

struct ResidentShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One resident, masked.",
        discussion: "Example: linli resident show 12")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["residents", resident], as: ResidentLine.self)
    }
}

struct ResidentBindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind", abstract: "Give a home to a resident, or make a one-time code for it.",
        discussion: "Example: linli resident bind --home 3-2-501 --code")

    @Option(name: .long, help: "Number, channel:id or name.")
    var resident: String?

    @Option(name: .long, help: "Instead: somebody without a chat, newly known.")
    var name: String?

    @Option(name: .long, help: "Such as 3-2-501.")
    var home: String

    @Option(name: .long, help: "owner, tenant or family.")
    var relation = "owner"

    @Flag(name: .long, help: "Make a code of eight digits, shown once.")
    var code = false

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if code {
            let request = CreateHomeCode(home: home, relation: relation, estate: scope.estate)
            return try await staff.act(["home-codes"], request, as: OneTimeCode.self)
        }
        if let name {
            let request = AddResident(name: name, estate: scope.estate, home: home, relation: relation)
            return try await staff.act(["residents"], request, as: ResidentLine.self)
        }
        guard let resident else {
            Console.error(
                "Say for whom: --resident, or --name for somebody new, or --code for a one-time code.")
            throw Exit.usage
        }
        try await staff.act(
            ["residents", resident, "bind"], BindHome(home: home, relation: relation),
            as: ResidentLine.self)
    }
}

struct ResidentUnbindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unbind", abstract: "Take a home away from a resident.",
        discussion: "Example: linli resident unbind 12 --home 3-2-501 --yes")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "Such as 3-2-501.")
    var home: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("unbind \(home) from the resident \(resident)") else { return }
        try await staff.act(
            ["residents", resident, "unbind"], HomeReference(home: home), as: ResidentLine.self)
    }
}

struct ResidentVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Confirm a home that the resident claims.",
        discussion: "Example: linli resident verify 12 --home 3-2-501")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "Such as 3-2-501.")
    var home: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["residents", resident, "verify"], HomeReference(home: home), as: ResidentLine.self)
    }
}

struct ResidentEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Delete a resident's personal data.",
        discussion: "Example: linli resident erase 12 --dry-run")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if !destructive.dryRun { try destructive.confirm("erase the resident \(resident) for good") }
        try await staff.act(
            ["residents", resident, "erase"], EraseResident(dryRun: destructive.dryRun), as: Erasure.self)
    }
}

struct ResidentExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "All that is held about one resident, for himself.",
        discussion: "Example: linli resident export 12 --json")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["residents", resident, "export"], as: ResidentExport.self)
    }
}
