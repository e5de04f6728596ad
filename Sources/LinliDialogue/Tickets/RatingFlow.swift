import LinliModel

/// Marks and thanks (`domain.md` A20, A21): each mark to its own ticket, thanks to the staff's file.
extension Turn {
    /// The answer to "请打个分" that came with the result of a ticket.
    mutating func bareMark(_ understood: Understood) -> Bool {
        guard facts.awaitsRating, !understood.isRequest, let mark = understood.mark else { return false }
        commands.append(.rateTicket(.latest, score: mark, solved: nil, text: understood.text))
        return true
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

    /// 还是不亮, 又漏了, right after he was told that it is mended: not solved, and no new fault.
    mutating func denyMended(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard facts.awaitsRating, state.flow == nil, understood.requests.count == 1, !main.isEmergency,
            main.address.isEmpty, main.slots[.score] == nil, main.slots[.object] == nil,
            understood.saysStillBroken,
            [.reportRepair, .complain, .outOfScope, .rateFeedback, .urge, .infoQuery].contains(main.intent),
            let told = facts.results.first(where: { understood.mayBelong(toCategory: $0.category) })
        else { return false }
        // 又没电了 behind a lamp and a fuse that were mended: the fuse.
        let reference: TicketReference = understood.namesOwnMatter ? .number(told.number) : .latest
        commands.append(.rateTicket(reference, score: nil, solved: false, text: text))
        return true
    }

    mutating func rate(_ request: WaitingRequest) {
        var solved: Bool?
        if case .flag(let flag) = request.slots[.resolved] { solved = flag }
        if solved == nil, case .flag(let flag) = request.slots[.satisfied] { solved = flag }
        if request.slots[.score] == nil, solved != false,
            request.text.isLukewarm || AnswerWord(request.text) != nil
        {
            // 还行吧 is no five. The next number that he says is the mark.
            say("rate.ask_mark")
            acts.append(.askSlot)
            ask.append(.score)
            return
        }
        if praise(request, solved) { return }
        let mayBeOpen = solved == true && request.slots[.score] == nil && request.reference == .latest
        state.unfound = request.unreportedFault ?? (mayBeOpen ? request : nil)
        commands.append(
            .rateTicket(
                request.reference, score: request.slots[.score]?.integer, solved: solved, text: request.text))
    }

    /// Praise of somebody is no mark for a ticket.
    private mutating func praise(_ request: WaitingRequest, _ solved: Bool?) -> Bool {
        guard request.slots[.score] == nil, !facts.awaitsRating, solved != false else { return false }
        let named = request.slots[.staff]?.text
        let isOfStaff = solved == true && named != nil && request.reference == .latest
        guard isOfStaff || request.text.praises else { return false }
        let whole = request.text.namedStaff.flatMap { name in
            named.map { $0.mentions(String(name.prefix(1))) } == true ? nil : name
        }
        commands.append(.praise(named: whole ?? named ?? request.text.praised ?? "", text: request.text))
        return true
    }
}

extension Understood {
    /// 还是不亮, 又漏了, in hardly more words than that.
    package var saysStillBroken: Bool {
        text.filter(\.isLetter).count <= Limits.pointingCharacters && text.saysStillBroken
    }
}

extension String {
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
    fileprivate var praises: Bool { mentionsAny(Self.praising) && !mentionsAny(["不表扬", "别夸", "表扬个"]) }

    /// "替我谢谢那个值班的小伙子": whom he names, up to the first pause.
    fileprivate var praised: String? {
        let pattern = /(?:替我|帮我|代我)(?:谢谢|感谢|谢)(?:一下|下)?(?:那个|那位|这位)?([^，,。！!；;\s]+)/
        guard let name = firstMatch(of: pattern)?.output.1, name.count <= Limits.answerCharacters else {
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

    /// 姓吴的师傅, 陈管家: "吴师傅", "陈管家"; nil where no surname stands with it.
    fileprivate var namedStaff: String? {
        if let found = firstMatch(of: /姓(.)的?(?:那个|那位)?/),
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

    private static let fillers = ["那个", "那件", "那单", "给你们", "给", "打", "的", "就", "我", "评"]

    /// "水龙头2分，门5分": what stands before each mark. Without a bound on the name a long message would cost the
    /// square of its length.
    fileprivate var marksByName: [(name: String, mark: Int)] {
        guard contains("分") else { return [] }
        return matches(of: /([^0-9，,。；;、\s]{1,12}?)\s?([1-5一二两三四五])分/).compactMap { match in
            var name = String(match.output.1)
            for word in Self.fillers { name = name.replacing(word, with: "") }
            let mark = match.output.2.first.flatMap { Numerals.values[$0] ?? $0.wholeNumberValue }
            guard let mark, (1...Limits.fragmentCharacters).contains(name.count) else { return nil }
            return (name, mark)
        }
    }
}
