import LinliModel
import LinliSQL

extension RewardTable {
    /// Sets the stock to what was counted on the shelf.
    package func setStock(_ count: Int, estate: String, code: String) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE rewards SET stock = \(count) WHERE estate = \(estate) AND code = \(code)") == 1
    }
}
