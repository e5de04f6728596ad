import LinliTestKit
import Testing

/// The four jobs for which Linli exists, by sealed webhooks in and pushes out.
@Suite(.timeLimit(.minutes(5))) struct ConversationTests {
    @Test func theAddressCheckIsEchoedAsPlainText() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let check = linli.caller.addressCheck(echo: "5837491029384756102", at: LivingLinli.seconds)
            let answer = try await linli.client.get("/hooks/oa?\(check.query)")
            #expect(answer.status == 200)
            #expect(answer.body == "5837491029384756102")
            #expect(answer.headers["content-type"]?.hasPrefix("text/plain") == true)

            let forged = check.query.replacing("signature=", with: "signature=0")
            let refusal = try await linli.client.get("/hooks/oa?\(forged)")
            #expect(refusal.status == 401)
            #expect(!refusal.body.contains("5837491029384756102"))
        }
    }

    @Test func aStrangerReportsARepairAndIsAskedWhere() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let question = try await linli.ask("路灯坏了", from: Residents.a)
            #expect(question.contains("路灯"))
            #expect(question.contains("在哪"))
            let before = try await linli.census()
            #expect(before.tickets.isEmpty)

            let receipt = try await linli.ask("3号楼旁边", from: Residents.a)
            let after = try await linli.atRest()
            #expect(after.tickets.map(\.number) == [receipt.ticketNumber])
            #expect(after.tickets.first?.sender == Residents.a)
            #expect(after.tickets.first?.text.contains("路灯坏了") == true)

            let status = try await linli.ask("进度", from: Residents.a)
            #expect(status.ticketNumber == receipt.ticketNumber)
            #expect(linli.wechat.texts(to: Residents.a) == [question, receipt, status])
            #expect(try await linli.atRest().tickets == after.tickets)
        }
    }

    @Test func aHomeIsProvenByItsCodeBeforePointsAreTold() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            // The estate office makes the code and hands it to the home.
            let issued = try await linli.staff(
                "resident", "bind", "--home", "11-1-1003", "--code", "--estate", "HTL", "--json")
            let code = try #require(issued.firstMatch(of: /"code":"(\d{8})"/).map { String($0.output.1) })
            let other = String(code.reversed()) == code ? "10000000" : String(code.reversed())
            let demand = try await linli.ask("我的积分有多少", from: Residents.a)
            #expect(!demand.contains("余额"))
            let claimed = try await linli.ask("11栋1单元1003", from: Residents.a)
            #expect(claimed.contains("绑定码"))
            let wrong = try await linli.ask(other, from: Residents.a)
            #expect(wrong.contains("4"), "four of five tries are left: \(wrong)")
            let proven = try await linli.ask(code, from: Residents.a)
            #expect(proven.contains("11栋1单元1003"))
            #expect(proven.contains("余额是0分"), "the question that led here is answered: \(proven)")
            // The code serves once: nobody else comes into the home with it.
            _ = try await linli.ask("绑定11栋1单元1003", from: Residents.b)
            let second = try await linli.ask(code, from: Residents.b)
            #expect(!second.contains("核实好了"))
        }
    }

    @Test func pointsAreToldAndRedeemedAgainstAPickUpCode() async throws {
        try await LivingLinli.with { linli in
            // Resident E of the demo has 120 points; a pack of tissues costs 15, 60 lie on the shelf.
            try await linli.identify(Residents.a, as: "E")
            try await linli.start()
            #expect(try await linli.ask("我的积分有多少", from: Residents.a).contains("120分"))
            let quote = try await linli.ask("兑换纸巾", from: Residents.a)
            #expect(quote.contains("15分"))
            #expect(quote.contains("确认"))
            #expect(try await linli.census().redemptions.isEmpty)

            let receipt = try await linli.ask("确认", from: Residents.a)
            let census = try await linli.atRest()
            #expect(census.redemptions.map(\.sender) == [Residents.a])
            #expect(census.redemptions.map(\.code) == [receipt.pickUpCode])
            #expect(census.redemptions.map(\.points) == [15])
            #expect(census.holds == 1)
            #expect(census.stock["tissue"] == 59)
            #expect(census.ledgerMismatches == 0)
            #expect(census.ledgerTotal == 0)
            #expect(try await linli.ask("我的积分有多少", from: Residents.a).contains("105分"))

            // At the counter the code serves once, and the books stay right.
            let code = try #require(receipt.pickUpCode)
            try await linli.staff("reward", "collect", code, role: "guard", code: 1)
            try await linli.staff("reward", "collect", code, role: "service_desk")
            try await linli.staff("reward", "collect", code, role: "service_desk", code: 1)
            try await linli.staff("points", "verify")
            #expect(try await linli.census().redemptions.isEmpty)
            #expect(try await linli.ask("我的积分有多少", from: Residents.a).contains("105分"))
        }
    }

    @Test func aReceptionIsBookedWithItsMatter() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let offer = try await linli.ask("预约接访", from: Residents.a)
            #expect(offer.contains("1. "))
            let question = try await linli.ask("1", from: Residents.a)
            #expect(question.contains("什么事"))
            let receipt = try await linli.ask("想谈谈停车难的问题", from: Residents.a)
            #expect(receipt.contains("第1号"))
            let census = try await linli.atRest()
            #expect(census.bookings.map(\.sender) == [Residents.a])
            #expect(census.bookings.map(\.seat) == [1])
            #expect(census.bookings.first?.matter.contains("停车难") == true)
            #expect(linli.wechat.texts(to: Residents.a) == [offer, question, receipt])
        }
    }

    @Test func aPageOfTheWebChatReadsItsReplyFromTheStream() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            let page = try await linli.client.get("/chat")
            #expect(page.status == 200)
            let cookie = try #require(page.headers["set-cookie"]?.split(separator: ";").first)
            let headers = ["Cookie": String(cookie), "Content-Type": "application/json"]
            let message = Array(#"{"id":"page-00000001","text":"3栋2单元电梯坏了"}"#.utf8)
            for _ in 0..<2 {
                let answer = try await linli.client.post("/chat/messages", headers: headers, body: message)
                #expect(answer.status == 200)
            }
            let request = LoopbackClient.request(
                "GET", "/chat/events?after=0", headers: ["Cookie": String(cookie)], body: [])
            let stream = try await linli.client.read(request, until: "event: reply", within: 60)
            #expect(stream.contains("text/event-stream"))
            let census = try await linli.atRest()
            #expect(census.tickets.count == 1)
            let whole = try await linli.client.read(request, until: census.tickets[0].number)
            #expect(whole.contains("event: reply"))
            #expect(census.pushes.count == 1)
        }
    }

    @Test func aBridgeOfStandardWebhooksHasTheSameConversation() async throws {
        try await LivingLinli.with { linli in
            try await linli.start()
            for (number, text) in ["路灯坏了", "3号楼旁边"].enumerated() {
                let call = try linli.bridge.text(
                    text, from: "person-1", id: "msg_\(number)", at: LivingLinli.seconds)
                let answer = try await linli.client.post(
                    "/hooks/bridge", headers: call.headers, body: Array(call.body.utf8))
                #expect(answer.status == 200)
                try await linli.bridge.accepted.reaches(number + 1, of: "push to the bridge")
            }
            let census = try await linli.atRest()
            #expect(census.tickets.count == 1)
            #expect(linli.bridge.pushes.map(\.recipient) == ["person-1", "person-1"])
            #expect(linli.bridge.pushes.last?.text.ticketNumber == census.tickets.first?.number)
        }
    }
}
