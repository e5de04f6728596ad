import ArgumentParser
import LinliAdmin

/// Points: balances, claims, the books.
struct PointsCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points", abstract: "Points: balances, claims, the books.",
        discussion: "Example: linli points balance web:abc",
        subcommands: [
            PointsBalanceCommand.self, PointsLedgerCommand.self, PointsClaimsCommand.self,
            PointsClaimCommand.self, PointsApproveCommand.self, PointsRejectCommand.self,
            PointsGrantCommand.self, PointsReverseCommand.self, PointsVerifyCommand.self,
            PointsRulesCommand.self, PointsRankingCommand.self, PointsExpireCommand.self,
        ])
}

struct PointsBalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "A resident's points.",
        discussion: "Example: linli points balance web:abc")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["points", "balance"], [("resident", resident)], as: PointsBalance.self)
    }
}

struct PointsLedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "A resident's statement, newest first.",
        discussion: "Example: linli points ledger 12 --limit 20")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["points", "ledger"], [("resident", resident)] + page.query, of: PointsEntry.self,
            columns: ["at", "points", "kind", "memo", "reference"])
    }
}

struct PointsClaimsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims", abstract: "Deeds that wait for approval, oldest first.",
        discussion: "Example: linli points claims")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["points", "claims"], rows.query, of: PointsClaim.self,
            columns: ["id", "at", "resident", "name", "text", "item", "firstApprover"])
    }
}

struct PointsClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Note a deed that a resident reports at the desk.",
        discussion: "Example: linli points claim 12 --text 今天清扫了楼道")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "The deed.")
    var text: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["points", "claims"], OpenClaim(resident: resident, text: text), as: PointsClaim.self)
    }
}

struct PointsApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Give the points of an item for a deed.",
        discussion: "Example: linli points approve 3 --item sweep_corridor")

    @Argument(help: "The claim's number.")
    var claim: Int

    @Option(name: .long, help: "Code or number of the item.")
    var item: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["points", "claims", "\(claim)", "approve"], ApproveClaim(item: item), as: PointsClaim.self)
    }
}

struct PointsRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Refuse a deed with its reason.",
        discussion: "Example: linli points reject 3 --reason 照片与上次相同")

    @Argument(help: "The claim's number.")
    var claim: Int

    @Option(name: .long, help: "Why; the resident reads it.")
    var reason: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["points", "claims", "\(claim)", "reject"], Reason(reason: reason), as: PointsClaim.self)
    }
}

struct PointsGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Points without a claim; the same reference grants once.",
        discussion: "Example: linli points grant 12 --item promote_sorting --reference fair-2026-03")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "Code or number of an item.")
    var item: String?

    @Option(name: .long, help: "Free points, up to 5.")
    var points: Int?

    @Option(name: .long, help: "What they are for.")
    var memo: String?

    @Option(name: .long, help: "Your own name for this grant.")
    var reference: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = GrantPoints(
            resident: resident, item: item, points: points, memo: memo, reference: reference)
        try await staff.act(["points", "grants"], request, as: PointsTransfer.self)
    }
}

struct PointsReverseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse", abstract: "Take an earned transfer back.",
        discussion: "Example: linli points reverse claim-3 --reason 误批 --yes")

    @Argument(help: "The transfer's reference, from the ledger.")
    var reference: String

    @Option(name: .long, help: "Why.")
    var reason: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("take back \(reference)") else { return }
        try await staff.act(
            ["points", "reversals"], ReversePoints(reference: reference, reason: reason),
            as: PointsTransfer.self)
    }
}

struct PointsVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Whether the books are right; exit 1 where not.",
        discussion: "Example: linli points verify")

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let books: PointsVerification = try await staff.asking { client async throws(AdminClientError) in
            try await client.get(["points", "verification"])
        }
        try staff.present(books)
        guard books.ok else {
            Console.error(
                "The books are wrong: stop granting and redeeming, and ask for help with this list.")
            throw Exit.no
        }
    }
}

struct PointsRulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "The items and what they earn.",
        discussion: "Example: linli points rules")

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["points", "rules"], of: PointsRule.self,
            columns: ["number", "code", "category", "name", "points", "cap", "approvals"])
    }
}

struct PointsRankingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ranking", abstract: "The public list, masked.",
        discussion: "Example: linli points ranking --limit 10")

    @OptionGroup var scope: EstateOption
    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["points", "ranking"], [("estate", scope.estate)] + page.query, of: PointsRank.self,
            columns: ["rank", "name", "points"])
    }
}

struct PointsExpireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire", abstract: "Let points of past years expire.",
        discussion: "Example: linli points expire --dry-run")

    @Option(name: .long, help: "The day that counts, YYYY-MM-DD; today where missing.")
    var asOf: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        if !destructive.dryRun { try destructive.confirm("let old points expire") }
        try await staff.act(
            ["points", "expiries"],
            ExpirePoints(asOf: asOf, estate: scope.estate, dryRun: destructive.dryRun),
            as: PointsExpiry.self)
    }
}
