import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// An order that runs is changed, stopped for some days or given up, and a meal has not come.
extension MealService {
    func change(
        _ order: MealOrderRow, _ change: MealChange, _ plan: MealPlan, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> MealAnswer {
        var order = order
        let open = max(plan.firstOpen(at: now), order.from)
        let next = plan.served(onOrAfter: open, order.weekdays) ?? open
        switch change {
        case .skip(let span):
            return try skip(order, span, plan, in: tx, at: now)
        case .resume(let span):
            return try resume(order, span, plan, in: tx, at: now)
        case .hour(let minute, let span):
            return try move(order, to: minute, span, plan, in: tx, at: now)
        case .diet(let text, let own):
            order.diet = diet(order.diet, text, own, plan.rules)
        case .days(let weekdays, let span):
            let kept = weekdays.filter { $0 <= 5 }.sorted()
            if !kept.isEmpty { order.weekdays = kept == [1, 2, 3, 4, 5] ? [] : kept }
            let first = max(span.from ?? open, open)
            // 从下周一, of meals that have not begun: none is brought before.
            let isStart = span.from != nil && span.until == nil && span.days == nil && span.months == nil
            if isStart, kept.isEmpty, order.from >= plan.firstOpen(at: now) { order.from = first }
            if let last = span.last(from: first) { order.until = max(last, open) }
            try tx.mealOrders.change(order)
            try tell(order, plan, in: tx, at: now)
            let from = plan.served(onOrAfter: first, order.weekdays) ?? next
            var notes: [MealNote] = weekdays.contains { $0 > 5 } ? [.weekends] : []
            // 那就礼拜一, when Monday's list is closed: he has to hear that nothing comes on that day.
            if let wanted = span.from, wanted > now.civil.date, wanted < plan.firstOpen(at: now) {
                notes.append(.tooLate(wanted))
            }
            return .changed(try summary(of: order, plan.rules, in: tx), from: from, notes)
        }
        try tx.mealOrders.change(order)
        try tell(order, plan, in: tx, at: now)
        return .changed(try summary(of: order, plan.rules, in: tx), from: next, [])
    }

    /// Days that can still be stopped; the first one that he has named may be too late.
    private func skip(
        _ order: MealOrderRow, _ span: MealSpan, _ plan: MealPlan, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> MealAnswer {
        let open = max(plan.firstOpen(at: now), order.from)
        let wanted = span.from ?? plan.served(onOrAfter: open, order.weekdays) ?? open
        var notes: [MealNote] = []
        if wanted < plan.firstOpen(at: now) { notes.append(.tooLate(wanted)) }
        let last = min(
            span.last(from: wanted) ?? wanted, now.civil.date.adding(days: Limits.mealAheadDays))
        var days: [CivilDate] = []
        var day = max(wanted, open)
        while day <= last {
            let row = try tx.mealDays.find(order.id, day)
            let isOff = row?.state == .skipped
            if span.takes(day), isOff || plan.isDue(order, row, on: day) { days.append(day) }
            day = day.adding(days: 1)
        }
        let stretches = plan.stretches(days, order.weekdays)
        let order = try summary(of: order, plan.rules, in: tx)
        guard let end = days.last else {
            if notes.isEmpty, let note = plan.note(against: wanted) { notes.append(note) }
            let next = plan.served(onOrAfter: open, order.weekdays)
            return .unchanged(order, next: next, notes)
        }
        for day in days { try tx.mealDays.put(order.id, day, .skipped, at: now) }
        let again = plan.served(onOrAfter: end.adding(days: 1), order.weekdays)
            .flatMap { again in order.until.map { again <= $0 } ?? true ? again : nil }
        try crew.tell(
            Phrase("staff.meal_skipped", crew.values(of: order, on: stretches)),
            estate: try estate(of: order, in: tx), for: order.home,
            key: "meal-\(order.id)-skip-\(now.milliseconds)", in: tx, at: now)
        return .skipped(order, days: stretches, again: again, notes)
    }

    private func resume(
        _ order: MealOrderRow, _ span: MealSpan, _ plan: MealPlan, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> MealAnswer {
        let open = plan.firstOpen(at: now)
        let first = max(span.from ?? open, open)
        // Without a last day all that was stopped is brought again.
        let last = span.isEmpty ? nil : span.last(from: first) ?? first
        var notes: [MealNote] = []
        if let wanted = span.from, wanted < open { notes.append(.tooLate(wanted)) }
        for row in try tx.mealDays.of(order.id, from: first)
        where row.state == .skipped && last.map({ row.day <= $0 }) ?? true && span.takes(row.day) {
            try tx.mealDays.put(order.id, row.day, .planned, at: now)
        }
        try tell(order, plan, in: tx, at: now)
        let from = plan.served(onOrAfter: first, order.weekdays) ?? first
        return .changed(try summary(of: order, plan.rules, in: tx), from: from, notes)
    }

    private func move(
        _ order: MealOrderRow, to minute: Int, _ span: MealSpan, _ plan: MealPlan, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> MealAnswer {
        guard plan.rules.delivers.holds(minute) else {
            return .timeOutside(try summary(of: order, plan.rules, in: tx))
        }
        let open = max(plan.firstOpen(at: now), order.from)
        if let wanted = span.from, wanted < open {
            return .unchanged(
                try summary(of: order, plan.rules, in: tx),
                next: plan.served(onOrAfter: open, order.weekdays), [.tooLate(wanted)])
        }
        var changed = order
        guard let wanted = span.from else {
            changed.minute = minute
            try tx.mealOrders.change(changed)
            try tell(changed, plan, in: tx, at: now)
            return .changed(
                try summary(of: changed, plan.rules, in: tx),
                from: plan.served(onOrAfter: open, order.weekdays) ?? open, [])
        }
        guard plan.isDue(order, try tx.mealDays.find(order.id, wanted), on: wanted) else {
            return .unchanged(
                try summary(of: order, plan.rules, in: tx),
                next: plan.served(onOrAfter: open, order.weekdays),
                plan.note(against: wanted).map { [$0] } ?? [])
        }
        try tx.mealDays.put(order.id, wanted, .planned, minute: minute, at: now)
        try tell(order, plan, in: tx, at: now)
        changed.minute = minute
        changed.from = wanted
        changed.until = wanted
        return .changed(try summary(of: changed, plan.rules, in: tx), from: wanted, [])
    }

    // MARK: Giving up

    /// What has been closed already is still brought: it stands beside the name, before he says yes.
    package func cancellable(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [Cancellable] {
        guard let rules = settings.estates[party.estate]?.meals else { return [] }
        let plan = MealPlan(rules, settings: settings)
        var found: [Cancellable] = []
        for order in try tx.mealOrders.of(party.resident, from: now.civil.date) where order.endedAt == nil {
            let home = try tx.units.find(order.unit)?.address ?? Address()
            var closed: [String] = []
            var day = now.civil.date.adding(days: 1)
            while day < plan.firstOpen(at: now) {
                if plan.isDue(order, try tx.mealDays.find(order.id, day), on: day) {
                    closed.append(day.words)
                }
                day = day.adding(days: 1)
            }
            var detail = [order.eater, home.words].filter { !$0.isEmpty }.joined(separator: "，")
            if !closed.isEmpty { detail += "；\(closed.joined(separator: "、"))的已经截止，照送" }
            found.append(
                Cancellable(
                    kind: .meal(order.id), reference: order.id.number,
                    title: "送餐 \(order.id.number)（\(detail)）"))
        }
        return found
    }

    /// The days whose cut-off has passed are still brought.
    func cancel(
        _ id: MealOrderID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let rules = settings.estates[party.estate]?.meals,
            let order = try tx.mealOrders.of(party.resident, from: now.civil.date).first(where: {
                $0.id == id
            }),
            try tx.mealOrders.end(
                id, after: MealPlan(rules, settings: settings).firstOpen(at: now).adding(days: -1), at: now)
        else { return .alreadyClosed }
        let ended = try summary(of: order, rules, in: tx)
        try crew.tell(
            Phrase("staff.meal_ended", crew.values(of: ended)), estate: order.estate, for: ended.home,
            key: "meal-\(id)-ended", in: tx, at: now)
        return nil
    }

    // MARK: It has not come

    /// One matter a day: whoever asks again pushes that one.
    func late(
        _ order: MealOrderRow, _ text: String, _ plan: MealPlan, from party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        let today = now.civil.date
        let row = try tx.mealDays.find(order.id, today)
        let shown = try summary(of: order, plan.rules, in: tx)
        guard plan.isDue(order, row, on: today) else {
            let next = plan.served(onOrAfter: max(today.adding(days: 1), order.from), order.weekdays)
            return .meal(
                .noneToday(
                    shown, next: next.flatMap { next in order.until.map { next <= $0 } ?? true ? next : nil })
            )
        }
        var timed = shown
        timed.minute = row?.minute ?? order.minute
        guard now >= plan.begins(order, row, on: today) else { return .meal(.notYet(timed)) }
        if let known = try row?.ticket.map({ id throws(SQLError) in try tx.tickets.find(id) }) ?? nil,
            known.state.isPending, known.resident == party.resident
        {
            return try tickets.urge(.number(known.number), from: party, in: tx, at: now)
        }
        let draft = TicketDraft(
            category: "care.meal", urgency: .p2, text: text, address: shown.home, intent: .complain)
        let opened = try tickets.open(draft, from: party, in: tx, at: now)
        guard case .ticketOpened(let ticket) = opened else { return opened }
        try tx.mealDays.put(order.id, today, row?.state ?? .planned, ticket: ticket.id, at: row?.at ?? now)
        try crew.tell(
            Phrase("staff.meal_late", crew.values(of: shown).merging(["ticket": ticket.number]) { $1 }),
            estate: order.estate, for: shown.home, key: "meal-\(order.id)-late-\(today)", isUrgent: true,
            in: tx,
            at: now)
        return .meal(.late(shown, ticket, deliveredAt: row?.state == .delivered ? row?.at : nil))
    }

    // MARK: Telling

    private func tell(
        _ order: MealOrderRow, _ plan: MealPlan, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let shown = try summary(of: order, plan.rules, in: tx)
        try crew.tell(
            Phrase("staff.meal_changed", crew.values(of: shown)), estate: order.estate, for: shown.home,
            key: "meal-\(order.id)-change-\(now.milliseconds)", in: tx, at: now)
    }

    private func estate(of order: MealSummary, in tx: Transaction) throws(SQLError) -> String {
        try tx.mealOrders.find(order.id)?.estate ?? ""
    }
}
