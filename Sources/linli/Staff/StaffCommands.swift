import ArgumentParser
import LinliAdmin

/// Staff: accounts, roles, duty, tokens.
struct StaffCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "Staff: accounts, roles, duty, tokens.",
        discussion: "Example: linli staff list",
        subcommands: [
            StaffListCommand.self, StaffAddCommand.self, StaffRoleCommand.self, StaffRosterCommand.self,
            StaffTokenCommand.self, StaffRevokeCommand.self, StaffBindCommand.self,
            StaffLeaveCommand.self, StaffPraisesCommand.self, StaffWhoamiCommand.self,
        ])
}

struct StaffListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Accounts and their roles.",
        discussion: "Example: linli staff list")

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(["staff"], of: StaffAccount.self, columns: ["name", "roles", "disabled"])
    }
}

struct StaffPraisesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "praises", abstract: "What residents have thanked people for, newest first.",
        discussion: "Example: linli staff praises --estate HTL")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["praises"], rows.query, of: Praise.self, columns: ["id", "at", "estate", "named", "text"])
    }
}

struct StaffAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "A new account: a post, not a person's name.",
        discussion: "Example: linli staff add grid-3 --role grid_worker --estate HTL --grid 1")

    @Argument(help: "The account's name.")
    var name: String

    @Option(name: .long, help: "Its first role.")
    var role: String?

    @Option(name: .long, help: "The role's estate; all where missing.")
    var estate: String?

    @OptionGroup var area: AreaOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["staff"],
            AddStaff(
                name: name, role: role, estate: estate, grids: area.grids, buildings: area.buildings),
            as: StaffAccount.self)
    }
}

/// Where a role ends inside its estate.
struct AreaOptions: ParsableArguments {
    @Option(name: .long, help: "A grid where the role ends; more than once for several.")
    var grid: [String] = []

    @Option(name: .long, help: "A building where the role ends; more than once for several.")
    var building: [String] = []

    var grids: [String]? { grid.isEmpty ? nil : grid }
    var buildings: [String]? { building.isEmpty ? nil : building }
}

struct StaffRoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Grant or withdraw a role.",
        discussion: "Example: linli staff role steward-3 steward --estate HTL")

    @Argument(help: "The account's name.")
    var name: String

    @Argument(help: "The role.")
    var role: String

    @Option(name: .long, help: "The role's estate; all where missing.")
    var estate: String?

    @Flag(name: .long, help: "Take it away, with its tokens.")
    var withdraw = false

    @OptionGroup var area: AreaOptions
    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if withdraw {
            guard try destructive.mayBegin("withdraw the role \(role) from \(name), with its tokens")
            else { return }
        } else if destructive.dryRun {
            return Console.out("Would grant the role \(role) to \(name).")
        }
        let request = ChangeRole(
            role: role, estate: estate, grids: area.grids, buildings: area.buildings, withdraw: withdraw)
        try await staff.act(["staff", name, "roles"], request, as: StaffAccount.self)
    }
}

struct StaffRosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster", abstract: "Who is on duty; add or remove an entry.",
        discussion: "Example: linli staff roster --estate HTL")

    @OptionGroup var scope: EstateOption
    @Option(name: .long, help: "An account to put on duty.")
    var add: String?

    @Option(name: .long, help: "In which role.")
    var role: String?

    @Option(name: .long, help: "From when.")
    var from: String?

    @Option(name: .long, help: "Until when.")
    var until: String?

    @Option(name: .long, help: "An entry to remove.")
    var remove: Int?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if let remove {
            return try await staff.act(
                ["roster", "\(remove)", "remove"], Nothing(), query: [("estate", scope.estate)],
                as: DutyEntry.self)
        }
        guard let add else {
            return try await staff.list(
                ["roster"], [("estate", scope.estate)], of: DutyEntry.self,
                columns: ["id", "role", "staff", "from", "until"])
        }
        guard let role, let from, let until else {
            Console.error("An entry of the roster needs --role, --from and --until.")
            throw Exit.usage
        }
        let request = AddDuty(estate: scope.estate, role: role, staff: add, from: from, until: until)
        try await staff.act(["roster"], request, as: DutyEntry.self)
    }
}

struct StaffTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "A token for an account, shown once; or its tokens.",
        discussion: "Example: linli staff token steward-3 --role steward --estate HTL --days 90")

    @Argument(help: "The account's name.")
    var name: String

    @Option(name: .long, help: "The role that the token speaks for.")
    var role: String?

    @Option(name: .long, help: "Its estate; all where missing.")
    var estate: String?

    @Option(name: .long, help: "What it is for.")
    var label = ""

    @Option(name: .long, help: "How long it lives.")
    var days: Int?

    @Flag(name: .long, help: "Show its tokens instead.")
    var list = false

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if list {
            return try await staff.list(
                ["staff", name, "tokens"], of: StaffToken.self,
                columns: ["id", "role", "estate", "label", "createdAt", "expiresAt", "revokedAt"])
        }
        guard let role else {
            Console.error("A token speaks for one role: add --role, or --list to see what there is.")
            throw Exit.usage
        }
        let request = CreateToken(role: role, estate: estate, label: label, days: days)
        try await staff.act(["staff", name, "tokens"], request, as: TokenSecret.self)
    }
}

struct StaffRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a token.",
        discussion: "Example: linli staff revoke steward-3 7 --yes")

    @Argument(help: "The account's name.")
    var name: String

    @Argument(help: "The token's number.")
    var token: Int

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("revoke the token \(token) of \(name)") else { return }
        try await staff.act(
            ["staff", name, "tokens", "\(token)", "revoke"], Nothing(), as: StaffToken.self)
    }
}

struct StaffBindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind", abstract: "A one-time code that makes a chat a staff member's.",
        discussion: "Example: linli staff bind steward-3")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["staff", name, "bind"], Nothing(), as: OneTimeCode.self)
    }
}

struct StaffLeaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Somebody leaves: all that is his goes to whoever follows, at once.",
        discussion: """
            Example: linli staff leave grid-1 --to grid-2 --dry-run
            Example: linli staff leave grid-1 --to grid-1 --yes   (the post stays for its next holder)
            """)

    @Argument(help: "The account's name.")
    var name: String

    @Option(name: .long, help: "Who follows; the deputy of its posts where missing.")
    var to: String?

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if !destructive.dryRun {
            try destructive.confirm("end all access of \(name) and hand over all it has")
        }
        try await staff.act(
            ["staff", name, "leave"], LeaveStaff(to: to, dryRun: destructive.dryRun), as: Handover.self)
    }
}

struct StaffWhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Who this token speaks for.",
        discussion: "Example: linli staff whoami")

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["whoami"], as: Whoami.self)
    }
}
