import LinliChannels
import LinliModel

/// Access tokens of platforms, one a channel.
///
/// Promise: one refresh at a time a channel (whoever asks meanwhile waits for the same answer), and a token
/// that a platform refused is thrown away only if it is still the one in use: somebody may have refreshed it
/// already. Kept in memory: after a restart the platform hands out the same one again (`stable_token`).
package actor Tokens {
    package enum Problem: Error, Sendable, Hashable {
        case retry(reason: String)
        /// A wrong secret or an address that is not on the platform's list: a person must act.
        case refused(reason: String)
    }

    private struct Held {
        var token: String
        var goodUntil: Instant
    }

    private let send: @Sendable (PushRequest) async -> Result<PushResponse, PushFailure>
    private let clock: any Clockwork
    private var held: [String: Held] = [:]
    private var refreshes: [String: Task<Result<Held, Problem>, Never>] = [:]

    package init(
        send: @escaping @Sendable (PushRequest) async -> Result<PushResponse, PushFailure>,
        clock: any Clockwork
    ) {
        self.send = send
        self.clock = clock
    }

    /// A token that is good now; nil where the channel needs none.
    package func token(for channel: any Channel) async -> Result<String?, Problem> {
        guard channel.tokenRequest(forceRefresh: false) != nil else { return .success(nil) }
        if let known = held[channel.name], known.goodUntil > clock.now() { return .success(known.token) }
        return await refresh(channel).map { $0.token }
    }

    /// Whether a push may start now without waiting for a token.
    package func isReady(for channel: any Channel) -> Bool {
        guard channel.tokenRequest(forceRefresh: false) != nil else { return true }
        return held[channel.name].map { $0.goodUntil > clock.now() } ?? false
    }

    /// The platform refused `token`. A newer one stays.
    package func refused(_ token: String, for channel: any Channel) {
        guard held[channel.name]?.token == token else { return }
        held[channel.name] = nil
    }

    private func refresh(_ channel: any Channel) async -> Result<Held, Problem> {
        if let running = refreshes[channel.name] { return await running.value }
        let send = send
        let clock = clock
        // The task outlives a cancelled caller on purpose: others wait for the same answer.
        let task = Task { await Self.fetch(channel, send: send, clock: clock) }
        refreshes[channel.name] = task
        let result = await task.value
        refreshes[channel.name] = nil
        if case .success(let fresh) = result { held[channel.name] = fresh }
        return result
    }

    private static func fetch(
        _ channel: any Channel, send: @Sendable (PushRequest) async -> Result<PushResponse, PushFailure>,
        clock: any Clockwork
    ) async -> Result<Held, Problem> {
        guard let request = channel.tokenRequest(forceRefresh: false) else {
            return .failure(.refused(reason: "the channel has no tokens"))
        }
        switch await send(request) {
        case .failure(let failure):
            return .failure(.retry(reason: "token: \(failure.reason)"))
        case .success(let response):
            switch channel.token(from: response) {
            case .token(let token, let lifetime):
                // A minute early, so that no push starts with a token that ends on its way.
                let good = clock.now() + max(.seconds(1), lifetime + .seconds(-60))
                return .success(Held(token: token, goodUntil: good))
            case .retry(let reason): return .failure(.retry(reason: "token: \(reason)"))
            case .refused(let reason): return .failure(.refused(reason: "token: \(reason)"))
            }
        }
    }
}
