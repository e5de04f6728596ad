import Foundation
import LinliTestKit
import Testing

/// Replies against a platform that refuses, forgets and limits.
@Suite(.timeLimit(.minutes(5))) struct DeliveryTests {
    @Test func aClosedWindowParksTheReplyUntilTheResidentWritesAgain() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            linli.wechat.fail(.code(45_015))
            #expect(try await linli.say("3栋2单元电梯坏了", from: Residents.a).body == "success")
            try await Patience.until("the reply is parked") {
                try await linli.census().pushes(in: "window_closed").count == 1
            }
            #expect(linli.wechat.texts(to: Residents.a).isEmpty)
            let listed = try await linli.staff("outbox", "list", "--state", "window_closed", "-q")
            #expect(listed.split(separator: "\n").count == 1)
            // Parked is parked: also a new life of the daemon does not send it.
            #expect(try await linli.stop() == LinliProcess.End(code: 0))
            try await linli.start()
            try await linli.untilLoaded()
            _ = try await linli.ask("5栋1单元门禁坏了", from: Residents.b)
            #expect(linli.wechat.texts(to: Residents.a).isEmpty)

            #expect(try await linli.say("进度", from: Residents.a).body == "success")
            let receipt = try await linli.reply(1, to: Residents.a)
            let status = try await linli.reply(2, to: Residents.a)
            let census = try await linli.atRest()
            #expect(receipt.contains("已点单"))
            #expect(receipt.ticketNumber == status.ticketNumber)
            #expect(linli.wechat.texts(to: Residents.a) == [receipt, status])
            #expect(census.pushes.allSatisfy { $0.state == "accepted" })
        }
    }

    @Test func aTokenThatThePlatformForgotIsFetchedOnceAndTheReplyGoesOut() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            _ = try await linli.ask("3栋2单元电梯坏了", from: Residents.a)
            _ = try await linli.atRest()
            #expect(linli.wechat.tokenCalls.count == 1)
            #expect(linli.wechat.attempts.count == 1)
            linli.wechat.revokeToken()
            _ = try await linli.ask("进度", from: Residents.a)
            _ = try await linli.atRest()
            #expect(linli.wechat.tokenCalls.count == 2)
            #expect(linli.wechat.attempts.count == 3, "refused once with 40001, then taken")
            _ = try await linli.ask("帮助", from: Residents.a)
            #expect(linli.wechat.tokenCalls.count == 2)
            #expect(try await linli.atRest().pushes.allSatisfy { $0.state == "accepted" && $0.attempts == 1 })
            #expect(linli.wechat.texts(to: Residents.a).count == 3)
        }
    }

    @Test func manyAtOnceFetchOneTokenTogether() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            _ = try await linli.ask("帮助", from: Residents.a)
            linli.wechat.revokeToken()
            for number in 0..<12 { try await linli.say("帮助", from: Residents.number(number)) }
            for number in 0..<12 { _ = try await linli.reply(1, to: Residents.number(number)) }
            #expect(linli.wechat.tokenCalls.count == 2)
            #expect(try await linli.atRest().pushes.count == 13)
        }
    }

    /// HTTP 200 is not delivery: only the platform's own code is.
    @Test func whatDidNotArriveIsSentAgain() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            linli.wechat.fail(.code(-1))
            linli.wechat.fail(.status(502))
            let receipt = try await linli.ask("3栋2单元电梯坏了", from: Residents.a)
            let census = try await linli.atRest()
            #expect(linli.wechat.attempts.count == 3)
            #expect(linli.wechat.texts(to: Residents.a) == [receipt])
            #expect(census.pushes.map(\.attempts) == [3])
        }
    }

    @Test func aLongTextGoesOutInPartsInOrder() async throws {
        try await LivingLinli.with { linli in
            // All rules of points are a list of the settings; long names make a long reply.
            let rules = try linli.read("Config/points.yaml")
            let name = "代买代取药品、菜品"
            try #require(rules.contains(name))
            let long = name + String(repeating: "，送到家门口再走", count: 60)
            try linli.write("Config/points.yaml", rules.replacing(name, with: long))
            try await linli.start()
            try await linli.say("全部积分规则", from: Residents.a)
            _ = try await linli.reply(2, to: Residents.a)
            let census = try await linli.atRest()
            let parts = linli.wechat.texts(to: Residents.a)
            #expect(parts == census.pushes.map(\.text))
            #expect(parts.allSatisfy { $0.utf8.count <= 2_048 })
            #expect(parts.joined().utf8.count > 2_048)
            #expect(parts.joined().contains(long))
            let whole = parts.joined()
            let (first, last) = (whole.firstRange(of: "文明劝导"), whole.firstRange(of: long))
            #expect(try #require(first).lowerBound < #require(last).lowerBound)
        }
    }
}
