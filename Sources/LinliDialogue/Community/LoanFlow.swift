import LinliModel

/// Things to borrow and rooms to use (`domain.md` A07, C15, H03): the list of resources says what there is;
/// a loan or a booking is one order with its thing, day and hour, and what is said of it later goes into it.
extension Turn {
    mutating func speakOfLoan(_ understood: Understood) -> Bool {
        guard state.isFree, !understood.main.isEmergency else { return false }
        if changeLoan(understood) || speakOfOwnLoan(understood) || borrowMore(understood) { return true }
        if understood.text.asksForDeposit,
            recent(within: .minutes(Limits.recentTicketMinutes)).last?.ticket.category == "resource.borrow"
        {
            // 押金多少, behind a loan: not that of renovation.
            forward(understood.main, origin: .forwarded)
            return true
        }
        guard understood.wantsLoan else { return false }
        enter(nil)
        if understood.text.loansNothingNamed {
            say("loan.ask_item")
            acts.append(.askSlot)
            ask.append(.item)
            return true
        }
        commands.append(.loan(.find(wish(of: understood))))
        return true
    }

    func wish(of understood: Understood) -> LoanWish {
        var wish = LoanWish(words: understood.text)
        wish.item = venue(in: understood.text)?.name ?? understood.text.loanItem
        wish.asks = understood.text.asksForLoan
        take(understood, into: &wish)
        return wish
    }

    /// The day and the hour, as far as he has said them.
    private func take(_ understood: Understood, into wish: inout LoanWish) {
        let main = understood.main
        let today = facts.now.civil.date
        // 周日10点 alone is read like the day of a fault, which is over; nobody books one.
        let said = main.sessionDay.flatMap { $0 < today ? nil : $0 }
        wish.day = said ?? understood.namedDay(from: today) ?? main.sessionDay ?? wish.day
        let time = main.slots[.time]?.text ?? understood.text.partOfDay
        // 改到4点 is another hour, and the end that was said before is none of it.
        if let time, time != wish.time { wish.until = nil }
        wish.time = time ?? wish.time
        wish.until = understood.text.roomEnd(after: wish.opens) ?? wish.until
        wish.people = understood.roomPeople ?? wish.people
    }

    // MARK: What he has borrowed

    /// 那我明天去拿, 还了, 不借了: about the order that there is, and no matter of its own.
    private mutating func speakOfOwnLoan(_ understood: Understood) -> Bool {
        let text = understood.text
        guard text.count <= Limits.visitCharacters, !text.asksForLoan || text.prolongsLoan,
            let loan = recent(within: .days(Limits.loanDays)).last(where: { $0.ticket.category == Self.loan })
        else { return false }
        let number = loan.ticket.number
        guard text.givesUpLoan || text.fetchesOrReturns || text.prolongsLoan else { return false }
        enter(nil)
        if text.givesUpLoan {
            commands.append(.findCancellable(.ticket, .number(number)))
            return true
        }
        if text.saysReturned { say("loan.returned") }
        commands.append(.correctTicket(.number(number), text: text, address: Address()))
        return true
    }

    /// 还有电钻, 轮椅呢, right behind a loan: one thing more of the list.
    private mutating func borrowMore(_ understood: Understood) -> Bool {
        guard recent(within: .minutes(Limits.recentTicketMinutes)).last?.ticket.category == Self.loan,
            !takenSince, understood.requests.count == 1, understood.main.slots[.symptom] == nil,
            let thing = understood.text.oneMore
        else { return false }
        enter(nil)
        var wish = LoanWish(
            words: "借\(thing)", item: thing, asks: understood.text.mentionsAny(["呢", "吗", "有没有"]))
        take(understood, into: &wish)
        commands.append(.loan(.find(wish)))
        return true
    }

    /// 梯子不借了，改借轮椅: the order that he has is given up, and the other thing is looked for.
    private mutating func changeLoan(_ understood: Understood) -> Bool {
        let text = understood.text
        let isFresh =
            recent(within: .minutes(Limits.recentTicketMinutes)).last?.ticket.category == Self.loan
            && !takenSince
        guard let other = text.givesUpLoan ? text.otherLoan : isFresh ? text.meantLoan : nil else {
            return false
        }
        enter(nil)
        if let loan = recent(within: .days(Limits.loanDays)).last(where: { $0.ticket.category == Self.loan })
        {
            let ticket = loan.ticket
            commands.append(
                .cancel(
                    Cancellable(
                        kind: .ticket(ticket.id), reference: ticket.number,
                        title: "工单 \(ticket.number)（\(ticket.categoryName)）")))
        } else {
            say("loan.dropped")
        }
        var wish = LoanWish(words: other, item: other.loanItem, asks: other.asksForLoan)
        take(understood, into: &wish)
        commands.append(.loan(.find(wish)))
        return true
    }

    private static let loan = "resource.borrow"

    // MARK: Day and hour

    mutating func answerLoan(
        _ listing: ResourceListing, _ wish: LoanWish, asked: Int, _ understood: Understood
    ) -> Bool {
        let text = understood.text
        if understood.act == .deny || understood.act == .cancelFlow || text.givesUpLoan {
            return giveUp("loan.dropped")
        }
        // 给我爸订饭，周一三五 names days and is a matter of its own. 周日10点, 12个人 is read as many things.
        if SessionMatter.read(text) != nil, understood.main.intent.opensTicket,
            let category = understood.main.category,
            !category.hasPrefix("resource.")
        {
            return false
        }
        var wish = wish
        let known = wish
        take(understood, into: &wish)
        guard wish == known else {
            wish.asks = false
            wish.words += "\n" + text
            order(listing, wish, asked: asked)
            return true
        }
        if understood.act == .confirm || text.takesOffer {
            wish.asks = false
            order(listing, wish, asked: asked)
            return true
        }
        // 随便, 不知道: the order is written, and the rest is said when it is fetched.
        if text.isShrug || text.leavesIt {
            place(listing, wish)
            return true
        }
        guard understood.saysNothingElse else { return false }
        repeatQuestion(.loan(listing, wish, asked: asked))
        return true
    }

    /// What is missing is asked twice at most; then the order goes out with what there is.
    private mutating func order(_ listing: ResourceListing, _ wish: LoanWish, asked: Int) {
        guard !wish.isWhole(for: listing), asked < Limits.slotAsks else { return place(listing, wish) }
        enter(.loan(listing, wish, asked: asked + 1))
        askWhenToFetch(listing, wish)
    }

    mutating func askWhenToFetch(_ listing: ResourceListing, _ wish: LoanWish) {
        if listing.isRoom { return askForRoom(listing, wish) }
        let day = wish.day.map(\.spoken) ?? ""
        if wish.asks {
            say("loan.ask", ["name": listing.name, "day": day].present)
            acts.append(.confirmAsk)
        } else {
            say(
                wish.day == nil ? "loan.ask_day" : "loan.ask_hour",
                ["name": listing.name, "day": day].present)
            acts.append(.askSlot)
        }
        ask += wish.day == nil ? [.date, .time] : [.time]
    }

    private mutating func place(_ listing: ResourceListing, _ wish: LoanWish) {
        enter(nil)
        commands.append(.loan(.borrow(listing, wish)))
    }

    mutating func tell(loan outcome: Outcome) {
        switch outcome {
        case .resourcesFound(let listings, let wish, let others): tell(found: listings, wish, others: others)
        case .borrowed(let listing, let wish, let summary, let isNew):
            let values = [
                "name": listing.name, "time": wish.when, "place": listing.place,
                "people": wish.people.map { "\($0)" } ?? "", "provider": listing.provider,
            ]
            say("loan.ordered", values.present)
            tell(ticket: isNew ? .ticketOpened(summary) : .ticketRepeated(summary))
        case .loanRefused(let listing, let wish, let obstacle): refuse(listing, wish, obstacle)
        default: break
        }
    }

    /// Another hour is asked for; what else he has said stays.
    private mutating func refuse(_ listing: ResourceListing, _ wish: LoanWish, _ obstacle: LoanObstacle) {
        let values = ["name": listing.name, "hours": listing.hours, "time": wish.when]
        acts.append(.refuse)
        var wish = wish
        (wish.time, wish.until, wish.asks) = (nil, nil, false)
        switch obstacle {
        case .gone: return say("loan.gone", values.present)
        case .closed: say("loan.closed", values.present)
        case .past: say("loan.past", values.present)
        case .taken(let spans):
            say("loan.taken", values.merging(["taken": spans.joined(separator: "、")]) { $1 }.present)
        }
        enter(.loan(listing, wish, asked: 1))
    }

    // MARK: What the list says

    mutating func tell(found listings: [ResourceListing], _ wish: LoanWish, others: [ResourceListing]) {
        if wish.asksHours == true { return tell(hours: listings) }
        guard let first = listings.first else {
            if let venue = facts.register?.venues.first(where: { $0.name == wish.item }) {
                say("venue.not_listed", venue.values)
                return acts.append(.answer)
            }
            let list = others.map(\.name).joined(separator: "、")
            let request = WaitingRequest(
                intent: .suggestNeed, category: wish.words.namesRoom ? nil : "facility.share", urgency: .p3,
                slots: [:], text: wish.words)
            return offerNeed(request, "loan.none", ["item": wish.item ?? "", "list": list])
        }
        guard listings.count == 1 else {
            say("loan.several", ["list": listings.map(\.told).joined(separator: "\n")])
            acts.append(.answer)
            return
        }
        let values = [
            "name": first.name, "provider": first.provider, "place": first.place, "hours": first.hours,
            "rule": facts.register?.venues.first { $0.name == first.name }?.rule ?? "",
        ]
        say("loan.found", values.present)
        acts.append(.answer)
        guard wish.asks || !wish.isWhole(for: first) else { return place(first, wish) }
        enter(.loan(first, wish, asked: 1))
        askWhenToFetch(first, wish)
    }
}

extension ResourceListing {
    /// "轮椅（党群站，每天8:30-20:30）".
    fileprivate var told: String {
        let details = [place.isEmpty ? provider : place, hours].filter { !$0.isEmpty }
        return "\(name)（\(details.joined(separator: "，"))）"
    }
}

extension Understood {
    private static let rooms = [
        "活动室", "会议室", "书屋", "议事亭", "儿童房", "棋牌室", "阅览室", "舞蹈室", "教室", "课堂", "多功能厅", "活动中心", "党群站", "场地", "礼堂",
        "琴房", "健身房", "瑜伽室",
    ]
    private static let using = [
        "能用吗", "可以用吗", "能不能用", "想用", "包下来", "包场", "能订", "能约", "借用", "预约", "想借", "能借", "想订", "要订", "订一下", "订个",
        "预订",
    ]
    private static let goods = ["借", "租借"]
    private static let notLoans = [
        "借口", "借钱", "借我钱", "欠", "借条", "借款", "贷款", "借过", "借机", "借给", "借的", "不借", "借书证", "接访", "换", "积分", "坏",
        "漏",
    ]

    /// 借个梯子, 有没有轮椅借, 活动室周末能用吗.
    var wantsLoan: Bool {
        guard requests.count == 1, !text.mentionsAny(Self.notLoans) else { return false }
        if main.category == "resource.borrow" { return true }
        if text.namesRoom, text.mentionsAny(Self.using) { return main.slots[.symptom] == nil }
        return text.mentionsAny(Self.goods) && main.intent != .activitySignup
    }

    static let roomWords = rooms
}

extension String {
    var namesRoom: Bool { mentionsAny(Understood.roomWords) }

    private static let questions = [
        "有没有", "有吗", "吗", "能不能", "可不可以", "可以借", "能借", "哪里借", "哪借", "在哪", "？", "?", "怎么借",
    ]
    /// 有没有轮椅借: whether there is any. 想借, 借个 want it.
    fileprivate var asksForLoan: Bool { mentionsAny(Self.questions) }

    private static let fillers = [
        "请问", "你们", "我们", "小区", "物业", "社区", "这边", "那边", "有没有", "可不可以", "能不能", "可以", "我想", "想要", "想", "我要",
        "要", "帮我",
        "给我", "来", "借用", "租借", "借", "一下", "一个", "一把", "一张", "一辆", "一台", "个", "把", "下", "点", "有", "吗", "呢",
        "啊", "吧",
        "用", "能", "的", "我", "哪里", "哪", "去", "在", "谁", "那", "周末", "？", "?", "，", ",", "。", "！", "包场", "过生日",
        "开会", "开",
        "会儿", "了", "预约", "想约", "订", "什么时候", "几点",
    ]
    /// What he calls the thing: 轮椅 of 有没有轮椅借. Only to name it in the answer, and only where it is short.
    fileprivate var loanItem: String? {
        if let room = Understood.roomWords.filter({ mentions($0) }).max(by: { $0.count < $1.count }) {
            return room
        }
        let rest = (wholeClauses.first ?? "").without(Self.fillers)
        let isName = rest.allSatisfy(\.isLetter) && (1...Limits.loanItemCharacters).contains(rest.count)
        return isName ? rest : nil
    }

    private static let unnamed = [
        "东西", "那个", "这个", "那啥", "啥", "什么", "玩意", "家伙", "点", "个", "你们", "我们", "的", "儿", "那", "这",
    ]
    /// 借那啥, 借点东西用用: to borrow, and nothing that has a name.
    fileprivate var loansNothingNamed: Bool {
        guard mentions("借"), !asksForLoan, let item = loanItem else { return false }
        return item.without(Self.unnamed).isEmpty
    }

    private static let givingUp = [
        "不借了", "不用借了", "不要借了", "先不借", "不想借了", "不用了不借", "不去拿了", "不拿了", "不订了", "不用那个房",
    ]
    fileprivate var givesUpLoan: Bool { mentionsAny(Self.givingUp) }

    private static let instead = ["改借", "换借", "改成借", "换成借"]
    /// 借轮椅 of 梯子不借了，改借轮椅.
    fileprivate var otherLoan: String? {
        guard let found = Self.instead.compactMap({ firstRange(of: $0) }).first else { return nil }
        let rest = self[found.upperBound...]
        return rest.isEmpty ? nil : "借\(rest)"
    }

    private static let meant = ["我要的是", "要借的是", "想借的是", "要的是", "换成", "改成", "应该是"]
    /// 借梯子 of 说错了，我要的是梯子，人字梯那种, right behind a loan.
    fileprivate var meantLoan: String? {
        guard !hasDigits, mentionsAny(["错", "不是", "换成", "改成"]),
            let found = Self.meant.compactMap({ firstRange(of: $0) }).first
        else { return nil }
        let rest = String(self[found.upperBound...]).wordRuns.first ?? ""
        let isTime = rest.mentionsAny(["点", "天", "周", "星期", "礼拜", "上午", "下午", "晚上", "早上", "号"])
        return rest.isEmpty || isTime ? nil : "借\(rest)"
    }

    private static let prolonging = [
        "晚一天还", "晚两天还", "晚几天还", "晚点还", "迟一天还", "迟两天还", "迟几天还", "多用一天", "多用两天", "多用几天", "再用一天", "再用两天",
        "再用几天", "多借一天", "多借两天", "多借几天", "续借", "延期还", "推迟还", "才用完", "还没用完",
    ]
    /// 梯子我明天才用完，晚一天还可以吧: the one that he has, for longer.
    fileprivate var prolongsLoan: Bool { mentionsAny(Self.prolonging) }

    private static let borrowsMore = Pattern(
        /(?:还有|再借|还要借|还想借|还要|顺便借)(?:一下|一个|个|把)?(.{2,5}?)(?:呢|也要|吧)?/, needs: ["再借", "还想借", "还有", "还要", "顺便借"])
    private static let otherThing = Pattern(
        /(?:那)?(.{2,5}?)(?:呢|也要|也借|也想借|有没有)/, needs: ["也借", "也想借", "也要", "呢", "有没有"])

    /// 电钻 of 还有电钻 and of 电钻呢.
    fileprivate var oneMore: String? {
        let words = letters
        let more = words.wholeMatch(of: Self.borrowsMore)
        let other = words.wholeMatch(of: Self.otherThing)
        guard let thing = (more ?? other).map({ String($0.output.1) }), !thing.asksSomething,
            !thing.mentionsAny(["时间", "押金", "我", "你", "他", "事", "天", "点", "不", "没", "了"])
        else { return nil }
        return thing
    }

    private static let fetching = ["去拿", "去取", "来拿", "来取", "过去拿", "过来拿", "过去取", "过来取", "去借", "再拿", "再去拿"]
    private static let returning = [
        "还了", "还回", "归还", "还给", "送回", "还好了", "还完", "去还", "再还", "晚点还", "晚还", "还不了", "多借", "续借",
    ]
    fileprivate var fetchesOrReturns: Bool {
        mentionsAny(Self.fetching) || (mentionsAny(Self.returning) && !mentionsAny(["还了得", "还给不给", "钱"]))
    }
    fileprivate var saysReturned: Bool {
        mentionsAny(["还了", "还回去了", "归还了", "送回去了", "还给他们了", "还好了", "已经还"]) && !mentions("没")
    }

    private static let parts = ["早上", "上午", "中午", "下午", "傍晚", "晚上"]
    fileprivate var partOfDay: String? { Self.parts.first { mentions($0) } }
}

extension CivilDate {
    /// "3月21日（周六）".
    fileprivate var spoken: String { "\(month)月\(day)日（\(CivilDate.weekdayName(weekday))）" }
}

extension String {
    fileprivate var asksForDeposit: Bool {
        mentionsAny(["押金", "要钱", "收费", "多少钱", "收钱"]) && count <= Limits.pointingCharacters
    }
}
