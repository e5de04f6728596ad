import ArgumentParser
import Foundation
import LinliEngine
import LinliIntents
import LinliModel
import LinliSettings
import LinliSQL
import LinliSQLite

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk to Linli on the terminal: the whole pipeline, no daemon needed.",
        discussion: """
            Example:
              linli chat --home 3-2-501
              printf '%s\\n' '路灯不亮' '3栋北门' | linli chat --json

            With --json every line in is a text, or {"text","from","at","attachment"}; every line out is one \
            object a turn. A line that cannot be read is named on standard error and left out; the exit code \
            is then 2. Without --store everything happens in a private store that is deleted at the end.
            """)

    @Option(name: .customLong("as"), help: "Who writes: A to E are residents of the demo estate.")
    var name = "A"
    @Flag(help: "One JSON object a turn.")
    var json = false
    @Option(
        help: ArgumentHelp(
            "A store of its own; made and filled with the demo estate if absent.", valueName: "file"))
    var store: String?
    @Option(help: ArgumentHelp("Binds the resident to this home, for example 3-2-501.", valueName: "home"))
    var home: String?
    @Option(help: ArgumentHelp("The first clock, for example 2026-03-18T10:00:00+08:00.", valueName: "time"))
    var now: String?
    @Option(
        help: ArgumentHelp(
            "Replays the conversations of a golden file and compares; exit 1 on a difference.",
            valueName: "file"))
    var replay: String?
    @Option(
        help: ArgumentHelp(
            "Writes the conversation as a golden file, telephone numbers masked.", valueName: "file"))
    var record: String?
    @OptionGroup var config: ConfigOptions

    func run() async throws {
        if let replay { return try await run(replay) }
        var settings = try ChatSettings.load(config)
        // A pipe writes faster than anybody types.
        if isatty(STDIN_FILENO) == 0 { settings.daemon.messagesPerMinute = .max }
        var clock = SteppedClock()
        if let now { clock.set(try TimeArgument.read(now, option: "--now")) }
        let understanding = try config.loadUnderstanding(settings)
        let place = ChatStore.place(store)
        defer { place.discard() }
        let database = try place.open()
        do {
            let house = try House(
                settings: settings, database: database, understanding: LiveUnderstanding(understanding))
            let session = ChatSession(house: house, channel: ChatSettings.channel)
            try await session.prepare(name, home: home, at: clock.now())
            try await converse(session, clock)
        } catch {
            await database.close()
            guard let error = error as? SQLError else { throw error }
            Console.error("The store cannot be used: \(error)")
            throw Exit.unreachable
        }
        await database.close()
    }

    private func run(_ file: String) async throws {
        let settings = try ChatSettings.load(config)
        let conversations: [GoldenConversation]
        do {
            conversations = try GoldenConversation.read(file)
        } catch let error as GoldenError {
            Console.error(error.description)
            throw Exit.usage
        }
        let replay = ChatReplay(settings: settings, understanding: try config.loadUnderstanding(settings))
        var misses = 0
        for conversation in conversations {
            for turn in try await replay.run(conversation) {
                Console.out(turn.json)
                for difference in turn.differences {
                    misses += 1
                    Console.error("\(conversation.name), turn \(turn.number): \(difference)")
                }
            }
        }
        if misses > 0 { throw Exit.no }
    }

    private func converse(_ session: ChatSession, _ start: SteppedClock) async throws {
        var clock = start
        var number = 0
        let isTerminal = isatty(STDIN_FILENO) == 1
        if !json, isTerminal { Console.out("邻里 · 华庭里（以住户\(name)的身份）。直接说事；Ctrl-D 结束。") }
        let recorder = try record.map { try ChatRecorder(path: $0, person: name, now: clock.now()) }
        let lines = InputLines()
        var unread = 0
        var held: (input: ChatInput, turn: ChatTurn)?
        while true {
            if !json, isTerminal, held == nil { Console.prompt("> ") }
            let line = lines.next(within: held == nil ? nil : .seconds(Limits.quietSeconds))
            let input: ChatInput?
            do throws(ChatInput.Unreadable) {
                input = try line.text.map { text throws(ChatInput.Unreadable) in
                    try ChatInput(text, from: name)
                }
            } catch {
                Console.error("Line \(lines.count): \(error.reason).")
                unread += 1
                continue
            }
            if let at = input?.at { clock.set(at) }
            if let said = held?.input, var turn = held?.turn {
                let end = try await session.quietEnd(at: clock.now())
                if input == nil || input?.at.map({ at in end.map { $0 <= at } ?? false }) ?? false {
                    try await session.close(&turn, at: end ?? clock.now())
                }
                held = nil
                try show(turn, said, recorder)
            }
            guard let input else {
                if line == .end { break }
                continue
            }
            number += 1
            let turn = try await session.turn(number, input, at: clock.now())
            if try await session.quietEnd(at: clock.now()) != nil {
                held = (input, turn)
            } else {
                try show(turn, input, recorder)
            }
        }
        if unread > 0 { throw Exit.usage }
    }

    private func show(_ turn: ChatTurn, _ input: ChatInput, _ recorder: ChatRecorder?) throws {
        try recorder?.add(input, turn)
        if json {
            Console.out(turn.json)
        } else {
            for reply in turn.replies { Console.out(reply) }
            for push in turn.pushes { Console.out("  → \(push.to)：\(push.text)") }
        }
    }
}

/// A clock that stands where it was set; the system's until then.
struct SteppedClock {
    private var fixed: Instant?

    func now() -> Instant { fixed ?? SystemClock().now() }

    mutating func set(_ instant: Instant) {
        fixed = instant
    }
}

/// One line of input.
struct ChatInput {
    var text: String
    var from: String
    var at: Instant?
    var attachment: String?

    private struct Object: Decodable {
        var text: String
        var from: String?
        var at: String?
        var attachment: String?
    }

    /// A line that is no text and no object that can be read, and why.
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    /// A line that begins with `{` is an object, every other one a text.
    init(_ line: String, from name: String) throws(Unreadable) {
        from = name
        guard line.hasPrefix("{") else {
            text = line
            return
        }
        let object: Object
        do {
            object = try JSONDecoder().decode(Object.self, from: Data(line.utf8))
        } catch {
            throw Unreadable(reason: Self.reason(error))
        }
        text = object.text
        from = object.from ?? name
        attachment = object.attachment
        if let time = object.at {
            guard let instant = Instant(iso8601: time) else {
                throw Unreadable(reason: "\"at\" is no time like 2026-03-18T10:00:00+08:00")
            }
            at = instant
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "the object has no \"\(key.stringValue)\""
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\"\(context.codingPath.last?.stringValue ?? "")\" is no text"
        default: "this is no JSON object; write {\"text\": …}"
        }
    }
}
