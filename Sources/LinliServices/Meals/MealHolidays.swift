import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Holidays without lunch (`domain.md` 2.8): on the last working day before two or more days in a row without
/// a meal everybody who has ordered one is told, once, and the grid workers hear which of the eaters' homes
/// stand on the care list.
///
/// Promise: the warning waits as a timer and survives a restart; its rows are looked at when it fires.
struct MealHolidays: Sendable {
    private let settings: Settings
    private let notifier: Notifier
    private let visits: VisitRegister

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        visits = VisitRegister(settings: settings, notifier: notifier)
    }

    /// The next warning that is still to come: its timer's subject and when it is due.
    func next(estate code: String, after now: Instant) -> (subject: String, due: Instant)? {
        guard let rules = settings.estates[code]?.meals else { return nil }
        let plan = MealPlan(rules, settings: settings)
        var day = now.civil.date
        while let holiday = plan.holiday(named: "", after: day) {
            let due = CivilTime(date: plan.warningDay(of: holiday), hour: Limits.reportReminderHours).instant
            if due > now, holiday.days >= Limits.mealHolidayLeastDays {
                return ("meals/\(code)/\(holiday.from)", due)
            }
            day = holiday.until.adding(days: 1)
        }
        return nil
    }

    func warn(estate code: String, from first: CivilDate, in tx: Transaction, at now: Instant)
        throws(SQLError)
    {
        guard let estate = settings.estates[code], let rules = estate.meals, first > now.civil.date else {
            return
        }
        let plan = MealPlan(rules, settings: settings)
        guard let holiday = plan.holiday(named: "", after: now.civil.date), holiday.from == first else {
            return
        }
        var frail: [String: (home: Address, meals: [String])] = [:]
        for order in try tx.mealOrders.on(first, estate: code, limit: Limits.mealDayRows)
        where plan.touches(order, holiday) {
            guard let home = try tx.units.find(order.unit)?.address else { continue }
            var values = holiday.values
            values["contact"] = Self.contact(for: home, estate)
            try notifier.tell(
                resident: order.resident, Phrase("notice.meal_holiday", values.filter { !$0.value.isEmpty }),
                why: "meal.holiday", key: "meals-\(code)-\(first)-\(order.resident)", in: tx, at: now)
            if try tx.care.lists(order.unit, or: nil, estate: code) {
                let worker = visits.visitor(of: home, estate: code)
                let meal = "\(order.id.number)（\(home.building ?? "")栋）"
                frail[worker, default: (home, [])].meals.append(meal)
            }
        }
        for (worker, row) in frail.sorted(by: { $0.key < $1.key }) {
            var values = holiday.values
            values["list"] = row.meals.joined(separator: "、")
            try visits.tellWorker(
                of: row.home, estate: code, Phrase("staff.meal_holiday", values),
                key: "meals-\(code)-\(first)-\(worker)", in: tx, at: now)
        }
    }

    /// A number for meals where the estate has entered one, else the post of the grid.
    static func contact(for home: Address, _ estate: Estate) -> String {
        let words = ["助餐", "送餐", "食堂"]
        if let row = estate.contacts.first(where: { row in
            row.name.mentionsAny(words) || row.words.contains { $0.mentionsAny(words) }
        }) {
            return "\(row.name)\(row.phone)"
        }
        let grid = home.building.flatMap { estate.grid(ofBuilding: $0) }?.code
        return estate.roster.first { $0.role == .gridWorker && ($0.grid == grid || $0.grid == nil) }?.name
            ?? ""
    }
}

extension MealHoliday {
    fileprivate var days: Int { until.daysSinceEpoch - from.daysSinceEpoch + 1 }

    fileprivate var values: [String: String] {
        [
            "holiday": name, "from": from.wordsOfWeek, "until": from == until ? "" : until.wordsOfWeek,
            "next": next?.wordsOfWeek ?? "",
        ].filter { !$0.value.isEmpty }
    }
}
