import LinliAdmin
import LinliModel
@testable import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance examples F10, B10 and B11 of domain.md 1.2, and B02 as an escalation.
@Suite("Acceptance examples: mediation, stand-ins, tenants, meetings of the ladder")
struct MatterTests {
    private static let quarrel = TicketDraft(
        category: "neighbor.leak_liability", urgency: .p2, text: "跟物业为漏水赔钱扯了半年", address: Address(),
        intent: .complain)

    private static func offered(_ house: House) async throws -> Ticket {
        let outcome = try await house.handle(.matter(.dispute(quarrel)))
        guard case .mediationOffered(let summary, let mediators) = outcome else {
            throw SQLError(.decoding, "no mediation was offered")
        }
        #expect(mediators == "社区和法院特邀的调解员（演示）", "the register names them")
        return try await house.ticket(summary.id)
    }

    @Test(
        "F10: offered, consented, under way, agreed: the community has it and every step is told",
        arguments: Engines.all)
    func agreed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.offered(house)
            #expect(ticket.mediation == .offered && ticket.level == 1)
            _ = try await house.handle(.matter(.mediation(ticket: ticket.number, consents: true)))
            let consented = try await house.ticket(ticket.id)
            #expect(consented.mediation == .consented && consented.level == 3)
            let community = try await house.account("community-9", [.community])
            for (state, words) in [("under_way", "周五15:00在党群站"), ("agreed", "物业赔付并重做防水")] {
                let ruling = try await house.call(community, at: House.monday) {
                    desk, call throws(SQLError) in
                    try desk.mediate(ticket.number, MediateTicket(state: state, text: words), call)
                }
                #expect(ruling.value?.mediation == state)
            }
            let told = try await house.messages(to: "a").filter { $0.hasPrefix("notice.mediation") }
            #expect(
                told.map { $0.prefix { $0 != " " } } == [
                    "notice.mediation_under_way", "notice.mediation_agreed",
                ])
            #expect(told.last?.contains("text=物业赔付并重做防水") == true)
        }
    }

    @Test("F10: nothing begins without consent, and what has ended stays ended", arguments: Engines.all)
    func order(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.offered(house)
            let community = try await house.account("community-9", [.community])
            let steward = try await house.account("steward-9", [.steward])
            func mediate(_ staff: StaffIdentity, _ state: String) async throws -> String? {
                try await house.call(staff, at: House.monday) { desk, call throws(SQLError) in
                    try desk.mediate(ticket.number, MediateTicket(state: state, text: "说明"), call)
                }.refusal?.code
            }
            #expect(try await mediate(community, "under_way") == "mediation.state")
            #expect(try await mediate(community, "consented") == "mediation.unknown", "only he consents")
            #expect(try await mediate(steward, "under_way") == "role.forbidden")
            _ = try await house.handle(.matter(.mediation(ticket: ticket.number, consents: false)))
            #expect(try await house.ticket(ticket.id).mediation == .refused)
            #expect(try await house.ticket(ticket.id).level == 1, "a no lifts nothing")
            let again = try await house.handle(.matter(.mediation(ticket: ticket.number, consents: true)))
            #expect(again == .ticketNotFound)
            #expect(try await mediate(community, "agreed") == "mediation.state")
            let other = try await house.handle(
                .matter(.mediation(ticket: ticket.number, consents: true)), from: house.b)
            #expect(other == .ticketNotFound, "somebody else's ticket")
        }
    }

    @Test(
        "B10: where there is no committee his words go to whoever stands in for it", arguments: Engines.all)
    func committee(engine: Engine) async throws {
        let cases: [([Estate.Body.Kind: String], String, Bool)] = [
            (
                [.company: "物业", .community: "东街社区", .environmentCommittee: "东街社区环境和物业管理委员会"],
                "东街社区环境和物业管理委员会", true
            ),
            ([.company: "物业", .community: "东街社区"], "东街社区", true),
            ([.company: "物业", .committee: "东街业委会"], "东街业委会", false),
            // B11: the board of a rented estate.
            ([.company: "物业", .community: "东街社区", .residentsBoard: "华铃小区管委会"], "华铃小区管委会", true),
        ]
        for (bodies, name, standsIn) in cases {
            try await House.with(on: engine) {
                $0.estates["HTL"]?.bodies = bodies.map { Estate.Body(kind: $0.key, name: $0.value) }
            } test: { house in
                let outcome = try await house.handle(.matter(.committee(words: "我们小区没业委会找谁")))
                guard case .committeeTold(let summary, let body, let isStandIn) = outcome else {
                    Issue.record("nobody was told")
                    return
                }
                #expect(body == name && isStandIn == standsIn)
                try await house.fireTimers(at: House.monday)
                let detail = try await house.details(.dispatch, of: try await house.ticket(summary.id))
                #expect(detail == [name], "it is handed to them, not only said")
            }
        }
    }

    @Test("B11: a tenant's report is a report like any other", arguments: Engines.all)
    func tenant(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let tenant = try await house.newcomer("tenant")
            _ = try await house.database.write { tx throws(SQLError) in
                let flat = Address(building: "5", unit: "1", room: "302")
                let unit = try present(tx.units.find(estate: "HTL", flat).first)
                try tx.homes.add(
                    tenant.resident, unit: unit.id, relation: .tenant, proof: .staff, at: House.monday)
            }
            let draft = TicketDraft(
                category: "water.leak", urgency: .p1, text: "水管漏水",
                address: Address(building: "5", unit: "1", room: "302"))
            guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft), from: tenant)
            else {
                Issue.record("no ticket")
                return
            }
            let clocks = try await house.clocks(try await house.ticket(summary.id))
            #expect(clocks[.firstResponse]?.dueAt == House.monday + .minutes(5))
        }
    }

    @Test(
        "B02: escalated to a meeting, a case stands on its next agenda and on its level",
        arguments: Engines.all)
    func meeting(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2, "municipal.bus", text: "公交少", place: "北门")
            let branch = try await house.account("branch-9", [.branch])
            let engineer = try await house.account("engineer-9", [.engineer])
            func escalate(_ staff: StaffIdentity, _ meeting: String) async throws -> Ruling<TicketDetail> {
                try await house.call(staff, at: House.monday) { desk, call throws(SQLError) in
                    try desk.escalate(
                        ticket.number, EscalateTicket(reason: "需区里协调", meeting: meeting), call)
                }
            }
            #expect(try await escalate(branch, "茶话会").refusal?.code == "kind.unknown")
            #expect(try await escalate(engineer, "大党委").refusal?.code == "role.forbidden")
            #expect(try await house.ticket(ticket.id).level == 1, "a refusal changes nothing")
            #expect(try await escalate(branch, "大党委").value?.level == 5)
            let told = try await house.messages(to: "a").filter { $0.hasPrefix("notice.case_agenda") }
            #expect(told.count == 1 && told[0].contains("meeting=社区“大党委”联席会议"))
            #expect(try await escalate(branch, "big_committee").refusal?.code == "agenda.exists")
        }
    }

    @Test("A resident puts his own case on the agenda; nobody else's", arguments: Engines.all)
    func ownCase(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open()
            let number = TicketReference.number(ticket.number)
            let stranger = try await house.handle(.meeting(.proposeCase(kind: "hall", number)), from: house.b)
            #expect(stranger == .ticketNotFound)
            guard
                case .agendaNoted(let item, true) = try await house.handle(
                    .meeting(.proposeCase(kind: "hall", number)))
            else {
                Issue.record("no item")
                return
            }
            #expect(item.title == "公共照明·北门", "never his words")
            #expect(try await house.ticket(ticket.id).level == 3)
            #expect(try await house.messages(to: "a").isEmpty, "the reply says it")
            let again = try await house.handle(.meeting(.proposeCase(kind: "hall", number)))
            guard case .agendaNoted(let known, false) = again else {
                Issue.record("it stands there twice")
                return
            }
            #expect(known.item == item.item)
            let closed = try await house.handle(.meeting(.proposeCase(kind: "street", number)))
            #expect(closed == .meetingUnknown(""), "this meeting takes nothing from residents")
        }
    }
}
