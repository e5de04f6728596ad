// What the admin API says about rewards and redemptions.

/// A reward of one estate and what is left of it.
package struct Reward: Codable, Sendable, Hashable {
    package var code: String
    package var estate: String
    package var name: String
    package var points: Int
    package var stock: Int

    package init(code: String, estate: String, name: String, points: Int, stock: Int) {
        self.code = code
        self.estate = estate
        self.name = name
        self.points = points
        self.stock = stock
    }
}

/// Exactly one of the two: the new count, or what came in (negative: went out).
package struct ChangeStock: Codable, Sendable, Hashable {
    package var estate: String?
    package var set: Int?
    package var add: Int?

    package init(estate: String? = nil, set: Int? = nil, add: Int? = nil) {
        self.estate = estate
        self.set = set
        self.add = add
    }
}

/// On behalf of a resident at the desk.
package struct RedeemReward: Codable, Sendable, Hashable {
    package var resident: String
    package var reward: String
    package var quantity: Int

    package init(resident: String, reward: String, quantity: Int = 1) {
        self.resident = resident
        self.reward = reward
        self.quantity = quantity
    }
}

/// Points and stock that are held or were handed over. The code is told at redeeming only.
package struct Redemption: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var resident: Int64
    /// The resident's, masked.
    package var name: String
    package var reward: String
    package var rewardName: String
    package var quantity: Int
    package var points: Int
    /// `held`, `collected`, `cancelled` or `expired`.
    package var state: String
    package var code: String?
    package var createdAt: String
    package var expiresAt: String
    package var decidedAt: String?

    package init(
        id: Int64, estate: String, resident: Int64, name: String, reward: String, rewardName: String,
        quantity: Int, points: Int, state: String, code: String? = nil, createdAt: String,
        expiresAt: String, decidedAt: String? = nil
    ) {
        self.id = id
        self.estate = estate
        self.resident = resident
        self.name = name
        self.reward = reward
        self.rewardName = rewardName
        self.quantity = quantity
        self.points = points
        self.state = state
        self.code = code
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.decidedAt = decidedAt
    }
}

/// The pick-up code that the resident shows.
package struct CollectReward: Codable, Sendable, Hashable {
    package var code: String
    package var estate: String?

    package init(code: String, estate: String? = nil) {
        self.code = code
        self.estate = estate
    }
}
