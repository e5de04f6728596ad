import LinliTestKit
import Testing

/// `kill -9` between every two steps of a message's life (T1, T2, T3 and send, T4), at exact places: the
/// stand-in holds the daemon there. Afterwards there is one ticket, one hold, one seat, and the replies
/// go out.
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    /// Where the daemon dies, and how often each reply then reaches the platform.
    enum Place: String, CaseIterable, Sendable {
        /// The message is on disk, the workers have not begun: the daemon has just been started.
        case afterT1
        /// The effect and the reply are on disk, the platform gives no token.
        case afterT2
        /// The request is under way, the platform has not taken it.
        case duringSend
        /// The platform has taken it, its answer does not come.
        case beforeT4

        var copies: Int { self == .beforeT4 ? 2 : 1 }
    }

    /// One word away from their deed: a place, a yes, a matter.
    static let deeds = [
        (who: Residents.a, words: "3号楼旁边"), (who: Residents.b, words: "确认"),
        (who: Residents.c, words: "想谈谈停车难的问题"),
    ]

    @Test(arguments: Engines.all, Place.allCases)
    func oneTicketOneHoldOneSeatAndTheReplies(engine: Engine, _ place: Place) async throws {
        try await LivingLinli.with(on: engine) { linli in
            try await linli.identify(Residents.b, as: "E")
            try await bringToTheirLastWord(linli)
            let ids = Self.deeds.map { _ in linli.nextID }
            try await sayTheLastWord(linli, ids, andDieAt: place)

            try await linli.start()
            for deed in Self.deeds {
                _ = try await linli.reply(place.copies, to: deed.who)
            }
            let census = try await linli.atRest()
            expectTheEffect(census, linli, copies: place.copies)

            // The platform delivers once more, as it does when the 200 was lost with the process.
            for (deed, id) in zip(Self.deeds, ids) {
                #expect(try await linli.say(deed.words, from: deed.who, id: id).body == "success")
            }
            for deed in Self.deeds { _ = try await linli.ask("进度", from: deed.who) }
            let later = try await linli.atRest()
            #expect(later.tickets == census.tickets)
            #expect(later.redemptions == census.redemptions)
            #expect(later.bookings == census.bookings)
            #expect(later.holds == 1)
            for deed in Self.deeds {
                #expect(linli.wechat.texts(to: deed.who).count == place.copies + 1)
            }
        }
    }

    /// The conversations up to the last word, in a first life of the daemon. Their replies are not counted.
    private func bringToTheirLastWord(_ linli: LivingLinli) async throws {
        try await linli.start()
        _ = try await linli.ask("路灯坏了", from: Residents.a)
        _ = try await linli.ask("兑换纸巾", from: Residents.b)
        _ = try await linli.ask("预约接访", from: Residents.c)
        _ = try await linli.ask("1", from: Residents.c)
        _ = try await linli.atRest()
        #expect(try await linli.stop() == LinliProcess.End(code: 0))
        linli.wechat.forgetSends()
    }

    private func sayTheLastWord(
        _ linli: LivingLinli, _ ids: [UInt64], andDieAt place: Place
    ) async throws {
        let count = Self.deeds.count
        switch place {
        case .afterT1: break
        case .afterT2: linli.wechat.failToken(.hang)
        case .duringSend: linli.wechat.fail(.hang, times: count)
        case .beforeT4: linli.wechat.fail(.lostAnswerByHanging, times: count)
        }
        let attempts = linli.wechat.attempts.count
        try await linli.start()
        for (deed, id) in zip(Self.deeds, ids) {
            #expect(try await linli.say(deed.words, from: deed.who, id: id).body == "success")
        }
        switch place {
        case .afterT1: break
        case .afterT2:
            // Without a token nothing is marked as under way.
            try await Patience.until("all replies wait") {
                try await linli.census().pushes(in: "queued").count == count
            }
        case .duringSend, .beforeT4:
            try await linli.wechat.attempts.reaches(attempts + count, of: "send")
        }
        try await linli.kill()
        let census = try await linli.census()
        if place == .afterT1 {
            #expect(census.waiting.count == count)
            #expect(census.tickets.isEmpty && census.redemptions.isEmpty && census.bookings.isEmpty)
        } else {
            #expect(census.waiting.isEmpty)
            #expect(census.pushes(in: place == .afterT2 ? "queued" : "sending").count == count)
        }
        let delivered = linli.wechat.sends.count
        #expect(delivered == (place == .beforeT4 ? count : 0))
    }

    private func expectTheEffect(_ census: Census, _ linli: LivingLinli, copies: Int) {
        #expect(census.waiting.isEmpty)
        #expect(census.quarantined.isEmpty)
        #expect(census.tickets.map(\.sender) == [Residents.a])
        #expect(census.redemptions.map(\.sender) == [Residents.b])
        #expect(census.holds == 1)
        #expect(census.stock["tissue"] == 59)
        #expect(census.ledgerMismatches == 0)
        #expect(census.ledgerTotal == 0)
        #expect(census.bookings.map(\.sender) == [Residents.c])
        #expect(census.bookings.map(\.seat) == [1])
        let marks = [
            census.tickets.first?.number ?? "none", census.redemptions.first?.code ?? "none", "第1号",
        ]
        for (deed, mark) in zip(Self.deeds, marks) {
            let texts = linli.wechat.texts(to: deed.who)
            #expect(texts.count == copies)
            #expect(texts.allSatisfy { $0.contains(mark) }, "\(texts) tells \(mark)")
        }
    }
}
