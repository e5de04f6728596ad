import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Rewards as staff use them: stock, redeeming at the desk, handing over.
///
/// Promise: a pick-up code is good once. Whoever presses a second time reads who handed the reward over and
/// when; points and stock move in one commit.
package struct RewardDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let service: RewardService
    let notifier: Notifier

    package init(settings: Settings, notifier: Notifier, codes: RandomCodes) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        service = RewardService(settings: settings, notifier: notifier, codes: codes)
    }

    /// Cheapest first.
    package func list(estate: String?, _ call: DeskCall) throws(SQLError) -> Ruling<Page<Reward>> {
        try scope.pass("reward.list", estate ?? "", in: estate, call) { estate throws(SQLError) in
            .done(
                Page(
                    items: try service.listings(estate.code, in: call.tx).map { view($0, estate.code) }
                ))
        }
    }

    package func show(_ code: String, estate: String?, _ call: DeskCall) throws(SQLError) -> Ruling<
        Reward
    > {
        try scope.pass("reward.show", code, in: estate, call) { estate throws(SQLError) in
            try find(code, estate.code, call)
        }
    }

    package func changeStock(
        _ code: String, _ request: ChangeStock, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Reward> {
        let change = request.set.map { "set \($0)" } ?? request.add.map { "add \($0)" } ?? ""
        return try scope.pass("reward.stock", code, in: request.estate, call, detail: change) {
            estate throws(SQLError) in
            try find(code, estate.code, call).then { _ throws(SQLError) in
                let isDone: Bool
                switch (request.set, request.add) {
                case (let count?, nil) where (0...Limits.stockPieces).contains(count):
                    isDone = try call.tx.rewards.setStock(count, estate: estate.code, code: code)
                case (nil, let count?) where abs(count) <= Limits.stockPieces:
                    isDone = try call.tx.rewards.add(count, estate: estate.code, code: code)
                default: isDone = false
                }
                guard isDone else { return .refused(wrongStock) }
                try service.restocked(code, estate: estate.code, in: call.tx, at: call.now)
                return try find(code, estate.code, call)
            }
        }
    }

    private var wrongStock: Refusal {
        Refusal(
            .invalid, "stock.invalid",
            "库存是 0 到 \(Limits.stockPieces)，用 set 或 add 修改。",
            hint: "两种只填一种，减少不能超过现有的数量。")
    }

    private func find(_ code: String, _ estate: String, _ call: DeskCall) throws(SQLError) -> Ruling<
        Reward
    > {
        guard let listing = try call.tx.rewards.find(estate: estate, code: code) else {
            return .refused(
                Refusal(
                    .notFound, "reward.not_found", "\(estate) 没有奖品 \(code)。",
                    hint: "请看 `linli reward list`。"))
        }
        return .done(view(listing, estate))
    }

    private func view(_ listing: RewardListing, _ estate: String) -> Reward {
        Reward(
            code: listing.code, estate: estate, name: listing.name, points: listing.points,
            stock: listing.stock)
    }

    // MARK: Redemptions

    /// Newest first, without codes: only who holds a reward knows its code.
    package func redemptions(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Redemption>> {
        try scope.page("reward.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.redemptions.list(estate: estate, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func redeem(_ request: RedeemReward, _ call: DeskCall) throws(SQLError) -> Ruling<Redemption> {
        try door.pass("reward.redeem", request.reward, call) { () throws(SQLError) in
            try scope.resident(request.resident, call).then { row throws(SQLError) in
                let party = Party(resident: row.id, estate: row.estate, channel: "", sender: "")
                let quote = try service.quote(
                    request.reward, quantity: request.quantity, for: party, in: call.tx, at: call.now)
                guard case .quoted(let price) = quote else {
                    return .refused(refusal(of: quote, request))
                }
                let outcome = try service.redeem(price, for: party, in: call.tx, at: call.now)
                guard case .redeemed(_, let code, _) = outcome,
                    let held = try call.tx.redemptions.held(estate: row.estate, code: code).first
                else { return .refused(refusal(of: outcome, request)) }
                var view = try view(held, call)
                view.code = code
                return .done(view)
            }
        }
    }

    private func refusal(of outcome: Outcome, _ request: RedeemReward) -> Refusal {
        switch outcome {
        case .pointsShort(let quote):
            Refusal(
                .conflict, "points.too_few",
                "要 \(quote.points) 分，可用的是 \(quote.balance) 分。",
                hint: "请少换一些，或者换别的奖品。")
        case .rewardOut(let quote, let left):
            Refusal(
                .conflict, "reward.out_of_stock", "“\(quote.name)”还剩 \(left) 件。",
                hint: "请用 `linli reward stock` 补货，或者换别的奖品。")
        case .rewardLimit(_, let words):
            Refusal(
                .conflict, "reward.limit", "上限是\(words)。", hint: "请等下一期。")
        default:
            Refusal(
                .notFound, "reward.not_found", "没有奖品 \(request.reward)，或者数量不够。",
                hint: "请看 `linli reward list`。")
        }
    }

    /// Hands a reward over. The second press is answered with who did it and when.
    package func collect(_ request: CollectReward, _ call: DeskCall) throws(SQLError) -> Ruling<
        Redemption
    > {
        let held = try call.tx.redemptions.held(
            estate: request.estate ?? call.staff.estate, code: request.code)
        let newest = try call.tx.redemptions.last(code: request.code)
        let last = held.first ?? newest
        let target = last.map { "redemption-\($0.id)" } ?? "redemption"
        return try door.pass("reward.collect", target, call) { () throws(SQLError) in
            guard let row = last else { return .refused(unknownCode) }
            if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
            guard held.count <= 1 else {
                return .refused(
                    Refusal(
                        .conflict, "redemption.several", "有几个小区用这个取货码。",
                        hint: "请填小区。"))
            }
            guard !service.isFee(row.reward) else { return .refused(isFee(row)) }
            guard row.state == .held, row.expiresAt > call.now,
                try call.tx.redemptions.end(row.id, .collected, at: call.now)
            else { return .refused(try ended(row, call)) }
            try capture(row, call)
            return .done(try view(try call.tx.redemptions.find(row.id) ?? row, call))
        }
    }

    func capture(_ row: RedemptionRow, _ call: DeskCall) throws(SQLError) {
        let transfer = Transfer(
            .capture, from: .held(row.resident, estate: row.estate), to: .spent(estate: row.estate),
            points: row.points, resident: row.resident, memo: "领取 \(row.name)×\(row.quantity)",
            reference: "redemption-\(row.id)-end", actor: call.staff.name)
        guard try call.tx.ledger.transfer(transfer, at: call.now) == .done else {
            throw SQLError(.conflict, "the hold of a redemption is missing")
        }
        try call.tx.timers.disarm(.redemption, subject: row.id.description)
    }

    func ended(_ row: RedemptionRow, _ call: DeskCall) throws(SQLError) -> Refusal {
        let since = row.decidedAt.map { "\($0.civil.written) " } ?? ""
        switch row.state {
        case .collected:
            let by = try call.tx.ledger.actor(reference: "redemption-\(row.id)-end") ?? "别人"
            return Refusal(
                .conflict, "redemption.collected",
                "\(since)已经领取，由 \(by) 发放。",
                hint: "请不要再发。")
        case .cancelled, .expired, .held:
            let state = row.state == .cancelled ? "已经取消" : "已经过期"
            return Refusal(
                .conflict, "redemption.ended", "这笔兑换\(since)\(state)。",
                hint: "积分已经退还，或者马上退还；居民可以重新兑换。")
        }
    }

    private func isFee(_ row: RedemptionRow) -> Refusal {
        Refusal(
            .conflict, "redemption.fee", "这是费用抵扣，不发实物。",
            hint: "由物业公司结算：`linli reward confirm \(row.id)`。")
    }

    private var unknownCode: Refusal {
        Refusal(
            .notFound, "redemption.not_found", "没有兑换用这个取货码。",
            hint: "取货码是六位数字，请居民再念一遍。")
    }

    /// Gives points and stock back.
    package func cancel(_ id: RedemptionID, _ call: DeskCall) throws(SQLError) -> Ruling<Redemption> {
        try door.pass("reward.cancel", "redemption-\(id)", call) { () throws(SQLError) in
            guard let row = try call.tx.redemptions.find(id) else {
                return .refused(
                    Refusal(
                        .notFound, "redemption.not_found", "没有兑换 \(id)。",
                        hint: "请看 `linli reward list --redemptions`。"))
            }
            if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
            guard
                try service.release(
                    row, as: .cancelled, actor: call.staff.name, in: call.tx, at: call.now)
            else {
                return .refused(try ended(row, call))
            }
            let values = ["name": row.name, "qty": "\(row.quantity)", "points": "\(row.points)"]
            try notifier.tell(
                resident: row.resident, Phrase("notice.redemption_cancelled", values),
                why: "redemption.cancelled",
                key: "redemption-\(id)-cancelled", in: call.tx, at: call.now)
            return .done(try view(try call.tx.redemptions.find(id) ?? row, call))
        }
    }

    func view(_ row: RedemptionRow, _ call: DeskCall) throws(SQLError) -> Redemption {
        Redemption(
            id: row.id.rawValue, estate: row.estate, resident: row.resident.rawValue,
            name: Masking.name(try call.tx.residents.find(row.resident)?.name ?? ""), reward: row.reward,
            rewardName: row.name, quantity: row.quantity, points: row.points, state: row.state.rawValue,
            createdAt: row.createdAt.iso8601, expiresAt: row.expiresAt.iso8601,
            decidedAt: row.decidedAt?.iso8601)
    }
}
