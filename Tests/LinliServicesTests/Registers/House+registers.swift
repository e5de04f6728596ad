import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import Testing

@testable import LinliServices

extension House {
    var needs: NeedDesk { NeedDesk(settings: settings, notifier: notifier) }
    var resources: ResourceDesk { ResourceDesk(settings: settings, notifier: notifier) }
    var registers: RegisterDesk { RegisterDesk(settings: settings, notifier: notifier) }
    var people: ResidentDesk {
        ResidentDesk(settings: settings, notifier: notifier, codes: .counting())
    }
    var notifier: Notifier { Notifier(phrases: KeyBook(), settings: settings, wakeups: .none) }

    /// The intake, with a reader who understands what the test says.
    func intake(_ reading: IntakeDesk.Reading?) -> IntakeDesk {
        IntakeDesk(settings: settings, notifier: notifier) { _, _ in reading }
    }

    /// A request of one account in a transaction of its own.
    func ask<Value: Sendable>(
        _ staff: StaffIdentity, at now: Instant = monday,
        _ body: @escaping @Sendable (DeskCall) throws(SQLError) -> Ruling<Value>
    ) async throws -> Ruling<Value> {
        try await database.write { tx throws(SQLError) in
            try body(DeskCall(staff: staff, in: tx, at: now))
        }
    }

    /// A wish of a resident; its number.
    @discardableResult
    func wish(
        _ text: String, from party: Party? = nil, category: String = "facility.other",
        at now: Instant = monday
    ) async throws -> String {
        let draft = TicketDraft(
            category: category, urgency: .p3, text: text, address: Address(), intent: .suggestNeed)
        guard case .needNoted(let need, _) = try await handle(.register(.record(draft)), from: party, at: now)
        else {
            throw SQLError(.decoding, "no need was noted")
        }
        return need.number
    }

    @discardableResult
    func act(
        _ act: NeedAct, _ number: String, _ request: NeedAction = NeedAction(), by staff: StaffIdentity,
        at now: Instant = monday
    ) async throws -> Ruling<Need> {
        let desk = needs
        return try await ask(staff, at: now) { call throws(SQLError) in
            try desk.act(act, number, request, call)
        }
    }

    func need(_ number: String) async throws -> NeedRow {
        let id = try #require(NeedID(number: number))
        let row = try await database.write { tx throws(SQLError) in try tx.needs.find(id) }
        return try #require(row)
    }

    func lines(
        _ register: String, overdue: Bool = false, by staff: StaffIdentity, at now: Instant = monday
    ) async throws -> [RegisterLine] {
        let desk = registers
        let page = try await ask(staff, at: now) { call throws(SQLError) in
            try desk.list(register, estate: nil, onlyOverdue: overdue, rows: 100, call)
        }
        return try #require(page.value).items
    }
}
