import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What a resident wants to know or say about the people of the estate: which grid he belongs to, and thanks
/// (`domain.md` A18, A21).
struct NeighbourService: Sendable {
    let settings: Settings

    /// Read from the register; posts and hours, never names.
    func grid(
        ofBuilding building: String?, of party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome {
        let homes = try tx.homes.of(party.resident)
        let own = (homes.first { $0.isProven } ?? homes.first)?.address.building
        guard let estate = settings.estates[party.estate], let building = building ?? own,
            let grid = estate.grid(ofBuilding: building)
        else { return .gridUnknown }
        let posts = estate.roster.filter { $0.grid == grid.code && $0.role == .gridWorker }
        return .grid(
            GridAnswer(
                name: grid.name, buildings: grid.buildings,
                posts: posts.map { "\($0.name)（\($0.windows.words)）" }))
    }

    /// Thanks are no matter to be worked on: they stand in the staff's file, without a ticket and a clock,
    /// and at the last ticket of his that somebody of this kind has worked on, where there is one.
    func praise(
        _ named: String, text: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let named = String(named.prefix(Limits.namedCharacters))
        try tx.praises.add(named, text: text, by: party.resident, estate: party.estate, at: now)
        let ticket = try worked(on: named, for: party, in: tx)
        if let ticket { try tx.ticketEvents.add(ticket.id, .note, actor: "resident", detail: text, at: now) }
        return .praised(named: named, ticket: ticket?.number)
    }

    /// The words that people have for them.
    private static let callings: [(words: [String], roles: Set<Role>)] = [
        (["师傅", "工程", "维修", "电工", "水工"], [.engineer]), (["管家"], [.steward]), (["保安", "门卫"], [.guardStaff]),
        (["网格员"], [.gridWorker]), (["客服", "前台"], [.serviceDesk]), (["经理"], [.manager]),
        (["楼栋长", "楼长"], [.buildingLead]),
    ]

    private func worked(
        on named: String, for party: Party, in tx: Transaction
    ) throws(SQLError) -> Ticket? {
        guard let roles = Self.callings.first(where: { named.mentionsAny($0.words) })?.roles else {
            return nil
        }
        let own = try tx.tickets.meant(
            by: party.resident, recent: Limits.residentTicketRows, pending: Limits.residentOpenTicketRows)
        for ticket in own where ticket.state != .cancelled {
            for id in [ticket.taker, ticket.firstOwner].compactMap({ $0 }) {
                if try tx.staff.roles(of: id).contains(where: { roles.contains($0.role) }) { return ticket }
            }
        }
        return nil
    }
}

extension ServiceWindows {
    /// "工作日08:30-12:00、14:30-17:30".
    var words: String {
        let day = days == .daily ? "每天" : "工作日"
        return day + windows.map(\.description).joined(separator: "、")
    }
}
