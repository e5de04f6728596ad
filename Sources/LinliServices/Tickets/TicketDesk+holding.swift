import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// Tickets that are kept beyond their time while a dispute about them goes on (`domain.md` 2.10: attachments
/// of a legal hold are kept longer; PIPL 47: what must be kept is stored, and nothing else is done with it).
extension TicketDesk {
    private static let right = "ticket.hold"

    package func hold(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try holding(number, request, call, detail: "hold") { ticket throws(SQLError) in
            if try call.tx.tickets.pseudonymised(ticket.id) != nil {
                return Refusal(
                    .conflict, "ticket.forgotten", "\(ticket.number) 的内容已经按期限删去，没有可以保全的。",
                    hint: "只剩类别、时间和评价。")
            }
            let isHeld = try call.tx.holds.place(
                ticket.id, by: call.staff.id, reason: request.reason, at: call.now)
            return isHeld
                ? nil
                : Refusal(
                    .conflict, "ticket.held", "\(ticket.number) 已经在保全。",
                    hint: "原因和时间请看 `linli ticket show \(ticket.number)`。")
        }
    }

    /// What an erasure had to leave goes with the hold.
    package func release(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try holding(number, request, call, detail: "release") { ticket throws(SQLError) in
            let isLifted = try call.tx.holds.lift(
                ticket.id, by: call.staff.id, reason: request.reason, at: call.now)
            guard isLifted else {
                return Refusal(
                    .conflict, "ticket.not_held", "\(ticket.number) 没有在保全。",
                    hint: "请看 `linli retention holds`。")
            }
            if let resident = ticket.resident, try call.tx.residents.find(resident)?.erasedAt != nil {
                try call.tx.tickets.erase([ticket.id])
            }
            return nil
        }
    }

    private func holding(
        _ number: String, _ request: Reason, _ call: DeskCall, detail: String,
        _ body: (Ticket) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try door.pass(Self.right, number.uppercased(), call, detail: detail) { () throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
            return try find(number, call).then { ticket throws(SQLError) in
                if let refusal = try body(ticket) { return .refused(refusal) }
                return .done(try views.detail(try call.tx.tickets.find(ticket.id) ?? ticket, call))
            }
        }
    }
}
