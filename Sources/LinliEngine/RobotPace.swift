import LinliModel
import LinliStore
import Synchronization

/// Keeps each staff robot under its 20 messages a minute: what is too much waits in the outbox.
final class RobotPace: Sendable {
    private let sent = Mutex<[String: [Instant]]>([:])

    func allows(_ row: OutboxRow, _ carrier: Carriers.Carrier?, at now: Instant) -> Bool {
        guard case .robot(let robot) = carrier else { return true }
        return sent.withLock { sent in
            let recent = (sent[robot.name] ?? []).filter { now - $0 < .minutes(1) && $0 <= now }
            let isFree = recent.count < robot.messagesPerMinute
            sent[robot.name] = isFree ? recent + [now] : recent
            return isFree
        }
    }
}
