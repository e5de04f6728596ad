import LinliChannels
import LinliModel
import LinliSQL
import LinliStore

extension Transaction {
    /// Takes back what a platform had accepted and did not deliver: its row is `window_closed` or `refused`
    /// again, and a window that the platform calls closed is closed here too. Said twice it changes nothing.
    package func returned(_ lost: Undelivered, of channel: any Channel, at now: Instant) throws(SQLError) {
        let (outcome, reason): (OutboxRow.State, String) =
            switch lost.verdict {
            case .windowClosed(let reason): (.windowClosed, reason)
            case .refused(let reason): (.refused, reason)
            default: (.refused, "not delivered")
            }
        let isFound = try outbox.undelivered(
            channel: channel.name, recipient: lost.recipient, platformID: lost.platformID, outcome,
            reason: reason, at: now, isIt: { channel.givenID(of: $0) == lost.platformID })
        if isFound, outcome == .windowClosed {
            try windows.exhaust(channel: channel.name, recipient: lost.recipient)
        }
    }
}
