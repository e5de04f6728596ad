import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Whom of the staff a complaint is about (`domain.md` 2.4: nobody closes a matter about himself, and a
/// complaint about staff goes to the next level up).
///
/// The history keeps him under `concerns`, by the code of his post, which is the name of his account. From
/// then on the ticket is not there for him: `StaffAreas` refuses it, `TicketTable.search` leaves it out, and
/// `StaffReach` does not tell him.
struct ComplainedOf: Sendable {
    let settings: Settings

    /// The posts that the words name: by their name in the register, by role and grid or building, or as ours
    /// where it is known in which building he lives. Empty where it is no complaint.
    ///
    /// - Parameter home: the building that the complaint or its reporter lies in.
    func posts(_ draft: TicketDraft, estate code: String, home: String?) -> [Estate.Duty] {
        let isOfService = settings.categories[draft.category]?.group == "service"
        guard isOfService || draft.intent == .complain, draft.category != "service.praise",
            draft.origin != .handoff, draft.origin != .forwarded, let estate = settings.estates[code]
        else { return [] }
        let text = draft.text
        let named = estate.roster.filter { text.mentions($0.name) || isCalled($0, in: text, estate) }
        guard named.isEmpty, let building = home ?? draft.address.building else { return named }
        // 我们网格的管家; in a complaint about the service 管家 alone is the one of his own house too.
        guard isOfService || text.mentionsAny(Self.ours) else { return [] }
        let grid = estate.grid(ofBuilding: building)?.code
        return estate.roster.filter { post in
            guard let words = Self.roleWords[post.role], text.mentionsAny(words) else { return false }
            return post.building.map { $0 == building } ?? (post.grid != nil && post.grid == grid)
        }
    }

    /// 1网格的管家, 第一网格管家, 3栋楼长; 项目经理 where there is one.
    private func isCalled(_ post: Estate.Duty, in text: String, _ estate: Estate) -> Bool {
        guard let words = Self.roleWords[post.role], text.mentionsAny(words) else { return false }
        if let building = post.building {
            return ["栋", "号楼", "幢"].contains { unit in
                words.contains {
                    text.mentions("\(building)\(unit)\($0)") || text.mentions("\(building)\(unit)的\($0)")
                }
            }
        }
        guard let grid = post.grid else { return Self.single.contains(post.role) }
        let figure = Int(grid).flatMap(Numerals.figure)
        return [grid, figure].compactMap { $0 }.contains { text.mentions("\($0)网格") }
    }

    private static let ours = [
        "我们网格", "我们这个网格", "我们这网格", "这个网格", "我家网格", "我的网格", "本网格", "咱们网格", "咱网格", "我们楼", "我们这栋", "我们这楼", "我们栋",
        "我家的", "我家管家", "我们管家", "我们的管家", "我的管家", "我们那个管家", "我们小区管家",
    ]
    private static let roleWords: [Role: [String]] = [
        .steward: ["管家"], .gridWorker: ["网格员"], .buildingLead: ["楼长", "楼栋长", "栋长"],
        .manager: ["项目经理", "物业经理"],
    ]
    /// One of it in an estate, without a grid or a building of his own.
    private static let single: Set<Role> = [.manager]

    /// The level above that of those who are complained of; nil where none of them stands on the ladder.
    func level(above roles: [Role]) -> Ladder.Level? {
        let rungs = settings.ladder.rungs.filter { rung in roles.contains { rung.roles.contains($0) } }
        guard let highest = rungs.map(\.level).max() else { return nil }
        return Ladder.Level(number: highest.number + 1) ?? highest
    }

    /// Who takes it first: whoever usually does where he stands above those complained of, else the first
    /// role of the level above them.
    ///
    /// - Parameter codes: those whom the ticket concerns, as its history has them.
    func first(
        _ usual: TicketRouting.First, of ticket: Ticket, _ codes: Set<String>
    ) -> TicketRouting.First {
        let roster = settings.estates[ticket.estate]?.roster ?? []
        guard !codes.isEmpty,
            let level = level(above: roster.filter { codes.contains($0.code) }.map(\.role))
        else { return usual }
        let own = settings.ladder.rungs.first { $0.roles.contains(usual.role) }?.level ?? .l1
        guard own < level, let rung = settings.ladder.rung(level), let role = rung.roles.first else {
            return TicketRouting.First(role: usual.role, name: usual.name, level: max(usual.level, level))
        }
        return TicketRouting.First(role: role, name: rung.name, level: level)
    }
}

extension TicketService {
    /// Writes down whom of the staff it is about. True where somebody was named who was not before.
    @discardableResult
    func noteComplainedOf(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) -> Bool {
        let homes = try ticket.resident.map { id throws(SQLError) in try tx.homes.of(id) } ?? []
        let buildings = Set(homes.compactMap(\.address.building))
        let home = buildings.count == 1 ? buildings.first : nil
        let known = try tx.ticketEvents.concerned(by: ticket.id)
        let posts = ComplainedOf(settings: settings).posts(ticket.draft, estate: ticket.estate, home: home)
            .filter { !known.contains($0.code) }
        for post in posts {
            try tx.ticketEvents.add(ticket.id, .concerns, actor: "system", detail: post.code, at: now)
        }
        return !posts.isEmpty
    }

    /// It turns out later whom it is about: his hands are taken off it, and it goes one level up.
    func nameComplainedOf(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard try noteComplainedOf(ticket, in: tx, at: now), ticket.state.isOpen, ticket.state != .merged
        else {
            return
        }
        if let taker = ticket.taker, let name = try tx.staff.find(taker)?.name,
            try tx.ticketEvents.concerned(by: ticket.id).contains(name)
        {
            try tx.tickets.setTaker(ticket.id, nil)
            try tx.tickets.move(ticket.id, from: [.accepted, .inProgress, .suspended], to: .dispatched)
        }
        // What has not been handed out yet finds its level when it is.
        guard ticket.state != .submitted, let changed = try tx.tickets.find(ticket.id) else { return }
        let usual = routing.first(for: ticket.draft.category, estate: ticket.estate)
        let concerned = try tx.ticketEvents.concerned(by: changed.id)
        let first = ComplainedOf(settings: settings).first(usual, of: changed, concerned)
        if changed.taker == nil { try hands.hand(changed, in: tx, at: now) }
        try clocks.ladder.place(
            changed, on: first.level.number, why: "staff_matter", actor: "system", in: tx, at: now)
    }
}
