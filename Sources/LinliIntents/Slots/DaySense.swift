import LinliModel

/// Which of the days in a message it is about, and on which side of today that day lies: 周五 is the last one
/// where it tells what happened, and the next one where somebody shall come.
struct DaySense {
    enum Meaning {
        case on(CivilDate)
        /// Until then it must be done.
        case by(CivilDate)
        /// From then on, without an end: 从明天起送饭.
        case since(CivilDate)
        case span(CivilDate, CivilDate)
    }

    private let reading: MessageReading
    private let intent: Intent
    private let direction: IntentSource.Direction
    private let codes: [UInt32]

    init(_ reading: MessageReading, _ intent: Intent, _ direction: IntentSource.Direction) {
        self.reading = reading
        self.intent = intent
        self.direction = direction
        codes = reading.text.codes
    }

    private static let reports = IntentSet([.reportRepair, .reportHazard, .complain])
    private var isReport: Bool { DaySense.reports.contains(intent) }

    /// The days that count. Of a report "今早又坏了" says since when, not when somebody shall come; and a number
    /// with 号 is a building sooner than a day.
    var dates: [DateReading] {
        let named = reading.dates.filter {
            !isExcluded($0) && !(isHabit && isAnyWeekend($0)) && (!$0.isLimit || isPressed($0))
                && !isOfTelling($0) && !isSaidAgain($0) && !namesClass($0)
        }
        // 投给2号, 选3号: whom they vote for.
        if intent == .vote { return named.filter { !$0.isWeak } }
        guard isReport else { return named }
        return named.filter { date in
            if wasFine(date) { return false }
            // 21号晚上八点在南门骂我: with its hour it is no house.
            if date.isWeak { return isVisit(date) || bearsClock(date) }
            // 今天下午来修门锁: no report of when it broke.
            let isToday =
                date.forward == reading.now.date && date.backward == date.forward && !isVisit(date)
            // 下周一到周三 on a Wednesday ends on another one.
            let endsSpan = TextCursor(codes, at: date.range.lowerBound).follows(["到", "至", "-"])
            return !isToday || endsSpan || isAhead(of: reading.now) || bearsClock(date)
        }
    }

    /// In days: who says that he is away means one of the next ones.
    private static let near = 14

    /// 除了下周二哪天都行: the day that does not suit.
    private func isExcluded(_ date: DateReading) -> Bool {
        let before = TextCursor(codes, at: date.range.lowerBound)
        // 黑到今天: how long it has lasted, and no day for anything.
        let isWait =
            date.forward == reading.now.date && before.follows(["到", "至"]) && reading.dates.count == 1
            && !isMovedTo(date) && !DaySense.bookings.contains(intent) && intent != .cancel
        return isWait || before.follows(["除了", "除开", "除去", "除"])
    }

    /// Where a weekend without a week is a habit: 周末能不能装修, 女婿周末常来.
    private var isHabit: Bool { !DaySense.bookings.contains(intent) && intent != .cancel }

    private func isAnyWeekend(_ date: DateReading) -> Bool {
        date.range.count == 2 && codes[date.range.lowerBound + 1] == "末" && !isVisit(date)
            && !isPromised(date)
    }

    /// 月底30号前: the end of the month and its number are one day.
    private func isSaidAgain(_ date: DateReading) -> Bool {
        reading.dates.contains {
            $0 != date && $0.forward == date.forward && $0.range.lowerBound == date.range.upperBound
        }
    }

    /// 周三那个班, 周末的亲子课: which class it is, and no day on which somebody comes.
    private func namesClass(_ date: DateReading) -> Bool {
        guard intent == .activitySignup, date.isWeekday else { return false }
        let after = TextCursor(codes, at: date.range.upperBound)
        return after.seesAny(["那个班", "的班", "班"]) || isAnyWeekend(date)
    }

    /// 今天王姐说她要去医院，取消明后天的饭: the day on which it was told, before the days that it is about.
    private func isOfTelling(_ date: DateReading) -> Bool {
        guard date == reading.dates.first, reading.dates.count > 1, date.forward == reading.now.date,
            date.backward == date.forward, !isReport
        else { return false }
        return sees(
            ["说她", "说他", "说要", "说想", "讲她", "讲他", "告诉我", "跟我说", "跟我讲", "打电话来", "来电话"], in: clause(after: date))
    }

    /// 三天内给我修好; but not 三天内坏了两次.
    private func isPressed(_ date: DateReading) -> Bool {
        let isPromise = TextCursor(codes, at: date.range.lowerBound).follows([
            "承诺", "说", "说是", "说好", "说好的", "答应", "保证", "讲",
        ])
        guard DaySense.due.contains(intent), !isPromise else { return false }
        let clause = clause(after: date)
        return !sees(["坏了", "坏过", "漏了", "停了", "堵了", "报了", "催了", "说了", "来过", "第"], in: clause)
    }

    /// 明天起送午饭, 从下周一开始停: no end is said.
    private func isOpen(_ date: DateReading) -> Bool {
        guard DaySense.lasting.contains(intent) else { return false }
        var after = TextCursor(codes, at: date.range.upperBound)
        if let time = reading.times.first(where: { $0.range.lowerBound == after.position }) {
            after.position = time.range.upperBound
        }
        // 5月6号开始恢复送餐 names the day on which it happens.
        return after.seesAny(["起", "开始", "以后都", "之后都"]) && !sees(["恢复"], in: clause(after: date))
    }

    private static let lasting = IntentSet([.orderService, .cancel])

    /// In days: 借一礼拜, 从下周一开始; but not 订饭, 一天一份. Nil where it is not said.
    private var lasting: Int? {
        for position in codes.indices {
            var cursor = TextCursor(codes, at: position)
            guard cursor.acceptAny(["借用", "借", "用", "送", "住", "停", "订", "租"]) else { continue }
            _ = cursor.accept("个")
            guard let number = cursor.number(), (1...DaySense.longest).contains(number.value) else {
                continue
            }
            let size =
                cursor.accept("天") ? 1 : cursor.acceptAny(["个星期", "个礼拜", "周", "星期", "礼拜"]) ? 7 : 0
            let isRate = NumberReader.digit(cursor.peek()) != nil || CodeClass.isDigit(cursor.peek())
            if size > 0, !isRate, !cursor.seesAny(["内", "前", "后", "以"]) { return number.value * size }
        }
        return nil
    }

    /// In days or weeks.
    private static let longest = 60

    /// What the days say; nil where none counts.
    func meaning() -> Meaning? {
        let dates = dates
        guard let first = dates.first else { return nil }
        // 我周六要出远门: pushed, and nobody shall come on that day.
        if dates.count == 1, direction == .backward, isRefused(first), !isVisit(first),
            first.forward <= reading.now.date.adding(days: DaySense.near)
        {
            return nil
        }
        if dates.count > 1 {
            if let moved = dates.last(where: isMovedTo) { return .on(day(moved)) }
            for (one, next) in zip(dates, dates.dropFirst()) {
                if let span = span(one, next) { return span }
            }
        }
        let date = subject(dates) ?? first
        if date.isSpan || (date.forwardEnd != nil && saysBoth(date)) {
            let ahead = isAhead(date)
            if let end = ahead ? date.forwardEnd : date.backwardEnd ?? date.forwardEnd {
                return .span(day(date), end)
            }
        }
        if DaySense.due.contains(intent), isDeadline(date) || isLentUntil(date) { return .by(day(date)) }
        if isOpen(date) {
            return lasting.map { .span(day(date), day(date).adding(days: $0 - 1)) } ?? .since(day(date))
        }
        if dates.count == 1, let days = pushed(date) { return .on(day(date).adding(days: days)) }
        return .on(day(date))
    }

    /// Where a booking goes that is moved: what stands behind 改到, else the last day that suits.
    var movedTo: CivilDate? {
        let date =
            reading.dates.last(where: isMovedTo) ?? reading.dates.last { !isRefused($0) }
            ?? reading.dates.last
        return date?.forward
    }

    // MARK: Which

    /// 上个月25号就登记了，你们今天必须给我解决; 周五我不在，周六来: the day on which something shall be done.
    private func subject(_ dates: [DateReading]) -> DateReading? {
        guard dates.count > 1, intent != .cancel else { return nil }
        if direction == .backward, let first = dates.first, wasTold(first),
            let wanted = dates.last(where: isDemanded)
        {
            return wanted
        }
        let free = dates.filter { !isRefused($0) }
        if let wanted = free.first, wanted.range.lowerBound > dates[0].range.lowerBound {
            return direction == .forward || isAwaited(wanted) ? wanted : nil
        }
        return nil
    }

    private func isDemanded(_ date: DateReading) -> Bool {
        sees(["必须", "务必", "一定要", "一定得", "非得", "给我"], in: clause(after: date))
    }

    /// 周五我不在: a day on which nobody can come.
    private func isRefused(_ date: DateReading) -> Bool {
        let latest = max(date.forward, date.backward)
        guard latest >= reading.now.date else { return false }
        return sees(
            [
                "别来", "不要来", "不用来", "先别来", "不在", "没空", "没时间", "不得空", "不方便", "值班", "来不了", "去不了", "没人在", "出门",
                "出远门", "出差", "开会", "上班",
                "加班",
                "要坐高铁", "要赶飞机",
            ],
            in: clause(after: date))
    }

    /// 改到周六, 改后天送, 从明天改到后天.
    private func isMovedTo(_ date: DateReading) -> Bool {
        TextCursor(codes, at: date.range.lowerBound).follows(DaySense.movings)
    }

    private static let movings: [StaticString] = [
        "那就", "那就约", "那就改", "改到", "改成", "改为", "换到", "换成", "挪到", "调到", "调成", "推到", "推迟到", "延到", "延后到", "提前到",
        "改在", "改", "挪",
    ]

    /// 往后推一周, 推迟两天, 提前一天: by how many days what is booked shall move.
    private func pushed(_ date: DateReading) -> Int? {
        guard DaySense.bookings.contains(intent) else { return nil }
        for position in date.range.upperBound..<max(date.range.upperBound, codes.count) {
            var cursor = TextCursor(codes, at: position)
            let isEarlier = cursor.acceptAny(["往前挪", "往前提", "提前", "提早"])
            guard isEarlier || cursor.acceptAny(["往后推", "往后延", "往后挪", "推迟", "延后", "顺延", "推后", "后延"])
            else { continue }
            _ = cursor.acceptAny(["个", "了"])
            guard let number = cursor.number(), (1...30).contains(number.value) else { return nil }
            let size = cursor.accept("天") ? 1 : cursor.acceptAny(["周", "个星期", "个礼拜", "星期", "礼拜"]) ? 7 : 0
            // 提前一天通知我 moves nothing.
            guard size > 0, !cursor.seesAny(["通知", "告诉", "说", "提醒", "打", "讲", "到"]) else { return nil }
            return (isEarlier ? -1 : 1) * number.value * size
        }
        return nil
    }

    private static let bookings = IntentSet([.receptionBook, .orderService, .activitySignup])

    /// 周六周日都可以, 24号到26号, 从20号送到月底, 明天起送到27号.
    private func span(_ first: DateReading, _ second: DateReading) -> Meaning? {
        guard !first.isSpan else { return nil }
        let between = second.range.lowerBound - first.range.upperBound
        let joint = TextCursor(codes, at: first.range.upperBound)
        let last = TextCursor(codes, at: second.range.lowerBound)
        let isNext = day(second) == day(first).adding(days: 1) && !second.isSpan
        if isNext, between == 0 || (between == 1 && joint.seesAny(["、", "和", "跟", "与"])) {
            return .span(day(first), day(second))
        }
        let reaches = last.follows(["到", "至"])
        let isJoined =
            between == 1
            ? joint.seesAny(["到", "至", "-"])
            : between <= 3
                && last.follows([
                    "起到", "开始到", "一直到", "开始至", "起至", "起,到", "借到", "用到", "住到", "停到", "送到", "放到", "续到", "租到",
                    "订到",
                ])
        let isFrom =
            reaches && between <= 5 && TextCursor(codes, at: first.range.lowerBound).follows(["从", "自"])
        let isSince =
            reaches && (direction == .forward || first.forward >= reading.now.date)
            && between <= DaySense.far
            && joint.seesAny(["起", "开始"])
            && !last.follows(["等到", "拖到", "收到", "听到", "看到", "接到", "闹到"])
        // 借椅子，周六用，周日还.
        let isReturned =
            intent == .orderService && day(second) > day(first) && between <= DaySense.far
            && isReturn(TextCursor(codes, at: second.range.upperBound))
        guard isJoined || isFrom || isSince || isReturned else { return nil }
        let end = end(of: second, after: first)
        return isSince && end < day(first) ? nil : .span(day(first), end)
    }

    /// 明天起给我外婆送午饭，送到27号.
    private static let far = 18

    /// "下周一到周五" ends in the week in which it begins.
    private func end(of last: DateReading, after first: DateReading) -> CivilDate {
        let (start, end) =
            direction == .forward ? (first.forward, last.forward) : (day(first), day(last))
        guard last.isWeekday, last.forward != last.backward || end < start else { return end }
        let monday = start.adding(days: 1 - start.weekday)
        let same = monday.adding(days: end.weekday - 1)
        return same < start ? same.adding(days: 7) : same
    }

    /// 下周末, 那两天有空: both days of it.
    private func saysBoth(_ date: DateReading) -> Bool {
        sees(["那两天", "这两天", "两天都", "都可以", "都行", "都有空"], in: date.range.upperBound..<codes.count)
    }

    /// Who presses names the day by which it must be done; who borrows, the one when it comes back.
    private static let due = IntentSet([.urge, .orderService])

    private func isReturn(_ after: TextCursor) -> Bool {
        after.seesAny(["还，", "还。", "还给", "还回", "归还", "就还", "还你", "来还"])
            || (after.sees("还") && after.peek(1) == 0)
    }

    /// 轮椅借到12月20号.
    private func isLentUntil(_ date: DateReading) -> Bool {
        intent == .orderService
            && TextCursor(codes, at: date.range.lowerBound).follows([
                "借到", "用到", "租到", "住到", "借用到", "陪到", "寄存到", "放到",
            ])
    }

    /// 20号前给我弄好, 最迟这礼拜天, 后天之前还.
    private func isDeadline(_ date: DateReading) -> Bool {
        let after = TextCursor(codes, at: date.range.upperBound)
        if after.seesAny(["前后", "前一天", "前天"]) { return false }
        return date.isLimit || after.seesAny(["前", "之前", "以前", "为止", "截止"]) || isLatest(date)
    }

    /// 最迟这礼拜天, 最晚周三.
    private func isLatest(_ date: DateReading) -> Bool {
        TextCursor(codes, at: date.range.lowerBound).follows([
            "最迟", "最晚", "最迟到", "最晚到", "截止", "截止到", "不迟于", "务必在",
        ])
    }

    // MARK: Before or after today

    func day(_ date: DateReading) -> CivilDate { isAhead(date) ? date.forward : date.backward }

    private func isAhead(_ date: DateReading) -> Bool {
        guard date.forward != date.backward else { return true }
        if wasTold(date) || wasMissed(date) { return false }
        if DaySense.bookings.contains(intent) { return true }
        let days = date.forward.daysSinceEpoch - reading.now.date.daysSinceEpoch
        let isAsked = isAsked(date) || isPlanned(date)
        // 大年初三那天停水: this year's, unless it is asked what will be.
        if days > DaySense.distant { return direction == .forward && isAsked }
        return direction == .forward || isAsked || isAwaited(date)
    }

    /// In days: of something that comes once a year the last one is nearer by far.
    private static let distant = 270

    /// 20号前给我弄好, 周六上午我在家来修: a day to come also where what happened is told.
    private func isAwaited(_ date: DateReading) -> Bool {
        guard date.forward != date.backward, !wasTold(date), !wasMissed(date) else { return false }
        let after = TextCursor(codes, at: date.range.upperBound)
        if after.seesAny(["前", "之前", "以前"]) { return !after.seesAny(["前后"]) }
        if isMovedTo(date) || isVisit(date) || isPromised(date) || isLatest(date) { return true }
        let rest = date.range.upperBound..<codes.count
        return sees(DaySense.appointments, in: rest) && !sees(DaySense.gone, in: rest)
    }

    private static let appointments: [StaticString] = [
        "来修", "来看", "来弄", "上门", "在家", "有空", "有人在", "方便", "再来", "能来", "派人", "安排", "上午来", "下午来",
        "晚上来", "过来", "来就行", "来吧",
    ]
    private static let gone: [StaticString] = ["来过", "没来", "没人", "说好", "来了", "来的", "修了", "修过", "修好"]

    /// 25号能修好吗, 周五会不会来.
    private func isAsked(_ date: DateReading) -> Bool {
        let clause = clause(after: date)
        if sees(["能不能", "会不会", "可不可以", "来不来", "有没有", "要不要", "能否", "几点", "什么时候"], in: clause) { return true }
        guard sees(["能", "会", "可以", "要", "有"], in: clause), !sees(["过", "了"], in: clause) else {
            return false
        }
        return sees(["吗", "么", "嘛"], in: clause)
    }

    /// 4月8号恢复送餐, 4月6号还要施工, 想报周日的课.
    private func isPlanned(_ date: DateReading) -> Bool {
        let clause = clause(after: date)
        if sees(["还要", "还会", "又要", "就要", "要来", "会来", "准备", "打算"], in: clause) { return true }
        if sees(["恢复"], in: clause), !sees(["恢复了", "没恢复", "恢复过", "恢复的"], in: clause) { return true }
        return TextCursor(codes, at: date.range.lowerBound).follows([
            "想报", "要报", "报名", "想约", "要约", "想订", "要订", "想参加", "要参加", "我想",
        ])
    }

    /// 师傅说25号来, 答应周五修好; but not 说好周一来的.
    private func isPromised(_ date: DateReading) -> Bool {
        let isSaid = TextCursor(codes, at: date.range.lowerBound).follows([
            "说", "说是", "讲", "答应", "通知", "定在", "约在", "约好", "约了", "说好", "说好了", "约好了", "讲好",
        ])
        let clause = clause(after: date)
        return isSaid && sees(["来", "上门", "修", "弄", "处理", "解决", "装", "换", "送", "到"], in: clause)
            && !sees(["来过", "来了", "没来", "修了", "修过", "没修", "又"], in: clause)
            && !TextCursor(codes, at: clause.upperBound).follows(["的", "了"])
    }

    /// 25号上午来, 25号我在家: an appointment right behind the day.
    private func isVisit(_ date: DateReading) -> Bool {
        var cursor = TextCursor(codes, at: date.range.upperBound)
        var moved = true
        while moved {
            moved = cursor.acceptAny([
                "我们", "我", "家里", "师傅", "你们", "再", "能", "可以", "都", "会", "派人", "那天", "全天", "整天", "有人",
            ])
            if let time = reading.times.first(where: { $0.range.lowerBound == cursor.position }) {
                cursor.position = time.range.upperBound
                moved = true
            }
        }
        if cursor.seesAny(["来修", "来看", "来弄", "来换", "来装", "上门", "在家", "有空", "方便", "在的"]) {
            return !sees(DaySense.gone, in: cursor.position..<clause(after: date).upperBound)
        }
        guard cursor.accept("来") else { return false }
        return cursor.isAtEnd || CodeClass.isMark(cursor.peek())
            || cursor.seesAny(["吧", "行", "可以", "也", "就"])
    }

    /// 三月五号就报上去了, 15号报的灯: the day on which it was told.
    private func wasTold(_ date: DateReading) -> Bool {
        TextCursor(codes, at: date.range.upperBound).seesAny(DaySense.told)
    }

    private static let told: [StaticString] = [
        "就报", "报的", "报修的", "报了", "报上去", "我报", "我就报", "反映的", "就反映", "反映过", "登记的", "就登记", "提的", "提交的", "就说了",
        "说的", "就答应", "答应的", "申请的", "就申请", "投诉的", "就投诉", "就讲了", "讲的", "我就讲", "我就登记", "我就反映", "我就投诉", "我就说",
    ]

    /// 说好礼拜一来，一拖再拖; 我那天住院没去成: a day that came to nothing.
    private func wasMissed(_ date: DateReading) -> Bool {
        let rest = date.range.upperBound..<codes.count
        if direction == .backward { return sees(DaySense.broken, in: rest) }
        let isThatDay = sees(["那天", "当天"], in: rest) || sees(DaySense.missed, in: clause(after: date))
        return isThatDay && sees(DaySense.missed, in: rest)
    }

    private static let broken: [StaticString] = [
        "一拖再拖", "还没来", "没来", "没人来", "没人上门", "没人修", "等了", "等到", "到现在", "到今天", "至今", "放鸽子", "放我鸽子", "人影", "鬼影",
        "影子",
        "没影", "爽约", "白等", "没下文", "没动静", "不见人", "没见人", "人呢", "食言", "不算数",
    ]
    private static let missed: [StaticString] = ["没去成", "没赶上", "没去了", "没去上", "没来成", "没拿成", "没拿到", "错过"]

    /// 楼道灯昨天还会亮: only that it was well then.
    private func wasFine(_ date: DateReading) -> Bool {
        let after = TextCursor(codes, at: date.range.upperBound)
        return date.backward < reading.now.date
            && after.seesAny([
                "还会", "还能", "还好", "还亮", "还是好", "还正常", "还可以", "还有水", "还有电", "还用得", "都还好", "都还亮", "都还能",
            ])
    }

    /// 今天下午三点以后来: an hour of today that is still to come.
    private func isAhead(of now: CivilTime) -> Bool {
        reading.times.contains { time in
            let parts = time.value.split(separator: ":").compactMap { Int($0) }
            return parts.count == 2 && parts[0] * 60 + parts[1] > now.hour * 60 + now.minute
        }
    }

    /// 今天凌晨四点多: a day with its hour tells when it was.
    private func bearsClock(_ date: DateReading) -> Bool {
        reading.times.contains { $0.isClock && (0...1).contains($0.range.lowerBound - date.range.upperBound) }
    }

    // MARK: Words

    /// What follows a day, to the next mark.
    private func clause(after date: DateReading) -> Range<Int> {
        let start = date.range.upperBound
        let end = (start..<max(start, codes.count)).first { CodeClass.isStop(codes[$0]) } ?? codes.count
        return start..<max(start, end)
    }

    private func sees(_ words: [StaticString], in range: Range<Int>) -> Bool {
        range.contains { TextCursor(codes, at: $0).seesAny(words) }
    }
}
