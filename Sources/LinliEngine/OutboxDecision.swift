import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import Logging

/// What is written down after one attempt to send: the platform's word turned into a state.
struct OutboxDecision: Sendable {
    enum Outcome: String, Sendable, CaseIterable {
        case accepted, retry, refused, dead
        case windowClosed = "window_closed"
    }

    let outcome: Outcome
    let reason: String
    private let row: OutboxRow
    private let platformID: String?
    private let notBefore: Instant?
    private let givesBack: Bool
    /// What a whole reply window of the channel holds; nil where it has none.
    private let places: Int?
    private let now: Instant

    /// Nobody knows whether the platform took it. The second time ends the attempts where the platform takes
    /// no idempotency key, because a third copy helps nobody.
    private let isUnknown: Bool

    /// `limits` are the channel's; nil for a staff robot.
    init(
        _ result: PushResult, row: OutboxRow, limits: ChannelLimits?, backoff: Backoff, now: Instant
    ) {
        let takesKey = limits?.takesIdempotencyKey ?? false
        self.row = row
        self.now = now
        var platformID: String?
        var outcome = Outcome.retry
        var reason = ""
        var wait: TimeSpan?
        var givesBack = false
        var isUnknown = false
        switch result {
        case .verdict(.accepted(let id)): (outcome, platformID) = (.accepted, id)
        case .verdict(.windowClosed(let why)), .verdict(.conversationClosed(let why)):
            (outcome, reason) = (.windowClosed, why)
        case .verdict(.refused(let why)): (outcome, reason) = (.refused, why)
        case .verdict(.tokenExpired):
            (reason, givesBack) = ("the platform refused two access tokens in a row", true)
        case .verdict(.tokenRefused(let why)):
            (reason, wait, givesBack) = (why, .minutes(Limits.tokenRefusedMinutes), true)
        case .verdict(.retry(let after, let why)): (reason, wait, givesBack) = (why, after, true)
        case .failure(let failure):
            switch failure.kind {
            case .forbiddenAddress: (outcome, reason) = (.refused, failure.reason)
            case .notSent, .closed: (reason, givesBack) = (failure.reason, true)
            case .unknownOutcome, .responseTooLong:
                isUnknown = true
                let isSecond = row.unknowns > 0 && !takesKey
                (outcome, reason) = (isSecond ? .dead : .retry, OutboxRow.unknownOutcome)
            }
        }
        let attempts = row.attempts + 1
        if outcome == .retry, attempts >= Limits.outboxAttempts { outcome = .dead }
        self.outcome = outcome
        self.reason = reason
        self.platformID = platformID
        self.givesBack = givesBack
        self.isUnknown = isUnknown
        places = limits?.window?.messages
        notBefore = outcome == .retry ? now + max(wait ?? .zero, backoff.delay(after: attempts)) : nil
    }

    func write(in tx: Transaction) throws(SQLError) {
        let message = row.message
        try tx.outbox.decide(
            row.id, state, reason: reason, platformID: platformID, notBefore: notBefore,
            isUnknown: isUnknown, round: message.round, at: now)
        if givesBack, outcome == .retry, let places {
            try tx.windows.giveBack(channel: message.channel, recipient: message.recipient, atMost: places)
        }
        if outcome == .windowClosed {
            try tx.windows.exhaust(channel: message.channel, recipient: message.recipient)
        }
    }

    private var state: OutboxRow.State {
        switch outcome {
        case .accepted: .accepted
        case .retry: .queued
        case .windowClosed: .windowClosed
        case .refused: .refused
        case .dead: .dead
        }
    }

    /// No text, no recipient.
    func metadata(of row: OutboxRow) -> Logger.Metadata {
        [
            "outbox": "\(row.id)", "channel": "\(row.message.channel)", "state": "\(state.rawValue)",
            "reason": "\(reason)", "attempt": "\(row.attempts + 1)",
        ]
    }
}
