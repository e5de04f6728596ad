import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Meals as those see them who bring them: the list of a day, what was handed over, and the door that nobody
/// opened (`domain.md` H01, 2.8).
///
/// Promise: nobody opens → a matter is open for the staff before the answer is sent, and whoever ordered the
/// meal is told. Whom to call is shown to those with the right `visit.care` alone.
package struct MealDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope
    private let tickets: TicketService
    private let notifier: Notifier
    private let crew: MealCrew

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        tickets = TicketService(settings: settings, notifier: notifier)
        crew = MealCrew(settings: settings, notifier: notifier)
    }

    /// The meals of a day; of today where none is named.
    package func list(
        day: String?, estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Meal>> {
        guard let day = day.map({ CivilDate($0) }) ?? call.now.civil.date else {
            return .refused(
                Refusal(.invalid, "day.invalid", "日期写得不对。", hint: "请写成 2026-03-19。"))
        }
        return try scope.page("meal.list", of: estate, rows: rows, call) {
            estate, rows throws(SQLError) -> [MealOrderRow] in
            var due: [MealOrderRow] = []
            for order in try call.tx.mealOrders.on(
                day, estate: estate, in: scope.area(call), past: rows.past, limit: Limits.mealDayRows)
            {
                guard let plan = plan(of: order) else { continue }
                if plan.isDue(order, try call.tx.mealDays.find(order.id, day), on: day) { due.append(order) }
            }
            return Array(due.prefix(rows.limit))
        } view: { order throws(SQLError) in
            try view(order, on: day, call)
        }
    }

    /// It was handed over, today.
    package func deliver(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Meal> {
        try act("meal.deliver", number, call) { order, row throws(SQLError) in
            guard row?.state != .delivered else { return .refused(Self.over) }
            try call.tx.mealDays.put(order.id, call.now.civil.date, .delivered, at: call.now)
            if let ticket = row?.ticket {
                try call.tx.ticketEvents.add(
                    ticket, .note, actor: call.staff.name, detail: "午餐已送到", at: call.now)
            }
            return .done(try view(order, on: call.now.civil.date, call))
        }
    }

    /// Nobody opened: the family is called, and whoever cannot be reached is looked after (safety check).
    package func noAnswer(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Meal> {
        try act("meal.no_answer", number, call) { order, row throws(SQLError) in
            guard row?.state != .delivered, row?.state != .noAnswer else { return .refused(Self.over) }
            let (today, home) = (call.now.civil.date, try home(of: order, call))
            let draft = TicketDraft(
                category: "care.visit", urgency: .p1,
                text: "送餐没人开门（\(order.id.number)）。马上联系家属；联系不上，请网格员上门看看。", address: home,
                origin: .staff)
            let ticket = try tickets.add(
                draft, from: nil, estate: order.estate, actor: call.staff.name, in: call.tx, at: call.now)
            try call.tx.mealDays.put(order.id, today, .noAnswer, ticket: ticket.id, at: call.now)
            let values = [
                "meal": order.id.number, "building": home.building ?? "", "ticket": ticket.number,
            ].filter { !$0.value.isEmpty }
            try crew.tell(
                Phrase("staff.meal_no_answer", values), estate: order.estate, for: home,
                key: "meal-\(order.id)-door-\(today)", isUrgent: true, in: call.tx, at: call.now)
            try notifier.tell(
                resident: order.resident,
                Phrase(
                    "notice.meal_no_answer",
                    [
                        "meal": order.id.number, "home": home.words, "ticket": ticket.number,
                        "time": call.now.civil.clock,
                    ]),
                why: "meal.no_answer", key: "meal-\(order.id)-door-\(today)", in: call.tx, at: call.now)
            return .done(try view(order, on: today, call))
        }
    }

    /// One act on a meal of today. A refusal comes before the first change.
    private func act(
        _ right: String, _ number: String, _ call: DeskCall,
        _ body: (MealOrderRow, MealDayRow?) throws(SQLError) -> Ruling<Meal>
    ) throws(SQLError) -> Ruling<Meal> {
        try door.pass(right, number, call) { () throws(SQLError) in
            let missing = Refusal(
                .notFound, "meal.not_found", "没有订餐 \(number)。",
                hint: "请写成 M-07；请看 `linli meal list`。")
            guard let id = MealOrderID(number: number), let order = try call.tx.mealOrders.find(id) else {
                return .refused(missing)
            }
            if let refusal = call.staff.refusal(outside: order.estate) { return .refused(refusal) }
            guard try scope.holds(home(of: order, call).building, of: order.estate, call) else {
                return .refused(missing)
            }
            let row = try call.tx.mealDays.find(id, call.now.civil.date)
            guard plan(of: order)?.isDue(order, row, on: call.now.civil.date) ?? false else {
                return .refused(
                    Refusal(
                        .conflict, "meal.none_today", "\(id.number) 今天没有餐。",
                        hint: "请看 `linli meal list`。"))
            }
            return try body(order, row)
        }
    }

    private static let over = Refusal(
        .conflict, "meal.over", "今天已经记过了。", hint: "请看 `linli meal list`。")

    private func plan(of order: MealOrderRow) -> MealPlan? {
        settings.estates[order.estate]?.meals.map { MealPlan($0, settings: settings) }
    }

    private func home(of order: MealOrderRow, _ call: DeskCall) throws(SQLError) -> Address {
        try call.tx.units.find(order.unit)?.address ?? Address()
    }

    /// Whoever brings meals sees where to and for whom; the others the building alone.
    private func view(
        _ order: MealOrderRow, on day: CivilDate, _ call: DeskCall
    ) throws(SQLError) -> Meal {
        let row = try call.tx.mealDays.find(order.id, day)
        let home = try home(of: order, call)
        let isCarrier = settings.roles.may(call.staff.role, "meal.deliver")
        let window = settings.estates[order.estate]?.meals?.delivers.description ?? ""
        let ticket = try row?.ticket.map { id throws(SQLError) in try call.tx.tickets.find(id) } ?? nil
        let mayCall = row?.state == .noAnswer && settings.roles.may(call.staff.role, "visit.care")
        return Meal(
            number: order.id.number, estate: order.estate, day: day.description,
            home: isCarrier ? home.code : Masking.home(home), eater: isCarrier ? order.eater : "",
            diet: isCarrier ? order.diet.joined(separator: "、") : "",
            time: (row?.minute ?? order.minute).map(ClockFace.full) ?? window,
            state: row?.state.rawValue ?? MealDayRow.State.planned.rawValue, ticket: ticket?.number ?? "",
            contact: mayCall ? try call.tx.care.contact(of: order.unit) ?? "" : "")
    }
}
