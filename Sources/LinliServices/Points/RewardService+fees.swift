import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Points against the property fee (`domain.md` 2.6, D03).
///
/// Promise: a flat gets no more than the limit of its period, whoever of the household asks: those who redeem
/// wait for each other on the reward's row. The points are held until the company says yes or no.
extension RewardService {
    var feeItem: RewardItem? { settings.rewards.first { $0.kind == .feeDiscount } }

    func isFee(_ reward: String) -> Bool { feeItem?.code == reward }

    /// What it would cost; asks where no amount was said. Nothing is changed.
    func quoteFee(
        _ wish: FeeWish, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let item = feeItem,
            try tx.rewards.find(estate: party.estate, code: item.code) != nil,
            let home = try tx.homes.of(party.resident).first(where: \.isProven)?.address.spoken
        else { return .rewardUnknown(try listings(party.estate, in: tx)) }
        let name = "\(item.name)（\(home)）"
        let balance = try tx.ledger.balance(of: .available(party.resident, estate: party.estate))
        let taken = try tx.redemptions.taken(
            item.code, named: name, estate: party.estate, since: item.cap.period.start(before: now))
        let terms = FeeTerms(
            home: home, price: item.points, limit: item.cap.words(of: "元"),
            left: max(0, item.cap.count - taken), balance: balance)
        if terms.left == 0 { return .feeLimit(terms) }
        let most = wish.wantsMost ? min(terms.left, balance / item.points) : nil
        guard let yuan = wish.yuan ?? wish.points.map({ $0 / item.points }) ?? most, yuan >= 1 else {
            return .feeAsked(terms)
        }
        if yuan > terms.left { return .feeLimit(terms) }
        let quote = RewardQuote(
            reward: item.code, name: name, quantity: yuan, points: yuan * item.points, balance: balance,
            fee: terms)
        return quote.points > balance ? .pointsShort(quote) : .quoted(quote)
    }

    func listings(_ estate: String, in tx: Transaction) throws(SQLError) -> [RewardListing] {
        try tx.rewards.list(estate: estate).filter { !isFee($0.code) }
    }
}
