import LinliChannels
import LinliModel
import LinliSQL
import LinliStore

/// Which pulled channels have heard nothing for too long, whichever daemon of the store pulls them: a wrong
/// secret, an address that the platform does not let in, or a platform that is away.
///
/// What it finds is for an operator's eyes and no reason to call a daemon unfit: every other channel works,
/// and all daemons of the store would be unfit at once.
package struct PullWatch: Sendable {
    private let channels: [any PulledChannel]
    private let startedAt: Instant

    /// - Parameter startedAt: when this daemon began; the time before is nobody's silence.
    package init(_ channels: [any PulledChannel], startedAt: Instant) {
        self.channels = channels
        self.startedAt = startedAt
    }

    /// By the name of the check, `pull.` and the channel's name: what is to be said. Empty where all is well.
    package func notes(in tx: Transaction, at now: Instant) throws(SQLError) -> [String: String] {
        var notes: [String: String] = [:]
        for channel in channels {
            let pulledAt = try tx.pulls.find(channel.account)?.pulledAt
            let silence = now - max(pulledAt ?? startedAt, startedAt)
            guard silence >= .minutes(Limits.pullSilenceMinutes) else { continue }
            let last = pulledAt.map { "since \($0.iso8601)" } ?? "yet"
            notes["pull.\(channel.name)"] = "no pull has succeeded \(last): the log says why"
        }
        return notes
    }
}
