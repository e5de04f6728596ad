import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite struct TicketDeskTests {
    // MARK: Taking

    @Test(arguments: Engines.all) func twoWhoAcceptAtOnceGetOneTaker(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            async let first = desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            async let second = desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            let rulings = try await [first, second]
            #expect(rulings.compactMap(\.value).count == 1)
            let refusal = try #require(rulings.compactMap(\.refusal).first)
            #expect(refusal.code == "ticket.taken")
            let taker = try #require(rulings.compactMap(\.value).first?.taker)
            #expect(refusal.message.contains(taker))
        }
    }

    @Test(arguments: Engines.all) func acceptingMeetsTwoClocksAndTellsTheResidentOnce(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            let ruling = try await desks.as(.engineer, after: .minutes(3)) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            let detail = try #require(ruling.value)
            let states = Dictionary(uniqueKeysWithValues: detail.clocks.map { ($0.kind, $0.state) })
            #expect(
                states == [
                    "first_response": "met", "accept": "met", "resolve": "running", "arrive": "running",
                    "progress": "running",
                ])
            let told = try await desks.messages(to: "a")
            #expect(told.count == 1)
            #expect(told.first?.hasPrefix("notice.accepted ") == true)
            #expect(told.first?.contains("ticket=\(number)") == true)
        }
    }

    @Test(arguments: Engines.all) func whatIsLateStaysLate(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            let ruling = try await desks.as(.engineer, after: .days(2)) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            #expect(ruling.value?.clocks.first { $0.kind == "accept" }?.state == "late")
        }
    }

    @Test(arguments: Engines.all) func onlyTheTakerOrADispatcherResolves(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            let other = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "好了"), call)
            }
            #expect(other.refusal?.code == "ticket.not_taker")
            let desk = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "好了"), call)
            }
            #expect(desk.value?.state == "RESOLVED")
        }
    }

    @Test(arguments: Engines.all) func theThirdReturnIsTheDispatchersToDecide(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            for _ in 0..<2 {
                let back = try await desks.as(.steward) { call throws(SQLError) in
                    try desks.tickets.giveBack(number, Reason(reason: "人手不够"), call)
                }
                #expect(back.value?.state == "SUBMITTED")
                _ = try await desks.as(.serviceDesk) { call throws(SQLError) in
                    try desks.tickets.dispatch(number, DispatchTicket(), call)
                }
            }
            let third = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.giveBack(number, Reason(reason: "人手不够"), call)
            }
            #expect(third.refusal?.code == "ticket.return_limit")
        }
    }

    @Test(arguments: Engines.all) func afterAReopeningSomebodyElseTakesIt(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            _ = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            _ = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "好了"), call)
            }
            let reopened = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.reopen(number, Reason(reason: "又坏了"), call)
            }
            let level = try #require(reopened.value?.level)
            #expect(reopened.value?.taker == nil)
            #expect(level >= 2)
            let same = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            #expect(same.refusal?.code == "ticket.other_person")
            let other = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            #expect(other.value?.taker == "steward-1")
        }
    }

    // MARK: Closing

    /// water.burst asks for a stamp, info.contact does not (Config/categories.yaml).
    @Test(arguments: Engines.all) func resolvingWithoutAVisitIsAFalseClosureWhereAVisitIsDue(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let stamped = desks.settings.categories.byCode.values.filter(\.needsStamp).map(\.code)
                .sorted()
            let category = try #require(stamped.first)
            let number = try await desks.ticket(in: .accepted, category: category)
            let ruling = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "已修"), call)
            }
            #expect(ruling.value?.falseClosure == true)
            #expect(ruling.value?.level == 2)
        }
    }

    @Test(arguments: Engines.all) func resolvingAfterAVisitIsNone(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let stamped = desks.settings.categories.byCode.values.filter(\.needsStamp).map(\.code)
                .sorted()
            let category = try #require(stamped.first)
            let number = try await desks.ticket(in: .accepted, category: category)
            _ = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.arrive(number, call)
            }
            let ruling = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "已修"), call)
            }
            #expect(ruling.value?.falseClosure == false)
            #expect(ruling.value?.level == 1)
        }
    }

    @Test(arguments: Engines.all, ["", "  \n"])
    func aResultIsObligatory(engine: Engine, _ result: String) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            let ruling = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: result), call)
            }
            #expect(ruling.refusal?.code == "result.missing")
        }
    }

    @Test(arguments: Engines.all) func anEmergencyIsNotCancelled(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched, urgency: .p0)
            let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.cancel(number, Reason(reason: "误报"), call)
            }
            #expect(ruling.refusal?.code == "ticket.emergency")
        }
    }

    @Test(arguments: Engines.all) func decliningNeedsAListedReasonAndAReferral(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            let unknown = try await desks.as(.manager) { call throws(SQLError) in
                try desks.tickets.decline(number, DeclineTicket(reason: "busy", referral: "请找别人"), call)
            }
            #expect(unknown.refusal?.code == "reason.unknown")
            let silent = try await desks.as(.manager) { call throws(SQLError) in
                try desks.tickets.decline(
                    number, DeclineTicket(reason: "out_of_area", referral: ""), call)
            }
            #expect(silent.refusal?.code == "referral.missing")
        }
    }

    // MARK: Suspending

    @Test(arguments: Engines.all) func aSuspensionHasItsCaps(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            let tooLong = try await desks.as(.engineer) { call throws(SQLError) in
                let until = (call.now + .days(16)).iso8601
                return try desks.tickets.suspend(
                    number, SuspendTicket(reason: "等料", resumeAt: until), call)
            }
            #expect(tooLong.refusal?.code == "resume_at.out_of_range")
            for _ in 0..<2 {
                _ = try await desks.ask(number)
                _ = try await desks.approve(number, as: .manager)
                _ = try await desks.as(.engineer) { call throws(SQLError) in
                    try desks.tickets.resume(number, call)
                }
            }
            let third = try await desks.ask(number)
            #expect(third.refusal?.code == "ticket.suspension_limit")
        }
    }

    @Test(arguments: Engines.all) func theTimerResumesAndTheClockGetsThePauseBack(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            _ = try await desks.ask(number)
            let before = try await desks.approve(number, as: .manager)
            // Mon 16 and three working days: Thu 19. Suspended from Mon to Tue: one working day more.
            #expect(
                before.value?.clocks.first { $0.kind == "resolve" }?.dueAt == "2026-03-19T20:00:00+08:00")
            #expect(before.value?.clocks.first { $0.kind == "resolve" }?.state == "stopped")
            let later = DeskStore.monday + .days(1)
            let desk = desks.tickets
            let armed = try await desks.store.database.write { tx throws(SQLError) in
                let timers = try tx.timers.due(at: later, limit: 100)
                for timer in timers where timer.kind == .resume {
                    try desk.resumeByTimer(TicketID(Int64(timer.subject) ?? 0), in: tx, at: later)
                }
                return timers.map(\.kind)
            }
            #expect(armed.contains(.resume))
            let shown = try await desks.as(.engineer, after: .days(1)) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(shown.value?.state == "IN_PROGRESS")
            #expect(shown.value?.clocks.first { $0.kind == "resolve" }?.dueAt == "2026-03-20T20:00:00+08:00")
            #expect(shown.value?.events.last?.actor == "system")
        }
    }

    // MARK: Words

    @Test(arguments: Engines.all) func aReplyIsAResponseAndANoteIsNot(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            let note = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.note(number, Words(text: "钥匙在前台"), call)
            }
            #expect(note.value?.clocks.first { $0.kind == "first_response" }?.state == "running")
            #expect(try await desks.messages(to: "a").isEmpty)
            let reply = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.reply(number, ReplyTicket(text: "明天上午到"), call)
            }
            #expect(reply.value?.clocks.first { $0.kind == "first_response" }?.state == "met")
            #expect(try await desks.messages(to: "a").first?.contains("text=明天上午到") == true)
        }
    }

    // MARK: Who sees what

    @Test(arguments: Engines.all) func anonymousStaysAnonymousUntilRevealedWithAReason(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted, anonymous: true)
            let hidden = try await desks.as(.community) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(hidden.value?.reporter == nil)
            let steward = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.reveal(number, Reason(reason: "需上门"), call)
            }
            #expect(steward.refusal?.code == "role.forbidden")
            let silent = try await desks.as(.community) { call throws(SQLError) in
                try desks.tickets.reveal(number, Reason(reason: ""), call)
            }
            #expect(silent.refusal?.code == "reason.missing")
            let revealed = try await desks.as(.community) { call throws(SQLError) in
                try desks.tickets.reveal(number, Reason(reason: "需上门核实"), call)
            }
            #expect(revealed.value?.name == "住户甲")
            let after = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(after.value?.reporter == nil)
        }
    }

    /// 我是302的 stands in his words; the flat that he speaks of is what they need.
    @Test(arguments: Engines.all) func whoReportsStandsInNoWordsOfAHiddenTicket(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let words = "6栋2单元501的电动车推进电梯 我是302的 别说是我"
            let hidden = try await desks.ticket(in: .submitted, anonymous: true, text: words)
            let shown = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.show(hidden, call)
            }
            #expect(shown.value?.text == "6栋2单元501的电动车推进电梯 *** 别说是我")
            let open = try await desks.ticket(in: .submitted, text: words)
            let whole = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.show(open, call)
            }
            #expect(whole.value?.text == words)
        }
    }

    /// In his words, his place, what staff noted and what was done; stored they stay as they are.
    @Test(arguments: Engines.all) func numbersInWordsAreMaskedUntilRevealed(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let words = "路灯坏了，打13800005678"
            let number = try await desks.ticket(in: .submitted, text: words)
            _ = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.note(number, Words(text: "座机0592-1234567"), call)
            }
            let show = { @Sendable (call: DeskCall) throws(SQLError) in try desks.tickets.show(number, call) }
            for role in [Role.steward, .engineer, .manager, .community, .admin] {
                let shown = try #require(try await desks.as(role, show).value)
                #expect(shown.text == "路灯坏了，打138****5678")
                #expect(shown.events.last { $0.kind == "note" }?.detail == "座机059*-***4567")
            }
            _ = try await desks.as(.community) { call throws(SQLError) in
                try desks.tickets.reveal(number, Reason(reason: "需电话核实"), call)
            }
            #expect(try await desks.as(.community, show).value?.text == words)
            #expect(try await desks.as(.steward, show).value?.text != words)
            let stored = try await desks.read { tx throws(SQLError) in try tx.tickets.find(number: number) }
            #expect(stored?.draft.text == words)
        }
    }

    @Test(arguments: Engines.all) func aNumberInThePlaceIsMaskedInTheList(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let request = OpenTicket(
                category: "power.public_lighting", text: "灯不亮", estate: "HTL", place: "北门13800005678")
            _ = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.open(request, call)
            }
            let list = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.list(TicketDesk.Filter(), call)
            }
            #expect(list.value?.items.map(\.place) == ["北门138****5678"])
        }
    }

    @Test(arguments: Engines.all) func aReporterIsMasked(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            let shown = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(shown.value?.reporter?.name == "住**")
            #expect(shown.value?.reporter?.homes == ["3栋***"])
        }
    }

    @Test(arguments: Engines.all) func aTokenOfAnotherEstateSeesNothing(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            let shown = try await desks.as(.steward, estate: "OTHER") { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(shown.refusal?.code == "scope.forbidden")
            let listed = try await desks.as(.steward, estate: "OTHER") { call throws(SQLError) in
                try desks.tickets.list(TicketDesk.Filter(), call)
            }
            #expect(listed.value?.items.isEmpty == true)
        }
    }

    @Test(arguments: Engines.all) func everyActLeavesOneAuditRowWithoutWords(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .submitted)
            _ = try await desks.as(.steward) { call throws(SQLError) in
                try desks.tickets.note(number, Words(text: "钥匙在前台"), call)
            }
            _ = try await desks.as(.cadre) { call throws(SQLError) in
                try desks.tickets.accept(number, call)
            }
            let rows = try await desks.auditRows()
            #expect(rows.map(\.act) == ["ticket.accept", "ticket.note"])
            #expect(rows.map(\.detail) == ["refused: role.forbidden", ""])
            #expect(!rows.contains { $0.detail.contains("钥匙") || $0.target.contains("钥匙") })
        }
    }

    // MARK: Lists

    @Test(arguments: Engines.all) func theListGoesByUrgencyAndPagesSkipNothing(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            var numbers: Set<String> = []
            // Five different things: the third report of one would be raised.
            let reports: [(String, Urgency)] = [
                ("power.public_lighting", .p3), ("lift.fault", .p1), ("access.door", .p2),
                ("water.leak", .p1), ("clean.garbage", .p3),
            ]
            for (category, urgency) in reports {
                numbers.insert(
                    try await desks.ticket(in: .dispatched, category: category, urgency: urgency))
            }
            var seen: [TicketLine] = []
            var after: String?
            repeat {
                var filter = TicketDesk.Filter()
                filter.limit = 2
                filter.after = after
                let page = try await desks.as(.steward) { [filter] call throws(SQLError) in
                    try desks.tickets.list(filter, call)
                }
                seen += page.value?.items ?? []
                after = page.value?.next
            } while after != nil
            #expect(seen.map(\.urgency) == ["P1", "P1", "P2", "P3", "P3"])
            #expect(Set(seen.map(\.number)) == numbers)
        }
    }

    @Test(arguments: Engines.all) func overdueIsWhatRanOutAndIsNotMet(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let late = try await desks.ticket(in: .dispatched, urgency: .p1)
            _ = try await desks.ticket(in: .resolved, urgency: .p1)
            var filter = TicketDesk.Filter()
            filter.onlyOverdue = true
            let soon = try await desks.as(.steward, after: .seconds(1)) {
                [filter] call throws(SQLError) in
                try desks.tickets.list(filter, call)
            }
            #expect(soon.value?.items.isEmpty == true)
            let page = try await desks.as(.steward, after: .days(3)) { [filter] call throws(SQLError) in
                try desks.tickets.list(filter, call)
            }
            #expect(page.value?.items.map(\.number) == [late])
        }
    }

    @Test(arguments: Engines.all) func intakeAtTheDeskOpensATicketOfAKnownResident(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let request = OpenTicket(
                category: "power.public_lighting", text: "北门路灯不亮", place: "北门", channel: "phone",
                resident: "web:a")
            let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.open(request, call)
            }
            #expect(ruling.value?.origin == "staff")
            #expect(ruling.value?.reporter?.resident == desks.residentA.rawValue)
            #expect(ruling.value?.clocks.count == 3)
            #expect(ruling.value?.events.first?.actor == "service_desk-1")
        }
    }
}
