import Foundation
import Testing

@testable import LinliSQLite

@Suite struct ThreadPriorityTests {
    /// The writer goes before others where the account may do that, and the threads that it starts do not.
    @Test func aThreadIsRaisedAndItsOwnThreadsAreNot() async {
        let before = await onThread { niceness() }
        let raised = await onThread {
            ThreadPriority.raise()
            return niceness()
        }
        let isAllowed = await onThread { setpriority(process, 0, -15) } == 0
        #expect(raised == (isAllowed ? -15 : before))
        let started = await withCheckedContinuation { continuation in
            let thread = Thread {
                ThreadPriority.raise()
                let child = Thread { continuation.resume(returning: niceness()) }
                child.start()
            }
            thread.start()
        }
        #expect(started > -15)
    }
}

private func onThread(_ body: @escaping @Sendable () -> CInt) async -> CInt {
    await withCheckedContinuation { continuation in
        let thread = Thread { continuation.resume(returning: body()) }
        thread.start()
    }
}

private func niceness() -> CInt { getpriority(process, 0) }

private let process = CInt(PRIO_PROCESS.rawValue)
