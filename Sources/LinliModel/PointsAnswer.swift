/// What a resident asks about points. His words say more where the kind does not (什么时候过期, 合并).
package enum PointsQuestion: String, Sendable, Hashable, Codable {
    case balance, ledger, pending, ranking, rule
}

/// What he is told. Every figure comes from the ledger, the claims or the settings.
package enum PointsAnswer: Sendable, Hashable {
    case ledger(PointsSpan, [LedgerLine], balance: Int)
    /// Claims that wait, and points that a redemption holds.
    case pending([WaitingClaim], held: Int)
    /// Points with the last day on which they are good, the oldest first.
    case expiry([ExpiringPoints], balance: Int)
    /// `own` is his place; nil where he has earned nothing in that time.
    case ranking(PointsSpan, [PointsPlace], own: PointsPlace?)
    case limits(daily: Int, monthly: Int, days: Int)
    case item(PointsItemRule)
    /// What a reward costs.
    case price(RewardListing)
    case pooling
    /// Claims that were refused, with the reason, the newest first.
    case refused([RefusedClaim], days: Int)
    /// The classes of the scheme alone: all its items are too many to read.
    case ruleNames([String], daily: Int, monthly: Int)
    case rules([String], daily: Int, monthly: Int)
}

/// What was earned in a month, by what it was for.
package struct PointsSpan: Sendable, Hashable {
    /// "3月".
    package var name: String
    package var earned: Int
    package var parts: [LedgerPart]

    package init(name: String, earned: Int, parts: [LedgerPart] = []) {
        self.name = name
        self.earned = earned
        self.parts = parts
    }
}

package struct LedgerPart: Sendable, Hashable {
    package var memo: String
    package var points: Int

    package init(memo: String, points: Int) {
        self.memo = memo
        self.points = points
    }
}

package struct WaitingClaim: Sendable, Hashable {
    /// The item's name; his own words where a person is to say which it is.
    package var name: String
    package var points: Int?
    package var at: Instant
    /// Who decides; empty where nobody is named.
    package var decider: String

    package init(name: String, points: Int?, at: Instant, decider: String) {
        self.name = name
        self.points = points
        self.at = at
        self.decider = decider
    }
}

package struct RefusedClaim: Sendable, Hashable {
    package var name: String
    package var at: Instant
    package var reason: String

    package init(name: String, at: Instant, reason: String) {
        self.name = name
        self.at = at
        self.reason = reason
    }
}

package struct ExpiringPoints: Sendable, Hashable {
    package var points: Int
    package var lastDay: CivilDate

    package init(points: Int, lastDay: CivilDate) {
        self.points = points
        self.lastDay = lastDay
    }
}

/// A place of the public list, the name masked.
package struct PointsPlace: Sendable, Hashable {
    package var rank: Int
    package var name: String
    package var points: Int

    package init(rank: Int, name: String, points: Int) {
        self.rank = rank
        self.name = name
        self.points = points
    }
}

package struct PointsItemRule: Sendable, Hashable {
    package var item: DeedItem
    /// "每日2次"; nil where it has no such limit.
    package var limit: String?
    package var evidence: String
    package var decider: String

    package init(item: DeedItem, limit: String?, evidence: String, decider: String) {
        self.item = item
        self.limit = limit
        self.evidence = evidence
        self.decider = decider
    }
}
