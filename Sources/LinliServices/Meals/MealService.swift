import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Lunch to the door as residents order it (`domain.md` H01, 2.8).
///
/// Promise: nothing is changed for a day whose cut-off has passed, and it is said from which day on it
/// counts; a meal that did not come is a matter with a clock, and its staff hear of it at once.
package struct MealService: Sendable {
    let settings: Settings
    let tickets: TicketService
    let crew: MealCrew

    package init(settings: Settings, notifier: Notifier, tickets: TicketService) {
        self.settings = settings
        self.tickets = tickets
        crew = MealCrew(settings: settings, notifier: notifier)
    }

    /// Nil where the estate brings no meals.
    package func facts(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> MealFacts? {
        guard let rules = settings.estates[party.estate]?.meals else { return nil }
        var orders: [MealSummary] = []
        for order in try tx.mealOrders.of(party.resident, from: now.civil.date)
        where order.estate == party.estate {
            var known = try summary(of: order, rules, in: tx)
            known.skipped = try tx.mealDays.of(order.id, from: now.civil.date)
                .filter { $0.state == .skipped }.map(\.day)
            orders.append(known)
        }
        return MealFacts(orders: orders, dietWords: rules.diets.flatMap(\.words))
    }

    func handle(
        _ act: MealAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let rules = settings.estates[party.estate]?.meals else { return .meal(.gone) }
        let plan = MealPlan(rules, settings: settings)
        switch act {
        case .askHoliday(let words):
            var holiday = plan.holiday(named: words, after: now.civil.date)
            if let estate = settings.estates[party.estate] {
                let home = try tx.homes.of(party.resident).first?.address ?? Address()
                holiday?.contact = MealHolidays.contact(for: home, estate)
            }
            return .meal(.holiday(holiday))
        case .order(let wish): return .meal(try order(wish, plan, from: party, in: tx, at: now))
        case .change(let id, let change):
            guard let order = try own(id, of: party, in: tx, at: now), order.endedAt == nil else {
                return .meal(.gone)
            }
            return .meal(try self.change(order, change, plan, in: tx, at: now))
        case .late(let id, let text):
            guard let order = try own(id, of: party, in: tx, at: now) else { return .meal(.gone) }
            return try late(order, text, plan, from: party, in: tx, at: now)
        case .askDay(let id, let span):
            guard let order = try own(id, of: party, in: tx, at: now) else { return .meal(.gone) }
            let notes = span.from.flatMap { plan.note(against: $0) }.map { [$0] } ?? [.weekends]
            return .meal(
                .unchanged(
                    try summary(of: order, rules, in: tx),
                    next: plan.served(onOrAfter: span.from ?? now.civil.date, order.weekdays), notes))
        }
    }

    private func own(
        _ id: MealOrderID, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> MealOrderRow? {
        try tx.mealOrders.of(party.resident, from: now.civil.date).first { $0.id == id }
    }

    // MARK: Ordering

    private func order(
        _ wish: MealWish, _ plan: MealPlan, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> MealAnswer {
        let units = try tx.units.find(estate: party.estate, wish.address)
        guard let unit = units.first else { return .unknownHome(wish) }
        guard units.count == 1 else {
            return .severalHomes(wish, units: units.compactMap(\.address.unit))
        }
        let running = try tx.mealOrders.of(party.resident, from: now.civil.date).filter { $0.endedAt == nil }
        if let known = running.first(where: { $0.unit == unit.id && $0.eater == wish.eater }) {
            let from = plan.served(onOrAfter: max(known.from, plan.firstOpen(at: now)), known.weekdays)
            return .ordered(
                try summary(of: known, plan.rules, in: tx), from: from ?? known.from, [], isNew: false)
        }
        guard running.count < Limits.mealOrderRows else { return .tooMany(Limits.mealOrderRows) }
        if let minute = wish.minute, !plan.rules.delivers.holds(minute) {
            return .timeOutside(shown(wish, unit.address, plan, at: now))
        }
        let (first, notes) = begin(wish.span, wish.weekdays, plan, at: now)
        var row = MealOrderRow(estate: party.estate, resident: party.resident, unit: unit.id, from: first)
        row.eater = wish.eater
        row.diet = diet([], wish.text, wish.diet, plan.rules)
        row.weekdays = wish.weekdays.filter { $0 <= 5 }.sorted()
        row.minute = wish.minute
        row.until = wish.span.last(from: first)
        if let until = row.until, until < first { row.until = first }
        row.id = try tx.mealOrders.add(row, at: now)
        let order = try summary(of: row, plan.rules, in: tx)
        try crew.tell(
            Phrase("staff.meal_ordered", crew.values(of: order)), estate: row.estate, for: unit.address,
            key: "meal-\(row.id)-ordered", in: tx, at: now)
        return .ordered(order, from: first, notes, isNew: true)
    }

    /// The first day that can still be had, and why it is another one than he has said.
    private func begin(
        _ span: MealSpan, _ weekdays: [Int], _ plan: MealPlan, at now: Instant
    ) -> (CivilDate, [MealNote]) {
        let open = plan.firstOpen(at: now)
        var notes: [MealNote] = weekdays.contains { $0 > 5 } ? [.weekends] : []
        if let wanted = span.from, wanted < open {
            notes.append(.tooLate(wanted))
        } else if let wanted = span.from, let note = plan.note(against: wanted) {
            notes.append(note)
        }
        let wanted = max(span.from ?? open, open)
        return (plan.served(onOrAfter: wanted, weekdays.filter { $0 <= 5 }) ?? wanted, notes)
    }

    /// An order that does not exist yet, for an answer.
    private func shown(_ wish: MealWish, _ home: Address, _ plan: MealPlan, at now: Instant) -> MealSummary {
        MealSummary(
            id: MealOrderID(0), eater: wish.eater, home: home, diet: [], weekdays: wish.weekdays,
            from: plan.firstOpen(at: now), until: nil, minute: nil, window: plan.rules.delivers.description,
            cutoff: plan.rules.cutoffText, isEnded: false)
    }

    /// What the words say, by the names of the estate's file, beside what stood there; 不用少盐了 takes it away.
    func diet(_ known: [String], _ text: String, _ own: String?, _ rules: Estate.Meals) -> [String] {
        var diet = known
        var isNamed = false
        for kind in rules.diets {
            guard let word = kind.words.first(where: { text.mentions($0) }) else { continue }
            isNamed = true
            if ["不用", "不必", "取消"].contains(where: { text.mentions($0 + word) }) {
                diet.removeAll { $0 == kind.name }
            } else if !diet.contains(kind.name) {
                diet.append(kind.name)
            }
        }
        if !isNamed, let own, !own.isEmpty {
            diet.append(String(own.replacing("、", with: "，").prefix(Limits.mealDietCharacters)))
        }
        return diet
    }

    // MARK: Words

    func summary(
        of order: MealOrderRow, _ rules: Estate.Meals, in tx: Transaction
    ) throws(SQLError) -> MealSummary {
        MealSummary(
            id: order.id, eater: order.eater, home: try tx.units.find(order.unit)?.address ?? Address(),
            diet: order.diet, weekdays: order.weekdays, from: order.from, until: order.until,
            minute: order.minute, window: rules.delivers.description, cutoff: rules.cutoffText,
            isEnded: order.endedAt != nil)
    }
}

extension ServiceWindows.Window {
    func holds(_ minute: Int) -> Bool { opens <= minute && minute <= closes }
}
