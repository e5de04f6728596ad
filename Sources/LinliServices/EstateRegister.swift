import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Brings the register of an estate and the reward catalogue from the settings into the store.
/// Idempotent: what is there stays, what is new is added, nothing is deleted.
package struct EstateRegister: Sendable {
    private let settings: Settings

    package init(settings: Settings) {
        self.settings = settings
    }

    /// Returns how many flats were new.
    @discardableResult
    package func enter(_ estate: Estate, in tx: Transaction) throws(SQLError) -> Int {
        for item in settings.rewards {
            try tx.rewards.put(
                estate: estate.code,
                RewardListing(code: item.code, name: item.name, points: item.points, stock: 0))
        }
        guard try tx.units.count(estate: estate.code) < estate.roomCount else { return 0 }
        var added = 0
        for building in estate.buildings {
            for unit in building.units {
                for room in unit.floors.flatMap(\.rooms) {
                    let isNew = try tx.units.add(
                        estate: estate.code, building: building.code, unit: unit.code, room: room.name)
                    if isNew { added += 1 }
                }
            }
        }
        return added
    }
}
