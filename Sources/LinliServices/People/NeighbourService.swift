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

    /// Thanks are no matter to be worked on: they stand in the staff's file, without a ticket and a clock.
    func praise(
        _ named: String, text: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let named = String(named.prefix(Limits.namedCharacters))
        try tx.praises.add(named, text: text, by: party.resident, estate: party.estate, at: now)
        return .praised(named: named)
    }
}

extension ServiceWindows {
    /// "工作日08:30-12:00、14:30-17:30".
    var words: String {
        let day = days == .daily ? "每天" : "工作日"
        return day + windows.map(\.description).joined(separator: "、")
    }
}
