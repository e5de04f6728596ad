import LinliChannels
import LinliModel
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("Lanes, permits, signal, back-off", .timeLimit(.minutes(1)))
struct PartsTests {
    @Test("A lane is worked by one, in order; whoever comes while it is worked joins it")
    func lanes() {
        let lanes = Lanes<Int>()
        #expect(lanes.add(1, to: "a"))
        #expect(!lanes.add(2, to: "a"))
        #expect(lanes.add(9, to: "b"))
        #expect(lanes.next(in: "a") == 1)
        #expect(lanes.next(in: "a") == 2)
        #expect(!lanes.add(3, to: "a"), "its worker has not seen the end yet")
        #expect(lanes.next(in: "a") == 3)
        #expect(lanes.next(in: "a") == nil)
        #expect(lanes.add(4, to: "a"), "now it needs a new one")
        #expect(lanes.next(in: "b") == 9)
    }

    @Test("A thousand elements in ten lanes: each once, each lane in order, never two workers in one")
    func lanesAtOnce() async {
        let lanes = Lanes<Int>()
        let seen = Kept<[String: [Int]]>([:])
        await withDiscardingTaskGroup { group in
            for number in 0..<1000 {
                let lane = "lane \(number % 10)"
                guard lanes.add(number, to: lane) else { continue }
                group.addTask {
                    while let element = lanes.next(in: lane) {
                        seen.change { $0[lane, default: []].append(element) }
                        await Task.yield()
                    }
                }
            }
        }
        let all = seen.now
        #expect(all.values.map(\.count) == Array(repeating: 100, count: 10))
        #expect(all.values.allSatisfy { $0 == $0.sorted() })
    }

    @Test("Who waits for room goes on as soon as there is some")
    func laneRoom() async {
        let lanes = Lanes<Int>()
        await lanes.waitForRoom(below: 1)
        for number in 1...3 { _ = lanes.add(number, to: "a") }
        await withDiscardingTaskGroup { group in
            group.addTask { await lanes.waitForRoom(below: 2) }
            group.addTask { for _ in 1...3 { _ = lanes.next(in: "a") } }
        }
    }

    @Test("Places are given back to who waits")
    func room() async {
        let permits = Permits(2)
        permits.take()
        permits.take()
        #expect(permits.free == 0)
        await withDiscardingTaskGroup { group in
            group.addTask { await permits.waitForOne() }
            group.addTask { permits.giveBack() }
        }
        #expect(permits.free == 1)
    }

    @Test("A notification that comes before the wait is kept, several count as one")
    func signalKept() async {
        let signal = Signal()
        let clock = ManualClock()
        signal.notify()
        signal.notify()
        await signal.wait(atMost: .hours(1), on: clock)
        // The second wait has nothing to wait for but its time.
        await withDiscardingTaskGroup { group in
            group.addTask { await signal.wait(atMost: .zero, on: clock) }
        }
    }

    @Test("A waiter wakes by a notification, by its time, and by being cancelled")
    func signalWakes() async {
        let signal = Signal()
        let clock = ManualClock()
        await withDiscardingTaskGroup { group in
            group.addTask { await signal.wait(atMost: .hours(1), on: clock) }
            group.addTask { signal.notify() }
        }
        await signal.wait(atMost: .hours(1), on: FastClock())
        let waiting = Task { await signal.wait(atMost: .hours(1), on: clock) }
        waiting.cancel()
        await waiting.value
    }

    @Test("A thousand notifications and waits end, whatever their order")
    func signalStress() async {
        let signal = Signal()
        let clock = ManualClock()
        let handled = Kept(0)
        let produced = Kept(0)
        await withDiscardingTaskGroup { group in
            group.addTask {
                while handled.now < 1000 {
                    handled.change { $0 = produced.now }
                    if handled.now < 1000 { await signal.wait(atMost: .hours(1), on: clock) }
                }
            }
            for _ in 0..<1000 {
                group.addTask {
                    produced.change { $0 += 1 }
                    signal.notify()
                }
            }
        }
        #expect(handled.now == 1000)
    }

    @Test(
        "The delay doubles from a second to ten minutes; jitter takes at most half of it",
        arguments: [
            (1, 1_000), (2, 2_000), (3, 4_000), (8, 128_000), (10, 512_000), (11, 600_000), (99, 600_000),
            (0, 1_000),
        ])
    func backoff(attempt: Int, milliseconds: Int64) {
        #expect(Backoff { 0 }.delay(after: attempt) == .milliseconds(milliseconds / 2))
        #expect(Backoff { 1 }.delay(after: attempt) == .milliseconds(milliseconds))
    }
}
