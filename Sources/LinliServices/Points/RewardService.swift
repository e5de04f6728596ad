import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Redeeming: points and stock are held in one transaction, and go back together.
package struct RewardService: Sendable {
    let settings: Settings
    let notifier: Notifier
    private let codes: RandomCodes

    package init(settings: Settings, notifier: Notifier, codes: RandomCodes) {
        self.settings = settings
        self.notifier = notifier
        self.codes = codes
    }

    package func list(for party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        .rewards(
            try listings(party.estate, in: tx),
            balance: try tx.ledger.balance(of: .available(party.resident, estate: party.estate)))
    }

    /// The rewards that his words name, in that order.
    package func find(
        in words: String, quantity: Int, for party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome {
        let names = try tx.rewards.list(estate: party.estate).map { listing in
            let aliases = settings.rewards.first { $0.code == listing.code }?.aliases ?? []
            return (name: listing.name, words: [listing.name] + aliases)
        }
        let read = RewardWords.read(words, names: names)
        var picks = read.wanted
        if picks.count == 1, picks[0].quantity == 1 { picks[0].quantity = max(1, quantity) }
        return .rewardsNamed(picks, refused: read.refused)
    }

    /// What it would cost, and whether it can be had. Nothing is changed.
    package func quote(
        _ wish: String, quantity: Int, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        if feeItem.map({ $0.name == wish || $0.code == wish || $0.aliases.contains(wish) }) ?? false {
            return try quoteFee(
                FeeWish(yuan: quantity > 1 ? quantity : nil), for: party, in: tx, at: now)
        }
        let listings = try listings(party.estate, in: tx)
        guard let listing = find(wish, in: listings) else { return .rewardUnknown(listings) }
        let (points, overflow) = listing.points.multipliedReportingOverflow(by: quantity)
        guard quantity >= 1, !overflow else { return .rewardUnknown(listings) }
        let balance = try tx.ledger.balance(of: .available(party.resident, estate: party.estate))
        let quote = RewardQuote(
            reward: listing.code, name: listing.name, quantity: quantity, points: points, balance: balance)
        return try refusal(of: quote, stock: listing.stock, for: party, in: tx, at: now) ?? .quoted(quote)
    }

    private func refusal(
        of quote: RewardQuote, stock: Int, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome? {
        if stock < quote.quantity { return .rewardOut(quote, left: stock) }
        if quote.points > quote.balance { return .pointsShort(quote) }
        guard let item = settings.rewards.first(where: { $0.code == quote.reward }) else { return nil }
        let taken = try tx.redemptions.taken(
            quote.reward, by: party.resident, since: item.cap.period.start(before: now))
        return taken + quote.quantity > item.cap.count ? .rewardLimit(quote, item.cap.words) : nil
    }

    /// Holds points and stock for exactly the price that was told. A price that has changed is told anew.
    package func redeem(
        _ quote: RewardQuote, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let isFee = isFee(quote.reward)
        // Of a household whoever comes second sees what the first one took.
        if isFee { _ = try tx.rewards.take(0, estate: party.estate, code: quote.reward) }
        let fresh =
            try isFee
            ? quoteFee(FeeWish(yuan: quote.quantity), for: party, in: tx, at: now)
            : self.quote(quote.reward, quantity: quote.quantity, for: party, in: tx, at: now)
        guard case .quoted(let current) = fresh, current.points == quote.points, current.name == quote.name
        else { return fresh }
        if !isFee {
            guard try tx.rewards.take(quote.quantity, estate: party.estate, code: quote.reward) else {
                return .rewardOut(current, left: 0)
            }
        }
        let expiresAt = now + .days(isFee ? Limits.feeLineDays : Limits.pickUpCodeDays)
        guard let redemption = try hold(current, for: party, until: expiresAt, in: tx, at: now) else {
            throw SQLError(.conflict, "no free pick-up code was found")
        }
        let transfer = Transfer(
            .hold, from: .available(party.resident, estate: party.estate),
            to: .held(party.resident, estate: party.estate), points: current.points, resident: party.resident,
            memo: "兑换 \(current.name)×\(current.quantity)", reference: "redemption-\(redemption.id)-hold",
            actor: "resident")
        guard try tx.ledger.transfer(transfer, at: now) == .done else {
            throw SQLError(.conflict, "the balance changed under the hold")
        }
        try tx.timers.arm(.redemption, subject: redemption.id.description, due: expiresAt)
        notifier.armed(in: tx)
        return .redeemed(current, code: redemption.code, until: expiresAt)
    }

    /// With a pick-up code that no other held redemption of the estate has.
    private func hold(
        _ quote: RewardQuote, for party: Party, until expiresAt: Instant, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> RedemptionRow? {
        for _ in 0..<Limits.pickUpCodeTries {
            let added = try tx.redemptions.add(
                quote, estate: party.estate, resident: party.resident,
                code: codes.digits(Limits.pickUpCodeDigits), expiresAt: expiresAt, at: now)
            if let added { return try tx.redemptions.find(added) }
        }
        return nil
    }

    // MARK: Giving back

    package func cancellable(of party: Party, in tx: Transaction) throws(SQLError) -> [Cancellable] {
        try tx.redemptions.held(by: party.resident).prefix(5).map {
            Cancellable(
                kind: .redemption($0.id), reference: $0.id.description,
                title: "兑换 \($0.name)×\($0.quantity)（\($0.points)分）")
        }
    }

    package func cancel(
        _ id: RedemptionID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let redemption = try tx.redemptions.find(id), redemption.resident == party.resident,
            try release(redemption, as: .cancelled, actor: "resident", in: tx, at: now)
        else { return .alreadyClosed }
        return nil
    }

    /// Points and stock go back together, once.
    package func release(
        _ redemption: RedemptionRow, as state: RedemptionRow.State, actor: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Bool {
        guard try tx.redemptions.end(redemption.id, state, at: now) else { return false }
        if !isFee(redemption.reward) {
            try tx.rewards.add(redemption.quantity, estate: redemption.estate, code: redemption.reward)
            try restocked(redemption.reward, estate: redemption.estate, in: tx, at: now)
        }
        let transfer = Transfer(
            .release, from: .held(redemption.resident, estate: redemption.estate),
            to: .available(redemption.resident, estate: redemption.estate), points: redemption.points,
            resident: redemption.resident, memo: "退回 \(redemption.name)×\(redemption.quantity)",
            reference: "redemption-\(redemption.id)-end", actor: actor)
        guard try tx.ledger.transfer(transfer, at: now) == .done else {
            throw SQLError(.conflict, "the hold of a redemption is missing")
        }
        try tx.timers.disarm(.redemption, subject: redemption.id.description)
        return true
    }

    /// Nobody came for it in seven days.
    package func expire(_ id: RedemptionID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let redemption = try tx.redemptions.find(id),
            try release(redemption, as: .expired, actor: "system", in: tx, at: now)
        else { return }
        let values = [
            "name": redemption.name, "qty": "\(redemption.quantity)", "points": "\(redemption.points)",
        ]
        try notifier.tell(
            resident: redemption.resident,
            Phrase(isFee(redemption.reward) ? "redeem.fee_expired" : "redeem.expired", values),
            why: "redemption.expired",
            key: "redemption-\(id)-expired", in: tx, at: now)
    }

    /// By code, name, alias, or a name that the wish contains or is contained in.
    private func find(_ wish: String, in listings: [RewardListing]) -> RewardListing? {
        if let exact = listings.first(where: { $0.code == wish || $0.name == wish }) { return exact }
        let byAlias = settings.rewards.first { item in
            item.aliases.contains { $0 == wish || wish.contains($0) }
        }
        if let byAlias, let listing = listings.first(where: { $0.code == byAlias.code }) { return listing }
        guard wish.count >= 2 else { return nil }
        return listings.first { $0.name.contains(wish) || wish.contains($0.name) }
    }
}

extension PointsRules.Cap {
    /// "每月2件".
    var words: String { words(of: "件") }

    /// "每日2次".
    package func words(of measure: String) -> String {
        let every: String
        switch period {
        case .day: every = "每日"
        case .week: every = "每周"
        case .month: every = "每月"
        case .quarter: every = "每季度"
        case .year: every = "每年"
        case .occasion, .alert: every = "每次"
        }
        return "\(every)\(count)\(measure)"
    }
}

extension PointsRules.Period {
    /// When the period that `now` lies in began (+08:00). `occasion` and `alert` have no beginning.
    func start(before now: Instant) -> Instant {
        let date = now.civil.date
        switch self {
        case .day: return date.start
        case .week: return date.adding(days: 1 - date.weekday).start
        case .month: return date.adding(days: 1 - date.day).start
        case .quarter:
            let month = (date.month - 1) / 3 * 3 + 1
            return CivilDate(year: date.year, month: month, day: 1)?.start ?? now
        case .year: return CivilDate(year: date.year, month: 1, day: 1)?.start ?? now
        case .occasion, .alert: return Instant(milliseconds: 0)
        }
    }
}
