import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Goods that have run out, and who wants to hear when they are there again (`domain.md` D03).
///
/// Promise: whoever asked for it hears once, the first ones first, page by page by a timer; nothing is kept
/// for anybody. Where the goods are gone again in between, the others go on waiting.
extension RewardService {
    /// - Parameter item: the one that was just spoken of, where his words name none.
    func await(
        _ words: String, item: String?, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let listings = try tx.rewards.list(estate: party.estate).filter { !isFee($0.code) }
        let named = self.named(words, among: listings)
        let wanted = named.first ?? listings.first { $0.name == item }
        guard let wanted else {
            return .rewardWaitUnknown(listings.filter { $0.stock == 0 }.map(\.name))
        }
        guard wanted.stock == 0 else { return .rewardInStock(wanted) }
        let isNew = try tx.rewardWaits.add(wanted.code, estate: party.estate, party.resident, at: now)
        return .rewardAwaited(name: wanted.name, isNew: isNew)
    }

    /// What he waited for and does not want to hear of any more: what his words name, else all of it.
    func leave(_ words: String, for party: Party, in tx: Transaction) throws(SQLError) -> [String] {
        let named = self.named(words, among: try tx.rewards.list(estate: party.estate))
        return try tx.rewardWaits.leave(named.isEmpty ? nil : named.map(\.code), of: party.resident)
    }

    private func named(_ words: String, among listings: [RewardListing]) -> [RewardListing] {
        listings.filter { listing in
            let aliases = settings.rewards.first { $0.code == listing.code }?.aliases ?? []
            return words.mentionsAny([listing.name] + aliases)
        }
    }

    /// There are some again: whoever waits is told as soon as this is committed.
    func restocked(_ code: String, estate: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard try !tx.rewardWaits.next(code, estate: estate, limit: 1).isEmpty else { return }
        try tx.timers.arm(
            .broadcast, subject: BroadcastPage.reward(estate: estate, code: code).subject, due: now)
        notifier.armed(in: tx)
    }

    /// The next page of those who wait.
    func tellWaiting(
        _ code: String, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let listing = try tx.rewards.find(estate: estate, code: code), listing.stock > 0 else { return }
        let page = try tx.rewardWaits.next(code, estate: estate, limit: Limits.broadcastPageRows)
        let phrase = Phrase("notice.reward_back", ["name": listing.name, "stock": "\(listing.stock)"])
        for wait in page {
            try notifier.tell(
                resident: wait.resident, phrase, why: "reward.back", key: "restock-\(wait.id)", in: tx,
                at: now)
        }
        try tx.rewardWaits.end(page)
        guard page.count == Limits.broadcastPageRows else { return }
        try tx.timers.arm(
            .broadcast, subject: BroadcastPage.reward(estate: estate, code: code).subject, due: now)
        notifier.armed(in: tx)
    }
}
