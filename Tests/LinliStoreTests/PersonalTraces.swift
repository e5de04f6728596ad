import LinliModel
import LinliStore
import LinliTestKit
import Testing

@testable import LinliSQL

/// One resident who has left words, names or addresses in every table that takes any.
enum PersonalTraces {
    /// Planted in everything that the resident or others about him write.
    static let mark = "独特词"
    static let sender = "openid-独特词"

    static func plant(_ tx: Transaction) throws(SQLError) -> ResidentID {
        let id = try tx.residents.add(estate: "HTL", name: "名\(mark)", at: monday)
        try tx.residents.attach(id, channel: "oa", sender: sender, at: monday)
        if let unit = try tx.units.find(estate: "HTL", Address(building: "3", unit: "2", room: "501")).first {
            try tx.homes.add(id, unit: unit.id, relation: .owner, proof: .code, at: monday)
        }
        try plantMessages(tx)
        try plantMatters(tx, id)
        try plantMeal(tx, id)
        return id
    }

    private static func plantMeal(_ tx: Transaction, _ id: ResidentID) throws(SQLError) {
        let unit = try present(tx.homes.of(id).first?.unitID)
        var meal = MealOrderRow(estate: "HTL", resident: id, unit: unit, from: monday.civil.date)
        meal.eater = "母\(mark)"
        meal.diet = ["忌\(mark)"]
        _ = try tx.mealOrders.add(meal, at: monday)
    }

    private static func plantMessages(_ tx: Transaction) throws(SQLError) {
        if let done = try tx.inbox.accept(.said("话\(mark)", by: sender, id: "1"), at: monday) {
            _ = try tx.inbox.finish(done, at: monday)
        }
        if let bad = try tx.inbox.accept(.said("坏\(mark)", by: sender, id: "2"), at: monday) {
            try tx.inbox.quarantine(bad, at: monday)
        }
        // What has no id of its own is known by who sent it when.
        let event = InboundMessage(
            channel: "oa", externalID: "\(sender)|1773626400|subscribe|", sender: sender, sentAt: monday,
            content: .event(name: "subscribe", key: ""))
        if let follow = try tx.inbox.accept(event, at: monday) { _ = try tx.inbox.finish(follow, at: monday) }
        for state in [OutboxRow.State.accepted, .windowClosed, .sending, .queued] {
            let id = try tx.outbox.enqueue(
                .to(sender, "答\(mark)", key: "k-\(state)"), why: "reply", at: monday)
            guard let id, state != .queued else { continue }
            try tx.outbox.start([id], at: monday)
            if state != .sending { try tx.outbox.decide(id, state, at: monday) }
        }
        try tx.conversations.save("{\"flow\":\"\(mark)\"}", channel: "oa", sender: sender, at: monday)
        if let staff = try tx.staff.add(name: "steward-1", at: monday) {
            try tx.staffCodes.attach(staff, channel: "oa", sender: sender, at: monday)
        }
        try tx.staffCodes.countWrongTry(channel: "oa", sender: sender, at: monday)
        try tx.windows.open(
            channel: "oa", recipient: sender, until: monday + .hours(48), messages: 5, at: monday)
    }

    private static func plantMatters(_ tx: Transaction, _ id: ResidentID) throws(SQLError) {
        let party = Party(resident: id, estate: "HTL", channel: "oa", sender: sender)
        let draft = TicketDraft(
            category: "water.leak", urgency: .p2, text: "漏\(mark)",
            address: Address(building: "楼\(mark)", unit: "元\(mark)", room: "室\(mark)", place: "处\(mark)"),
            attachments: ["图\(mark)"])
        let ticket = try tx.tickets.add(draft, number: "LL1", party: party, estate: "HTL", at: monday)
        try tx.tickets.move(ticket, from: [.submitted], to: .accepted)
        _ = try tx.tickets.resolve(ticket, result: "告诉\(mark)", falseClosure: false, at: monday)
        if let staff = try tx.staff.find(name: "steward-1") {
            try tx.suspensions.ask(
                SuspensionRow(
                    ticket: ticket, askedBy: staff.id, reason: "停\(mark)", resumeAt: monday + .days(1)),
                at: monday)
            // A dispute that is over.
            _ = try tx.holds.place(ticket, by: staff.id, reason: "诉\(mark)", at: monday)
            _ = try tx.holds.lift(ticket, by: staff.id, reason: "了\(mark)", at: monday)
        }
        for (kind, actor) in [
            (TicketEvent.Kind.reopen, "resident"), (.note, "steward-1"), (.reply, "steward-1"),
            (.resolve, "steward-1"), (.picture, "steward-1"), (.whistleResult, "street-1"),
        ] {
            try tx.ticketEvents.add(ticket, kind, actor: actor, detail: "史\(mark)", at: monday)
        }
        _ = try tx.claims.add(id, estate: "HTL", text: "事\(mark)", attachment: "照\(mark)", at: monday)
        let session = try present(
            tx.sessions.add(
                SessionRow(
                    estate: "HTL", kind: "weekly", name: "每周领导接访", place: "议事亭",
                    startsAt: monday + .days(3), bookingClosesAt: monday + .days(2), seats: 5, seatMinutes: 20
                )))
        let booking = try present(
            tx.bookings.take(
                session, seats: 5, SeatClaim(resident: id, matter: "由\(mark)", attendee: "父\(mark)"),
                at: monday))
        try tx.bookings.setOutcome(booking.id, "果\(mark)", ticket: ticket)
        if let topic = try tx.topics.add(session, resident: id, text: "题\(mark)", at: monday) {
            _ = try tx.topics.answer(topic.id, "复\(mark)", ticket: ticket, at: monday)
        }
        try tx.praises.add("保洁\(mark)", text: "谢\(mark)", by: id, estate: "HTL", at: monday)
        if let unit = try tx.homes.of(id).first?.unitID {
            let visit = VisitRow(
                estate: "HTL", kind: .atDoor, unit: unit, resident: nil, owner: "网格员", post: "",
                dueAt: monday + .days(9))
            if let planned = try tx.visits.plan(visit, at: monday) {
                _ = try tx.visits.end(planned, as: .done, note: "见\(mark)", at: monday)
            }
            _ = try tx.care.add(unit, estate: "HTL", reason: "独\(mark)", contact: "电\(mark)", at: monday)
        }
        let need = try tx.needs.add(
            NeedRow(
                estate: "HTL", quarter: "2026Q1", category: "facility.other", title: "长椅", text: "愿\(mark)",
                place: "处\(mark)", intake: "chat", resident: id, owner: "社区", dueAt: monday + .days(9)),
            at: monday)
        _ = try tx.needs.move(
            need, from: [.collected], NeedChange(to: .declined, result: "因\(mark)"), at: monday)
        _ = try tx.partyMembers.add(id, at: monday)
        _ = try tx.resources.add(
            ResourceRow(
                estate: "HTL", name: "物\(mark)", provider: "店\(mark)", text: "送\(mark)", donor: id,
                state: .proposed, owner: "社区", dueAt: monday + .days(3)), at: monday)
        let whistle = try tx.whistles.blow(
            ticket, department: "城管", isLead: true, by: nil, at: monday, due: monday, resultDue: nil,
            provisional: false)
        if let whistle { _ = try tx.whistles.finish(whistle, "办\(mark)", at: monday) }
        _ = try tx.earn(5, for: id, reference: "earn")
    }

    /// Every table of the schema is read whole, so that a new one is scanned without being listed here.
    static func scan(_ tx: Transaction) throws(SQLError) -> Set<String> {
        let tables = try tx.all("\(tx.dialect.tableNames)") { row throws(SQLError) in try row.text(0) }
        var found: Set<String> = []
        for table in tables {
            let rows = try tx.all("SELECT * FROM \(Fragment(dialect: table))") { row throws(SQLError) in
                row.values
            }
            for case .text(let text) in rows.joined() where text.contains(mark) { found.insert(table) }
        }
        return found
    }
}
