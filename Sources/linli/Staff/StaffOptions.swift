import ArgumentParser
import Foundation
import LinliAdmin
import LinliModel
import LinliPush
import LinliSettings

/// What every staff command takes, and how it asks the daemon and prints the answer.
struct StaffOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The daemon's admin address (LINLI_SERVER).", valueName: "url"))
    var server: String?

    @Option(name: .long, help: ArgumentHelp("The local daemon's data directory.", valueName: "dir"))
    var data: String?

    @Flag(name: .long, help: "JSON: one object, or one object a line.")
    var json = false

    @Flag(name: .shortAndLong, help: "Only the number or name of each.")
    var quiet = false

    // MARK: Asking

    /// A list: a table for people, one object a line for machines.
    func list<Item: Codable & Sendable & Hashable>(
        _ path: [String], _ query: [(name: String, value: String?)] = [], of type: Item.Type,
        columns: [String] = []
    ) async throws {
        let page: Page<Item> = try await asking { client async throws(AdminClientError) in
            try await client.get(path, query)
        }
        if json {
            for item in page.items { try Self.write(item) }
        } else if quiet {
            for item in page.items { Console.out(Presenter.identifier(item)) }
        } else {
            let lines = Presenter.table(page.items, columns: columns, within: Console.places)
            for line in lines { Console.out(line) }
            if page.items.isEmpty { Console.error(Sentences.none) }
        }
        if let next = page.next, !quiet { Console.error(Sentences.more(after: next)) }
    }

    func show<Answer: Codable & Sendable>(
        _ path: [String], _ query: [(name: String, value: String?)] = [], as type: Answer.Type
    ) async throws {
        _ = try await answer(path, query, as: type)
    }

    /// Prints it, and hands it on.
    func answer<Answer: Codable & Sendable>(
        _ path: [String], _ query: [(name: String, value: String?)] = [], as type: Answer.Type
    ) async throws -> Answer {
        let answer: Answer = try await asking { client async throws(AdminClientError) in
            try await client.get(path, query)
        }
        try present(answer)
        return answer
    }

    func act<Body: Encodable & Sendable, Answer: Codable & Sendable>(
        _ path: [String], _ body: Body, query: [(name: String, value: String?)] = [], as type: Answer.Type
    ) async throws {
        let answer: Answer = try await asking { client async throws(AdminClientError) in
            try await client.post(path, body, query: query)
        }
        try present(answer)
    }

    func present(_ answer: some Encodable) throws {
        if json { return try Self.write(answer) }
        if quiet { return Console.out(Presenter.identifier(answer)) }
        for line in Presenter.detail(answer) { Console.out(line) }
    }

    private static func write(_ answer: some Encodable) throws {
        Console.out(String(decoding: try AdminJSON.encode(answer), as: UTF8.self))
    }

    /// For a destructive act that is not sure yet: what it is about has to be there.
    func mayBegin<Answer: Codable & Sendable>(
        _ sentence: String, _ destructive: Destructive, on path: [String], as type: Answer.Type
    ) async throws -> Bool {
        if !destructive.yes {
            let _: Answer = try await asking { client async throws(AdminClientError) in
                try await client.get(path)
            }
        }
        return try destructive.mayBegin(sentence)
    }

    // MARK: The daemon

    func asking<Answer: Sendable>(
        _ question: (AdminClient) async throws(AdminClientError) -> Answer
    ) async throws -> Answer {
        let address = try find()
        let push = try Self.push(to: address.url)
        let client = AdminClient(token: address.token, newKey: { UUID().uuidString }) { request in
            await Self.send(request, to: address.url, by: push)
        }
        do throws(AdminClientError) {
            let answer = try await question(client)
            await push.close()
            return answer
        } catch {
            await push.close()
            throw Self.exit(error, url: address.url)
        }
    }

    private func find() throws -> DaemonAddress {
        do throws(DaemonAddress.Missing) {
            return try DaemonAddress.find(
                server: server, data: data, environment: ProcessInfo.processInfo.environment,
                standardData: DaemonSettings.standard.dataDirectory)
        } catch {
            Console.error(error.sentence)
            throw error.isUnreachable ? Exit.unreachable : Exit.usage
        }
    }

    private static func push(to url: String) throws -> PushClient {
        var configuration = PushConfiguration(allowedOrigins: [url])
        configuration.responseBytes = Limits.adminResponseBytes
        configuration.totalTimeout = .seconds(Int64(Limits.adminAnswerSeconds))
        do throws(PushFailure) {
            return try PushClient(configuration: configuration)
        } catch {
            Console.error("The connection cannot be made: \(error.reason).")
            throw Exit.unreachable
        }
    }

    private static func send(
        _ request: AdminRequest, to url: String, by push: PushClient
    ) async -> Result<AdminResponse, AdminUnreachable> {
        var headers: [PushRequest.Header] = [
            .init("Authorization", "Bearer \(request.token)"), .init("Content-Type", "application/json"),
        ]
        if let key = request.idempotencyKey { headers.append(.init("Idempotency-Key", key)) }
        let answer = await push.send(
            PushRequest(
                method: request.method == .get ? .get : .post, url: url + request.path, headers: headers,
                body: request.body))
        return answer.map { AdminResponse(status: $0.status, body: $0.body) }
            .mapError { AdminUnreachable(reason: $0.reason) }
    }

    /// Prints what to do and gives the exit code of `interface.md`.
    static func exit(_ error: AdminClientError, url: String) -> ExitCode {
        switch error {
        case .unreachable(let reason):
            Console.error("The daemon at \(url) cannot be reached (\(reason)); is `linli serve` running?")
            return Exit.unreachable
        case .unreadable(503):
            Console.error("The daemon at \(url) is too busy to answer; try again in a moment.")
            return Exit.unreachable
        case .unreadable(let status):
            Console.error(
                "\(url) answered \(status) in a way that this linli cannot read; check --server.")
            return Exit.unreachable
        case .refused(let status, let problem):
            let words = problem.hint.isEmpty ? problem.message : "\(problem.message) \(problem.hint)"
            Console.error("\(words) [\(problem.code)]")
            return code(of: status)
        }
    }

    static func code(of status: Int) -> ExitCode {
        switch status {
        case 403, 404, 409: Exit.no
        case 500...: Exit.unreachable
        default: Exit.usage
        }
    }
}

/// What every list takes.
struct ListOptions: ParsableArguments {
    @Option(name: .long, help: "Only this estate.")
    var estate: String?

    @OptionGroup var page: PageOptions

    var query: [(name: String, value: String?)] { [("estate", estate)] + page.query }
}

/// Which part of a long list.
struct PageOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("How many rows at once, at most \(Limits.adminPageRows).", valueName: "rows"))
    var limit = Limits.adminListRows

    @Option(
        name: .long, help: ArgumentHelp("Go on where the page before ended, as it said.", valueName: "place"))
    var after: String?

    func validate() throws {
        guard (1...Limits.adminPageRows).contains(limit) else {
            throw ValidationError("--limit takes 1 to \(Limits.adminPageRows) rows; go on with --after.")
        }
    }

    var query: [(name: String, value: String?)] { [("limit", "\(limit)"), ("after", after)] }
}

/// Where an act or a list is about one estate.
struct EstateOption: ParsableArguments {
    @Option(name: .long, help: "Needed with a token for all estates.")
    var estate: String?
}

/// What a list of rows takes that are due on a day.
struct DueListOptions: ParsableArguments {
    @Flag(name: .long, help: "Only those whose due day is over.")
    var overdue = false

    @OptionGroup var rows: ListOptions

    var query: [(name: String, value: String?)] { rows.query + [("overdue", overdue ? "1" : nil)] }
}

struct DueOption: ParsableArguments {
    @Option(name: .long, help: "Until this day, like 2026-04-30.")
    var due: String
}

struct ReasonOption: ParsableArguments {
    @Option(name: .long, help: "Why; everybody concerned reads it.")
    var reason: String
}
