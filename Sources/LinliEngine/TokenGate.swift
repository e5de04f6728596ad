import LinliModel
import Synchronization

/// The channels that nothing is taken out of the outbox for, because they have no access token now.
///
/// A token is asked for before a row is marked as under way: waiting for one is no attempt at the message,
/// and a process that ends meanwhile leaves no outcome that nobody knows. Kept in memory; after a restart
/// the token is asked for again.
final class TokenGate: Sendable {
    private struct Shut {
        /// Nil while a token is being fetched.
        var until: Instant?
        var failures = 0
    }

    private let channels = Mutex<[String: Shut]>([:])

    /// The channels that are shut now.
    func shut(at now: Instant) -> [String] {
        channels.withLock { channels in
            channels.filter { $0.value.until.map { $0 > now } ?? true }.map(\.key).sorted()
        }
    }

    /// When the first channel may be tried again; nil where none waits for a time.
    func nextOpening(after now: Instant) -> Instant? {
        channels.withLock { $0.values.compactMap(\.until).filter { $0 > now }.min() }
    }

    /// Shuts a channel while its token is fetched. False where it is shut already.
    func shut(_ channel: String, at now: Instant) -> Bool {
        channels.withLock { channels in
            var shut = channels[channel] ?? Shut(until: now)
            guard let until = shut.until, until <= now else { return false }
            shut.until = nil
            channels[channel] = shut
            return true
        }
    }

    func open(_ channel: String) {
        channels.withLock { $0[channel] = nil }
    }

    /// There was no token. Returns how often that has been so in a row.
    func failed(_ channel: String) -> Int {
        channels.withLock { channels in
            channels[channel, default: Shut()].failures += 1
            return channels[channel]?.failures ?? 1
        }
    }

    func keepShut(_ channel: String, until: Instant) {
        channels.withLock { $0[channel]?.until = until }
    }
}
