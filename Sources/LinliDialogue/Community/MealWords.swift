import LinliModel

/// How people speak of their meals: days, stretches of days, what is to stop and what has not come.
enum MealWords {
    static let category = "care.meal"
}

extension Turn {
    /// 礼拜一我吃什么咧, right behind an order: where none comes that day, somebody has to think of it.
    mutating func forwardHunger(_ request: WaitingRequest) -> Bool {
        guard speaksOfMeals, request.text.asksWhatToEat, !request.isEmergency, !request.intent.opensTicket
        else { return false }
        forward(request, origin: .forwarded, category: MealWords.category)
        return true
    }
}

extension WaitingRequest {
    /// 周一到周五, 周一三五, 每周三, 工作日, 每天: on these days of each week; none where he does not say so.
    var mealWeekdays: [Int] {
        let set = days.ofEachWeek
        // 周末 alone tells when he is away; 周六 says which meal.
        guard set.contains(where: { $0 <= 5 }) || text.mentions("六") else { return [] }
        return set.count == 7 ? Array(1...5) : set
    }

    /// 每周三不用送 leaves the others, each week.
    var stopsSomeEachWeek: Bool {
        text.stopsMeals && days.isEachWeek && !mealWeekdays.isEmpty
            && !Set(mealWeekdays).isSuperset(of: 1...5)
    }

    /// Days of each week, and not the next such ones: 每周三不用送, but not 周一和周三不用送.
    private var isOfEachWeek: Bool {
        !mealWeekdays.isEmpty && (!text.stopsMeals || days.isEachWeek)
    }

    /// The days that he names. 周一到周五 is no stretch but the days of each week.
    func mealSpan(on today: CivilDate) -> MealSpan {
        var span = MealSpan()
        if !isOfEachWeek {
            span.from = (slots[.dateFrom] ?? slots[.date]).flatMap { CivilDate($0.text) }
            span.until = slots[.dateTo].flatMap { CivilDate($0.text) }
        }
        (span.days, span.months) = text.mealLength
        if let list = days.stopped(by: text) {
            (span.from, span.until, span.only) = (list.first, list.last, list.weekdays)
            return span
        }
        if span.from != nil, span.until == nil, text.mentionsAny(["送到", "订到", "到月底", "为止", "停到"]) {
            if !text.isOpenEnded { (span.from, span.until) = (nil, span.from) }
        }
        guard span.isEmpty else { return span }
        // 下周二开始 names its day, whatever else it was read as.
        if text.isOpenEnded, let day = days.day(from: today) {
            span.from = day
        } else if let named = days.span, named.last > today {
            span.take(named, isOpenEnded: text.isOpenEnded, after: today)
            let without = days.excludedWeekdays
            if !without.isEmpty, span.until != nil {
                // 下周除了周五都不送, and 除了周五都送: that one alone.
                span.only = text.stopsMeals ? (1...7).filter { !without.contains($0) } : without.sorted()
            }
        }
        return span
    }

    /// Minutes since midnight; nil where no clock is named.
    var mealMinute: Int? {
        guard let parts = slots[.time]?.text.split(separator: ":"), parts.count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]), text.mentionsAny(["点", ":", "："])
        else { return nil }
        return hour * 60 + minute
    }

    /// What is to be otherwise with an order that runs; nil where the words say nothing of the kind.
    func mealChange(_ span: MealSpan, _ meals: MealFacts, isNamed: Bool, isNear: Bool) -> MealChange? {
        guard isNamed || text.mayMeanMeal else { return nil }
        if let minute = mealMinute, text.mentionsAny(["改到", "改成", "改在", "提前到", "推迟到", "换到", "点送"]) {
            let isNoon = (10 * 60...14 * 60).contains(minute)
            return isNamed || (isNear && isNoon) ? .hour(minute, span) : nil
        }
        if stopsSomeEachWeek {
            let order = meals.orders.first { !$0.isEnded }?.weekdays ?? []
            let kept = (order.isEmpty ? Array(1...5) : order).filter { !mealWeekdays.contains($0) }
            return kept.isEmpty ? nil : .days(kept, MealSpan())
        }
        if !span.isEmpty {
            if span.only != nil, !text.stopsMeals, !days.excludedWeekdays.isEmpty { return .skip(span) }
            if text.mentionsAny(["恢复", "照常", "继续送", "还是要", "还是送", "又要"]) { return .resume(span) }
            if text.stopsMeals { return .skip(span) }
        } else if isNamed || text.mentions("送"), text.mentionsAny(["恢复送", "恢复", "继续送"]) {
            return .resume(span)
        }
        let own = slots[.diet]?.text
        if meals.dietWords.contains(where: { text.mentions($0) }) || (isNamed && own != nil),
            isNamed || text.mentionsAny(["换", "改", "要", "以后", "做", "不吃", "忌", "不用"]),
            !text.ordersMeal, text.count <= Limits.visitCharacters
        {
            return .diet(text: text, own: own)
        }
        return nil
    }
}

extension String {
    private static let meals = ["饭", "餐"]
    private static let noMeals = [
        "餐厅", "餐馆", "饭店", "餐饮", "聚餐", "吃饭", "做饭", "饭后", "饭前", "饭卡", "食堂", "外卖", "餐桌", "年夜饭", "吃完饭",
    ]
    private static let otherMeals = ["晚饭", "晚餐", "早饭", "早餐", "早点", "宵夜", "夜宵"]

    /// Lunch is spoken of: 午饭, 送餐.
    var namesMeal: Bool {
        without(Self.noMeals).mentionsAny(Self.meals)
    }

    private static let isOfOtherMealsPattern = Pattern(/早点(?=送|来|到)/, needs: ["早点"])

    /// Breakfast or supper, and no lunch: a person answers that.
    var isOfOtherMeals: Bool {
        // 早点送 is the same meal at an earlier hour.
        replacing(Self.isOfOtherMealsPattern, with: "").mentionsAny(Self.otherMeals)
            && !mentionsAny(["午", "中饭", "中餐"])
    }

    private static let illnesses = [
        "糖尿病", "血糖高", "高血糖", "高血压", "血压高", "痛风", "尿酸高", "高血脂", "血脂高", "肾病", "肾不好", "胃不好", "牙不好", "没牙", "咬不动",
    ]
    private static let acute = [
        "发作", "犯", "不对劲", "吓人", "疼", "痛", "晕", "昏", "起不", "急", "喘", "吐", "倒", "抽", "难受", "不舒服", "住院", "抢救",
        "厉害",
        "严重", "不行", "突然",
    ]
    /// 有糖尿病: who cooks has to know it; nil where he has not said so, and where somebody is ill at this
    /// moment.
    var illnessForMeal: String? {
        guard !asksSomething, !mentionsAny(["没有糖", "没糖尿", "没有高", "不是糖", "没有痛"]),
            let illness = Self.illnesses.first(where: { mentions($0) }),
            !replacing(illness, with: "").mentionsAny(Self.acute)
        else { return nil }
        return illness
    }

    private static let aboutEaters = [
        "我妈妈", "我爸爸", "我妈", "我爸", "我婆婆", "我公公", "奶奶", "爷爷", "外婆", "外公", "老人家", "老人", "老伴", "他", "她", "我", "还",
        "的", "也", "有点", "点", "对了", "忘了说", "忘记说", "另外",
    ]
    private static let cooking = ["吃", "忌", "糖", "盐", "油", "软", "淡", "饭", "餐", "菜", "做", "煮"]

    private static let tellsCookIllnessPattern = Pattern(
        /有|是|得了|得过|患|查出/, needs: ["得了", "得过", "患", "是", "有", "查出"])

    /// 有糖尿病, 血糖高要少糖, 我妈痛风: told to whoever cooks, where no meal is named.
    var tellsCookIllness: Bool {
        guard let illness = illnessForMeal else { return false }
        var rest = replacing(illness, with: "")
        if rest.contains(Self.tellsCookIllnessPattern) || rest.mentionsAny(Self.cooking) { return true }
        rest = rest.without(Self.aboutEaters)
        return rest.allSatisfy { !$0.isLetter }
    }

    private static let wantsOtherMealHourPattern = Pattern(
        /(早|晚|快)(一?点|些)儿?(?:给我|给我们)?(送|来|到)/, needs: ["些", "点"])

    /// 早点送, 能不能晚一点送: another hour, and he does not say which.
    var wantsOtherMealHour: Bool {
        contains(Self.wantsOtherMealHourPattern) && count <= Limits.answerCharacters
    }

    private static let late = [
        "没来", "没到", "没送", "还没", "没收到", "没人送", "没见", "不见", "人呢", "怎么不来", "怎么还", "没拿到", "不送来", "没等到", "没有送",
        "没有来", "没有到", "饭呢", "餐呢",
    ]
    var saysMealLate: Bool { mentionsAny(Self.late) && !mentionsAny(["还没订", "还没吃完", "没来得及", "没有订", "没订"]) }

    private static let ending = [
        "以后都不", "以后不", "以后别", "都不送了", "不送了", "不再送", "不订了", "退订", "不用送了", "不用再送", "别送了", "别再送", "停掉",
        "取消送餐", "取消订餐", "取消助餐", "取消送饭", "取消午餐", "饭不要了", "餐不要了", "送餐取消", "订餐取消", "都不要了", "不要送了",
    ]
    /// 以后都不送了, and no day beside it.
    var endsMeals: Bool { mentionsAny(Self.ending) && !mentionsAny(["以后不用少", "以后不吃", "吗", "？", "?"]) }

    private static let stopping = [
        "不要", "不送", "不用", "别送", "不订", "不吃", "停", "取消", "不在家", "免了", "不需要", "没人在家", "先不",
    ]
    var stopsMeals: Bool {
        replacing(Self.notLong, with: "").mentionsAny(Self.stopping)
            && !mentionsAny(["吗", "？", "?", "不要辣", "不吃辣", "不吃猪肉"])
    }

    private static let notLong = Pattern(
        /(不要|不用|别|不想|不)(订|送|要|吃)?得?(太|那么|这么)(久|长|多)/, needs: ["太", "那么", "这么"])
    private static let limited = Pattern(
        /(先|只|就|暂时)(给.{1,3})?(订|送|吃|要|来)(个|上)?([一两二三四五六半]|[0-9])/, needs: ["先", "只", "就", "暂时"])

    /// 先订一个礼拜, 只送三天: how long they are wanted, and no days on which none is to come.
    var limitsMeals: Bool { contains(Self.limited) && !stopsMeals }

    private static let nothingToEat = ["吃什么", "吃啥", "没人做", "没饭吃", "没得吃", "饿"]
    /// 礼拜一我吃什么咧: about the day on which none comes.
    var asksWhatToEat: Bool { mentionsAny(Self.nothingToEat) && count <= Limits.visitCharacters }

    private static let otherMatters = [
        "预约", "接访", "接待", "报名", "工单", "报修", "修", "师傅", "投诉", "停水", "停电", "停气", "停车", "会", "活动", "义诊", "催",
        "名",
        "上门", "来人", "再来", "坏", "漏", "吵", "施工", "装修", "快递", "车", "积分", "兑换", "律师", "理发", "借",
    ]
    /// Nothing in a few words says that it is about something else.
    var mayMeanMeal: Bool { !mentionsAny(Self.otherMatters) && count <= Limits.answerCharacters }

    /// A meal is to be had, and not changed.
    var ordersMeal: Bool {
        mentionsAny(["订", "预订", "点餐", "点个餐", "想要午", "要午", "送午", "送饭", "送餐", "报餐"]) && !stopsMeals
    }

    private static let freeDays = [
        "周六", "周日", "周天", "周末", "星期六", "星期天", "星期日", "礼拜六", "礼拜天", "放假", "节假日", "清明", "五一", "国庆", "元旦", "春节",
        "过年", "端午", "中秋",
    ]
    /// 周六也送吗.
    var asksMealDay: Bool {
        mentionsAny(Self.freeDays) && mentionsAny(["吗", "？", "?", "也", "送不送", "有没有", "有没", "呢"])
            && !stopsMeals
    }

    /// 清明也送饭吗, 放假那几天饭怎么办: whether there is one then.
    var asksMealHoliday: Bool {
        (HolidayNames.isNamed(in: self) || mentionsAny(HolidayNames.general))
            && mentionsAny(["吗", "？", "?", "送不送", "有没有", "有没", "呢", "怎么办", "咋办", "怎么弄", "停不停", "还送", "也送"])
            && (namesMeal || mentionsAny(["送不送", "还送", "也送", "送吗"]))
            && (!stopsMeals || mentions("送不送"))
    }

    var asksAboutMeal: Bool {
        mentionsAny(["吗", "？", "?", "几点", "什么时候", "查", "看看", "订了没", "多久", "到哪天", "到什么", "到几号", "哪些", "怎么样"])
    }

    private static let isOpenEndedPattern = Pattern(/^从(下|明|后|周|星期|礼拜|[0-9])/, needs: ["从"])

    /// 明天开始, 从下周一起.
    var isOpenEnded: Bool {
        mentionsAny(["开始", "起", "以后", "往后", "今后"]) || contains(Self.isOpenEndedPattern)
    }

    private static let mealLengthPattern = Pattern(
        /([一两二三四五六七八九十半]|[0-9]{1,2})(个)?(半)?(天|周|星期|礼拜|月)/, needs: ["周", "天", "星期", "月", "礼拜"])

    /// 停一周, 送一个月, 停3天: days or months.
    fileprivate var mealLength: (days: Int?, months: Int?) {
        guard let found = firstMatch(of: Self.mealLengthPattern) else { return (nil, nil) }
        // 3月 and 周三天 are days of the calendar.
        if found.output.4 == "月", found.output.2 == nil { return (nil, nil) }
        if found.output.1 == "半" { return found.output.4 == "月" ? (15, nil) : (nil, nil) }
        let word = found.output.1
        let count = Int(word) ?? word.first.flatMap { Numerals.values[$0] } ?? 0
        guard count > 0 else { return (nil, nil) }
        return switch found.output.4 {
        case "天": (count, nil)
        case "月": (nil, count)
        default: (count * 7, nil)
        }
    }
}

extension [NamedDays] {
    /// 下周一和周三不用送, 周一周二周三不要: a list of days on which none is to come.
    fileprivate func stopped(by text: String) -> NamedDays? {
        guard text.stopsMeals, !isEachWeek else { return nil }
        return first { $0.kind == .weekdays && !$0.isExcluded && $0.weekdays.contains { $0 <= 5 } }
    }
}

extension MealSpan {
    /// 下下周, 下个月; of the week that runs what is left of it.
    fileprivate mutating func take(_ named: NamedDays, isOpenEnded: Bool, after today: CivilDate) {
        let tomorrow = today.adding(days: 1)
        from = named.isEnd ? nil : named.first < tomorrow ? tomorrow : named.first
        until = isOpenEnded && !named.isEnd ? nil : named.last
    }
}

extension MealSpan {
    private static let namedWeekday = Pattern(/(周|星期|礼拜)[一二三四五六日天]/, needs: ["周", "星期", "礼拜"])

    /// 星期三那天不要, said on a Wednesday of meals that only begin on Monday: the first one that has a meal.
    func after(start orders: [MealSummary], _ text: String, _ today: CivilDate) -> MealSpan {
        guard var day = from, day == today, until == nil, let start = orders.map(\.from).min(), start > today,
            text.contains(Self.namedWeekday), !text.mentionsAny(["今天", "这周", "本周", "这个星期"])
        else { return self }
        while day < start { day = day.adding(days: 7) }
        var span = self
        span.from = day
        return span
    }
}
