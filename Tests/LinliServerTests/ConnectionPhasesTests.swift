import NIOCore
import Testing

@testable import LinliServer

/// The deadlines of a connection, without a connection.
@Suite struct ConnectionPhasesTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    static let limits = ListenerLimits(
        firstByte: .seconds(5), request: .seconds(10), answer: .seconds(2), keepAlive: .seconds(8),
        linger: .seconds(1), stall: .seconds(30), connections: 1, bodyBytesInFlight: 1, headerBytes: 100,
        headerFields: 10)

    func after(_ seconds: Int64) -> NIODeadline { Self.start + .seconds(seconds) }

    @Test func aTrickleDoesNotMoveTheDeadline() {
        var phases = ConnectionPhases(limits: Self.limits, now: Self.start)
        #expect(phases.deadline == after(5))
        phases.received(bytes: 1, at: after(4))
        #expect(phases.deadline == after(14))
        for second in 5...13 {
            phases.received(bytes: 1, at: after(Int64(second)))
        }
        #expect(phases.deadline == after(14))
        #expect(phases.phase == .receiving)
    }

    @Test func everyStepHasItsOwnDeadline() {
        var phases = ConnectionPhases(limits: Self.limits, now: Self.start)
        phases.received(bytes: 50, at: after(1))
        phases.readHead(keepsAlive: true)
        phases.readBody(bytes: 7)
        phases.readEnd(at: after(2))
        #expect(phases.phase == .answering)
        #expect(phases.deadline == after(4))
        let mustClose = phases.wroteHead(isStream: false, at: after(3))
        #expect(!mustClose)
        #expect(phases.deadline == after(13))
        let released = phases.wroteEnd(at: after(4))
        #expect(released == 7)
        #expect(phases.phase == .waiting)
        #expect(phases.deadline == after(12))
    }

    @Test func aStreamHasNoneUntilItsReaderStalls() {
        var phases = ConnectionPhases(limits: Self.limits, now: Self.start)
        phases.received(bytes: 50, at: after(1))
        phases.readHead(keepsAlive: true)
        phases.readEnd(at: after(1))
        _ = phases.wroteHead(isStream: true, at: after(1))
        #expect(phases.deadline == nil)
        phases.streamBecame(writable: false, at: after(100))
        #expect(phases.deadline == after(130))
        phases.streamBecame(writable: true, at: after(110))
        #expect(phases.deadline == nil)
    }

    @Test func anAnswerBeforeTheEndOfTheRequestEndsTheConnection() {
        var phases = ConnectionPhases(limits: Self.limits, now: Self.start)
        phases.received(bytes: 50, at: after(1))
        phases.readHead(keepsAlive: true)
        let mustClose = phases.wroteHead(isStream: false, at: after(1))
        #expect(mustClose)
    }

    @Test func theNextRequestInLineGetsItsOwnTime() {
        var phases = ConnectionPhases(limits: Self.limits, now: Self.start)
        phases.received(bytes: 50, at: after(1))
        phases.readHead(keepsAlive: true)
        phases.readEnd(at: after(1))
        phases.readHead(keepsAlive: false)
        phases.readBody(bytes: 3)
        _ = phases.wroteHead(isStream: false, at: after(2))
        let released = phases.wroteEnd(at: after(2))
        #expect(released == 0)
        #expect(phases.phase == .receiving)
        #expect(phases.deadline == after(12))
        phases.readEnd(at: after(3))
        #expect(phases.phase == .answering)
        let mustClose = phases.wroteHead(isStream: false, at: after(3))
        #expect(mustClose)
        let held = phases.end()
        #expect(held == 3)
    }

    @Test func countsTheHeaderAndNotTheBody() {
        var phases = ConnectionPhases(limits: Self.limits, now: Self.start)
        phases.received(bytes: 100, at: after(1))
        #expect(!phases.headerIsTooLong)
        phases.received(bytes: 1, at: after(1))
        #expect(phases.headerIsTooLong)
        phases.readHead(keepsAlive: true)
        phases.received(bytes: 1_000, at: after(1))
        #expect(!phases.headerIsTooLong)
    }
}
