import LinliIntents
import LinliModel
import Synchronization

/// The words of the house while it runs: what understands residents and what answers them.
///
/// It may still be loading when the daemon already accepts messages: the workers wait for `whenLoaded`. A hot
/// reload swaps understanding and replies at once; a turn that has begun keeps what it began with.
package final class LiveUnderstanding: Phrasebook {
    private struct State {
        var understanding: Understanding?
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var serial = 0
    }

    private let state = Mutex(State())

    package init() {}

    package init(_ understanding: Understanding) {
        state.withLock { $0.understanding = understanding }
    }

    /// Nil while the first one is loading.
    package var current: Understanding? {
        state.withLock { $0.understanding }
    }

    package func replace(with understanding: Understanding) {
        let waiters = state.withLock { state in
            state.understanding = understanding
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when the first understanding is there, or when the task is cancelled.
    package func whenLoaded() async {
        let number = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let goesOn = state.withLock { state -> Bool in
                    guard state.understanding == nil, !Task.isCancelled else { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }

    package func words(_ phrase: Phrase, for kind: ChannelConfiguration.Kind?) -> String {
        do {
            guard let current else { return Self.apology }
            return try current.replies.render(phrase.key, phrase.values, channel: kind)
        } catch {
            return Self.apology
        }
    }

    package func buttons(_ phrase: Phrase) -> [String] {
        current?.replies.buttons(phrase.key, phrase.values) ?? []
    }

    /// Missing words are found at load and in tests; in front of a resident an apology is better than
    /// silence.
    private static let apology = "抱歉，这句话我没能说清楚。要找人工客服，请回复“转人工”。"
}
