import LinliModel
import LinliSQL
import LinliStore

/// This daemon among several that share a store.
package struct Fleet: Sendable {
    /// Unlike that of any other daemon, and of this one before its restart.
    package let owner: String
    /// How long a daemon that is gone or asleep keeps what it held. A turn takes milliseconds, a pause of a
    /// virtual machine seconds.
    package let lease: TimeSpan

    package init(owner: String, lease: TimeSpan) {
        self.owner = owner
        self.lease = lease
    }
}

/// A conversation that this daemon holds.
struct HeldLane: Sendable {
    let claim: LaneClaim
    let lease: TimeSpan

    /// First in every transaction that acts for the lane. False where it went to another daemon.
    func renew(in tx: Transaction) throws(SQLError) -> Bool {
        try tx.lanes.renew(claim, for: lease)
    }
}
