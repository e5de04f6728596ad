import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Hands a matter to people (组织派单, `domain.md` A01, A18): building → grid → estate, and there by the way that
/// `Config/categories.yaml` names for the category. Whoever it goes to is told in his own chat.
struct TicketDispatch: Sendable {
    let settings: Settings
    let notifier: Notifier
    let reach: StaffReach
    let routing: TicketRouting

    /// Where nobody near is on duty the role has it, and the first who comes takes it.
    func hand(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        let category = settings.categories[ticket.draft.category]
        let usual = routing.first(for: ticket.draft.category, estate: ticket.estate)
        let concerned = try tx.ticketEvents.concerned(by: ticket.id)
        let first = ComplainedOf(settings: settings).first(usual, of: ticket, concerned)
        let people = try reach.nearest(
            first.role, to: ticket.draft.address, estate: ticket.estate, except: concerned, in: tx, at: now)
        // A stand-in has its own ways.
        let way = first.role == category?.own ? category?.dispatch ?? .claim : .claim
        let team = try team(for: ticket, concerned, in: tx)
        var chosen = team?.lead
        if chosen == nil { chosen = try choose(way, people, first.role, ticket.estate, in: tx) }
        if let chosen { try tx.tickets.setTaker(ticket.id, chosen.id) }
        let names = [team?.name ?? first.name, chosen?.name].compactMap { $0 }
        try tx.ticketEvents.add(
            ticket.id, .dispatch, actor: "system", detail: names.joined(separator: "·"), at: now)
        try tell(chosen.map { [$0] } ?? people, ticket, isHis: chosen != nil, in: tx, at: now)
    }

    /// The team that takes on matters of the kind (`domain.md` C10) and has most people free: its lead says
    /// who comes and when. Nil where none has anybody free, or it is about somebody of it.
    private func team(
        for ticket: Ticket, _ concerned: Set<String>, in tx: Transaction
    ) throws(SQLError) -> (name: String, lead: StaffReach.Person)? {
        var best: (free: Int, team: TeamRow)?
        for team in try tx.teams.list(estate: ticket.estate, rows: RowPage(limit: Limits.teamRows))
        where team.takes.contains(ticket.draft.category) {
            let members = try tx.teams.members(of: team.id)
            let free = members.count - (try tx.teams.away(team.id))
            guard free > 0, concerned.isDisjoint(with: members), free > best?.free ?? 0 else { continue }
            best = (free, team)
        }
        guard let team = best?.team, let lead = try tx.staff.find(team.lead) else { return nil }
        let chats = try tx.staff.chats(of: lead.id).map {
            StaffReach.Chat(channel: $0.channel, sender: $0.sender)
        }
        return (team.name, StaffReach.Person(id: lead.id, name: lead.name, chats: chats))
    }

    private func choose(
        _ way: Category.Dispatch, _ people: [StaffReach.Person], _ role: Role, _ estate: String,
        in tx: Transaction
    ) throws(SQLError) -> StaffReach.Person? {
        guard !people.isEmpty else { return nil }
        switch way {
        case .claim: return nil
        case .assign: return people.first
        case .rotate, .load:
            let last = try tx.dispatchPools.enter(role, estate: estate)
            var turn = Self.turn(people, after: last)
            if way == .load {
                let loads = try tx.dispatchPools.loads(of: people.map(\.id))
                let least = people.map { loads[$0.id] ?? 0 }.min() ?? 0
                turn = turn.filter { (loads[$0.id] ?? 0) == least }
            }
            if let next = turn.first { try tx.dispatchPools.leave(role, estate: estate, to: next.id) }
            return turn.first
        }
    }

    /// Everybody in the order of the turn: behind the last one, and then from the beginning.
    static func turn(_ people: [StaffReach.Person], after last: StaffID?) -> [StaffReach.Person] {
        let sorted = people.sorted { $0.id.rawValue < $1.id.rawValue }
        guard let last else { return sorted }
        return sorted.filter { $0.id.rawValue > last.rawValue }
            + sorted.filter { $0.id.rawValue <= last.rawValue }
    }

    private func tell(
        _ people: [StaffReach.Person], _ ticket: Ticket, isHis: Bool, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let values = [
            "ticket": ticket.number, "urgency": ticket.draft.urgency.rawValue,
            "category": settings.categories[ticket.draft.category]?.name ?? ticket.draft.category,
            "place": ticket.draft.address.publicWords,
        ].filter { !$0.value.isEmpty }
        var phrases = [Phrase(isHis ? "staff.assigned" : "staff.dispatched", values)]
        if try tx.ticketEvents.of(ticket.id).contains(where: \.isUnheard) {
            phrases.append(Phrase("staff.unheard"))
        }
        for chat in people.flatMap(\.chats) {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, phrases, why: "staff.dispatch",
                key: "ticket-\(ticket.id)-dispatched-\(now.milliseconds)-\(chat.channel)-\(chat.sender)",
                in: tx, at: now)
        }
    }
}

extension TicketClocks {
    /// Whom a rule has chosen and who has not taken it in time has it no longer: whoever is there may. What a
    /// person has assigned stays where he put it.
    func release(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard ticket.state == .dispatched, let taker = ticket.taker,
            try tx.ticketEvents.of(ticket.id).last(where: { [.dispatch, .assign].contains($0.kind) })?.actor
                == "system"
        else { return }
        try tx.tickets.setTaker(ticket.id, nil)
        let name = try tx.staff.find(taker)?.name ?? ""
        try tx.ticketEvents.add(
            ticket.id, .note, actor: "system", detail: "\(name)未按时接单，改为先接先办", at: now)
    }
}

/// Whose hands a matter is in (三单制, `domain.md` A01); it stands in the history beside the taking.
enum TakerKind: String {
    case property, volunteer, community, department

    init(_ role: Role) {
        switch role {
        case .buildingLead, .branch, .committee, .cadre: self = .volunteer
        case .gridWorker, .community, .street, .admin: self = .community
        case .department: self = .department
        case .steward, .engineer, .guardStaff, .serviceDesk, .manager: self = .property
        }
    }
}
