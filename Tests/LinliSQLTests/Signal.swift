import Foundation
import Synchronization

/// Lets a synchronous body wait for something that happens elsewhere.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func fire() {
        semaphore.signal()
    }

    /// Fails the wait after half a minute, so that a defect ends a test and not the patience.
    @discardableResult
    func wait() -> Bool {
        semaphore.wait(timeout: .now() + 30) == .success
    }
}

/// Tells loops elsewhere to end.
final class Flag: Sendable {
    private let state = Atomic<Bool>(false)

    var isUp: Bool { state.load(ordering: .relaxed) }

    func raise() {
        state.store(true, ordering: .relaxed)
    }
}
