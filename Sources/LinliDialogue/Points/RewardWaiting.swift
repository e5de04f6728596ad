import LinliModel

/// Goods that have run out: 有货叫我, and what becomes of it (`domain.md` D03). Nothing is reserved.
extension Turn {
    mutating func speakOfWaiting(_ understood: Understood) -> Bool {
        guard !understood.main.isEmergency, state.flow?.isHome != true else { return false }
        let soldOut = state.soldOut.flatMap {
            facts.now - $0.at <= .minutes(Limits.recentTicketMinutes) ? $0.name : nil
        }
        let consents = state.flow == nil && soldOut != nil && understood.act == .confirm
        guard understood.text.asksToHearOfGoods || consents else { return false }
        commands.append(.awaitReward(words: understood.text, item: soldOut))
        state.isAside = state.flow != nil
        return true
    }

    mutating func tell(waiting outcome: Outcome) {
        switch outcome {
        case .rewardAwaited(let name, let isNew):
            state.soldOut = nil
            say(isNew ? "redeem.awaited" : "redeem.awaited_before", ["name": name])
            acts.append(.ack)
        case .rewardInStock(let listing):
            say("redeem.in_stock", ["name": listing.name, "stock": "\(listing.stock)"])
            acts.append(.answer)
        case .rewardWaitUnknown(let names):
            say("redeem.await_which", ["list": names.joined(separator: "、")].present)
            acts.append(.answer)
        case .rewardWaitsLeft(let names):
            say("redeem.await_left", ["name": names.joined(separator: "、")])
            acts.append(.cancelOK)
        default: break
        }
    }
}

extension String {
    private static let arrival = ["有货", "到货", "来货", "补货", "补上货", "进货", "进了货", "上货"]
    private static let telling = ["叫我", "通知", "告诉我", "说一声", "喊我", "提醒我", "讲一声", "跟我说", "说下", "吱一声"]
    /// 有货叫我, 到货通知我; a parcel is nothing of ours, and 不用通知了 is the contrary.
    fileprivate var asksToHearOfGoods: Bool {
        mentionsAny(Self.arrival) && mentionsAny(Self.telling)
            && !mentionsAny(["快递", "包裹", "外卖", "不用", "不要", "别", "不想", "取消"])
    }
}
