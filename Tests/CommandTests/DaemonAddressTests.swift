import ArgumentParser
import Foundation
import LinliAdmin
import Testing

@testable import linli

@Suite struct DaemonAddressTests {
    /// A data directory with the file that a daemon leaves.
    private func withFile(_ content: String?, _ test: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "linli-command-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        if let content { try Data(content.utf8).write(to: URL(fileURLWithPath: folder + "/admin.json")) }
        try test(folder)
    }

    private let own = #"{"url":"http://127.0.0.1:8081","token":"own","role":"admin"}"#

    @Test func theLocalDaemonsFileIsEnough() throws {
        try withFile(own) { folder in
            let address = try DaemonAddress.find(
                server: nil, data: folder, environment: [:], standardData: "none")
            #expect(address == DaemonAddress(url: "http://127.0.0.1:8081", token: "own"))
        }
    }

    @Test func theEnvironmentNamesFolderServerAndToken() throws {
        try withFile(own) { folder in
            let local = try DaemonAddress.find(
                server: nil, data: nil,
                environment: ["LINLI_DATA_DIRECTORY": folder, "LINLI_TOKEN": "steward"],
                standardData: "none")
            #expect(local == DaemonAddress(url: "http://127.0.0.1:8081", token: "steward"))
            let other = try DaemonAddress.find(
                server: nil, data: folder,
                environment: ["LINLI_SERVER": "https://admin.example/", "LINLI_TOKEN": "t"],
                standardData: "none")
            #expect(other == DaemonAddress(url: "https://admin.example", token: "t"))
        }
    }

    @Test func theOwnTokenIsNeverSentElsewhere() throws {
        try withFile(own) { folder in
            let error = #expect(throws: DaemonAddress.Missing.self) {
                try DaemonAddress.find(
                    server: "http://192.0.2.1:8081", data: folder, environment: [:], standardData: "none")
            }
            #expect(error?.isUnreachable == false)
        }
    }

    @Test func aBrokenFileIsSaidUnlessItIsNotNeeded() throws {
        try withFile(#"{"url":"http://127"#) { folder in
            let error = #expect(throws: DaemonAddress.Missing.self) {
                try DaemonAddress.find(server: nil, data: folder, environment: [:], standardData: "none")
            }
            #expect(error?.sentence.contains("admin.json cannot be read") == true)
            let given = try DaemonAddress.find(
                server: "http://127.0.0.1:9", data: folder, environment: ["LINLI_TOKEN": "t"],
                standardData: "none")
            #expect(given == DaemonAddress(url: "http://127.0.0.1:9", token: "t"))
        }
    }

    /// `export LINLI_TOKEN=$(cat missing)` must not make an admin of somebody who meant to be a steward.
    @Test(arguments: ["", " ", "\n"]) func anEmptyTokenIsNotTheLocalAdminsToken(_ token: String) throws {
        try withFile(own) { folder in
            let error = #expect(throws: DaemonAddress.Missing.self) {
                try DaemonAddress.find(
                    server: nil, data: folder, environment: ["LINLI_TOKEN": token], standardData: "none")
            }
            #expect(error?.isUnreachable == false)
            #expect(error?.sentence.contains("LINLI_TOKEN is set but empty") == true)
        }
    }

    @Test func withoutADaemonItSaysWhatToStart() throws {
        try withFile(nil) { folder in
            let error = #expect(throws: DaemonAddress.Missing.self) {
                try DaemonAddress.find(server: nil, data: folder, environment: [:], standardData: "none")
            }
            #expect(error?.isUnreachable == true)
            #expect(error?.sentence.contains("linli serve") == true)
        }
    }

    @Test(arguments: [(403, Int32(1)), (404, 1), (409, 1), (400, 2), (401, 2), (500, 3), (503, 3)])
    func statusesBecomeExitCodes(_ row: (status: Int, code: Int32)) {
        #expect(StaffOptions.code(of: row.status).rawValue == row.code)
    }
}

@Suite struct CommandLineTests {
    private var groups: [any ParsableCommand.Type] {
        Linli.configuration.groupedSubcommands.filter { $0.name.hasPrefix("Staff") }.flatMap(
            \.subcommands)
    }

    /// Every command explains itself with an example.
    @Test func everyCommandHasAnExample() {
        #expect(groups.count == 25)
        for group in groups {
            for command in [group] + group.configuration.subcommands {
                #expect(command.configuration.discussion.contains("linli "), "\(command)")
                #expect(!command.configuration.abstract.isEmpty, "\(command)")
            }
        }
    }

    /// The commands of interface.md that this issue brings.
    @Test(arguments: [
        "ticket":
            "list show open dispatch accept arrive resolve return suspend resume escalate reopen cancel "
            + "decline assign note reply rate reveal",
        "points": "balance ledger claim approve reject grant reverse expire verify rules ranking",
        "reward": "list show stock redeem collect cancel",
        "need":
            "list show sort offer assign claim release begin progress postpone finish decline merge",
        "resource": "list add enlist decline review remove", "intake": "add",
        "visit": "list plan finish drop care care-add care-remove", "policy": "show",
        "reception": "list open book move cancel attend outcome export",
        "estate": "list show check import",
        "resident": "list show bind unbind verify erase export",
        "staff": "list add role roster token revoke bind",
        "channel": "list window",
        "outbox": "list show retry drop",
    ])
    func everyCommandIsThere(_ group: String, _ names: String) throws {
        let found = try #require(groups.first { $0.configuration.commandName == group })
        let known = Set(found.configuration.subcommands.compactMap { $0.configuration.commandName })
        #expect(Set(names.split(separator: " ").map(String.init)).subtracting(known).isEmpty)
    }

    @Test(arguments: [
        (["foo"], true), (["ticket", "resolve", "1"], true), (["ticket", "suspend", "1"], true),
        (["--help"], false), (["--version"], false), (["ticket", "--help"], false),
    ])
    func onlyWhatCannotBeReadIsWrongUsage(_ row: (line: [String], isWrong: Bool)) throws {
        let error = try #require(throws: (any Error).self) {
            var command = try Linli.parseAsRoot(row.line)
            try command.run()
        }
        #expect(Linli.isWrongUsage(error) == row.isWrong)
        #expect(!Linli.isWrongUsage(Exit.no))
    }

    @Test func whatTakesAwayAsksUnlessToldNotTo() throws {
        let command = try #require(
            try Linli.parseAsRoot(["ticket", "cancel", "LL260318-0001", "--reason", "重复", "--dry-run"])
                as? TicketCancelCommand)
        #expect(command.destructive.dryRun)
        #expect(try command.destructive.mayBegin("cancel it") == false)
        let sure = try #require(
            try Linli.parseAsRoot(["resident", "erase", "12", "--yes"]) as? ResidentEraseCommand)
        #expect(try sure.destructive.mayBegin("erase") == true)
    }
}
