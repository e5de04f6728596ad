import ArgumentParser
import LinliAdmin

/// Rewards: stock, redeeming, handing over.
struct RewardCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward", abstract: "Rewards: stock, redeeming, handing over.",
        discussion: "Example: linli reward list --redemptions",
        subcommands: [
            RewardListCommand.self, RewardShowCommand.self, RewardStockCommand.self,
            RewardRedeemCommand.self, RewardCollectCommand.self, RewardCancelCommand.self,
            RewardFeesCommand.self, RewardConfirmCommand.self, RewardRefuseCommand.self,
        ])
}

struct RewardListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Rewards, or redemptions.",
        discussion: "Example: linli reward list --redemptions")

    @OptionGroup var scope: EstateOption
    @Flag(name: .long, help: "What is held and was handed over instead.")
    var redemptions = false

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard redemptions else {
            return try await staff.list(
                ["rewards"], [("estate", scope.estate)], of: Reward.self,
                columns: ["code", "name", "points", "stock", "estate"])
        }
        try await staff.list(
            ["redemptions"], [("estate", scope.estate)] + page.query, of: Redemption.self,
            columns: ["id", "resident", "name", "rewardName", "quantity", "points", "state", "expiresAt"])
    }
}

struct RewardShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One reward.",
        discussion: "Example: linli reward show rice_5kg")

    @Argument(help: "The reward's code.")
    var code: String

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["rewards", code], [("estate", scope.estate)], as: Reward.self)
    }
}

struct RewardStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Count or fill up a shelf.",
        discussion: "Example: linli reward stock rice_5kg --add 10")

    @Argument(help: "The reward's code.")
    var code: String

    @Option(name: .long, help: "The count on the shelf.")
    var set: Int?

    @Option(name: .long, help: "What came in; negative what went out.")
    var add: Int?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["rewards", code, "stock"], ChangeStock(estate: scope.estate, set: set, add: add), as: Reward.self
        )
    }
}

struct RewardRedeemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redeem", abstract: "Redeem for a resident at the desk.",
        discussion: "Example: linli reward redeem 12 --reward tissue --quantity 2")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "Code or name.")
    var reward: String

    @Option(name: .long, help: "Pieces.")
    var quantity = 1

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["redemptions"], RedeemReward(resident: resident, reward: reward, quantity: quantity),
            as: Redemption.self)
    }
}

struct RewardCollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Hand a reward over for its pick-up code.",
        discussion: "Example: linli reward collect 482913")

    @Argument(help: "The six digits.")
    var code: String

    @Option(name: .long, help: "Where several estates hold the code.")
    var estate: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["redemptions", "collect"], CollectReward(code: code, estate: estate), as: Redemption.self)
    }
}

struct RewardCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Give points and stock back.",
        discussion: "Example: linli reward cancel 7 --yes")

    @Argument(help: "The redemption's number.")
    var redemption: Int

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("cancel the redemption \(redemption)") else { return }
        try await staff.act(["redemptions", "\(redemption)", "cancel"], Nothing(), as: Redemption.self)
    }
}

struct RewardFeesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fees", abstract: "Points against property fees that wait for the company.",
        discussion: "Example: linli reward fees")

    @OptionGroup var scope: EstateOption
    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["fees"], [("estate", scope.estate)] + page.query, of: Redemption.self,
            columns: ["id", "createdAt", "name", "rewardName", "quantity", "points", "expiresAt"])
    }
}

struct RewardConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "The fee is booked with the discount; the points are spent.",
        discussion: "Example: linli reward confirm 7")

    @Argument(help: "The line's number.")
    var fee: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["fees", "\(fee)", "confirm"], Nothing(), as: Redemption.self)
    }
}

struct RewardRefuseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse", abstract: "No discount of the fee; the points go back.",
        discussion: "Example: linli reward refuse 7 --reason 本季度已结清")

    @Argument(help: "The line's number.")
    var fee: Int

    @Option(name: .long, help: "Why; the resident reads it.")
    var reason: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["fees", "\(fee)", "refuse"], Reason(reason: reason), as: Redemption.self)
    }
}
