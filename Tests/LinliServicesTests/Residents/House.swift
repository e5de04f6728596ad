import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// The residents' services on a real store with the shipped settings, one staff robot and a clock in the
/// test's hand. Resident A owns 3-2-501 (proven), resident B lives in 6-1-802 (claimed only).
struct House: Sendable {
    /// Monday 2026-03-16, 10:00 at +08:00: inside the service hours 08:00–20:00.
    static let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

    let store: TemporaryStore
    let settings: Settings
    let services: ResidentServices
    let timers: TimerActions
    let a: Party
    let b: Party

    var database: any Database { store.database }

    @discardableResult
    static func with<Result>(
        on engine: Engine, _ test: (House) async throws -> Result
    ) async throws -> Result {
        try await with(on: engine, settings: { _ in }, test: test)
    }

    /// With other settings than the shipped ones.
    @discardableResult
    static func with<Result>(
        on engine: Engine, settings change: (inout Settings) -> Void, test: (House) async throws -> Result
    ) async throws -> Result {
        try await TemporaryStore.with(on: engine) { store in
            var settings = store.settings
            change(&settings)
            return try await test(try await make(store, settings))
        }
    }

    private static func make(_ store: TemporaryStore, _ settings: Settings) async throws -> House {
        var settings = settings
        let robot = ChannelConfiguration(name: "duty", kind: .wecomRobot, estate: "", fields: [:])
        settings.staffRobots = [StaffRobotConfiguration(channel: robot, topics: [.p0, .p1, .escalation])]
        let notifier = Notifier(phrases: KeyBook(), settings: settings, wakeups: .none)
        let rewards = settings.rewards
        let (a, b) = try await store.database.write { tx throws(SQLError) in
            for item in rewards {
                try tx.rewards.put(
                    estate: "HTL",
                    RewardListing(code: item.code, name: item.name, points: item.points, stock: 5))
            }
            return (
                try party("a", Address(building: "3", unit: "2", room: "501"), .code, tx),
                try party("b", Address(building: "6", unit: "1", room: "802"), .claimed, tx)
            )
        }
        return House(
            store: store, settings: settings,
            services: ResidentServices(settings: settings, notifier: notifier, codes: .counting()),
            timers: TimerActions(settings: settings, notifier: notifier, codes: .counting()), a: a, b: b)
    }

    private static func party(
        _ sender: String, _ home: Address, _ proof: Home.Proof, _ tx: Transaction
    ) throws(SQLError) -> Party {
        let id = try tx.residents.findOrAdd(channel: "web", sender: sender, estate: "HTL", at: monday).id
        guard let unit = try tx.units.find(estate: "HTL", home).first else {
            throw SQLError(.decoding, "the demo estate lacks a home")
        }
        try tx.homes.add(id, unit: unit.id, relation: .owner, proof: proof, at: monday)
        return Party(resident: id, estate: "HTL", channel: "web", sender: sender)
    }

    // MARK: Acting

    func handle(
        _ command: Command, from party: Party? = nil, at now: Instant = monday
    ) async throws -> Outcome {
        let services = services
        let party = party ?? a
        return try await database.write { tx throws(SQLError) in
            try services.handle(command, from: party, in: tx, at: now)
        }
    }

    /// What an inhabitant is told about the latest matters.
    func summaries(from party: Party? = nil) async throws -> [TicketSummary] {
        let outcome = try await handle(.ticketStatus(.latest), from: party)
        guard case .tickets(let list) = outcome else { throw OtherOutcome(outcome) }
        return list
    }

    /// A ticket of resident A.
    func open(
        _ urgency: Urgency = .p2, _ category: String = "power.public_lighting", text: String = "路灯坏了",
        intent: Intent? = nil, at now: Instant = monday, place: String = "北门", room: String? = nil
    ) async throws -> Ticket {
        let address =
            room.map { Address(building: "3", unit: "2", room: $0) } ?? Address(place: place)
        let draft = TicketDraft(
            category: category, urgency: urgency, text: text, address: address, intent: intent)
        guard case .ticketOpened(let summary) = try await handle(.openTicket(draft), at: now) else {
            throw SQLError(.decoding, "no ticket was opened")
        }
        // The rule that dispatches ordinary tickets is due at once.
        try await fireTimers(at: now)
        return try await ticket(summary.id)
    }

    /// A resident without a home in the store, on `web`.
    func newcomer(_ sender: String) async throws -> Party {
        let id = try await database.write { tx throws(SQLError) in
            try tx.residents.findOrAdd(channel: "web", sender: sender, estate: "HTL", at: Self.monday).id
        }
        return Party(resident: id, estate: "HTL", channel: "web", sender: sender)
    }

    func ticket(_ id: TicketID) async throws -> Ticket {
        let found = try await database.read { tx throws(SQLError) in try tx.tickets.find(id) }
        return try #require(found)
    }

    func clocks(_ ticket: Ticket) async throws -> [ClockKind: TicketClock] {
        let clocks = try await database.read { tx throws(SQLError) in try tx.clocks.of(ticket.id) }
        return Dictionary(uniqueKeysWithValues: clocks.map { ($0.kind, $0) })
    }

    /// Fires what is due at `now`, as the worker does. Returns the kinds that fired.
    @discardableResult
    func fireTimers(at now: Instant) async throws -> [TimerRow.Kind] {
        let timers = timers
        return try await database.write { tx throws(SQLError) in
            var fired: [TimerRow.Kind] = []
            for timer in try tx.timers.due(at: now, limit: 100) where try tx.timers.fire(timer, at: now) {
                try timers.perform(timer, in: tx, at: now)
                fired.append(timer.kind)
            }
            return fired
        }
    }

    func messages(to recipient: String, on channel: String = "web") async throws -> [String] {
        try await database.read { tx throws(SQLError) in
            try tx.outbox.sent(channel: channel, recipient: recipient, after: OutboxID(0), limit: 100)
                .map(\.message.text)
        }
    }

    func staffMessages() async throws -> [String] { try await messages(to: "staff", on: "duty") }

    func give(_ points: Int, to party: Party? = nil) async throws {
        let party = party ?? a
        let transfer = Transfer(
            .earn, from: .issuer(estate: "HTL"), to: .available(party.resident, estate: "HTL"),
            points: points,
            resident: party.resident, memo: "test", reference: "gift-\(party.sender)-\(points)",
            actor: "system")
        _ = try await database.write { tx throws(SQLError) in
            try tx.ledger.transfer(transfer, at: Self.monday)
        }
    }

    /// Available and held points of resident A, and how many pieces of the reward are on the shelf.
    func holdings(_ reward: String) async throws -> [Int] {
        let a = a
        return try await database.read { tx throws(SQLError) in
            [
                try tx.ledger.balance(of: .available(a.resident, estate: "HTL")),
                try tx.ledger.balance(of: .held(a.resident, estate: "HTL")),
                try tx.rewards.find(estate: "HTL", code: reward)?.stock ?? -1,
            ]
        }
    }
}

extension Instant {
    /// `2026-03-16 10:05` at +08:00. A text that is no time fails the comparison it is used in.
    static func at(_ text: String) -> Instant {
        Instant(iso8601: text.replacing(" ", with: "T") + ":00+08:00") ?? Instant(milliseconds: 0)
    }
}

/// An outcome that a test cannot go on with.
struct OtherOutcome: Error, CustomStringConvertible {
    let description: String

    init(_ outcome: Outcome) { description = "the outcome was \(outcome)" }
}
