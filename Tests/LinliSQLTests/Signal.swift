import Foundation

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
