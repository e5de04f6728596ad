import Dispatch
import Foundation
import Synchronization

/// The one place where tests wait with a bound. What never comes becomes an error with a sentence, so that
/// a broken daemon fails a test instead of hanging the run.
package enum Patience {
    package struct RanOut: Error, CustomStringConvertible {
        package let description: String
    }

    /// Generous, because debug builds share the machine with compilers; a passing test never uses it up.
    package static let seconds = 60.0

    /// Returns when `event` does, or throws after the bound.
    ///
    /// `event` is left behind where the bound is over: it may wait for something that never comes.
    package static func wait(
        for what: @autoclosure () -> String, within seconds: Double = Patience.seconds,
        _ event: @escaping @Sendable () async -> Void
    ) async throws {
        let once = Once()
        let isInTime = await withCheckedContinuation { continuation in
            once.arm(continuation)
            Task {
                await event()
                once.end(true)
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { once.end(false) }
        }
        guard isInTime else { throw RanOut(description: "waited \(seconds) s in vain for \(what())") }
    }

    /// For what gives no signal, such as a row of another process: asks until the answer is yes.
    package static func until(
        _ what: String, within seconds: Double = Patience.seconds, _ condition: () async throws -> Bool
    ) async throws {
        let bound = ContinuousClock.now + .seconds(seconds)
        while try await !condition() {
            guard ContinuousClock.now < bound else {
                throw RanOut(description: "asked \(seconds) s in vain: \(what)")
            }
            await pause(milliseconds: 10)
        }
    }

    /// Gives the machine to others for a moment. Not for tests: they wait for something.
    package static func pause(milliseconds: Int) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                continuation.resume()
            }
        }
    }

    /// Two may end the wait; the first does.
    private final class Once: Sendable {
        private let waiter = Mutex<CheckedContinuation<Bool, Never>?>(nil)

        func arm(_ continuation: CheckedContinuation<Bool, Never>) {
            waiter.withLock { $0 = continuation }
        }

        func end(_ isInTime: Bool) {
            let continuation = waiter.withLock { waiter in
                defer { waiter = nil }
                return waiter
            }
            continuation?.resume(returning: isInTime)
        }
    }
}

extension Tally {
    /// `reaches(_:)` with a bound.
    package func reaches(
        _ goal: Int, of what: String, within seconds: Double = Patience.seconds
    ) async throws {
        try await Patience.wait(for: "\(goal) × \(what)", within: seconds) { await self.reaches(goal) }
    }
}
