import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Meetings as staff use them, on Monday 2026-03-16: the examples B02, B03 and B06 of the domain among them.
@Suite("Meetings of the ladder: called, held, decided, published")
struct MeetingDeskTests {
    @Test(
        "B06: a case on a meeting's agenda lies on its level, and the resident hears it",
        arguments: Engines.all)
    func caseOnAgenda(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let street = try await house.account("street-1", [.street])
            let ticket = try await house.open(.p2)
            let item = try await house.meeting(street) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "街道联席", ticket: ticket.number), call)
            }
            let seen = try #require(item.value)
            #expect(seen.kind == "street" && seen.ticket == ticket.number && seen.origin == "ticket")
            #expect(seen.title == "公共照明·北门", "never the resident's words")
            #expect(seen.words.isEmpty)
            #expect(try await house.ticket(ticket.id).level == 4)
            #expect(try await house.details(.agenda, of: ticket) == ["街道物业管理联席会议 议题1"])
            #expect(try await house.details(.escalate, of: ticket) == ["L4 meeting"])
            let told = try #require(try await house.messages(to: "a").last)
            #expect(told.hasPrefix("notice.case_agenda"), "\(told)")
            let again = try await house.meeting(street) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "street", ticket: ticket.number), call)
            }
            #expect(again.refusal?.code == "agenda.exists")
        }
    }

    @Test(
        "B02: the Party committee's meeting is L5, with an answer five working days after it",
        arguments: Engines.all)
    func bigCommittee(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let ticket = try await house.open(.p2)
            let clocks = try await house.clocks(ticket)
            let item = try await house.meeting(community) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "大党委", ticket: ticket.number), call)
            }
            // Without a date: five working days after the quarter. 1 and 2 April are two, 4 to 6 are
            // Qingming, 3, 7, 8 are the others; the day on which it begins to count is not counted.
            #expect(item.value?.dueAt == "2026-04-09T17:30:00+08:00")
            #expect(try await house.ticket(ticket.id).level == 5)
            let start = Instant.at("2026-03-20 15:00")
            let called = try await house.meeting(community) { desk, call throws(SQLError) in
                try desk.call(
                    CallMeeting(kind: "big_committee", startsAt: start.iso8601, place: "党群站"), call)
            }
            #expect(called.value?.period == "2026Q1")
            #expect(called.value?.agenda?.map(\.dueAt) == ["2026-03-27T17:30:00+08:00"])
            #expect(try await house.messages(to: "a").last?.hasPrefix("notice.case_listed") == true)
            #expect(try await house.clocks(ticket) == clocks, "no clock begins anew")
        }
    }

    @Test(
        "What is due in a year without a calendar says that it is provisional",
        arguments: Engines.all)
    func provisional(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let early = try await house.meeting(community) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "street", title: "道路"), call)
            }
            #expect(early.value?.provisional == false)
            let at = Instant.at("2026-12-28 10:00")
            let item = try await house.meeting(community, at: at) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "big_committee", title: "公交线路"), call)
            }
            #expect(item.value?.dueAt?.hasPrefix("2027-01-") == true)
            #expect(item.value?.provisional == true)
            let called = try await house.meeting(community, at: at) { desk, call throws(SQLError) in
                let start = Instant.at("2026-12-29 15:00").iso8601
                return try desk.call(CallMeeting(kind: "big_committee", startsAt: start, place: "党群站"), call)
            }
            #expect(called.value?.agenda?.map(\.provisional) == [true], "five working days end in January")
        }
    }

    @Test("From the call to the published decision, which the case remembers", arguments: Engines.all)
    func wholeWay(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            let ticket = try await house.open(.p2)
            _ = try await house.handle(
                .meeting(.propose(kind: "four_party", title: "停车位", words: "讲讲停车位")), from: house.b)
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "four_party", ticket: ticket.number), call)
            }
            let start = Instant.at("2026-03-18 19:00")
            let id = try #require(try await house.call(start, by: branch))
            #expect(try await house.messages(to: "b").last?.hasPrefix("notice.item_listed") == true)
            let early = try await house.hold(id, by: branch, at: House.monday)
            #expect(early.refusal?.code == "meeting.not_begun")
            let decide = DecideItem(text: "新增20个车位", owner: "物业")
            let tooSoon = try await house.decide(1, decide, by: branch, at: start)
            #expect(tooSoon.refusal?.code == "meeting.not_held")
            let held = try await house.hold(id, by: branch, at: start + .hours(2))
            #expect(held.value?.present == ["branch", "committee", "manager"])
            let later = start + .hours(3)
            _ = try await house.decide(1, decide, by: branch, at: later)
            _ = try await house.decide(2, DecideItem(text: "本周换灯"), by: branch, at: later)
            #expect(try await house.details(.decision, of: ticket) == ["四方联席会 议题2：本周换灯"])
            #expect(try await house.messages(to: "a").last?.contains("decision=本周换灯") == true)
            #expect(try await house.messages(to: "b").last?.contains("decision=新增20个车位") == true)
            let question = Command.meeting(.minutes(kind: "four_party", words: "四方联席停车位怎么定的"))
            #expect(try await house.handle(question, at: later) == .minutesNone(meeting: "四方联席会"))
            let published = try await house.meeting(branch, at: later) { desk, call throws(SQLError) in
                try desk.publish(id, call)
            }
            #expect(published.value?.publishedAt == later.iso8601)
            let line = MinutesLine(
                meeting: "四方联席会", heldAt: start, title: "停车位", decision: "新增20个车位", owner: "物业")
            #expect(try await house.handle(question, at: later) == .minutes([line]))
        }
    }

    @Test(
        "B03: an urgent matter asks every member at once; half of them is not enough",
        arguments: Engines.all)
    func urgent(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch], chat: "branch")
            let manager = try await house.account("manager-1", [.manager])
            _ = try await house.account("committee-1", [.committee])
            _ = try await house.account("engineer-1", [.engineer])
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "hall", title: "外墙脱落先围挡"), call)
            }
            let asked = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.classify(AgendaItemID(1), ClassifyItem(itemClass: "急事"), call)
            }
            #expect(asked.value?.itemClass == "急事")
            #expect(asked.value?.dueAt == "2026-03-16T12:00:00+08:00", "two hours by the wall clock")
            #expect(asked.value?.voices?.map(\.staff) == ["branch-1", "manager-1", "committee-1"])
            #expect(try await house.messages(to: "branch").last?.hasPrefix("staff.voices_asked") == true)

            // In his chat, and by the command line.
            let said = try await house.chat("议题1 同意，先围起来", from: "branch")
            #expect(said?.key == "staff_chat.voice")
            let decide = DecideItem(text: "今天围挡")
            #expect(try await house.decide(1, decide, by: branch).refusal?.code == "agenda.no_quorum")
            _ = try await house.meeting(manager) { desk, call throws(SQLError) in
                try desk.answer(AgendaItemID(1), AnswerItem(answer: "yes"), call)
            }
            #expect(try await house.decide(1, decide, by: branch).value?.state == "decided")
            #expect(try await house.chat("议题1 不同意", from: "branch")?.key == "staff_chat.no.item_over")
        }
    }

    @Test("B03: who has not answered when the two hours are over is named", arguments: Engines.all)
    func silentMembers(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch], chat: "branch")
            _ = try await house.account("manager-1", [.manager])
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "hall", title: "外墙"), call)
            }
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.classify(AgendaItemID(1), ClassifyItem(itemClass: "urgent"), call)
            }
            _ = try await house.chat("议题1号弃权", from: "branch")
            try await house.run(until: .at("2026-03-16 12:00"))
            let told = try await house.staffMessages().filter { $0.hasPrefix("staff.voices_missing") }
            #expect(told == ["staff.voices_missing answered=1 asked=2 item=1 list=manager-1 title=外墙"])
        }
    }

    @Test("B03: what is put to the vote needs its votes, and says how they fell", arguments: Engines.all)
    func important(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "hall", title: "选门禁"), call)
            }
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.classify(AgendaItemID(1), ClassifyItem(itemClass: "要事"), call)
            }
            let start = Instant.at("2026-03-17 19:00")
            let id = try #require(try await house.call(start, by: branch, kind: "hall"))
            _ = try await house.hold(id, by: branch, at: start)
            let without = try await house.decide(1, DecideItem(text: "换"), by: branch, at: start)
            #expect(without.refusal?.code == "votes.missing")
            let lost = DecideItem(text: "换人脸门禁", votesFor: 2, votesAgainst: 3)
            let decided = try await house.decide(1, lost, by: branch, at: start)
            #expect(decided.value?.decision == "换人脸门禁（表决2：3，未通过）")
        }
    }

    @Test("What cannot be done is refused, and nothing is written", arguments: Engines.all)
    func refusals(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            let manager = try await house.account("manager-1", [.manager])
            let engineer = try await house.account("engineer-1", [.engineer])
            #expect(try await house.refusal(engineer, CallMeeting(kind: "hall", day: 20)) == "role.forbidden")
            #expect(try await house.refusal(manager, CallMeeting(kind: "hall", day: 20)) == "role.forbidden")
            #expect(
                try await house.refusal(branch, CallMeeting(kind: "street", day: 20)) == "meeting.not_yours")
            #expect(try await house.refusal(branch, CallMeeting(kind: "tea", day: 20)) == "kind.unknown")
            #expect(try await house.refusal(branch, CallMeeting(kind: "hall", day: 15)) == "starts_at.past")
            #expect(try await house.refusal(branch, CallMeeting(kind: "hall", day: 20)) == nil)
            #expect(try await house.refusal(branch, CallMeeting(kind: "hall", day: 20)) == "meeting.exists")
            let start = Instant.at("2026-03-20 15:00")
            let nobody = try await house.hold(MeetingID(1), present: ["engineer"], by: branch, at: start)
            #expect(nobody.refusal?.code == "present.invalid")
            _ = try await house.hold(MeetingID(1), by: branch, at: start)
            let twice = try await house.hold(MeetingID(1), by: branch, at: start)
            #expect(twice.refusal?.code == "meeting.over")
            let closed = try await house.open(.p3, "info.contact")
            _ = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                try desk.cancel(closed.number, Reason(reason: "重复"), call)
            }
            let gone = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.propose(ProposeItem(kind: "hall", ticket: closed.number), call)
            }
            #expect(gone.refusal?.code == "ticket.state")
        }
    }

    @Test("B04: the half-year's counts are those of the rows", arguments: Engines.all)
    func report(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            let manager = try await house.account("manager-1", [.manager])
            let tickets = [try await house.open(.p2), try await house.open(.p3, "info.contact")]
            for ticket in tickets {
                _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                    try desk.propose(ProposeItem(kind: "four_party", ticket: ticket.number), call)
                }
            }
            let start = Instant.at("2026-03-18 19:00")
            let id = try #require(try await house.call(start, by: branch))
            _ = try await house.hold(id, by: branch, at: start)
            for item in 1...2 {
                _ = try await house.decide(Int64(item), DecideItem(text: "办"), by: branch, at: start)
            }
            _ = try await house.call(manager, at: start) { desk, call throws(SQLError) in
                try desk.accept(tickets[1].number, call)
            }
            _ = try await house.call(manager, at: start) { desk, call throws(SQLError) in
                try desk.resolve(tickets[1].number, ResolveTicket(result: "已答复"), call)
            }
            let question = ReportDesk.Question(
                kind: "meetings", period: "2026H1", from: nil, through: nil, estate: "HTL", grouping: nil,
                wantsRows: true)
            let desk = ReportDesk(settings: house.settings)
            let report = try await house.database.read { tx throws(SQLError) in
                try desk.show(question, DeskCall(staff: manager, in: tx, at: start + .days(1)))
            }
            let figures = try #require(report.value).figures
            #expect(figures.map(\.numerator) == [1, 0, 2, 1])
            #expect(figures.last?.counted == [tickets[1].number])
            #expect(figures.last?.others == [tickets[0].number])
        }
    }

    @Test("A cancelled meeting's matters wait for the next one", arguments: Engines.all)
    func cancelled(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            _ = try await house.handle(
                .meeting(.propose(kind: "four_party", title: "停车位", words: "讲讲停车位")))
            let first = try #require(try await house.call(.at("2026-03-18 19:00"), by: branch))
            _ = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.cancel(first, Reason(reason: "台风"), call)
            }
            let second = try #require(try await house.call(.at("2026-03-25 19:00"), by: branch))
            let shown = try await house.meeting(branch) { desk, call throws(SQLError) in
                try desk.show(second, call)
            }
            #expect(shown.value?.agenda?.map(\.title) == ["停车位"])
        }
    }
}

extension CallMeeting {
    fileprivate init(kind: String, day: Int) {
        self.init(kind: kind, startsAt: "2026-03-\(day)T15:00:00+08:00", place: "议事亭")
    }
}

extension House {
    var meetings: MeetingDesk {
        MeetingDesk(
            settings: settings, notifier: Notifier(phrases: KeyBook(), settings: settings, wakeups: .none))
    }

    func meeting<Value: Sendable>(
        _ staff: StaffIdentity, at now: Instant = monday,
        _ body: @escaping @Sendable (MeetingDesk, DeskCall) throws(SQLError) -> Ruling<Value>
    ) async throws -> Ruling<Value> {
        let desk = meetings
        return try await database.write { tx throws(SQLError) in
            try body(desk, DeskCall(staff: staff, in: tx, at: now))
        }
    }

    func call(
        _ start: Instant, by staff: StaffIdentity, kind: String = "four_party", at now: Instant = monday
    ) async throws -> MeetingID? {
        let request = CallMeeting(kind: kind, startsAt: start.iso8601, place: "议事亭")
        return try await meeting(staff, at: now) { desk, call throws(SQLError) in
            try desk.call(request, call)
        }.value.map { MeetingID($0.id) }
    }

    func hold(
        _ id: MeetingID, present: [String] = ["branch", "committee", "manager"], by staff: StaffIdentity,
        at now: Instant
    ) async throws -> Ruling<Meeting> {
        try await meeting(staff, at: now) { desk, call throws(SQLError) in
            try desk.hold(id, HoldMeeting(present: present, minutes: "逐项议定"), call)
        }
    }

    func decide(
        _ item: Int64, _ request: DecideItem, by staff: StaffIdentity, at now: Instant = monday
    ) async throws -> Ruling<AgendaItem> {
        try await meeting(staff, at: now) { desk, call throws(SQLError) in
            try desk.decide(AgendaItemID(item), request, call)
        }
    }

    fileprivate func refusal(_ staff: StaffIdentity, _ request: CallMeeting) async throws -> String? {
        try await meeting(staff) { desk, call throws(SQLError) in try desk.call(request, call) }.refusal?.code
    }

    /// What a staff member's own chat answers.
    fileprivate func chat(_ text: String, from sender: String) async throws -> Phrase? {
        let chat = StaffChat(
            settings: settings, notifier: Notifier(phrases: KeyBook(), settings: settings, wakeups: .none))
        let party = try await newcomer(sender)
        return try await database.write { tx throws(SQLError) in
            try chat.answer(text, from: party, in: tx, at: Self.monday)
        }
    }
}
