import LinliModel

/// What is wanted of a meal order while it is asked which one is meant.
package enum MealMatter: Sendable, Hashable, Codable {
    case change(MealChange)
    case late(String)
    case askDay(MealSpan)

    fileprivate func act(on order: MealOrderID) -> MealAct {
        switch self {
        case .change(let change): .change(order, change)
        case .late(let text): .late(order, text: text)
        case .askDay(let span): .askDay(order, span)
        }
    }
}

/// Lunch to the door (`domain.md` H01, 2.8): ordered for himself or for a relative, changed, stopped, given
/// up, and asked after where it has not come. Who has no order and wants none is not heard here.
extension Turn {
    mutating func speakOfMeals(_ understood: Understood) -> Bool {
        guard let meals = facts.meals, !understood.isAbuseOrInjection else { return false }
        let text = understood.text
        let request = understood.requests.first { $0.category == MealWords.category } ?? understood.main
        let isNamed = text.namesMeal || text.namesPortion
        let isOrder = request.intent == .orderService && request.category == MealWords.category
        guard state.flow == nil || isNamed || isOrder, !text.isOfOtherMeals else { return false }
        let waiting = understood.requests.filter { $0 != request && $0.intent.opensTicket }
        guard hearMeal(request, meals, isNamed: isNamed, isOrder: isOrder) || forwardHunger(request) else {
            return false
        }
        wait(for: waiting)
        state.isAside = state.flow != nil && !commands.isEmpty
        return true
    }

    private mutating func hearMeal(
        _ request: WaitingRequest, _ meals: MealFacts, isNamed: Bool, isOrder: Bool
    ) -> Bool {
        if tellDiet(beside: request, meals, isNamed: isNamed, isOrder: isOrder) { return true }
        let text = request.text
        if isNamed, text.saysMealLate, !meals.orders.isEmpty {
            return act(.late(text), on: meals.orders, text)
        }
        if text.asksMealHoliday, !isOrder || !text.ordersMeal || text.mentions("送") {
            commands.append(.meal(.askHoliday(words: text)))
            return true
        }
        let running = meals.orders.filter { !$0.isEnded }
        guard !running.isEmpty else {
            if isOrder, !text.stopsMeals { return orderMeal(request) }
            guard isNamed, text.stopsMeals || text.endsMeals else { return false }
            say("meal.none")
            acts.append(.answer)
            return true
        }
        let span = request.mealSpan(on: facts.now.civil.date).after(
            start: running, text, facts.now.civil.date)
        if request.mealMinute == nil, text.wantsOtherMealHour, isNamed || speaksOfMeals {
            for order in running { say("meal.which_hour", order.values) }
            acts.append(.answer)
            return true
        }
        if speaksOfMeals, let more = moreOfMeal(request, span) {
            return act(.change(more), on: running, text)
        }
        if isOrder || isNamed || speaksOfMeals, text.limitsMeals, span.days != nil || span.months != nil {
            return act(.change(.days([], span)), on: running, text)
        }
        let mayEnd = span.isEmpty && !request.stopsSomeEachWeek && text.endsMeals
        if mayEnd, isNamed || text.mentionsAny(["送", "订"]) || speaksOfMeals {
            commands.append(.findCancellable(.meal, .latest))
            return true
        }
        if text.asksMealDay, isNamed || text.mentions("送") {
            return act(.askDay(span), on: running, text)
        }
        if let change = request.mealChange(span, meals, isNamed: isNamed, isNear: mayBeMeal) {
            return act(.change(change), on: running, text)
        }
        if isOrder || isNamed, text.stopsMeals, !span.isEmpty {
            // 周一那顿能不能不送 我带他出去吃: in so many words as he likes.
            return act(.change(.skip(span)), on: running, text)
        }
        if isOrder, text.ordersMeal, !text.asksAboutOrder { return orderMeal(request) }
        if isOrder, !span.isEmpty || !request.mealWeekdays.isEmpty {
            return act(.change(.days(request.mealWeekdays, span)), on: running, text)
        }
        guard isNamed, text.asksAboutMeal else { return false }
        for order in running { say("meal.status", order.values) }
        acts.append(.answer)
        return true
    }

    /// 明天开始先订一周，她糖尿病，不要甜的: what she does not eat is no day that is called off. The diet goes to the order
    /// that runs, and the rest of the words is heard by itself.
    private mutating func tellDiet(
        beside request: WaitingRequest, _ meals: MealFacts, isNamed: Bool, isOrder: Bool
    ) -> Bool {
        let running = meals.orders.filter { !$0.isEnded }
        guard !running.isEmpty, speaksOfMeals || isNamed || isOrder else { return false }
        let clauses = request.text.wholeClauses
        let diet = clauses.filter { $0.tellsTaste(meals.dietWords) }
        guard !diet.isEmpty, diet.count < clauses.count || (speaksOfMeals && request.text.mayMeanMeal) else {
            return false
        }
        let words = diet.joined(separator: "，")
        guard act(.change(.diet(text: words, own: words)), on: running, request.text), state.flow == nil
        else { return true }
        var rest = request
        rest.text = clauses.filter { !diet.contains($0) }.joined(separator: "，")
        rest.slots[.diet] = nil
        if !rest.text.isEmpty { _ = hearMeal(rest, meals, isNamed: isNamed, isOrder: isOrder) }
        return true
    }

    /// 有糖尿病, 下周一开始, right behind an order and without a word of meals.
    private func moreOfMeal(_ request: WaitingRequest, _ span: MealSpan) -> MealChange? {
        let text = request.text
        guard text.mayMeanMeal, !text.stopsMeals else { return nil }
        if text.count <= Limits.shrugCharacters, let day = span.from, span.until == nil, !text.asksSomething {
            // 明天: from then on.
            return .days([], MealSpan(from: day))
        }
        if text.tellsCookIllness { return .diet(text: text, own: text.illnessForMeal) }
        guard text.isOpenEnded, !span.isEmpty, !text.asksSomething else { return nil }
        return .days(request.mealWeekdays, span)
    }

    /// He has ordered or changed a meal a moment ago.
    var speaksOfMeals: Bool {
        guard let taken = state.taken, taken.target == .meal else { return false }
        return facts.now - taken.at <= .minutes(Limits.recentTicketMinutes)
    }

    /// A time without a word of what for: a report of a moment ago waits for its crew.
    private var mayBeMeal: Bool {
        speaksOfMeals || lastTicket(within: .minutes(Limits.draftMinutes)) == nil
    }

    // MARK: Which one

    private mutating func act(_ matter: MealMatter, on orders: [MealSummary], _ text: String) -> Bool {
        let named = orders.filter { $0.isNamed(in: text) }
        let fitting = named.isEmpty ? orders : named
        guard fitting.count > 1 else {
            commands += fitting.map { .meal(matter.act(on: $0.id)) }
            return true
        }
        enter(.chooseMeal(fitting, matter))
        askWhichMeal(fitting)
        return true
    }

    mutating func askWhichMeal(_ orders: [MealSummary]) {
        let list = orders.enumerated().map { "\($0.offset + 1). \($0.element.title)" }
        say("meal.ask_which", ["list": list.joined(separator: "\n")])
        acts.append(.offerOptions)
        ask.append(.choice)
    }

    mutating func answerChooseMeal(
        _ orders: [MealSummary], _ matter: MealMatter, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("cancel.kept") }
        var chosen = orders.filter { $0.isNamed(in: understood.text) }
        if let index = understood.choice, orders.indices.contains(index - 1) { chosen = [orders[index - 1]] }
        if understood.text.meansAll { chosen = orders }
        guard !chosen.isEmpty else {
            if understood.isRequest { return false }
            repeatQuestion(.chooseMeal(orders, matter))
            return true
        }
        enter(nil)
        commands += chosen.map { .meal(matter.act(on: $0.id)) }
        return true
    }

    // MARK: Ordering

    private mutating func orderMeal(_ request: WaitingRequest) -> Bool {
        var wish = MealWish(address: request.address, eater: request.text.attendee ?? "")
        wish.address.place = nil
        wish.take(request, on: facts.now.civil.date)
        if facts.homes.count == 1, wish.address.isEmpty || wish.address.lacksBuilding,
            wish.eater.isEmpty || request.text.isAtHome
        {
            wish.address = wish.address.filled(from: facts.homes[0].address)
        }
        order(wish, asked: 0)
        return true
    }

    private mutating func order(_ wish: MealWish, asked: Int) {
        var wish = wish
        if let problem = wish.address.problem(in: facts.register) {
            wish.address = wish.address.without(problem)
            enter(.meal(wish, asked: asked + 1))
            return ask(problem)
        }
        guard wish.address.building != nil, wish.address.room != nil else {
            guard asked < Limits.slotAsks else { return handMealOn(wish) }
            enter(.meal(wish, asked: asked + 1))
            return askMealHome(wish)
        }
        enter(nil)
        commands.append(.meal(.order(wish)))
    }

    /// Nobody is asked a third time: a person asks.
    private mutating func handMealOn(_ wish: MealWish) {
        enter(nil)
        say("repair.person_asks")
        commands.append(
            .openTicket(
                TicketDraft(
                    category: MealWords.category, urgency: .p3, text: wish.text, address: wish.address,
                    intent: .orderService)))
    }

    mutating func askMealHome(_ wish: MealWish) {
        if wish.address.building != nil, wish.address.room != nil, wish.address.unit == nil {
            askFor([.unit])
            return say(
                "meal.ask_which_unit",
                ["home": wish.address.spoken].merging(wish.dietValues) { first, _ in first })
        }
        askFor([.building, .room])
        if wish.address.isEmpty, facts.homes.count == 1, !wish.eater.isEmpty {
            let home = facts.homes[0].address.spoken
            let values = ["eater": wish.eater, "home": home].merging(wish.dietValues) { first, _ in first }
            return say("meal.ask_home_or_own", values)
        }
        say("meal.ask_home", ["eater": wish.eater].present.merging(wish.dietValues) { first, _ in first })
    }

    mutating func answerMeal(_ wish: MealWish, asked: Int, _ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        let isOfDays = main.slots[.date] != nil || !main.mealWeekdays.isEmpty
        // 周三不用送 leaves the others: it is noted, and a person reads it.
        let isCancel = main.intent == .cancel && !isOfDays
        if understood.act == .cancelFlow || understood.act == .deny || isCancel {
            return giveUp("meal.dropped")
        }
        var wish = wish
        var said = main.address
        said.place = nil
        let isOfMeal =
            main.category == MealWords.category || text.illnessForMeal != nil
            || (!main.intent.opensTicket && (isOfDays || text.mentionsAny(["开始", "起送"])))
        if said.isEmpty {
            let isOwn = understood.act == .confirm || text.isAtHome
            if facts.homes.count == 1, isOwn, wish.address.isEmpty { said = facts.homes[0].address }
            // "1": the staircase that was asked for.
            if wish.address.room != nil, wish.address.unit == nil, let unit = understood.choice {
                said.unit = "\(unit)"
            }
        }
        if said.isEmpty, understood.isRequest, !isOfMeal { return false }
        let before = wish
        wish.address = said.filled(from: wish.address)
        wish.take(main, on: facts.now.civil.date)
        // 有糖尿病, 下周一开始: he has told something, and where is asked no more urgently than before.
        let isMore = wish.told != before.told && said.isEmpty
        order(wish, asked: isMore ? max(0, asked - 1) : asked)
        return true
    }

    // MARK: Answers

    mutating func tell(meal answer: MealAnswer) {
        switch answer {
        case .ordered(let order, let from, let notes, let isNew):
            state.taken = Taken(.meal, at: facts.now)
            tell(notes)
            say(isNew ? "meal.ordered" : "meal.ordered_before", order.values.with("from", from.spokenWeekday))
            acts.append(isNew ? .bookingOK : .attachDuplicate)
        case .changed(let order, let from, let notes):
            state.taken = Taken(.meal, at: facts.now)
            tell(notes)
            let isOneDay = order.from == from && order.until == from
            say(isOneDay ? "meal.changed_day" : "meal.changed", order.values.with("from", from.spokenWeekday))
            acts.append(.ack)
        case .skipped(let order, let days, let again, let notes):
            state.taken = Taken(.meal, at: facts.now)
            tell(notes)
            var values = order.values.with("days", days.map(\.spoken).joined(separator: "、"))
            values["again"] = again?.spokenWeekday
            say("meal.skipped", values)
            acts.append(.ack)
        case .unchanged(let order, let next, let notes):
            tell(notes)
            if !notes.contains(.weekends) || next == nil {
                say("meal.unchanged", order.values.with("next", next?.spokenWeekday))
            }
            acts.append(.answer)
        case .holiday(let holiday):
            guard let holiday else {
                say("meal.holiday_unknown")
                return acts.append(.answer)
            }
            say(
                "meal.holiday",
                [
                    "holiday": holiday.name, "from": holiday.from.spokenWeekday,
                    "until": holiday.from == holiday.until ? "" : holiday.until.spokenWeekday,
                    "next": holiday.next?.spokenWeekday ?? "", "contact": holiday.contact,
                ].present)
            acts.append(.answer)
        case .timeOutside(let order):
            say("meal.time_outside", ["window": order.window])
            acts.append(.reject)
        default:
            tell(mealProblem: answer)
        }
    }

    private mutating func tell(mealProblem answer: MealAnswer) {
        switch answer {
        case .severalHomes(let wish, let units):
            enter(.meal(wish, asked: 1))
            let known = units.map { "\($0)单元" }.joined(separator: "、")
            say(
                "meal.ask_unit",
                ["home": wish.address.spoken, "units": known].merging(wish.dietValues) { first, _ in first })
            askFor([.unit])
        case .unknownHome(var wish):
            say("meal.unknown_home", ["home": wish.address.spoken])
            wish.address = Address()
            enter(.meal(wish, asked: 1))
            askFor([.building, .room])
        case .tooMany(let count):
            say("meal.too_many", ["count": "\(count)"])
            acts.append(.reject)
        case .late(_, let ticket, let deliveredAt):
            remember(ticket)
            var values = ticket.values(at: facts.now)
            values["time"] = deliveredAt?.spoken(from: facts.now)
            say("meal.late", values)
            acts.append(.urgeAck)
        case .notYet(let order):
            say("meal.not_yet", order.values)
            acts.append(.answer)
        case .noneToday(let order, let next):
            say("meal.none_today", order.values.with("next", next?.spokenWeekday))
            acts.append(.answer)
        default:
            say("meal.none")
            acts.append(.answer)
        }
    }

    private mutating func tell(_ notes: [MealNote]) {
        for note in notes {
            switch note {
            case .tooLate(let day): say("meal.too_late", ["day": day.spokenWeekday])
            case .closed(let day, let holiday):
                say("meal.closed", ["day": day.spokenWeekday, "holiday": holiday ?? ""].present)
            case .weekends: say("meal.weekends")
            }
        }
    }
}

extension String {
    /// 看看我妈的午餐订到什么时候: of the order that there is.
    fileprivate var asksAboutOrder: Bool { asksAboutMeal && mentionsAny(["订到", "订了", "看看", "查"]) }

    private static let namesPortionPattern = Pattern(/(那|这|哪|一|两|几|每|中午|中)顿/, needs: ["顿"])

    /// 周四那顿: a meal, by a word that is used of nothing else.
    fileprivate var namesPortion: Bool {
        contains(Self.namesPortionPattern) && !mentionsAny(["骂", "打", "训", "说了一顿"])
    }

    private static let tellsTastePattern = Pattern(
        /(不要|不吃|别放|少放|少|忌|要|做|煮)(太|放|加|得|点)*(甜|辣|油|盐|糖|咸|酸|葱|蒜|软|烂|淡|硬|肥|海鲜)/,
        needs: ["咸", "油", "海鲜", "淡", "烂", "甜", "盐", "硬", "糖", "肥", "葱", "蒜", "软", "辣", "酸"])

    /// 不要甜的, 牙不行要软的, 她糖尿病: how it is to be cooked.
    fileprivate func tellsTaste(_ diets: [String]) -> Bool {
        guard !asksSomething, !ordersMeal else { return false }
        return illnessForMeal != nil || diets.contains { mentions($0) }
            || contains(Self.tellsTastePattern)
    }
}

extension MealSummary {
    fileprivate var values: [String: String] {
        [
            "meal": id.number, "eater": eater, "home": home.spoken, "days": weekdays.spokenWeekdays,
            "until": until.map(\.spokenWeekday) ?? "", "diet": diet.joined(separator: "、"),
            "time": minute.map(ClockFace.short) ?? window, "window": window, "cutoff": cutoff,
            "skipped": skipped.spokenRuns,
        ].present
    }

    fileprivate var title: String {
        [id.number, eater, home.spoken].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// By its number, who eats, or the building.
    fileprivate func isNamed(in text: String) -> Bool {
        if text.mentions(id.number) { return true }
        if let named = text.attendee { return named == eater }
        return home.building.map { text.mentions("\($0)栋") } ?? false
    }
}

extension MealWish {
    /// What was noted so far; the diet is asked for until he has said one.
    fileprivate var dietValues: [String: String] {
        let from = span.from.map { span.until == $0 ? $0.spokenWeekday : "\($0.spokenWeekday)起" }
        let until = span.until.flatMap { $0 == span.from ? nil : "到\($0.spokenWeekday)" }
        let noted = [diet, from, until].compactMap { $0 }.joined(separator: "，")
        return ["noted": noted, "stop": diet == nil ? "。" : ""].present
    }

    /// Everything but his words as they were.
    fileprivate var told: MealWish {
        var told = self
        told.text = ""
        return told
    }

    /// What his words say beside the address.
    fileprivate mutating func take(_ request: WaitingRequest, on today: CivilDate) {
        let words = request.text
        text = [text, words].filter { !$0.isEmpty }.joined(separator: "\n")
        diet = request.slots[.diet]?.text ?? words.illnessForMeal ?? diet
        if let set = request.mealWeekdays.nilIfEmpty {
            // 周三不用送 leaves the others.
            let all = weekdays.isEmpty ? Array(1...5) : weekdays
            weekdays = words.mentionsAny(["不用", "不要", "别送", "不送"]) ? all.filter { !set.contains($0) } : set
        }
        minute = request.mealMinute ?? minute
        var said = request.mealSpan(on: today)
        guard !said.isEmpty else { return }
        // 订明天的午餐 is that one alone, 明天开始的 is not.
        if said.until == nil, said.days == nil, said.months == nil, weekdays.isEmpty, !words.isOpenEnded {
            said.until = said.from
        }
        // 从下周一开始, and then 送到月底: both hold.
        if said.from == nil, said.days == nil, said.months == nil { said.from = span.from }
        if said.until == nil, said.days == nil, said.months == nil, words.isOpenEnded {
            (said.until, said.days, said.months) = (span.until, span.days, span.months)
        }
        span = said
    }
}

extension [CivilDate] {
    /// "3月20日（周五）、3月23日（周一）到3月25日（周三）": working days in a row, over a weekend too, stand together.
    fileprivate var spokenRuns: String {
        var runs: [(first: CivilDate, last: CivilDate)] = []
        for day in self {
            if let run = runs.last, day <= run.last.adding(days: run.last.weekday >= 5 ? 3 : 1) {
                runs[runs.count - 1].last = day
            } else {
                runs.append((day, day))
            }
        }
        return runs.map { run in
            run.first == run.last
                ? run.first.spokenWeekday : "\(run.first.spokenWeekday)到\(run.last.spokenWeekday)"
        }.joined(separator: "、")
    }
}

extension [Int] {
    fileprivate var nilIfEmpty: [Int]? { isEmpty ? nil : self }

    /// "周一到周五", "周一、周三".
    fileprivate var spokenWeekdays: String {
        let days = filter { (1...5).contains($0) }
        guard !days.isEmpty, days.count < 5 else { return "周一到周五" }
        return days.map { CivilDate.weekdayName($0) }.joined(separator: "、")
    }
}

extension CivilDate {
    /// "3月19日（周四）".
    fileprivate var spokenWeekday: String { "\(month)月\(day)日（\(CivilDate.weekdayName(weekday))）" }
}

extension ClosedRange<CivilDate> {
    /// "3月19日（周四）到3月20日（周五）".
    fileprivate var spoken: String {
        let (first, last) = (lowerBound.spokenWeekday, upperBound.spokenWeekday)
        return lowerBound == upperBound ? first : "\(first)到\(last)"
    }
}

extension [String: String] {
    fileprivate func with(_ key: String, _ value: String?) -> [String: String] {
        var values = self
        values[key] = value
        return values
    }
}
