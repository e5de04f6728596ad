import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Desks on a real store, with one account a role, residents A (owner of 3-2-501), B (6-1-802) and D of A's
/// household, each on the channel `web`.
struct DeskStore: Sendable {
    static let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

    let store: TemporaryStore
    let staff: [Role: StaffIdentity]
    let residentA: ResidentID
    let residentB: ResidentID
    let residentD: ResidentID

    var settings: Settings { store.settings }
    var notifier: Notifier { Notifier(phrases: KeyBook(), settings: settings, wakeups: .none) }
    var tickets: TicketDesk { TicketDesk(settings: settings, notifier: notifier) }
    var points: PointsDesk { PointsDesk(settings: settings, notifier: notifier) }
    var rewards: RewardDesk { RewardDesk(settings: settings, notifier: notifier, codes: .counting()) }
    var receptions: ReceptionDesk { ReceptionDesk(settings: settings, notifier: notifier) }
    var residents: ResidentDesk {
        ResidentDesk(settings: settings, notifier: notifier, codes: .counting())
    }
    var accounts: StaffDesk { StaffDesk(settings: settings, codes: .counting()) }

    static func with(on engine: Engine, _ test: (DeskStore) async throws -> Void) async throws {
        try await TemporaryStore.with(on: engine) { store in
            try await test(try await make(store))
        }
    }

    private static func make(_ store: TemporaryStore) async throws -> DeskStore {
        try await store.database.write { tx throws(SQLError) in
            var staff: [Role: StaffIdentity] = [:]
            for role in Role.allCases {
                guard let id = try tx.staff.add(name: "\(role.rawValue)-1", at: monday) else { continue }
                try tx.staff.grant(role, to: id, estate: nil)
                staff[role] = StaffIdentity(id: id, name: "\(role.rawValue)-1", role: role, estate: nil)
            }
            let a = try resident("住户甲", "a", home: ["3", "2", "501"], tx)
            let b = try resident("住户乙", "b", home: ["6", "1", "802"], tx)
            let d = try resident("住户丁", "d", home: ["3", "2", "501"], tx)
            for item in store.settings.rewards {
                try tx.rewards.put(
                    estate: "HTL",
                    RewardListing(code: item.code, name: item.name, points: item.points, stock: 5))
            }
            return DeskStore(store: store, staff: staff, residentA: a, residentB: b, residentD: d)
        }
    }

    private static func resident(
        _ name: String, _ sender: String, home: [String], _ tx: Transaction
    ) throws(SQLError) -> ResidentID {
        let id = try tx.residents.add(estate: "HTL", name: name, at: monday)
        try tx.residents.attach(id, channel: "web", sender: sender, at: monday)
        let units = try tx.units.find(
            estate: "HTL", Address(building: home[0], unit: home[1], room: home[2]))
        guard let unit = units.first else { throw SQLError(.decoding, "the demo estate lacks a home") }
        try tx.homes.add(id, unit: unit.id, relation: .owner, proof: .staff, at: monday)
        return id
    }

    // MARK: Acting

    func identity(_ role: Role, estate: String? = nil) throws -> StaffIdentity {
        var identity = try #require(staff[role])
        identity.estate = estate
        return identity
    }

    /// One request in a transaction of its own.
    func `as`<Value: Sendable>(
        _ role: Role, estate: String? = nil, after span: TimeSpan = .zero,
        _ body: @escaping @Sendable (DeskCall) throws(SQLError) -> Ruling<Value>
    ) async throws -> Ruling<Value> {
        try await call(try identity(role, estate: estate), after: span, body)
    }

    func call<Value: Sendable>(
        _ identity: StaffIdentity, after span: TimeSpan = .zero,
        _ body: @escaping @Sendable (DeskCall) throws(SQLError) -> Ruling<Value>
    ) async throws -> Ruling<Value> {
        try await store.database.write { tx throws(SQLError) in
            try body(DeskCall(staff: identity, in: tx, at: Self.monday + span))
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Value
    ) async throws -> Value {
        try await store.database.read(body)
    }

    /// A second account of a role.
    func another(_ role: Role, name: String) async throws -> StaffIdentity {
        let id = try await store.database.write { tx throws(SQLError) in
            let id = try tx.staff.add(name: name, at: Self.monday)
            if let id { try tx.staff.grant(role, to: id, estate: nil) }
            return id
        }
        return StaffIdentity(id: try #require(id), name: name, role: role, estate: nil)
    }

    /// A ticket of resident A that stands in `state`, taken by the engineer where that state has a taker.
    func ticket(
        in state: TicketState, category: String = "power.public_lighting", urgency: Urgency = .p2,
        anonymous: Bool = false, text: String = "路灯坏了", origin: TicketOrigin = .resident,
        after span: TimeSpan = .zero
    ) async throws -> String {
        let draft = TicketDraft(
            category: category, urgency: urgency, text: text, address: Address(place: "北门"),
            origin: origin, anonymous: anonymous)
        let party = Party(resident: residentA, estate: "HTL", channel: "web", sender: "a")
        let taker = try identity(.engineer).id
        let service = TicketService(settings: settings, notifier: notifier)
        return try await store.database.write { tx throws(SQLError) in
            let ticket = try service.add(
                draft, from: party, estate: "HTL", actor: "resident", in: tx, at: Self.monday + span)
            if state.hasTaker {
                _ = try tx.tickets.take(ticket.id, by: taker, from: TicketState.allCases, at: Self.monday)
            }
            if state == .resolved || state == .rated {
                _ = try tx.tickets.resolve(ticket.id, result: "已换灯", falseClosure: false, at: Self.monday)
            }
            try tx.tickets.move(ticket.id, from: TicketState.allCases, to: state)
            return ticket.number
        }
    }

    /// What was queued for a person, in order.
    func messages(to recipient: String) async throws -> [String] {
        try await read { tx throws(SQLError) in
            try tx.outbox.sent(channel: "web", recipient: recipient, after: OutboxID(0), limit: 100)
                .map(\.message.text)
        }
    }

    func auditRows() async throws -> [AuditRow] {
        try await read { tx throws(SQLError) in try tx.audit.list(target: nil, rows: 500) }
    }

    /// Points for a resident, as claims would have brought them.
    func give(_ points: Int, to resident: ResidentID, at moment: Instant = monday, reference: String)
        async throws
    {
        let transfer = Transfer(
            .earn, from: .issuer(estate: "HTL"), to: .available(resident, estate: "HTL"), points: points,
            resident: resident, memo: "test", reference: reference, actor: "system")
        _ = try await store.database.write { tx throws(SQLError) in
            try tx.ledger.transfer(transfer, at: moment)
        }
    }

    func balance(of resident: ResidentID) async throws -> Int {
        try await read { tx throws(SQLError) in
            try tx.ledger.balance(of: .available(resident, estate: "HTL"))
        }
    }
}

/// Says the key and the values, so that a test sees both.
struct KeyBook: Phrasebook {
    func words(_ phrase: Phrase, for kind: ChannelConfiguration.Kind?) -> String {
        ([phrase.key] + phrase.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .joined(separator: " ")
    }
}

extension TicketState {
    /// Whether somebody has taken a ticket on its way to this state.
    var hasTaker: Bool {
        switch self {
        case .accepted, .inProgress, .suspended, .resolved, .rated, .archived: true
        case .submitted, .dispatched, .cancelled, .declined, .merged: false
        }
    }
}

extension RandomCodes {
    /// Codes that a test knows: 11111111, 22222222 …
    static func counting() -> RandomCodes {
        let counter = Counter()
        return RandomCodes(
            digits: { count in String(repeating: "\(counter.next() % 10)", count: count) },
            secret: { "llt_test_secret_\(counter.next())" })
    }
}
