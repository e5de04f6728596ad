import Foundation
import LinliModel

/// The time of the composition root: the one place where the system's clock is read.
package protocol Clockwork: Sendable {
    func now() -> Instant
    /// Returns after `span`, or when the task is cancelled.
    func sleep(_ span: TimeSpan) async
}

/// The wall clock. It is used to compare with due times, never to measure a length.
package struct SystemClock: Clockwork {
    package init() {}

    package func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    package func sleep(_ span: TimeSpan) async {
        do {
            try await Task.sleep(for: .milliseconds(span.milliseconds))
        } catch {
            // Cancelled: the caller looks at its own state next.
        }
    }
}
