import LinliTestKit
import Testing

/// One message, one effect, however often the platform delivers it.
@Suite(.timeLimit(.minutes(5))) struct RedeliveryTests {
    @Test func aMessageDeliveredAgainIsOneCaseAndOneReplyAlsoAfterARestart() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let (id, sent) = (linli.nextID, LivingLinli.seconds)
            let text = "3栋2单元电梯坏了"
            // WeChat signs every delivery anew, so the time of the signature moves with it.
            for delay: Int64 in [0, 5, 10] {
                let answer = try await linli.say(text, from: Residents.a, id: id, at: sent + delay)
                #expect(answer.status == 200)
                #expect(answer.body == "success")
            }
            let receipt = try await linli.reply(1, to: Residents.a)
            #expect(try await linli.stop() == LinliProcess.End(code: 0))

            try await linli.start()
            let answer = try await linli.say(text, from: Residents.a, id: id, at: sent + 15)
            #expect(answer.body == "success")
            // What comes after it on the same conversation is answered: the redelivery was handled before.
            let status = try await linli.ask("进度", from: Residents.a)
            let census = try await linli.atRest()
            #expect(census.tickets.count == 1)
            #expect(status.ticketNumber == receipt.ticketNumber)
            #expect(linli.wechat.texts(to: Residents.a) == [receipt, status])
            #expect(census.inbox == 2)
        }
    }

    @Test func deliveriesAtTheSameInstantAreOneCase() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let (id, sent) = (linli.nextID, LivingLinli.seconds)
            linli.wechat.personWrote(Residents.a)
            try await withThrowingTaskGroup(of: LoopbackClient.Answer.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await linli.say("5栋1单元门禁坏了", from: Residents.a, id: id, at: sent) }
                }
                for try await answer in group { #expect(answer.body == "success") }
            }
            _ = try await linli.reply(1, to: Residents.a)
            _ = try await linli.ask("进度", from: Residents.a)
            let census = try await linli.atRest()
            #expect(census.tickets.count == 1)
            #expect(census.inbox == 2)
            #expect(linli.wechat.texts(to: Residents.a).count == 2)
        }
    }

    @Test func twoEventsOfOneSecondWithoutAnIdAreBothHandled() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let sent = LivingLinli.seconds
            linli.wechat.personActed(Residents.a)
            for key in ["预约接访", "进度"] {
                let call = try linli.caller.event("CLICK", key: key, from: Residents.a, at: sent)
                // Each is delivered twice: the second time is no new event.
                #expect(try await linli.post(call).body == "success")
                #expect(try await linli.post(call).body == "success")
            }
            _ = try await linli.reply(2, to: Residents.a)
            let census = try await linli.atRest()
            #expect(census.inbox == 2)
            #expect(census.done.count == 2)
            #expect(linli.wechat.texts(to: Residents.a).count == 2)
        }
    }
}
