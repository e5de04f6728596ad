import LinliChannels
import LinliModel
import LinliServices

/// Tries a channel's settings at its platform, without a resident: nobody is written to, and nothing is kept.
///
/// A token is fetched anew, past the one that is in use, because a wrong secret shows only then. Of a channel
/// that is pulled one message is asked for, from the beginning: its cursor stays where it is.
package struct ChannelProbe: Sendable {
    private let carriers: Carriers
    private let send: OutboxWorker.Send

    package init(_ carriers: Carriers, send: @escaping OutboxWorker.Send) {
        self.carriers = carriers
        self.send = send
    }

    /// Empty where there is no such channel, and where nobody outside is to be asked (the web chat).
    package func ask(_ name: String) async -> [PlatformFinding] {
        guard let channel = carriers.channel(name), channel.delivery == .push else { return [] }
        if let trial = channel.trial() { return [PlatformFinding(.token, await judge(trial, channel))] }
        guard let request = channel.tokenRequest(forceRefresh: false) else { return await knock(on: channel) }
        let response: PushResponse
        switch await send(request) {
        case .failure(let failure): return [PlatformFinding(.token, Self.word(failure))]
        case .success(let whole): response = whole
        }
        switch channel.token(from: response) {
        case .refused(let reason): return [PlatformFinding(.token, .refused(reason: reason))]
        case .retry(let reason): return [PlatformFinding(.token, .busy(reason: reason))]
        case .token(let token, let lifetime):
            let good = PlatformFinding(.token, .good(lifetime: lifetime))
            guard let pulled = channel as? any PulledChannel else { return [good] }
            return [good, PlatformFinding(.pull, await pull(pulled, token: token))]
        }
    }

    /// A token that stands in the settings lasts until a person takes it back.
    private func judge(_ trial: PushRequest, _ channel: any Channel) async -> PlatformFinding.Word {
        switch await send(trial) {
        case .failure(let failure): return Self.word(failure)
        case .success(let response):
            switch channel.verdict(on: response) {
            case .accepted: return .good(lifetime: nil)
            case .tokenExpired: return .refused(reason: "the access token is not accepted")
            case .retry(_, let reason): return .busy(reason: reason)
            case .tokenRefused(let reason), .windowClosed(let reason), .conversationClosed(let reason),
                .refused(let reason):
                return .refused(reason: reason)
            }
        }
    }

    private func pull(_ channel: any PulledChannel, token: String) async -> PlatformFinding.Word {
        switch await send(channel.pull(after: "", ticket: nil, limit: 1, token: token)) {
        case .failure(let failure): return Self.word(failure)
        case .success(let response):
            switch channel.page(in: response) {
            case .page: return .good(lifetime: nil)
            case .tokenExpired: return .refused(reason: "the access token is not accepted")
            case .ticketRefused: return .busy(reason: "the platform wants the ticket of a call")
            case .cursorRefused(let reason), .refused(let reason): return .refused(reason: reason)
            case .retry(_, let reason): return .busy(reason: reason)
            }
        }
    }

    /// Any answer of the place where messages go shows that it is there; what it says is not asked.
    private func knock(on channel: any Channel) async -> [PlatformFinding] {
        var findings: [PlatformFinding] = []
        for origin in channel.configuredOrigins {
            switch await send(PushRequest(method: .get, url: origin + "/")) {
            case .success: findings.append(PlatformFinding(.address, .good(lifetime: nil)))
            case .failure(let failure) where failure.kind == .responseTooLong:
                findings.append(PlatformFinding(.address, .good(lifetime: nil)))
            case .failure(let failure): findings.append(PlatformFinding(.address, Self.word(failure)))
            }
        }
        return findings
    }

    private static func word(_ failure: PushFailure) -> PlatformFinding.Word {
        switch failure.kind {
        case .forbiddenAddress: .forbidden(reason: failure.reason)
        case .notSent, .unknownOutcome: .unreachable(reason: failure.reason)
        case .responseTooLong: .busy(reason: "the answer is too long")
        case .closed: .busy(reason: "the daemon is stopping")
        }
    }
}
