import Foundation
import LinliTestKit
import Synchronization
import Testing

/// Signals, and two of them on one store.
@Suite(.timeLimit(.minutes(5))) struct StopTests {
    @Test func sigtermLetsThePushUnderWayFinish() async throws {
        let platform = try SlowPlatform()
        try await LivingLinli.with(apiBase: platform.url) { linli in
            let daemon = try await linli.start()
            #expect(try await linli.say("3栋2单元电梯坏了", from: Residents.a).body == "success")
            try await platform.asked.reaches(1, of: "send under way")
            daemon.signal(SIGTERM)
            try await Patience.until("the listener has closed") {
                do {
                    _ = try await linli.client.get("/healthz")
                    return false
                } catch is LoopbackClient.NoAnswer {
                    return true
                }
            }
            platform.answer()
            let began = ContinuousClock.now
            #expect(try await daemon.end(within: 20) == LinliProcess.End(code: 0))
            #expect(began.duration(to: .now) < .seconds(10))
            let census = try await linli.census()
            #expect(census.waiting.isEmpty)
            #expect(census.pushes.map(\.state) == ["accepted"])
        }
        platform.stop()
    }

    @Test func sigtermDoesNotWaitForAPlatformThatNeverAnswers() async throws {
        try await LivingLinli.with { linli in
            let daemon = try await linli.start()
            linli.wechat.fail(.hang)
            #expect(try await linli.say("3栋2单元电梯坏了", from: Residents.a).body == "success")
            try await linli.wechat.attempts.reaches(1, of: "send under way")
            let began = ContinuousClock.now
            // A push may take 10 s (`push.timeout`).
            #expect(try await linli.stop() == LinliProcess.End(code: 0))
            #expect(began.duration(to: .now) < .seconds(15))
            #expect(daemon.errors.count(of: "everything that was answered is on disk") == 1)
            #expect(try await linli.census().pushes(in: "accepted").isEmpty)

            try await linli.start()
            let receipt = try await linli.reply(1, to: Residents.a)
            #expect(try await linli.atRest().tickets.map(\.number) == [receipt.ticketNumber])
            #expect(linli.wechat.texts(to: Residents.a) == [receipt])
        }
    }

    @Test func sigtermWhileItLoadsKeepsWhatItTook() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            #expect(try await linli.say("3栋2单元电梯坏了", from: Residents.a).body == "success")
            #expect(try await linli.stop() == LinliProcess.End(code: 0))
            try await linli.start()
            let receipt = try await linli.reply(1, to: Residents.a)
            #expect(try await linli.atRest().tickets.map(\.number) == [receipt.ticketNumber])
        }
    }

    @Test func sigtermDoesNotWaitForTheFirstLearning() async throws {
        try await LivingLinli.with { linli in
            try linli.forget()
            let daemon = try await linli.start()
            #expect(try await linli.stop() == LinliProcess.End(code: 0))
            #expect(daemon.errors.count(of: "understanding loaded") == 0)
        }
    }

    @Test func sighupTakesGoodSentencesAndRefusesBrokenOnes() async throws {
        try await LivingLinli.with { linli in
            let daemon = try await linli.start()
            // Also a signal that comes while the first set is still loading does no harm.
            daemon.signal(SIGHUP)
            try await daemon.errors.line("understanding loaded", number: 2)
            // The first reply carries the notice of consent.
            _ = try await linli.ask("撤销", from: Residents.a)
            let old = try await linli.ask("撤销", from: Residents.a)

            let file = "Intents/replies/tickets.yaml"
            let replies = try linli.read(file)
            try #require(replies.contains(old))
            try linli.write(file, "replies:\n  cancel.nothing: [这不是一句话\n")
            let loads = daemon.errors.count(of: "understanding loaded")
            daemon.signal(SIGHUP)
            let refusal = try await daemon.errors.line("Intents/ was not reloaded")
            #expect(refusal.contains(/tickets\.yaml:\d+/))
            // In other words each time: the same ones once more would be passed over.
            #expect(try await linli.ask("我要撤销", from: Residents.a) == old)

            try linli.write(file, replies.replacing(old, with: "您名下没有可撤的事项。"))
            daemon.signal(SIGHUP)
            try await daemon.errors.line("understanding loaded", number: loads + 1)
            #expect(try await linli.ask("撤销一下", from: Residents.a) == "您名下没有可撤的事项。")
        }
    }

    @Test func brokenSentencesAtTheStartEndTheDaemonWithTheirLine() async throws {
        try await LivingLinli.with { linli in
            try linli.write("Intents/replies/tickets.yaml", "replies:\n  cancel.nothing: [这不是一句话\n")
            let process = try linli.command(["serve"])
            #expect(try await process.end() == LinliProcess.End(code: 2))
            #expect(process.errors.lines.contains { $0.contains(/tickets\.yaml:\d+/) })
        }
    }

    @Test func whatIsOnlyAcceptedIsAnsweredByTheNextDaemon() async throws {
        try await LivingLinli.with { linli in
            let file = "Intents/replies/tickets.yaml"
            let replies = try linli.read(file)
            try linli.write(file, "replies:\n  cancel.nothing: [这不是一句话\n")
            let daemon = try await linli.start(0, "--accept-only")
            #expect(try await linli.client.get("/readyz").status == 200)
            #expect(try await linli.say("3栋2单元电梯坏了", from: Residents.a).body == "success")
            daemon.signal(SIGHUP)
            #expect(try await linli.say("2栋门禁坏了", from: Residents.b).body == "success")
            #expect(try await linli.census().waiting.count == 2)
            #expect(try await linli.stop() == LinliProcess.End(code: 0))
            #expect(linli.wechat.attempts.count == 0)

            try linli.write(file, replies)
            try await linli.start()
            let receipt = try await linli.reply(1, to: Residents.a)
            _ = try await linli.reply(1, to: Residents.b)
            let census = try await linli.atRest()
            #expect(census.waiting.isEmpty)
            #expect(census.tickets.filter { $0.number == receipt.ticketNumber }.count == 1)
            #expect(linli.wechat.texts(to: Residents.a) == [receipt])
        }
    }

    @Test func aSecondDaemonOnTheSameStoreRefusesAtOnce() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            try await linli.untilLoaded()
            // The yardstick for a loaded machine: the same binary reading the same settings.
            let check = ContinuousClock.now
            try await linli.tool("config", "check")
            let reading = check.duration(to: .now)
            let began = ContinuousClock.now
            let second = try linli.command(["serve"])
            #expect(try await second.end() == LinliProcess.End(code: 3))
            #expect(began.duration(to: .now) < reading + .seconds(1))
            #expect(second.output.lines.isEmpty)
            #expect(second.errors.lines.contains { $0.contains("holds the store") })
            try await linli.tool("demo", "load", code: 3)
            #expect(try await linli.ask("3栋2单元电梯坏了", from: Residents.a).ticketNumber != nil)
        }
    }

    @Test func aStoreIsCopiedBesideTheDaemonAndPutBackOnlyWithoutIt() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let kept = try await linli.ask("3栋2单元电梯坏了", from: Residents.a).ticketNumber
            _ = try await linli.atRest()
            let copy = "\(linli.folder)/copy.sqlite"
            try await linli.tool("store", "backup", copy)
            try await linli.tool("store", "check")
            _ = try await linli.ask("5栋1单元门禁坏了", from: Residents.a)
            let both = try await linli.atRest()
            #expect(both.tickets.count == 2)
            try await linli.tool("store", "restore", copy, "--yes", code: 3)
            #expect(try await linli.census() == both)

            #expect(try await linli.stop() == LinliProcess.End(code: 0))
            // Nobody is there to say yes: the full store stays as it is.
            let asked = try linli.command(["store", "restore", copy])
            #expect(try await asked.end().code != 0)
            #expect(try await linli.census() == both)
            try await linli.tool("store", "restore", copy, "--yes")
            try await linli.tool("store", "check")
            try await linli.start()
            #expect(try await linli.ask("进度", from: Residents.a).ticketNumber == kept)
            #expect(try await linli.atRest().tickets.map(\.number) == [kept])
        }
    }
}

/// A WeChat whose answer to a send waits for the test's word.
final class SlowPlatform: Sendable {
    let asked = Tally()
    private let server: LoopbackServer
    private let word = DispatchSemaphore(value: 0)

    init() throws {
        let (asked, word) = (asked, word)
        server = try LoopbackServer { request in
            guard request.head.first?.contains("custom/send") == true else {
                return .answer(LoopbackServer.ok(#"{"access_token":"1_abc","expires_in":7200}"#))
            }
            asked.add()
            word.wait()
            return .answer(LoopbackServer.ok(#"{"errcode":0,"errmsg":"ok"}"#))
        }
    }

    var url: String { server.url }

    func answer() { word.signal() }

    func stop() {
        word.signal()
        server.stop()
    }
}
