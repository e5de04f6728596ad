import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// "An arrival stamp or photo; otherwise flagged as false closure" (`domain.md` 2.3). A leak asks for one.
@Suite("Closing with a picture instead of an arrival stamp")
struct EvidenceTests {
    private static func resolve(
        _ desks: DeskStore, _ number: String, photo: String?, after span: TimeSpan = .minutes(9)
    ) async throws -> Ruling<TicketDetail> {
        try await desks.as(.engineer, after: span) { call throws(SQLError) in
            try desks.tickets.resolve(number, ResolveTicket(result: "已换管", photo: photo), call)
        }
    }

    @Test(
        "A picture stands for the stamp and in the history; neither is a false closure",
        arguments: Engines.all)
    func picture(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let seen = try await desks.ticket(in: .accepted, category: "water.leak")
            let closed = try #require(try await Self.resolve(desks, seen, photo: "media-77").value)
            #expect(!closed.falseClosure && closed.level == 1 && closed.state == "RESOLVED")
            #expect(closed.events.filter { $0.kind == "picture" }.map(\.detail) == ["media-77"])
            #expect(closed.arrivedAt == nil, "a picture is no arrival, and no clock is met by it")
            let unseen = try await desks.ticket(in: .accepted, category: "water.leak")
            let flagged = try #require(try await Self.resolve(desks, unseen, photo: nil).value)
            #expect(flagged.falseClosure && flagged.level == 2)
        }
    }

    @Test("The picture of the first repair shows nothing about the second", arguments: Engines.all)
    func reopened(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .accepted, category: "water.leak")
            _ = try await Self.resolve(desks, number, photo: "media-1")
            _ = try await desks.as(.manager, after: .minutes(20)) { call throws(SQLError) in
                try desks.tickets.reopen(number, Reason(reason: "又漏了"), call)
            }
            let other = try await desks.another(.engineer, name: "engineer-2")
            _ = try await desks.call(other, after: .minutes(25)) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            let again = try await desks.call(other, after: .minutes(30)) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "又修了"), call)
            }
            #expect(try #require(again.value).falseClosure)
        }
    }

    @Test("What is no id and no address is refused, and nothing is closed", arguments: Engines.all)
    func refused(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .accepted, category: "water.leak")
            for photo in ["", "两 个词", String(repeating: "a", count: Limits.mediaCharacters + 1)] {
                let ruling = try await Self.resolve(desks, number, photo: photo)
                #expect(ruling.refusal?.code == "photo.invalid")
            }
            let shown = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(shown.value?.state == "ACCEPTED")
        }
    }
}
