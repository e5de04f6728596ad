import LinliAdmin
import LinliModel
@testable import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance examples A12, A14, A18, A21 and I03 of domain.md 1.2.
@Suite("Acceptance examples: receptions and talks, grids, praise, ranking")
struct NeighbourTests {
    private static func session(
        _ kind: String, leader: String, days: Int64
    ) -> SessionRow {
        SessionRow(
            estate: "HTL", kind: kind, name: kind, place: "议事亭", startsAt: House.monday + .days(days),
            bookingClosesAt: House.monday + .days(days - 1), seats: 5, seatMinutes: 20, leader: leader)
    }

    @Test("A12: who asks who comes reads it, and nobody else's title changes", arguments: Engines.all)
    func leader(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.database.write { tx throws(SQLError) in
                _ = try tx.sessions.add(Self.session("weekly", leader: "镇人大主席", days: 3))
                _ = try tx.sessions.add(Self.session("day", leader: "", days: 4))
            }
            var titles: [[String]] = []
            for asks in [true, false] {
                guard
                    case .sessions(let offers, _) = try await house.handle(
                        .seat(.list(SessionWish(asksLeader: asks))))
                else { continue }
                titles.append(offers.map(\.title))
            }
            #expect(
                titles == [
                    ["3月19日（周四）10:00 议事亭 weekly（镇人大主席）", "3月20日（周五）10:00 议事亭 day"],
                    ["3月19日（周四）10:00 议事亭 weekly", "3月20日（周五）10:00 议事亭 day"],
                ])
        }
    }

    @Test(
        "A14: topics of the next talk in order, answered once, and a ticket where it needs one",
        arguments: Engines.all)
    func topics(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            #expect(try await house.handle(.matter(.topic(text: "公交"))) == .topicNone)
            try await house.database.write { tx throws(SQLError) in
                _ = try tx.sessions.add(Self.session("talk", leader: "社区", days: 4))
                _ = try tx.sessions.add(Self.session("talk", leader: "社区", days: 11))
            }
            var numbers: [Int] = []
            for (text, party) in [
                ("公交", house.a), ("物业费", house.b), ("公交", house.a), ("雨棚", house.a), ("路灯", house.a),
                ("第四个", house.a),
            ] {
                guard
                    case .topicNoted(let offer, let number, let isNew) = try await house.handle(
                        .matter(.topic(text: text)), from: party)
                else { continue }
                #expect(offer.title.hasPrefix("3月20日（周五）"), "the next one")
                numbers.append(isNew ? number : -number)
            }
            #expect(numbers == [1, 2, -1, 3, 4, -4], "the same words and a fourth wish get no new number")
            try await Self.answer(house)
        }
    }

    private static func answer(_ house: House) async throws {
        let desk = ReceptionDesk(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
        let community = try await house.account("community-9", [.community])
        func answer(_ id: Int64, _ category: String?) async throws -> Ruling<ReceptionTopic> {
            try await house.database.write { tx throws(SQLError) in
                try desk.answerTopic(
                    TopicID(id), BookingOutcome(text: "已向公交公司反映", category: category),
                    DeskCall(staff: community, in: tx, at: House.monday + .days(5)))
            }
        }
        let done = try #require(try await answer(1, "municipal.bus").value)
        let ticket = try await house.database.read { tx throws(SQLError) in
            try tx.tickets.find(number: done.ticket ?? "")
        }
        #expect(ticket?.draft.origin == .reception && ticket?.resident == house.a.resident)
        #expect(ticket?.draft.text == "公交\n已向公交公司反映")
        let told = try await house.messages(to: "a").first { $0.hasPrefix("notice.topic_answered") }
        #expect(told?.contains("number=1") == true && told?.contains("ticket=\(done.ticket ?? "-")") == true)
        #expect(try await answer(1, nil).refusal?.code == "topic.answered")
        #expect(try await answer(2, nil).value?.ticket == nil)
        #expect(try await answer(99, nil).refusal?.code == "topic.not_found")
    }

    @Test("A18: the grid of a building, from the register alone", arguments: Engines.all)
    func grids(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let second = GridAnswer(
                name: "第2网格", buildings: ["6", "7", "8", "9", "10", "11", "12"],
                posts: ["第2网格网格员（工作日08:30-12:00、14:30-17:30）"])
            #expect(try await house.handle(.matter(.grid(building: "7"))) == .grid(second))
            #expect(try await house.handle(.matter(.grid(building: nil)), from: house.b) == .grid(second))
            guard case .grid(let own) = try await house.handle(.matter(.grid(building: nil))) else {
                Issue.record("A lives in building 3")
                return
            }
            #expect(own.name == "第1网格")
            #expect(try await house.handle(.matter(.grid(building: "99"))) == .gridUnknown)
            let stranger = try await house.newcomer("z")
            #expect(try await house.handle(.matter(.grid(building: nil)), from: stranger) == .gridUnknown)
        }
    }

    @Test(
        "A21: praise stands in the staff's file; no ticket, no clock, no name of who thanks",
        arguments: Engines.all)
    func praise(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let words = "保洁吴姐每天五点就来扫，想夸夸她"
            #expect(
                try await house.handle(.matter(.praise(named: "保洁吴姐", text: words)))
                    == .praised(named: "保洁吴姐", ticket: nil))
            let manager = try await house.account("manager-9", [.manager])
            let guardPost = try await house.account("guard-9", [.guardStaff])
            let desk = StaffDesk(settings: house.settings, codes: .counting())
            func list(_ staff: StaffIdentity) async throws -> Ruling<Page<Praise>> {
                try await house.database.write { tx throws(SQLError) in
                    try desk.praises(
                        estate: nil, rows: 9, DeskCall(staff: staff, in: tx, at: House.monday))
                }
            }
            let praises = try #require(try await list(manager).value).items
            #expect(praises.map(\.named) == ["保洁吴姐"] && praises.map(\.text) == [words])
            #expect(try await list(guardPost).refusal?.code == "role.forbidden")
            let rows = try await house.database.read { tx throws(SQLError) in
                [
                    try tx.integer("SELECT count(*) FROM tickets"),
                    try tx.integer("SELECT count(*) FROM timers"),
                ]
            }
            #expect(rows == [0, 0])
        }
    }

    /// Two estates: one answered one of two in time, the other one of one, a third had nothing due.
    @Test("I03: estates by their response rate; nothing due stands last", arguments: Engines.all)
    func ranking(engine: Engine) async throws {
        try await House.with(on: engine) { settings in
            for (code, name) in [("XGY", "星光园"), ("ZSY", "翠松苑")] {
                var estate = settings.estates["HTL"] ?? Estate(code: code, name: name)
                estate.code = code
                estate.name = name
                settings.estates[code] = estate
            }
        } test: { house in
            let at = Instant.at("2026-02-03 10:00")
            let cases: [(estate: String, minutes: Int64, mark: String)] = [
                ("HTL", 3, "5"), ("HTL", 9, "4"), ("XGY", 5, "2"),
            ]
            try await house.database.write { tx throws(SQLError) in
                for (index, one) in cases.enumerated() {
                    let draft = TicketDraft(
                        category: "power.public_lighting", urgency: .p2, text: "灯", address: Address())
                    let id = try tx.tickets.add(
                        draft, number: "LL-\(index)", party: nil, estate: one.estate, at: at)
                    let clock = TicketClock(
                        kind: .firstResponse, startedAt: at, dueAt: at + .minutes(5), provisional: false)
                    try tx.clocks.add(id, [clock], policy: "t")
                    try tx.clocks.meet(id, .firstResponse, at: at + .minutes(one.minutes))
                    try tx.ticketEvents.add(id, .resolve, actor: "engineer-1", at: at + .hours(2))
                    try tx.ticketEvents.add(
                        id, .rate, actor: "resident", detail: one.mark, at: at + .hours(3))
                    try tx.tickets.move(id, from: TicketState.allCases, to: .rated)
                }
            }
            let manager = try await house.account("street-9", [.street])
            let question = ReportDesk.Question(
                kind: "ranking", period: "2026Q1", from: nil, through: nil, estate: nil, grouping: nil,
                wantsRows: false)
            let ranking = try await house.database.read { tx throws(SQLError) in
                try ReportDesk(settings: house.settings).show(
                    question, DeskCall(staff: manager, in: tx, at: House.monday)
                ).value?.ranking
            }
            #expect(
                ranking == [
                    ReportRank(
                        rank: 1, estate: "XGY", name: "星光园", responseRate: 100, solvedRate: 0,
                        satisfiedRate: 0, answerRate: 100),
                    ReportRank(
                        rank: 2, estate: "HTL", name: "华庭里", responseRate: 50, solvedRate: 100,
                        satisfiedRate: 100, answerRate: 100),
                    ReportRank(
                        rank: 3, estate: "ZSY", name: "翠松苑", responseRate: nil, solvedRate: nil,
                        satisfiedRate: nil, answerRate: nil),
                ])
        }
    }
}
