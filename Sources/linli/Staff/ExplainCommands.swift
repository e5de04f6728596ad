import ArgumentParser
import LinliAdmin
import LinliModel

// Why a ticket, a balance or a session stands as it does: what the daemon's rows say, step by step.

struct ExplainTicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "What happened to a ticket, and what each clock came to.",
        discussion: "Example: linli explain ticket LL260318-0001")

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let detail: TicketDetail = try await staff.asking { client async throws(AdminClientError) in
            try await client.get(["tickets", number])
        }
        if staff.json || staff.quiet { return try staff.present(detail) }
        for line in ExplainedTicket(detail).lines { Console.out(line) }
    }
}

struct ExplainBalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "How a resident's points add up; exit 1 where they do not.",
        discussion: "Example: linli explain balance web:abc")

    @Argument(help: "Number, channel:id or name.")
    var resident: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let query: [(name: String, value: String?)] = [("resident", resident)]
        let limit: [(name: String, value: String?)] = [("limit", "\(Limits.adminPageRows)")]
        let explained = try await staff.asking { client async throws(AdminClientError) in
            let balance: PointsBalance = try await client.get(["points", "balance"], query)
            var entries: [PointsEntry] = []
            var after: String?
            repeat {
                let page: Page<PointsEntry> = try await client.get(
                    ["points", "ledger"], query + limit + [("after", after)])
                entries += page.items
                after = page.next
            } while after != nil
            return ExplainedBalance(balance, newestFirst: entries)
        }
        if staff.json {
            try staff.present(explained)
        } else {
            for line in explained.lines { Console.out(line) }
        }
        guard explained.addsUp else { throw Exit.no }
    }
}

struct ExplainSlotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slot", abstract: "Why a session has a seat left or none, seat by seat.",
        discussion: "Example: linli explain slot 3")

    @Argument(help: "The session's number.")
    var session: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let reception: Reception = try await staff.asking { client async throws(AdminClientError) in
            try await client.get(["receptions", "\(session)"])
        }
        if staff.json || staff.quiet { return try staff.present(reception) }
        for line in ExplainedSlot(reception).lines { Console.out(line) }
    }
}

/// The history of a ticket with its clocks judged.
struct ExplainedTicket {
    private let ticket: TicketDetail

    init(_ ticket: TicketDetail) {
        self.ticket = ticket
    }

    var lines: [String] {
        [Sentences.ticket(ticket)] + ticket.events.map(Sentences.event) + ticket.clocks.map(Sentences.clock)
    }
}

/// A balance as the sum of its transfers.
struct ExplainedBalance: Codable, Sendable, Hashable {
    struct Step: Codable, Sendable, Hashable {
        let at: String
        let kind: String
        let memo: String
        let points: Int
        /// After this transfer.
        let available: Int
    }

    let steps: [Step]
    let available: Int
    let held: Int
    let addsUp: Bool

    init(_ balance: PointsBalance, newestFirst entries: [PointsEntry]) {
        var sum = 0
        steps = entries.reversed().map { entry in
            sum += entry.points
            return Step(
                at: entry.at, kind: entry.kind, memo: entry.memo, points: entry.points, available: sum)
        }
        available = balance.available
        held = balance.held
        addsUp = sum == balance.available
    }

    var lines: [String] {
        let rows = steps.map { step in
            [
                step.at.writtenTime, step.points > 0 ? "+\(step.points)" : "\(step.points)",
                Headings.value(step.kind, in: "kind", of: "PointsEntry", beside: []),
                step.memo, "\(step.available)",
            ]
        }
        let titles = ["at", "points", "kind", "memo", "available"].map {
            Headings.title($0, of: "PointsEntry")
        }
        let table = Table(titles: titles, rows: rows).lines
        return table + [Sentences.balance(available: available, held: held, addsUp: addsUp)]
    }
}

/// The seats of a session, and why the next one is free or not.
struct ExplainedSlot {
    private let session: Reception

    init(_ session: Reception) {
        self.session = session
    }

    var lines: [String] {
        [Sentences.session(session)] + (session.bookings ?? []).map(Sentences.seat)
            + [Sentences.seats(session)]
    }
}
