import LinliChannels
import LinliModel
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("Access tokens: one refresh at a time", .timeLimit(.minutes(1)))
struct TokensTests {
    private static let channel = FakeChannel(needsToken: true)

    @Test("A hundred who ask at once wait for one request")
    func singleFlight() async {
        let asked = Tally()
        let outside = Outside { _, number in
            await asked.reaches(1)
            return .status(200, "T\(number)")
        }
        let tokens = Tokens(send: outside.send, clock: ManualClock())
        let answers = await withTaskGroup(of: Result<String?, Tokens.Problem>.self) { group in
            for _ in 0..<100 { group.addTask { await tokens.token(for: Self.channel) } }
            await outside.requests.reaches(1)
            asked.add()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == .success("T1") })
        #expect(outside.sent.count == 1)
    }

    @Test("A token is used until a minute before its end")
    func lifetime() async {
        let clock = ManualClock()
        let outside = Outside { _, number in .status(200, "T\(number)") }
        let tokens = Tokens(send: outside.send, clock: clock)
        #expect(await tokens.token(for: Self.channel) == .success("T1"))
        clock.set(monday + .minutes(119) - .milliseconds(1))
        #expect(await tokens.token(for: Self.channel) == .success("T1"))
        clock.set(monday + .minutes(119))
        #expect(await tokens.token(for: Self.channel) == .success("T2"))
    }

    @Test("A refused token is thrown away only while it is the one in use")
    func compareAndSwap() async {
        let outside = Outside { _, number in .status(200, "T\(number)") }
        let tokens = Tokens(send: outside.send, clock: ManualClock())
        #expect(await tokens.token(for: Self.channel) == .success("T1"))
        await tokens.refused("T1", for: Self.channel)
        #expect(await tokens.token(for: Self.channel) == .success("T2"))
        // A second push that still had the first token learns late that it is no good.
        await tokens.refused("T1", for: Self.channel)
        #expect(await tokens.token(for: Self.channel) == .success("T2"))
        #expect(outside.sent.count == 2)
    }

    @Test("A failed refresh is told as it is, kept by nobody, and tried again by the next who asks")
    func failures() async {
        let answers = Kept<[Outside.Answer]>([.status(500), .status(403), .lost, .status(200, "T")])
        let outside = Outside { _, _ in answers.change { $0.removeFirst() } }
        let tokens = Tokens(send: outside.send, clock: ManualClock())
        #expect(await tokens.token(for: Self.channel) == .failure(.retry(reason: "token: busy")))
        #expect(await tokens.token(for: Self.channel) == .failure(.refused(reason: "token: wrong secret")))
        #expect(await tokens.token(for: Self.channel) == .failure(.retry(reason: "token: time-out")))
        #expect(await tokens.token(for: Self.channel) == .success("T"))
    }

    @Test("Channels have tokens of their own, and some need none")
    func apart() async {
        let outside = Outside { sent, _ in .status(200, sent.url) }
        let tokens = Tokens(send: outside.send, clock: ManualClock())
        #expect(await tokens.token(for: FakeChannel()) == .success(nil))
        #expect(
            await tokens.token(for: FakeChannel(name: "x", needsToken: true))
                == .success("https://x.test/token"))
        #expect(
            await tokens.token(for: FakeChannel(name: "y", needsToken: true))
                == .success("https://y.test/token"))
    }
}
