/// Points against the property fee (`domain.md` D03): a line for the accountant. Points never change
/// the fee itself.
package struct FeeWish: Sendable, Hashable, Codable {
    package var yuan: Int?
    /// He says how many points he wants to give for it.
    package var points: Int?
    /// As much as the limit and the balance allow.
    package var wantsMost: Bool

    package init(yuan: Int? = nil, points: Int? = nil, wantsMost: Bool = false) {
        self.yuan = yuan
        self.points = points
        self.wantsMost = wantsMost
    }
}

/// What stands around such a discount, as it is told.
package struct FeeTerms: Sendable, Hashable, Codable {
    /// The flat whose fee it is: 3栋2单元501.
    package var home: String
    /// Points of one yuan.
    package var price: Int
    /// 每季度50元.
    package var limit: String
    /// Yuan that the flat may still have in this period.
    package var left: Int
    package var balance: Int

    package init(home: String, price: Int, limit: String, left: Int, balance: Int) {
        self.home = home
        self.price = price
        self.limit = limit
        self.left = left
        self.balance = balance
    }
}
