import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The pick-up code once more, for nobody but its owner.
extension RewardService {
    /// The hours are those of the post that hands rewards out, as the estate's register has them.
    func pickUps(proxy: Bool, of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        let held = try tx.redemptions.held(by: party.resident).filter { !isFee($0.reward) }
        let estate = settings.estates[party.estate]
        let desk = estate?.roster.first { $0.role == .serviceDesk }?.windows ?? estate?.service
        return .pickUps(
            held.prefix(Limits.pointsLineRows).map {
                PickUp(name: $0.name, quantity: $0.quantity, code: $0.code, until: $0.expiresAt)
            },
            hours: desk?.words ?? "", proxy: proxy)
    }
}
