import Foundation
import LinliTestKit
import Synchronization
import Testing

/// Residents who write all the time to daemons that share a server, whatever befalls these, and what became
/// of every message afterwards.
///
/// One resident after the other reports one thing, and his platform delivers it until it hears 200.
final class FleetTrial: Sendable {
    /// What the platform heard, and what stands in the store when all is drained.
    struct Figures: Sendable, CustomStringConvertible {
        let name: String
        var acknowledged = 0
        var found = 0
        /// Messages with two effects.
        var doubled = 0
        /// Acknowledged, and nowhere.
        var lost = 0
        var refused = 0
        var unanswered = 0
        /// People whom the platform showed their one reply more than once: it takes no idempotency key.
        var repliedTwice = 0

        /// A row of the table in Docs/Reliability.md.
        var description: String {
            "| \(name) | \(acknowledged) | \(found) | \(doubled) | \(lost) | \(refused) | \(unanswered) "
                + "| \(repliedTwice) |"
        }
    }

    private struct Heard: Sendable {
        var acknowledged: [String] = []
        var refused = 0
        var unanswered = 0
        var isOver = false
    }

    private static let writers = 6

    private let linli: LivingLinli
    private let state = Mutex(Heard())

    private init(_ linli: LivingLinli) {
        self.linli = linli
    }

    /// Starts every daemon, brings `trouble` while people write, waits until all is drained, and counts.
    static func run(
        _ name: String, on linli: LivingLinli, _ trouble: (FleetTrial) async throws -> Void
    ) async throws -> Figures {
        try await linli.startAll()
        try await linli.untilLoaded()
        let trial = FleetTrial(linli)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask { try await trial.write(as: writer) }
            }
            defer { trial.state.withLock { $0.isOver = true } }
            try await trial.taken(20)
            try await trouble(trial)
            try await trial.taken(20)
            trial.state.withLock { $0.isOver = true }
            try await group.waitForAll()
        }
        let figures = try await trial.count(name)
        FileHandle.standardError.write(Data("\(figures)\n".utf8))
        return figures
    }

    /// Waits for so many more messages that were answered 200.
    func taken(_ count: Int) async throws {
        let goal = state.withLock { $0.acknowledged.count } + count
        try await Patience.until("\(count) messages more are taken", within: 120) {
            self.state.withLock { $0.acknowledged.count } >= goal
        }
    }

    /// Waits for so many more messages that were answered 503.
    func refused(_ count: Int) async throws {
        let goal = state.withLock { $0.refused } + count
        try await Patience.until("\(count) messages more are refused", within: 120) {
            self.state.withLock { $0.refused } >= goal
        }
    }

    private func write(as writer: Int) async throws {
        var number = 0
        while !isOver {
            number += 1
            let id = linli.nextID
            let who = "oT6_linliEndToEnd-Writer\(writer)x\(number)"
            let words = "\(number % 12 + 1)栋\(writer + 1)0\(number)室厨房水管漏水"
            // Where the trouble does not end as it should, the platform gives up with the test.
            while !isOver, try await !isTaken(words, from: who, id: id) {
                await Patience.pause(milliseconds: 20)
            }
        }
    }

    private var isOver: Bool { state.withLock { $0.isOver } }

    private func isTaken(_ words: String, from who: String, id: UInt64) async throws -> Bool {
        do {
            guard try await linli.say(words, from: who, id: id).status == 200 else {
                state.withLock { $0.refused += 1 }
                return false
            }
            state.withLock { $0.acknowledged.append("\(id)") }
            return true
        } catch is LoopbackClient.NoAnswer {
            state.withLock { $0.unanswered += 1 }
            return false
        }
    }

    private func count(_ name: String) async throws -> Figures {
        let census = try await linli.atRest(within: 120)
        let heard = state.withLock { $0 }
        let done = Dictionary(grouping: census.done, by: { $0 }).mapValues(\.count)
        var figures = Figures(
            name: name, acknowledged: heard.acknowledged.count, found: census.done.count,
            refused: heard.refused, unanswered: heard.unanswered)
        figures.lost = heard.acknowledged.filter { done[$0] == nil }.count
        // Everybody writes once: one turn, one reply, at most one ticket.
        figures.doubled = done.values.filter { $0 > 1 }.count
        let twice = Dictionary(grouping: census.tickets, by: \.sender).values.filter { $0.count > 1 }
        let pushedTwice = Dictionary(grouping: census.pushes, by: \.recipient).values.filter { $0.count > 1 }
        #expect(twice.isEmpty && pushedTwice.isEmpty, "\(twice) \(pushedTwice)")
        figures.doubled += census.tickets.count - Set(census.tickets.map(\.sender)).count
        figures.doubled += census.pushes.count - Set(census.pushes.map(\.recipient)).count
        let people = Set(census.pushes.map(\.recipient))
        figures.repliedTwice = people.filter { linli.wechat.texts(to: $0).count > 1 }.count
        #expect(census.quarantined.isEmpty)
        #expect(census.pushes.count == census.done.count, "a reply for every message")
        #expect(census.pushes(in: "accepted").count == census.pushes.count, "every reply has gone out")
        return figures
    }
}

extension FleetTrial.Figures {
    /// The promise: what was answered 200 is there, once.
    func expectAllOnce() {
        #expect(lost == 0, "\(self)")
        #expect(doubled == 0, "\(self)")
        #expect(found == acknowledged, "\(self)")
    }
}
