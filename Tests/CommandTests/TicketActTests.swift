import ArgumentParser
import LinliAdmin
import Testing

@testable import linli

/// The acts on a ticket are one command with different options.
@Suite struct TicketActTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var act: String
        var options: [String] = []
        /// The request, keys in their order.
        var body: String = "{}"
        var testDescription: String { act }
    }

    static let rows = [
        Row(act: "accept"), Row(act: "arrive"), Row(act: "resume"),
        Row(act: "dispatch", options: ["--role", "engineer"], body: #"{"role":"engineer"}"#),
        Row(act: "assign", options: ["--to", "a-1"], body: #"{"staff":"a-1"}"#),
        Row(act: "resolve", options: ["--result", "好了"], body: #"{"result":"好了"}"#),
        Row(act: "return", options: ["--reason", "r"], body: #"{"reason":"r"}"#),
        Row(act: "escalate", options: ["--reason", "r"], body: #"{"reason":"r"}"#),
        Row(
            act: "escalate", options: ["--reason", "r", "--meeting", "大党委"],
            body: #"{"meeting":"大党委","reason":"r"}"#),
        Row(
            act: "mediate", options: ["--state", "agreed", "--text", "t"],
            body: #"{"state":"agreed","text":"t"}"#),
        Row(act: "reopen", options: ["--reason", "r"], body: #"{"reason":"r"}"#),
        Row(act: "reveal", options: ["--reason", "r"], body: #"{"reason":"r"}"#),
        Row(
            act: "suspend", options: ["--reason", "r", "--resume-at", "t"],
            body: #"{"reason":"r","resume_at":"t"}"#),
        Row(act: "suspend", options: ["--approve"], body: #"{"approve":true}"#),
        Row(
            act: "decline", options: ["--reason", "unlawful", "--referral", "f"],
            body: #"{"reason":"unlawful","referral":"f"}"#),
        Row(
            act: "whistle", options: ["--to", "城管", "--to", "市政", "--reason", "r"],
            body: #"{"departments":["城管","市政"],"reason":"r"}"#),
        Row(act: "report-in", options: ["--department", "城管"], body: #"{"department":"城管"}"#),
        Row(
            act: "report-in", options: ["--department", "城管", "--result", "t"],
            body: #"{"department":"城管","result":"t"}"#),
        Row(
            act: "score", options: ["--department", "城管", "--score", "5"],
            body: #"{"department":"城管","score":5}"#),
        Row(act: "acknowledge"), Row(act: "split"),
        Row(act: "merge", options: ["--into", "LL260318-0002"], body: #"{"into":"LL260318-0002"}"#),
        Row(
            act: "snooze", options: ["--until", "t", "--reason", "r"], body: #"{"reason":"r","until":"t"}"#),
        Row(act: "contain", options: ["--text", "t"], body: #"{"text":"t"}"#),
        Row(act: "hold", options: ["--reason", "r"], body: #"{"reason":"r"}"#),
        Row(act: "release", options: ["--reason", "r"], body: #"{"reason":"r"}"#),
        Row(act: "note", options: ["--text", "t"], body: #"{"text":"t"}"#),
        Row(act: "reply", options: ["--text", "t"], body: #"{"text":"t"}"#),
        Row(act: "rate", options: ["--score", "5"], body: #"{"score":5}"#),
    ]

    @Test(arguments: rows) func everyActIsTheSameCommandWithItsOwnRequest(_ row: Row) throws {
        let parsed = try TicketCommands.parseAsRoot([row.act, "LL260318-0001"] + row.options)
        let command = try #require(parsed as? any TicketActing)
        #expect(command.path == ["tickets", "LL260318-0001", row.act])
        #expect(try command.request == row.body)
        #expect(TicketCommands.helpMessage(for: type(of: command)).contains("linli ticket \(row.act) LL"))
    }

    @Test(arguments: [[], ["--reason", "r"], ["--approve", "--reason", "r"]])
    func aSuspensionIsAskedForOrApproved(_ options: [String]) {
        #expect(throws: (any Error).self) {
            try TicketCommands.parseAsRoot(["suspend", "LL260318-0001"] + options)
        }
    }

    @Test func everyCommandThatIsNoReadingAndNoIntakeIsSuchAnAct() {
        let others = TicketCommands.configuration.subcommands.filter { !($0 is any TicketActing.Type) }
        let names = others.map { $0.configuration.commandName }
        #expect(names == ["list", "show", "transcript", "open", "cancel"])
        #expect(
            TicketCommands.configuration.subcommands.count == others.count + Set(Self.rows.map(\.act)).count)
    }
}

/// What the test sees of a command whose options it does not name.
private protocol TicketActing: ParsableCommand {
    var path: [String] { get }
    var request: String { get throws }
}

extension TicketAct: TicketActing {
    fileprivate var request: String {
        get throws { String(decoding: try AdminJSON.encode(options.body), as: UTF8.self) }
    }
}
