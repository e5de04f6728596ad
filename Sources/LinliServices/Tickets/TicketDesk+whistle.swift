import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// 吹哨报到: what is bigger than the community calls the departments in by name; each reports in by its own
/// clock, and the first one named leads (`domain.md` 2.4, A11).
extension TicketDesk {
    /// Calls departments in. The ticket goes to L4 and stays with whoever has it until it is handed over.
    package func whistle(
        _ number: String, _ request: BlowWhistle, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.whistle, number, call, detail: Self.names(in: request.departments).joined(separator: ",")) {
            ticket throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            let departments = Self.names(in: request.departments)
            if let refusal = refusal(of: departments) { return refusal }
            let waiting = try call.tx.whistles.of(ticket.id).filter { $0.reportedAt == nil }.map(\.department)
            if let known = departments.first(where: waiting.contains) {
                return Refusal(
                    .conflict, "whistle.blown", "\(known) 已经为 \(ticket.number) 吹过哨。",
                    hint: "请看 `linli ticket show \(ticket.number)`。")
            }
            try blow(
                departments, request.reason, ticket, by: call.staff, in: call.tx, at: call.now)
            return nil
        }
    }

    /// `城管,消防` names two.
    private static func names(in words: [String]) -> [String] {
        words.flatMap { $0.split { ",，、".contains($0) } }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private func refusal(of departments: [String]) -> Refusal? {
        if departments.isEmpty {
            return Refusal(
                .invalid, "departments.missing", "没有填部门。", hint: "请填部门，如 城管。")
        }
        if departments.count > Limits.whistleRows
            || departments.contains(where: { $0.count > Limits.departmentCharacters })
        {
            return Refusal(
                .invalid, "departments.too_many",
                "部门最多 \(Limits.whistleRows) 个，名称最多 \(Limits.departmentCharacters) "
                    + "字。", hint: "请只叫需要的。")
        }
        guard Set(departments).count == departments.count else {
            return Refusal(
                .invalid, "departments.twice", "同一个部门填了两次。", hint: "每个填一次。")
        }
        let known = knownDepartments
        guard let stranger = departments.first(where: { !known.contains($0) }) else { return nil }
        return Refusal(
            .invalid, "departments.unknown", "设置里没有部门 \(stranger)。",
            hint: "可选：\(known.joined(separator: "、"))；其他的请加到 ladder.yaml 的 departments。")
    }

    /// Those of the ladder, then whom the categories name, each once.
    private var knownDepartments: [String] {
        let categories = settings.categories.codes.compactMap { settings.categories[$0] }
        var seen: Set<String> = []
        return (settings.ladder.departments + categories.flatMap { $0.departments + $0.out })
            .filter { seen.insert($0).inserted }
    }

    private func blow(
        _ departments: [String], _ reason: String, _ ticket: Ticket, by staff: StaffIdentity?,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let deadline =
            whistleDeadline(settings.ladder.reportIn, ticket, at: now)
            ?? (due: now + .days(1), isProvisional: true)
        let result = whistleDeadline(settings.ladder.result, ticket, at: now)
        for (index, department) in departments.enumerated() {
            let id = try tx.whistles.blow(
                ticket.id, department: department, isLead: index == 0, by: staff?.id, at: now,
                due: deadline.due, resultDue: result?.due, provisional: deadline.isProvisional)
            guard let id else { continue }
            var timers = [TimerTable.Arming(.reportIn, subject: id.description, due: deadline.due)]
            if let result {
                timers.append(.init(.whistleResult, subject: id.description, due: result.due))
            }
            try tx.timers.arm(timers)
        }
        notifier.armed(in: tx)
        let actor = staff?.name ?? "system"
        let names = departments.joined(separator: "、")
        try tx.ticketEvents.add(
            ticket.id, .whistle, actor: actor, detail: "\(names): \(reason)", at: now)
        try clocks.ladder.place(ticket, on: 4, why: "whistle", actor: actor, in: tx, at: now)
        let extra = ["departments": names, "until": deadline.due.words]
        let values = service.values(of: ticket).merging(extra) { $1 }
        try notifier.tellStaff(
            .escalation, estate: ticket.estate, Phrase("staff.whistled", values),
            key: "ticket-\(ticket.id)-whistled-\(departments.count)-\(now.milliseconds)", in: tx, at: now)
        try tell(ticket, "whistled", in: tx, at: now, extra)
    }

    /// Unlawful building, blocked fire lanes: the company stops it and writes that down, the departments
    /// that the category names are called without waiting for anybody (`domain.md` F11).
    func whistleByRule(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id), ticket.state.isOpen,
            let departments = settings.categories[ticket.draft.category]?.departments, !departments.isEmpty
        else { return }
        let called = try tx.whistles.of(id).map(\.department)
        let missing = departments.filter { !called.contains($0) }
        guard !missing.isEmpty else { return }
        try tx.ticketEvents.add(id, .note, actor: "system", detail: "须立即现场劝阻制止并留记录", at: now)
        try blow(missing, "依法由部门处理", ticket, by: nil, in: tx, at: now)
    }

    /// Working time of the estate's office, by urgency. Nil where the settings have none: the call itself
    /// then runs by wall time, since one without a clock would be a wish.
    private func whistleDeadline(
        _ targets: [Urgency: TimeTarget], _ ticket: Ticket, at now: Instant
    ) -> (due: Instant, isProvisional: Bool)? {
        guard let target = targets[ticket.draft.urgency] else { return nil }
        do throws(DeadlinePolicyError) {
            let deadline = try DeadlinePolicy(settings: settings).due(
                target, hours: .office, estate: ticket.estate, from: now)
            return (deadline.due, deadline.isProvisional)
        } catch {
            return nil
        }
    }

    /// A department is here, or tells what it came to; whoever brings a result has come.
    package func reportIn(
        _ number: String, _ request: ReportIn, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        let name = request.department.trimmed
        return try act(.reportIn, number, call, detail: name) { ticket throws(SQLError) in
            if let result = request.result, let refusal = Refusal.words(result, "result") { return refusal }
            let isOwed: (WhistleRow) -> Bool = {
                $0.reportedAt == nil || (request.result != nil && $0.resultAt == nil)
            }
            let calls = try call.tx.whistles.of(ticket.id)
            guard let open = calls.last(where: { $0.department == name && isOwed($0) }) else {
                let waiting = calls.filter(isOwed).map(\.department)
                return Refusal(
                    .conflict, "whistle.not_blown", "\(name) 没有为 \(ticket.number) 吹哨。",
                    hint: waiting.isEmpty
                        ? "没有在等谁。" : "在等：\(waiting.joined(separator: "、"))。")
            }
            if open.reportedAt == nil { try come(open, request.text, ticket, call) }
            if let result = request.result { try finish(open, result, ticket, call) }
            return nil
        }
    }

    private func come(
        _ whistle: WhistleRow, _ text: String?, _ ticket: Ticket, _ call: DeskCall
    ) throws(SQLError) {
        _ = try call.tx.whistles.reportIn(whistle.id, at: call.now)
        try call.tx.timers.disarm(.reportIn, subject: whistle.id.description)
        let isLate = call.now > whistle.dueAt
        try call.tx.ticketEvents.add(
            ticket.id, .reportIn, actor: call.staff.name,
            detail: [whistle.department, isLate ? "late" : "", text ?? ""].filter { !$0.isEmpty }
                .joined(separator: " "), at: call.now)
        try tell(ticket, "reported_in", call, ["department": whistle.department])
    }

    private func finish(
        _ whistle: WhistleRow, _ result: String, _ ticket: Ticket, _ call: DeskCall
    ) throws(SQLError) {
        _ = try call.tx.whistles.finish(whistle.id, result, at: call.now)
        try call.tx.timers.disarm(.whistleResult, subject: whistle.id.description)
        let isLate = whistle.resultDueAt.map { call.now > $0 } ?? false
        try call.tx.ticketEvents.add(
            ticket.id, .whistleResult, actor: call.staff.name,
            detail: [whistle.department, isLate ? "late" : "", result].filter { !$0.isEmpty }
                .joined(separator: " "), at: call.now)
        try tell(
            ticket, "whistle_result", call, ["department": whistle.department, "result": result])
    }

    /// Whoever called judges the department, and a department who called it: once each, after the department
    /// has come. Nobody judges himself.
    package func score(
        _ number: String, _ request: ScoreWhistle, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        let name = request.department.trimmed
        return try act(.score, number, call, detail: name) { ticket throws(SQLError) in
            guard (1...5).contains(request.score) else {
                return Refusal(
                    .invalid, "score.invalid", "评分是 1 到 5。", hint: "5 分最好。")
            }
            let calls = try call.tx.whistles.of(ticket.id)
            guard let whistle = calls.last(where: { $0.department == name && $0.reportedAt != nil }) else {
                return Refusal(
                    .conflict, "whistle.not_reported_in", "\(name) 还没有为 \(ticket.number) 报到。",
                    hint: "请看 `linli ticket show \(ticket.number)`。")
            }
            let ofCaller = call.staff.role == .department
            let isNew =
                try ofCaller
                ? call.tx.whistles.scoreCaller(whistle.id, request.score)
                : call.tx.whistles.score(whistle.id, request.score)
            guard isNew else {
                return Refusal(
                    .conflict, "whistle.scored", "这次吹哨已经评过分。",
                    hint: "只评一次。")
            }
            let side = ofCaller ? "\(name)→吹哨方" : name
            try call.tx.ticketEvents.add(
                ticket.id, .score, actor: call.staff.name,
                detail: ["\(side) \(request.score)", request.text ?? ""].filter { !$0.isEmpty }
                    .joined(separator: " "), at: call.now)
            return nil
        }
    }

    /// Nobody has come in time.
    package func reportInRanOut(_ id: WhistleID, in tx: Transaction, at now: Instant) throws(SQLError) {
        try ranOut(id, "report_in", alarm: "not_reported_in", in: tx, at: now) { whistles throws(SQLError) in
            try whistles.breach(id, at: now)
        }
    }

    /// It has come, or not, and has told no result in time.
    package func whistleResultRanOut(
        _ id: WhistleID, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try ranOut(id, "whistle_result", alarm: "result_missing", in: tx, at: now) {
            whistles throws(SQLError) in try whistles.breachResult(id, at: now)
        }
    }

    /// Written once, and the staff are told. `breach` is false where it was written before, or not owed.
    private func ranOut(
        _ id: WhistleID, _ clock: String, alarm key: String, in tx: Transaction, at now: Instant,
        _ breach: (WhistleTable) throws(SQLError) -> Bool
    ) throws(SQLError) {
        guard let whistle = try tx.whistles.find(id), let ticket = try tx.tickets.find(whistle.ticket),
            ticket.state.isOpen, try breach(tx.whistles)
        else { return }
        try tx.ticketEvents.add(
            ticket.id, .breach, actor: "system", detail: "\(clock) \(whistle.department)", at: now)
        var values = service.values(of: ticket)
        values["department"] = whistle.department
        try notifier.tellStaff(
            .escalation, estate: ticket.estate, Phrase("staff.\(key)", values),
            key: "whistle-\(whistle.id)-\(key)", in: tx, at: now)
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
