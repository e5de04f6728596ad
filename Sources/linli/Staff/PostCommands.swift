import ArgumentParser
import LinliAdmin

/// Posts: who holds one, who stands in, who applies.
struct PostCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "post", abstract: "Posts: places, holders, deputies, applications.",
        discussion: "Example: linli post list",
        subcommands: [
            PostListCommand.self, PostOpenCommand.self, PostAppointCommand.self, PostVacateCommand.self,
            PostApplicationsCommand.self, PostAcceptCommand.self, PostDeclineCommand.self,
            PostCloseCommand.self,
        ])
}

struct PostListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Posts with their places and holders.",
        discussion: "Example: linli post list --estate HTL")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["posts"], rows.query, of: Post.self,
            columns: ["id", "name", "estate", "places", "free", "applyUntil", "applications", "holders"])
    }
}

struct PostOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "A new post; with --until residents may apply in the chat.",
        discussion: """
            Example: linli post open 党员先锋岗 --places 8 --estate HTL
            Example: linli post open 秩序维护岗 --places 1 --until 2026-03-31
            """)

    @Argument(help: "Its name.")
    var name: String

    @Option(name: .long, help: "How many hold it.")
    var places = 1

    @Option(name: .long, help: "Residents may apply until this day, like 2026-03-31.")
    var until: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = OpenPost(estate: scope.estate, name: name, places: places, applyUntil: until)
        try await staff.act(["posts"], request, as: Post.self)
    }
}

struct PostAppointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appoint", abstract: "An account holds a post, and who stands in for it.",
        discussion: "Example: linli post appoint 3 lead-3 --deputy lead-6")

    @Argument(help: "The post's number.")
    var post: Int

    @Argument(help: "The account.")
    var name: String

    @Option(name: .long, help: "The account that stands in, and follows when it leaves.")
    var deputy: String?

    @Option(name: .long, help: "The application of whoever has the account now.")
    var application: Int?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = AppointHolder(
            staff: name, deputy: deputy, application: application.map(Int64.init))
        try await staff.act(["posts", "\(post)", "appoint"], request, as: Post.self)
    }
}

struct PostVacateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacate", abstract: "An account holds a post no more; its tickets stay with it.",
        discussion: "Example: linli post vacate 3 lead-3 --yes")

    @Argument(help: "The post's number.")
    var post: Int

    @Argument(help: "The account.")
    var name: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("take the post \(post) from \(name)") else { return }
        try await staff.act(["posts", "\(post)", "vacate"], AppointHolder(staff: name), as: Post.self)
    }
}

struct PostApplicationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "applications", abstract: "Residents who have applied, newest first.",
        discussion: "Example: linli post applications --estate HTL")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["applications"], rows.query, of: PostApplication.self,
            columns: ["id", "name", "estate", "resident", "state", "createdAt"])
    }
}

struct PostAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Take somebody for a post; he is told.",
        discussion: "Example: linli post accept 5")

    @Argument(help: "The application's number.")
    var application: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["applications", "\(application)", "decide"], DecideApplication(accept: true),
            as: PostApplication.self)
    }
}

struct PostDeclineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Do not take somebody; he reads the reason.",
        discussion: "Example: linli post decline 5 --reason 名额已满")

    @Argument(help: "The application's number.")
    var application: Int

    @OptionGroup var why: ReasonOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["applications", "\(application)", "decide"],
            DecideApplication(accept: false, reason: why.reason), as: PostApplication.self)
    }
}

struct PostCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "There is no such post any more.",
        discussion: "Example: linli post close 3 --yes")

    @Argument(help: "The post's number.")
    var post: Int

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("close the post \(post), with its holders") else { return }
        try await staff.act(["posts", "\(post)", "close"], Nothing(), as: Post.self)
    }
}
