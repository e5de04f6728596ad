import LinliModel
import LinliSettings
import LinliStore

/// By what two reports are known to be of one thing (`domain.md` 2.3): the same lift, an outage of one
/// building, the same lamp or gate. What lies inside a flat has no key: such faults are never merged by
/// themselves. Nor has a place that hangs on who speaks (门口, 楼下): a neighbour's is another one.
struct SharedObject: Sendable {
    let settings: Settings

    func keys(of draft: TicketDraft, estate: String) -> TicketKeys {
        TicketKeys(object: key(of: draft, estate: estate), riser: riser(of: draft))
    }

    /// Flats of one unit whose doors lie above each other ("501", "801") share a pipe: `water|3|2|01`.
    private func riser(of draft: TicketDraft) -> String? {
        let address = draft.address
        guard settings.categories[draft.category]?.group == "water", let building = address.building,
            let room = address.room, room.count >= 3
        else { return nil }
        return "water|\(building)|\(address.unit ?? "")|\(room.suffix(2))"
    }

    /// `lift.fault|lift|3-2`; nil where nothing is shared, or where it is not clear which thing is meant.
    func key(of draft: TicketDraft, estate code: String) -> String? {
        guard let scope = settings.categories[draft.category]?.shared, let estate = settings.estates[code]
        else { return nil }
        let address = draft.address
        switch scope {
        case .lift: return lift(at: address, estate).map { "\(draft.category)|lift|\($0)" }
        case .building: return address.building.map { "\(draft.category)|building|\($0)" }
        case .place:
            guard address.room == nil, !address.hangsOnSpeaker, !draft.text.isAtOwnDoor else { return nil }
            let parts = [address.building, address.unit, address.place].map { $0 ?? "" }
            guard parts.contains(where: { !$0.isEmpty }) else { return nil }
            return "\(draft.category)|place|\(parts.joined(separator: "/"))"
        }
    }

    /// The only lift that the address can mean. Where a unit has several, its name must be said ("2号梯").
    private func lift(at address: Address, _ estate: Estate) -> String? {
        let there = estate.lifts.filter {
            $0.building == address.building && (address.unit == nil || $0.unit == address.unit)
        }
        if there.count == 1 { return there.first?.code }
        guard let place = address.place else { return nil }
        let named = there.filter { lift in
            let name = lift.name.replacing("\(lift.building)栋", with: "")
            return name.isEmpty ? false : place.contains(name)
        }
        return named.count == 1 ? named.first?.code : nil
    }
}
