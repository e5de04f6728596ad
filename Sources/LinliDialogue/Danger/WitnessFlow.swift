import LinliModel

/// What falls from above (`domain.md` G05, G07): the ticket first, then one thing at a time of what its staff
/// have to know: building, side, and of what was thrown the hour, for the pictures of the cameras. Which
/// categories these are the settings say (`witness`).
extension Turn {
    /// True where the report is one of these: opened at once, asked afterwards.
    mutating func openWitnessed(_ draft: RepairDraft) -> Bool {
        guard let kind = policy.witnesses[draft.category], draft.urgency <= .p1 else { return false }
        var draft = draft
        if let problem = draft.address.problem(in: facts.register) {
            draft.address = draft.address.without(problem)
        }
        if draft.address.building == nil, let place = draft.address.place, !place.namesSide,
            draft.words.count == 1
        {
            // 楼上, 外墙: where everything falls from, and no place to go to.
            if place.isNowhere { draft.address.place = nil }
        }
        enter(nil)
        say(kind == .hour ? "witness.keep_away" : "witness.cordon")
        acts.append(.safetyAdvice)
        let words = draft.words.joined(separator: "，")
        let at = kind == .hour ? draft.happenedAt : nil
        state.witness = WitnessQuestions(
            ticket: "", building: draft.address.building != nil,
            side: words.namesSide
                || draft.address.place.map { $0.namesSide || draft.address.building == nil } ?? false,
            hour: kind != .hour || at != nil)
        var finished = draft.finished
        finished.happenedAt = at
        state.unheard = draft.unheard
        commands.append(.openTicket(finished))
        return true
    }

    /// The ticket is open: what is still missing is asked, the first of it first.
    mutating func askWitness(_ summary: TicketSummary) {
        guard var questions = state.witness, questions.ticket.isEmpty else { return }
        questions.ticket = summary.number
        state.witness = nil
        goOn(questions)
    }

    /// A building that came to the ticket another way is not asked for.
    mutating func goOn(_ known: WitnessQuestions) {
        var questions = known
        let ticket = state.recent?.last { $0.ticket.number == known.ticket }?.ticket
        if let place = ticket?.place, Address(place: place).namesBuilding { questions.building = true }
        if let place = ticket?.place, place.replacing("单元", with: "").namesSide { questions.side = true }
        guard questions.next != nil else { return enter(nil) }
        enter(.witness(questions))
        askNext(questions)
    }

    mutating func askNext(_ questions: WitnessQuestions) {
        switch questions.next {
        case .building: say("witness.ask_building")
        case .place: say("witness.ask_side")
        case .time: say("witness.ask_hour")
        default: return
        }
        askFor([questions.next].compactMap { $0 })
    }

    mutating func answerWitness(_ known: WitnessQuestions, _ understood: Understood) -> Bool {
        guard let asked = known.next else { return false }
        let (main, text) = (understood.main, understood.text)
        var questions = known
        if understood.act == .cancelFlow {
            enter(nil)
            say("witness.enough")
            acts.append(.ack)
            return true
        }
        let isCalm = text.mentionsAny(Turn.nobodyHurt)
        let isUnseen = text.saysNotSeen && main.address.building == nil
        if !isCalm, understood.act == .deny || text.isShrug || isUnseen || understood.isBare {
            questions.leave(asked)
            if questions.next == nil {
                enter(nil)
                say("witness.enough")
                acts.append(.ack)
            } else {
                goOn(questions)
            }
            return true
        }
        if text.wantsPolice {
            say("emergency.call_yourself", ["number": "110"])
            acts.append(.safetyAdvice)
            enter(nil)
            commands.append(
                .talk(
                    .noteWitness(
                        ticket: known.ticket, text: text, address: Address(), happenedAt: nil)))
            return true
        }
        let isOther = understood.isRequest && !main.intent.opensTicket && main.address.isEmpty
        if !isCalm, isOther || understood.namesAnotherMatter {
            return false
        }
        var address = Address(building: main.address.building, unit: main.address.unit)
        if address.building == nil, facts.register?.hasBuilding(text) ?? false { address.building = text }
        if let problem = address.problem(in: facts.register) {
            ask(problem)
            return true
        }
        let at = known.hour ? nil : text.moment(slots: main.slots, before: facts.now)
        if address.building != nil { questions.building = true }
        if text.namesSide || (asked == .place && text.namesPlace) {
            questions.side = true
            // 3栋西边 两分钟前: the side is the place, and not the hour beside it.
            let side = text.wordRuns.filter(\.namesSide)
            let place = side.isEmpty ? text : side.joined(separator: " ")
            address.place = String(place.prefix(Limits.placeCharacters))
        }
        if at != nil { questions.hour = true }
        // An answer that says something else is written down, and the question is put once more.
        if questions == known { questions.leave(asked, most: Limits.slotAsks) }
        enter(.witness(questions))
        commands.append(
            .talk(.noteWitness(ticket: known.ticket, text: text, address: address, happenedAt: at)))
        return true
    }

    /// 东边那个砸到人了, told while side or hour are asked for: what stands in it is not asked once more.
    mutating func leaveKnown(_ text: String, in address: Address) {
        guard case .witness(var questions) = state.flow else { return }
        if address.building != nil { questions.building = true }
        if text.namesSide { questions.side = true }
        if text.moment(slots: nil, before: facts.now) != nil { questions.hour = true }
        state.flow = questions.next == nil ? nil : .witness(questions)
    }

    /// It stands in the ticket; the next thing.
    mutating func tellWitness(_ summary: TicketSummary) -> Bool {
        guard case .witness(let questions) = state.flow, questions.ticket == summary.number else {
            return false
        }
        remember(summary)
        acts.append(.updateTicket)
        guard questions.next != nil else {
            enter(nil)
            say("witness.noted", summary.values(at: facts.now))
            return true
        }
        say("witness.ok")
        goOn(questions)
        return true
    }

    // MARK: Footage

    /// 把监控发我看看: nobody's pictures are given to residents (`domain.md` G05), whatever is being asked.
    mutating func refuseFootage(_ understood: Understood) -> Bool {
        guard understood.text.asksForFootage, understood.requests.count == 1 else { return false }
        say("footage.refused")
        acts.append(.refuse)
        state.isAside = state.flow != nil
        resume()
        return true
    }
}

/// What is asked of somebody who saw something fall, once its ticket is open.
package struct WitnessQuestions: Sendable, Hashable, Codable {
    package var ticket: String
    /// Known, or given up.
    package var building: Bool
    package var side: Bool
    package var hour: Bool
    /// How often the next one was put already.
    package var asked = 0

    var next: SlotName? {
        if !building { return .building }
        if !side { return .place }
        return hour ? nil : .time
    }

    /// He does not know it, or was asked often enough.
    mutating func leave(_ slot: SlotName, most: Int = 0) {
        asked += 1
        guard asked >= most else { return }
        asked = 0
        switch slot {
        case .building: building = true
        case .place: side = true
        default: hour = true
        }
    }
}

extension WaitingRequest {
    /// When it happened, as the words of the report say.
    func happened(before now: Instant) -> Instant? { text.moment(slots: slots, before: now) }
}

extension String {
    private static let sides = [
        "东侧", "西侧", "南侧", "北侧", "东面", "西面", "南面", "北面", "东边", "西边", "南边", "北边", "东头", "西头", "前面", "后面", "正面",
        "背面",
        "侧面", "门口", "单元", "东南", "东北", "西南", "西北", "朝东", "朝西", "朝南", "朝北", "阳台", "南北", "四面",
    ]
    fileprivate var namesSide: Bool {
        mentionsAny(Self.sides) || ["东", "西", "南", "北"].contains(self)
    }

    fileprivate var isNowhere: Bool {
        ["楼上", "天上", "上面", "高处", "高空", "外墙", "墙上", "楼顶", "空中", "半空"].contains(self)
    }

    private static let pictures = ["监控", "录像", "摄像头拍", "视频画面"]
    private static let wanting = [
        "发我", "发给我", "给我看", "让我看", "我看看", "看一下", "我要看", "想看", "能看吗", "可以看吗", "能不能看", "调给我", "拷给我", "拷一份",
        "给我一份",
        "传给我", "我查", "让我查", "能查吗", "可以查吗", "能不能调", "调出来",
    ]
    private static let broken = ["坏", "不亮", "没装", "装个", "加装", "黑屏", "室电话", "几点"]
    fileprivate var asksForFootage: Bool {
        mentionsAny(Self.pictures) && mentionsAny(Self.wanting) && !mentionsAny(Self.broken)
    }

    private static let justNow = ["刚才", "刚刚", "刚掉", "刚有", "现在", "这会儿", "眼下"]
    /// When it fell, as an instant before now: 昨晚八点, 刚才. Nil where no hour is said.
    fileprivate func moment(slots: Slots?, before now: Instant) -> Instant? {
        if let span = spanBeforeNow { return now - span }
        if mentionsAny(Self.justNow) { return now }
        guard let slots, let minute = slots[.time]?.text.minuteOfDay else { return nil }
        let today = now.civil.date
        var date = slots[.date].flatMap { CivilDate($0.text) }
        if mentionsAny(["昨天", "昨晚", "昨日", "昨夜"]) { date = today.adding(days: -1) }
        if mentions("前天") { date = today.adding(days: -2) }
        let at = (date ?? today).start + .minutes(Int64(minute))
        if at <= now { return at }
        return date == nil ? at - .days(1) : nil
    }

    private static let agoPattern = Pattern(
        /([一两二三四五六七八九十几半]|[0-9]{1,2})(个)?(分钟|小时|钟头)(之|以)?前/, needs: ["前"])

    /// 两分钟前, 半小时前.
    private var spanBeforeNow: TimeSpan? {
        guard let found = firstMatch(of: Self.agoPattern) else { return nil }
        let word = String(found.output.1)
        let isMinutes = found.output.3 == "分钟"
        if word == "半" { return .minutes(isMinutes ? 1 : 30) }
        let count = Int(word) ?? word.first.flatMap { Numerals.values[$0] } ?? 3
        return isMinutes ? .minutes(Int64(count)) : .hours(Int64(count))
    }

    /// 我要报警: only he can.
    fileprivate var wantsPolice: Bool {
        mentionsAny(["报警", "打110", "叫警察"]) && !mentionsAny(["报警器", "报警声", "报过警", "报警了", "已经报警"])
    }

    /// "20:15" as minutes.
    private var minuteOfDay: Int? {
        let parts = split(separator: ":")
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
