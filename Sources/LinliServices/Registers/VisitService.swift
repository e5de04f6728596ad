import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Visits as those hear of them who are called on (`domain.md` A04).
struct VisitService: Sendable {
    private let register: VisitRegister

    init(settings: Settings, notifier: Notifier) {
        register = VisitRegister(settings: settings, notifier: notifier)
    }

    /// Whoever has named his first home here is asked whether somebody may come. Nothing is planned yet.
    func welcome(
        _ outcome: Outcome, _ party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard case .homeClaimed(let address) = outcome,
            let unit = try tx.units.find(estate: party.estate, address).first
        else { return outcome }
        let due = try register.knockDue(at: unit.id, for: party.resident, in: tx, at: now)
        let visitor = register.visitor(of: unit.address, estate: party.estate)
        return due.map { .homeWelcomed(address, visitor: visitor, by: $0) } ?? outcome
    }

    func handle(
        _ act: VisitAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .plan(let address, let wish):
            guard let unit = try tx.units.find(estate: party.estate, address).first else {
                return .visit(.none)
            }
            let visit = try register.knock(
                at: unit, for: party.resident, estate: party.estate, wish: wish, actor: "resident", in: tx,
                at: now)
            return .visit(visit.map { .planned(Self.told($0)) } ?? .none)
        case .move(let wish):
            guard let visit = try tx.visits.planned(for: party.resident).first else { return .visit(.none) }
            let moved = try register.move(visit, to: wish, in: tx, at: now)
            return .visit(moved.map { .moved(Self.told($0)) } ?? .none)
        case .ask:
            let visit = try tx.visits.planned(for: party.resident).first
            return .visit(visit.map { .told(Self.told($0)) } ?? .none)
        }
    }

    private static func told(_ visit: VisitRow) -> VisitTold {
        VisitTold(visitor: visit.owner, by: visit.dueAt, wish: visit.wish)
    }

    /// The home was named by mistake: whoever was to knock there knocks at the right door, by the same day.
    func welcome(
        _ outcome: Outcome, instead wrong: Address, _ party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard case .homeClaimed(let address) = outcome,
            let unit = try tx.units.find(estate: party.estate, address).first,
            let mistaken = try tx.units.find(estate: party.estate, wrong).first
        else { return outcome }
        for visit in try tx.visits.planned(for: party.resident) where visit.unit == mistaken.id {
            guard try tx.visits.end(visit.id, as: .dropped, note: "", at: now) else { continue }
            try tx.timers.disarm(.register, subject: "visit/\(visit.id)")
            _ = try register.plan(
                visit.kind, at: unit.id, unit.address, for: party.resident, estate: party.estate,
                due: visit.dueAt, wish: visit.wish, actor: "resident", in: tx, at: now)
        }
        return try welcome(outcome, party, in: tx, at: now)
    }

    /// "不用上门": what is planned for him is called off.
    func decline(_ party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> Outcome {
        var count = 0
        for visit in try tx.visits.planned(for: party.resident)
        where try tx.visits.end(visit.id, as: .dropped, note: "", at: now) {
            try tx.timers.disarm(.register, subject: "visit/\(visit.id)")
            try tx.registerEvents.add(.visit, visit.id.rawValue, "decline", actor: "resident", at: now)
            count += 1
        }
        return .visitsDeclined(count)
    }
}
