import Synchronization

/// What a store had to do more than once, since its opening.
package final class PostgresTally: Sendable {
    private let collisionCount = Atomic<Int>(0)
    private let connectionCount = Atomic<Int>(0)
    private let lossCount = Atomic<Int>(0)

    /// Bodies that were run again after a serialization failure, a deadlock or a race for a key.
    package var collisions: Int { collisionCount.load(ordering: .relaxed) }
    /// Connections that were made.
    package var connections: Int { connectionCount.load(ordering: .relaxed) }
    /// Connections that broke while in use.
    package var losses: Int { lossCount.load(ordering: .relaxed) }

    func collided() { collisionCount.add(1, ordering: .relaxed) }
    func connected() { connectionCount.add(1, ordering: .relaxed) }
    func lostConnection() { lossCount.add(1, ordering: .relaxed) }
}
