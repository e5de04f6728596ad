import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What a level that was told may answer: that it knows, that it puts it off, that the danger is contained.
extension TicketDesk {
    /// Says that the level knows. The silence begins anew; the clocks and the next rules go on.
    package func acknowledge(
        _ number: String, _ request: Acknowledge, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.acknowledge, number, call) { ticket throws(SQLError) in
            guard try call.tx.watches.of(ticket.id) != nil else { return nobodyWaits(ticket) }
            try call.tx.watches.acknowledge(ticket.id, by: call.staff.id, at: call.now)
            try call.tx.ticketEvents.add(
                ticket.id, .acknowledge, actor: call.staff.name, detail: request.text ?? "", at: call.now)
            return nil
        }
    }

    /// Puts the ringing off until a time, with a reason. The clocks go on, and a P0 is never put off.
    package func snooze(
        _ number: String, _ request: SnoozeTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.snooze, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            guard let silence = settings.ladder.silence, let row = try call.tx.watches.of(ticket.id) else {
                return nobodyWaits(ticket)
            }
            if let refusal = refusal(ofSnoozing: ticket, row, silence) { return refusal }
            return try Instant.read(request.until, "until").then { until throws(SQLError) -> Ruling<Bool> in
                let last = call.now + .hours(Int64(silence.snoozeHours))
                guard until > call.now, until <= last else {
                    return .refused(
                        Refusal(
                            .invalid, "until.out_of_range",
                            "暂缓要到将来的时间，不超过 \(silence.snoozeHours) 小时。",
                            hint: "请填不晚于 \(last.civil.written) 的时间。"))
                }
                try call.tx.watches.snooze(ticket.id, until: until)
                try call.tx.timers.arm(.ring, subject: ticket.id.description, due: until)
                notifier.armed(in: call.tx)
                try call.tx.ticketEvents.add(
                    ticket.id, .snooze, actor: call.staff.name,
                    detail: "until \(until.civil.written): \(request.reason)", at: call.now)
                return .done(true)
            }.refusal
        }
    }

    private func refusal(
        ofSnoozing ticket: Ticket, _ row: WatchRow, _ silence: Ladder.Silence
    ) -> Refusal? {
        if ticket.draft.urgency == .p0 {
            return Refusal(
                .conflict, "ticket.emergency", "\(ticket.number) 是 P0：紧急情况不能暂缓。",
                hint: "请处理，或者用 `linli ticket acknowledge \(ticket.number)` 表示知悉。")
        }
        guard row.snoozes >= silence.snoozes else { return nil }
        return Refusal(
            .conflict, "ticket.snooze_limit",
            "\(ticket.number) 已经暂缓 \(silence.snoozes) 次。",
            hint: "请接着办，或者升级。")
    }

    private func nobodyWaits(_ ticket: Ticket) -> Refusal {
        Refusal(
            .conflict, "ticket.not_waiting", "\(ticket.number) 没有在等哪一级回应。",
            hint: "它没有升级，或者已经有人在办；请看 `linli ticket show \(ticket.number)`。")
    }

    /// The danger is contained although the matter is not settled: the rules that wait for it end.
    package func contain(
        _ number: String, _ request: Words, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.contain, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") { return refusal }
            if let refusal = try notTaker(ticket, call) { return refusal }
            try call.tx.ticketEvents.add(
                ticket.id, .contain, actor: call.staff.name, detail: request.text, at: call.now)
            try tell(ticket, "contained", call, ["text": request.text])
            return nil
        }
    }
}
