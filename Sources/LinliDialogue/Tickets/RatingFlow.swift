import LinliModel

/// Marks and thanks (`domain.md` A20, A21): each mark to its own ticket, thanks to the staff's file.
extension Turn {
    /// The answer to "请打个分" that came with the result of a ticket.
    mutating func bareMark(_ understood: Understood) -> Bool {
        guard facts.awaitsMark, !understood.isRequest, let mark = understood.mark,
            understood.main.slots[.score] != nil || !isListedSince
        else { return false }
        if askWhetherMark(understood.text, mark) { return true }
        commands.append(.rateTicket(.latest, score: mark, solved: nil, text: understood.text))
        return true
    }

    /// A list stands between the result and a bare number, which may be one of its lines.
    private var isListedSince: Bool {
        guard let listed = state.listedAt, facts.now - listed <= .minutes(Limits.draftMinutes) else {
            return false
        }
        return facts.results.allSatisfy { $0.toldAt < listed }
    }

    /// His points were told since the result: a bare 2 may be of those, and to give 2 sends somebody again.
    private mutating func askWhetherMark(_ text: String, _ mark: Int) -> Bool {
        guard facts.awaitsMark, !text.contains(where: \.isLetter), toldFigureSince else { return false }
        say("rate.is_mark", ["mark": "\(mark)"])
        acts.append(.askSlot)
        ask.append(.score)
        return true
    }

    private var toldFigureSince: Bool {
        guard let told = state.figureAt, facts.now - told <= .minutes(Limits.draftMinutes) else {
            return false
        }
        return facts.results.allSatisfy { $0.toldAt < told }
    }

    /// "门那个给4分，龙头给2分": each to its own.
    mutating func rateEach(_ understood: Understood) -> Bool {
        let marks = understood.text.marksByName
        guard marks.count > 1, state.flow == nil else { return false }
        commands += marks.map {
            .rateTicket(.about([$0.name]), score: $0.mark, solved: nil, text: understood.text)
        }
        return true
    }

    /// 打错了，是4分: it takes the place of the one that he gave.
    mutating func correctMark(_ understood: Understood) -> Bool {
        guard facts.resultTold != nil, state.flow == nil, let mark = understood.correctedMark,
            [.rateFeedback, .outOfScope].contains(understood.main.intent)
        else { return false }
        commands.append(
            .rateTicket(.latest, score: mark, solved: nil, corrects: true, text: understood.text))
        return true
    }

    /// 好了, 挺好的, and no more than that, while a result waits for his answer. Of what he has reported since,
    /// where that may be meant: whoever works on it reads it. 通了 is no lamp, whatever waits.
    mutating func hearMended(_ understood: Understood) -> Bool {
        let text = understood.text
        guard state.flow == nil, understood.saysMended else { return false }
        guard facts.resultTold == .unanswered else { return hearDoneBesideFresh(understood) }
        let told = facts.results.first { !$0.isAnswered && text.maySpeak(of: $0.category) }
        if let open = reportedSince(told), text.maySpeak(of: open.category) {
            commands.append(.correctTicket(.number(open.number), text: text, address: Address()))
        } else if let told {
            let isContent = text.besideThanks.isContentAlone
            commands.append(
                .rateTicket(
                    .number(told.number), score: nil, solved: isContent ? nil : true,
                    satisfied: isContent ? true : nil, text: text))
        } else {
            say("ticket.not_found")
            acts.append(.answer)
        }
        return true
    }

    /// 好了 right behind a report, and no result was told: it works again, or he has said all. The words
    /// stand in the ticket, and he hears how it is called off; nobody is sent away by them.
    private mutating func hearDoneBesideFresh(_ understood: Understood) -> Bool {
        guard let fresh = freshTicket, fresh.urgency > .p0, !takenSince,
            understood.text.besideThanks.isMendedAlone, understood.text.maySpeak(of: fresh.category)
        else { return false }
        state.fragments = []
        say("follow.mended_or_done", ["ticket": fresh.number])
        commands.append(.correctTicket(.number(fresh.number), text: understood.text, address: Address()))
        return true
    }

    /// A report that he has made after the result was told, and that is still open as far as he knows.
    private func reportedSince(_ told: ResolvedTicket?) -> TicketSummary? {
        guard let last = recent(within: .hours(Limits.draftRecoveryHours)).last?.ticket,
            last.number == state.lastTicket, told.map({ $0.toldAt < last.receivedAt }) ?? true,
            !facts.results.contains(where: { $0.number == last.number })
        else { return nil }
        return last
    }

    /// 还是不亮, 又漏了, after he was told that it is mended, whatever he has said of it since: not solved, and
    /// no new fault. Where nothing in it was read as a fault, only right behind the result and in words that
    /// name nothing: 还是不会用 a day later is about something else.
    mutating func denyMended(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard facts.resultTold != nil, state.flow == nil, understood.requests.count == 1, !main.isEmergency,
            main.address.isEmpty, main.slots[.score] == nil, main.slots[.object] == nil,
            understood.saysStillBroken, !text.tellsOfNotUnderstanding,
            [.reportRepair, .complain, .outOfScope, .rateFeedback, .urge, .infoQuery].contains(main.intent),
            let told = facts.results.first(where: { understood.mayBelong(toCategory: $0.category) }),
            mayDeny(told, main)
        else { return false }
        // 又没电了 behind a lamp and a fuse that were mended: the fuse.
        let reference: TicketReference = understood.namesOwnMatter ? .number(told.number) : .latest
        commands.append(.rateTicket(reference, score: nil, solved: false, text: text))
        return true
    }

    private func mayDeny(_ told: ResolvedTicket, _ request: WaitingRequest) -> Bool {
        let isNoFault = [.outOfScope, .infoQuery].contains(request.intent)
        guard isNoFault || (request.intent.opensTicket && request.category == nil) else { return true }
        let namesNoThing = request.text.namesNoThing && !request.text.mentionsAny(["不会", "不懂", "不想"])
        let isNext = (state.lastTicketAt.map { $0 <= told.toldAt } ?? true) && !isListedSince
        let isSoon = facts.now - told.toldAt <= .hours(Limits.resultAnswerHours)
        if isNoFault {
            return namesNoThing && (request.text.mentions("坏") || (!told.isAnswered && (isNext || isSoon)))
        }
        return namesNoThing || (!told.isAnswered && isNext && isSoon)
    }

    private static let oneCent = Pattern(/[一1]分(钱|也|都)/, needs: ["分"])

    mutating func rate(_ request: WaitingRequest) {
        let answer = request.answer
        if answer.mark != nil, answer.saysSolved == nil, request.text.contains(Self.oneCent) {
            // 其实一分钱没花: money, and no mark.
            return outOfScope(nil, request)
        }
        if answer.mark == nil, !answer.reopens, request.text.isLukewarm || AnswerWord(request.text) != nil {
            // 还行吧 is no five. The next number that he says is the mark.
            say("rate.ask_mark")
            acts.append(.askSlot)
            ask.append(.score)
            return
        }
        if let mark = answer.mark, askWhetherMark(request.text, mark) { return }
        if request.text.besideThanks.isEmpty, request.text.contains(where: \.isLetter) {
            // 辛苦你们: thanks, and nothing is judged.
            say("thanks.welcome")
            return acts.append(.ack)
        }
        if praise(request, answer) { return }
        // 师傅来过了，插座换了, before it was closed: whoever has it reads it.
        let isVisit = answer.isSolved == nil && request.text.tellsVisit && !request.text.hasDigits
        let mayBeOpen = (answer.isSolved == true && request.reference == .latest) || isVisit
        state.unfound = request.unreportedFault ?? (mayBeOpen ? request : nil)
        commands.append(
            .rateTicket(
                request.reference, score: answer.mark, solved: answer.saysSolved,
                satisfied: answer.saysSatisfied, text: request.text))
    }

    /// A mark is asked for once, where he has only said that it is mended, and never a second time.
    mutating func tellRated(_ summary: TicketSummary, _ rating: Outcome.Rating) {
        var values = summary.values(at: facts.now)
        let key =
            switch rating {
            case .marked: "rate.saved"
            case .replaced: "rate.replaced"
            case .solved: "rate.solved"
            case .satisfied: "rate.satisfied"
            case .unsatisfied: "rate.unsatisfied"
            case .known: "rate.known"
            case .reopened: "rate.reopened"
            }
        if case .replaced(let before, let mark) = rating {
            (values["before"], values["count"]) = ("\(before)", "\(mark)")
        }
        say(key, values)
        acts.append(rating == .reopened ? .reopen : .ratingSaved)
    }

    /// Praise of somebody is no mark for a ticket.
    private mutating func praise(_ request: WaitingRequest, _ answer: ResultAnswer) -> Bool {
        // 修好了，谢谢陈管家 answers the result that he was asked about.
        let isAnswer = facts.resultTold == .unanswered && answer.isSolved != nil && !request.text.praises
        guard answer.mark == nil, !answer.reopens, !isAnswer else { return false }
        let named = request.slots[.staff]?.text
        // 谢谢陈管家 judges no ticket and still is praise of him.
        let isGood = answer.isSolved == true || request.text.thanks
        let isOfStaff = isGood && named != nil && request.reference == .latest
        guard (isOfStaff && !request.text.asksSomething) || request.text.praises else { return false }
        let whole = request.text.namedStaff.flatMap { name in
            named.map { $0.mentions(String(name.prefix(1))) } == true ? nil : name
        }
        commands.append(
            .matter(.praise(named: whole ?? named ?? request.text.praised ?? "", text: request.text)))
        return true
    }
}

extension String {
    /// 师傅来过了: said of the work, whatever was done.
    fileprivate var tellsVisit: Bool {
        mentionsAny(["来过了", "来看过了", "来修过", "来换过", "换了", "修了", "弄了"]) && !mentionsAny(["没", "还是", "又", "不"])
    }
}

extension Facts {
    /// He was told a result, and has not given a mark for it.
    var awaitsMark: Bool { resultTold == .unanswered || resultTold == .unmarked }
}

extension WaitingRequest {
    /// What the words say of a result. 灯亮了 says that it is mended; that he is content he says himself.
    fileprivate var answer: ResultAnswer {
        var answer = ResultAnswer(
            mark: slots[.score]?.integer, saysSolved: slots[.resolved]?.flag,
            saysSatisfied: slots[.satisfied]?.flag)
        if answer.saysSolved == true, answer.saysSatisfied == true, !text.saysContent {
            answer.saysSatisfied = nil
        }
        return answer
    }
}

extension SlotValue {
    fileprivate var flag: Bool? {
        if case .flag(let flag) = self { flag } else { nil }
    }
}

extension Understood {
    /// 好了, 挺好的, 好了谢谢师傅: nothing else is said.
    package var saysMended: Bool {
        let words = text.besideThanks
        return words.isMendedAlone || words.isContentAlone
    }

    /// 打错了，是4分; 其实给5分; 不是3分是4分: the last mark that stands there.
    package var correctedMark: Int? {
        guard text.count <= Limits.answerCharacters, !text.asksSomething,
            text.namesMarking || text.isOfMarksAlone
        else { return nil }
        return text.lastMark ?? mark
    }

    /// 还是不亮, 又漏了, in hardly more words than that.
    package var saysStillBroken: Bool {
        text.letters.count <= Limits.pointingCharacters && text.saysStillBroken
    }
}

extension String {
    private static let mendedAlone: Set = [
        "好了", "好啦", "好咯", "好喽", "好了好了", "都好了", "已经好了", "现在好了", "是好了", "真的好了", "好了的", "可以了", "行了", "没问题了",
        "没事了",
        "正常了", "通了", "亮了", "有水了", "有电了", "不漏了", "不堵了", "不响了", "搞定", "搞定了", "弄好了", "修好了", "解决了",
    ]
    fileprivate var isMendedAlone: Bool { Self.mendedAlone.contains(self) }

    private static let contentAlone: Set = [
        "挺好", "挺好的", "很好", "非常好", "真好", "太好了", "蛮好", "蛮好的", "好得很", "不错", "真不错", "挺不错", "挺不错的", "满意", "很满意",
    ]
    fileprivate var isContentAlone: Bool { Self.contentAlone.contains(self) }

    private static let content = [
        "满意", "不错", "挺好", "很好", "真好", "太好", "非常好", "蛮好", "好评", "点赞", "给力", "靠谱", "棒", "没话说", "没得说", "舒心",
        "放心",
    ]
    fileprivate var saysContent: Bool { mentionsAny(Self.content) }

    private static let courtesies = [
        "谢谢你们", "谢谢您", "谢谢师傅", "谢谢", "多谢", "感谢", "谢了", "辛苦你们了", "辛苦你们", "辛苦您", "辛苦了", "辛苦", "嗯嗯", "嗯", "哦",
    ]
    /// 好了，谢谢师傅: 好了.
    fileprivate var besideThanks: String {
        var words = letters
        words = words.without(Self.courtesies)
        if let last = words.last, "啊呀哈哦呢".contains(last) { words.removeLast() }
        return words
    }

    private static let marking = ["打错", "点错", "按错", "给错", "评错", "打少", "打低", "打高", "改评", "改打", "重新打", "重新评"]
    /// 打错了: what is taken back is a mark.
    fileprivate var namesMarking: Bool { mentionsAny(Self.marking) }

    private static let takingBack = [
        "输错", "写错", "发错", "手滑", "其实", "改成", "改为", "改到", "更正", "应该是", "应该给", "应该", "不是",
    ]
    private static let besideMarks = [
        "刚才", "刚刚", "不好意思", "评价", "打分", "才对", "那个", "我", "给", "打", "评", "想", "是", "了", "吧", "啊", "的", "对",
    ]
    /// 不是3分是4分: nothing stands in it but marks and that they are taken back. 守门岗应该是2分 is about something
    /// else.
    fileprivate var isOfMarksAlone: Bool {
        guard mentionsAny(Self.takingBack), lastMark != nil else { return false }
        var rest = replacing(Self.mark, with: "").lettersAndNumbers
        rest = rest.without(Self.takingBack + Self.besideMarks)
        return rest.isEmpty
    }

    private static let mark = Pattern(/([1-5一二两三四五])\s?(?:分(?!钟)|颗星|星)/, needs: ["分", "星"])
    fileprivate var lastMark: Int? {
        matches(of: Self.mark).last?.output.1.first.flatMap { Numerals.values[$0] ?? $0.wholeNumberValue }
    }

    /// 还是不亮, 又漏了, 老样子.
    fileprivate var saysStillBroken: Bool {
        if mentionsAny(["老样子", "没变化", "跟原来一样", "和原来一样", "还那样", "还是那样", "还是这样"]) { return true }
        return mentionsAny(["还是", "依然", "依旧", "照样", "仍然", "又", "还在"])
            && mentionsAny(["不", "没", "坏", "漏", "堵", "响", "臭", "停", "掉", "吵", "滴"])
            && !asksSomething && !mentionsAny(["还是算", "不用", "不要", "不错", "挺", "没问题", "没事"])
    }

    private static let praising = [
        "夸一下", "夸夸", "夸一夸", "要夸", "想夸", "表扬", "替我谢", "帮我谢", "代我谢", "帮我感谢", "替我感谢", "代我感谢", "送锦旗", "送面锦旗",
        "送个锦旗",
    ]
    fileprivate var thanks: Bool { mentionsAny(["谢", "多亏", "辛苦", "夸", "锦旗"]) }
    fileprivate var praises: Bool { mentionsAny(Self.praising) && !mentionsAny(["不表扬", "别夸", "表扬个"]) }

    private static let praisedPattern = Pattern(
        /(?:替我|帮我|代我)(?:谢谢|感谢|谢)(?:一下|下)?(?:那个|那位|这位)?([^，,。！!；;\s]+)/, needs: ["谢"])

    /// "替我谢谢那个值班的小伙子": whom he names, up to the first pause.
    fileprivate var praised: String? {
        guard let name = firstMatch(of: Self.praisedPattern)?.output.1, name.count <= Limits.answerCharacters
        else {
            return nil
        }
        return String(name)
    }

    private static let titles = [
        "师傅", "管家", "保洁", "保安", "阿姨", "大姐", "大哥", "经理", "主任", "网格员", "队长", "医生", "护士",
    ]
    // 谢 is left out: 谢管家 is thanks.
    private static let surnames = Set(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严赖覃洪武莫孔")

    private static let namedStaffPattern = Pattern(/姓(.)的?(?:那个|那位)?/, needs: ["姓"])

    /// 姓吴的师傅, 陈管家: "吴师傅", "陈管家"; nil where no surname stands with it.
    fileprivate var namedStaff: String? {
        if let found = firstMatch(of: Self.namedStaffPattern),
            let title = Self.titles.first(where: { mentions($0) })
        {
            return "\(found.output.1)\(title)"
        }
        for title in Self.titles {
            guard let range = firstRange(of: title), range.lowerBound > startIndex else { continue }
            let before = self[index(before: range.lowerBound)]
            if Self.surnames.contains(before) { return "\(before)\(title)" }
        }
        return nil
    }

    private static let fillers = ["那个", "那件", "那单", "给你们", "不是", "应该", "给", "打", "的", "就", "我", "评", "是"]

    private static let marksByNamePattern = Pattern(
        /([^0-9，,。；;、\s]{1,12}?)\s?([1-5一二两三四五])分/, needs: "12345一二两三四五".map { "\($0)分" })

    /// "水龙头2分，门5分": what stands before each mark. Without a bound on the name a long message would cost the
    /// square of its length.
    fileprivate var marksByName: [(name: String, mark: Int)] {
        matches(of: Self.marksByNamePattern).compactMap { match in
            var name = String(match.output.1)
            name = name.without(Self.fillers)
            let mark = match.output.2.first.flatMap { Numerals.values[$0] ?? $0.wholeNumberValue }
            guard let mark, (1...Limits.fragmentCharacters).contains(name.count) else { return nil }
            return (name, mark)
        }
    }
}
