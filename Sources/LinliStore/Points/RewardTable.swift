import LinliModel
import LinliSQL

/// Rewards and their stock. Stock is a guard row: taking is one conditional UPDATE, never read-then-write.
package struct RewardTable {
    let tx: Transaction

    /// Adds a reward or brings name and price up to date. The stock of a known reward is left alone.
    package func put(estate: String, _ listing: RewardListing) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO rewards (estate, code, name, points, stock)
            VALUES (\(estate), \(listing.code), \(listing.name), \(listing.points), \(listing.stock))
            ON CONFLICT (estate, code) DO UPDATE SET name = excluded.name, points = excluded.points
            """)
    }

    package func list(estate: String) throws(SQLError) -> [RewardListing] {
        try tx.all(
            "SELECT code, name, points, stock FROM rewards WHERE estate = \(estate) ORDER BY points, code",
            Self.decode)
    }

    package func find(estate: String, code: String) throws(SQLError) -> RewardListing? {
        try tx.first(
            "SELECT code, name, points, stock FROM rewards WHERE estate = \(estate) AND code = \(code)",
            Self.decode)
    }

    /// Takes from the stock. False where there is not enough.
    package func take(_ quantity: Int, estate: String, code: String) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE rewards SET stock = stock - \(quantity)
            WHERE estate = \(estate) AND code = \(code) AND stock >= \(quantity)
            """) == 1
    }

    /// Puts back, or fills up.
    @discardableResult
    package func add(_ quantity: Int, estate: String, code: String) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE rewards SET stock = stock + \(quantity)
            WHERE estate = \(estate) AND code = \(code) AND stock + \(quantity) >= 0
            """) == 1
    }

    static func decode(_ row: Row) throws(SQLError) -> RewardListing {
        RewardListing(
            code: try row.text(0), name: try row.text(1), points: try row.int(2), stock: try row.int(3))
    }
}
