import LinliTestKit
import Testing

/// WeCom's customer service against the real daemon: a call that says nothing, pages that are pulled, pushes.
@Suite(.timeLimit(.minutes(5))) struct CustomerServiceTests {
    private static let caller = WeChatCaller(
        appID: "ww0123456789abcdef", token: "tokenOfTheTest",
        encodingKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")

    private static func with(
        on engine: Engine, daemons: Int = 1,
        _ test: (LivingLinli, ServiceStandIn) async throws -> Void
    ) async throws {
        let service = try await ServiceStandIn.start()
        try await LivingLinli.with(on: engine, daemons: daemons) { linli in
            try linli.write(
                "Config/channels.yaml",
                """
                channels:
                  - {name: kf, kind: wecom-kf, estate: HTL, corp_id: \(caller.appID),
                     open_kfid: \(ServiceStandIn.account), secret: env:E_SECRET, token: env:E_TOKEN,
                     encoding_aes_key: env:E_KEY, api_base: "\(service.url)"}
                """)
            linli.environment.withLock {
                $0["E_SECRET"] = ServiceStandIn.secret
                $0["E_TOKEN"] = caller.token
                $0["E_KEY"] = caller.encodingKey
            }
            try await test(linli, service)
        }
        await service.stop()
    }

    /// The platform calls: something waits.
    private static func ring(_ linli: LivingLinli, status: Int = 200) async throws {
        var caller = caller
        if status == 401 { caller.token = "anotherToken" }
        let call = try caller.seal(
            "<xml><ToUserName>\(caller.appID)</ToUserName><CreateTime>\(LivingLinli.seconds)</CreateTime>"
                + "<MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>ENC1</Token>"
                + "<OpenKfId>\(ServiceStandIn.account)</OpenKfId></xml>",
            from: "", at: LivingLinli.seconds)
        let answer = try await linli.client.post(
            "/hooks/kf?\(call.query)", headers: ["Content-Type": "text/xml"], body: Array(call.body.utf8))
        #expect(answer.status == status)
    }

    private static func reply(
        _ number: Int, to person: String, _ service: ServiceStandIn
    ) async throws -> String {
        try await Patience.wait(for: "reply \(number) to \(person); so far \(service.sends)") {
            while true {
                let seen = service.accepted.count
                if service.texts(to: person).count >= number { return }
                await service.accepted.reaches(seen + 1)
            }
        }
        return service.texts(to: person)[number - 1]
    }

    @Test("Somebody opens the chat, writes, and is answered once", arguments: Engines.all)
    func answers(engine: Engine) async throws {
        try await Self.with(on: engine) { linli, service in
            // Days before somebody else has answered this.
            service.say("4栋的路灯坏了", from: "wmOld", id: "old", at: LivingLinli.seconds - 86_400)
            try await linli.start()
            try await linli.untilLoaded()
            try await Patience.until("the first pull has come to the end") {
                try await linli.census().done == ["old"]
            }
            service.enter("wmLin", code: "code1", id: "e1", at: LivingLinli.seconds)
            try await Self.ring(linli)
            _ = try await Self.reply(1, to: "wmLin", service)
            #expect(service.sends.map(\.code) == ["code1"])

            service.say("3栋2单元电梯坏了", from: "wmLin", id: "m1", at: LivingLinli.seconds)
            try await Self.ring(linli)
            try await Self.ring(linli)
            #expect(try await Self.reply(2, to: "wmLin", service).contains("已点单"))
            try await Self.ring(linli, status: 401)
            let census = try await linli.atRest()
            #expect(census.tickets.map(\.sender) == ["wmLin"])
            #expect(census.inbox == 3)
            #expect(census.pushes.allSatisfy { $0.state == "accepted" })
            #expect(service.texts(to: "wmLin").count == census.pushes.count)
            #expect(service.texts(to: "wmOld").isEmpty)
        }
    }

    @Test("What a person of the staff is talking about waits until the resident writes again")
    func otherHands() async throws {
        try await Self.with(on: .sqlite) { linli, service in
            try await linli.start()
            service.staffHas("wmLin", true)
            service.say("3栋2单元电梯坏了", from: "wmLin", id: "m1", at: LivingLinli.seconds)
            try await Self.ring(linli)
            try await Patience.until("the reply is parked") {
                try await linli.census().pushes(in: "window_closed").count == 1
            }
            #expect(try await linli.census().tickets.count == 1, "his matter does not wait")
            service.staffHas("wmLin", false)
            service.say("进度", from: "wmLin", id: "m2", at: LivingLinli.seconds)
            try await Self.ring(linli)
            #expect(try await Self.reply(1, to: "wmLin", service).contains("已点单"))
            _ = try await Self.reply(2, to: "wmLin", service)
        }
    }

    @Test("kill -9 before a page and between two pages: every message once", arguments: Engines.all)
    func killed(engine: Engine) async throws {
        try await Self.with(on: engine) { linli, service in
            let words = ["3栋2单元电梯坏了", "5栋1单元门禁坏了", "6栋旁边的路灯不亮"]
            for (number, words) in words.enumerated() {
                service.say(words, from: "wm\(number)", id: "m\(number)", at: LivingLinli.seconds)
            }
            service.answer(pages: 0)
            try await linli.start()
            try await service.asked.reaches(1, of: "question for a page")
            try await linli.kill()
            #expect(try await linli.census().inbox == 0)

            service.answer(pages: 1)
            try await linli.start()
            try await service.asked.reaches(3, of: "question for a page")
            try await linli.kill()
            #expect(try await linli.census().inbox == 2)

            service.answerAll()
            try await linli.start()
            for number in words.indices { _ = try await Self.reply(1, to: "wm\(number)", service) }
            let census = try await linli.atRest()
            #expect(census.done == ["m0", "m1", "m2"])
            #expect(census.tickets.count == 3)
            #expect(service.sends.count == census.pushes.count)
        }
    }

    @Test("Two daemons of one store pull one account, and each message is answered once")
    func fleet() async throws {
        guard Engines.all.contains(.postgres) else { return }
        try await Self.with(on: .postgres, daemons: 2) { linli, service in
            try await linli.startAll()
            for number in 0..<6 {
                service.say(
                    "\(number + 1)栋的电梯坏了", from: "wm\(number)", id: "m\(number)", at: LivingLinli.seconds)
                try await Self.ring(linli)
            }
            for number in 0..<6 { _ = try await Self.reply(1, to: "wm\(number)", service) }
            let census = try await linli.atRest()
            #expect(census.done.sorted() == (0..<6).map { "m\($0)" })
            #expect(service.sends.count == census.pushes.count)
        }
    }
}
