import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What stands on the agendas: put forward, told apart, asked about, decided (`domain.md` B02, B03, B06).
extension MeetingDesk {
    package func items(
        estate: String?, kind: String?, onlyOpen: Bool, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<AgendaItem>> {
        try door.pass("meeting.list", "agenda", call) { () throws(SQLError) in
            try scope.filter(estate, call.staff).then { estate throws(SQLError) in
                let code = kind.map { settings.meetings.kind($0)?.code ?? $0 }
                let found = try call.tx.agenda.list(
                    estate: estate, kind: code, onlyOpen: onlyOpen, rows: rows.andOne)
                return .done(
                    try Page(found, of: rows) { row throws(SQLError) in try view(row, call) })
            }
        }
    }

    // MARK: Putting forward

    /// A matter in words, or a case: of a case its category and public place stand there, never what the
    /// resident wrote.
    package func propose(_ request: ProposeItem, _ call: DeskCall) throws(SQLError) -> Ruling<AgendaItem> {
        try door.pass("meeting.propose", request.ticket ?? request.kind, call) { () throws(SQLError) in
            guard let number = request.ticket else {
                return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                    try propose(request, estate: estate.code, nil, call)
                }
            }
            return try scope.ticket(number, call).then { ticket throws(SQLError) in
                guard ticket.state.isOpen else {
                    return .refused(
                        Refusal(
                            .conflict, "ticket.state", "\(ticket.number) 的状态是 \(ticket.state.chinese)。",
                            hint: "只有未办结的工单才能列入议程。"))
                }
                return try propose(request, estate: ticket.estate, ticket, call)
            }
        }
    }

    private func propose(
        _ request: ProposeItem, estate: String, _ ticket: Ticket?, _ call: DeskCall
    ) throws(SQLError) -> Ruling<AgendaItem> {
        let title = request.title ?? ticket.map { agenda.title(of: $0) } ?? ""
        if let refusal = Refusal.title(title) { return .refused(refusal) }
        let words = request.words ?? ""
        if words.count > Limits.messageCharacters {
            return .refused(
                Refusal(
                    .invalid, "words.too_long",
                    "内容超过 \(Limits.messageCharacters) 字。", hint: "请写短一些。"
                )
            )
        }
        return try kind(request.kind, estate: estate).then { kind throws(SQLError) in
            let item = AgendaRow(
                estate: estate, kind: kind.code, ticket: ticket?.id, title: title, words: words)
            guard let added = try agenda.add(item, kind, actor: call.staff.name, in: call.tx, at: call.now)
            else {
                return .refused(
                    Refusal(
                        .conflict, "agenda.exists", "该工单已经在“\(kind.name)”的议程上。",
                        hint: "请看 `linli meeting agenda --kind \(kind.code)`。"))
            }
            return .done(try view(added, call))
        }
    }

    // MARK: Telling apart

    /// 急事: every member with an account is asked at once; his answer is awaited until the class's time.
    package func classify(
        _ id: AgendaItemID, _ request: ClassifyItem, _ call: DeskCall
    ) throws(SQLError) -> Ruling<AgendaItem> {
        try act("meeting.classify", id, call, detail: request.itemClass) { item, kind throws(SQLError) in
            guard let found = settings.meetings.itemClass(request.itemClass),
                kind.classes.contains(found.code)
            else {
                let known = kind.classes.compactMap { settings.meetings.itemClass($0)?.name }
                return Refusal(
                    .invalid, "class.unknown", "“\(kind.name)”没有 \(request.itemClass) 这一类。",
                    hint: known.isEmpty ? "它不分类。" : "可选：\(known.joined(separator: "、"))。"
                )
            }
            // Where it is a length of time it runs at once, by the wall clock.
            let due = found.answer.map { target in
                agenda.ladder.counted(target, hours: nil, estate: item.estate, from: call.now)
            }
            guard try call.tx.agenda.classify(id, as: found.code, due: due) else { return over(item) }
            if let due { try ask(item, kind, until: due.at, call) }
            return nil
        }
    }

    private func ask(
        _ item: AgendaRow, _ kind: MeetingRules.Kind, until due: Instant, _ call: DeskCall
    ) throws(SQLError) {
        var asked: Set<StaffID> = []
        let phrase = Phrase(
            "staff.voices_asked",
            ["item": "\(item.id)", "title": item.title, "meeting": kind.name, "until": due.words])
        for member in try call.tx.staff.members(of: kind.members, estate: item.estate) {
            if asked.insert(member.id).inserted {
                _ = try call.tx.voices.ask(member.id, about: item.id, at: call.now)
            }
            guard let channel = member.channel, let sender = member.sender else { continue }
            try notifier.tell(
                channel: channel, recipient: sender, [phrase], why: "staff.meeting",
                key: "agenda-\(item.id)-asked-\(channel)-\(sender)", in: call.tx, at: call.now)
        }
        try notifier.tellStaff(
            .escalation, estate: item.estate, phrase, key: "agenda-\(item.id)-asked", in: call.tx,
            at: call.now)
        try alarms.awaitVoices(about: item.id, until: due, in: call.tx)
    }

    /// A member who was asked says what he thinks; his last word counts.
    package func answer(
        _ id: AgendaItemID, _ request: AnswerItem, _ call: DeskCall
    ) throws(SQLError) -> Ruling<AgendaItem> {
        try act("meeting.answer", id, call, forCallers: false) { item, _ throws(SQLError) in
            guard let answer = VoiceRow.Answer(rawValue: request.answer) else {
                return Refusal(
                    .invalid, "answer.unknown", "没有这种答复。", hint: "可选：yes、no、abstain。")
            }
            let words = request.words ?? ""
            if words.count > Limits.messageCharacters {
                return Refusal(
                    .invalid, "words.too_long",
                    "内容超过 \(Limits.messageCharacters) 字。", hint: "请写短一些。"
                )
            }
            guard item.state == .open else { return over(item) }
            guard
                try call.tx.voices.answer(answer, words: words, by: call.staff.id, about: id, at: call.now)
            else {
                return Refusal(
                    .forbidden, "agenda.not_asked", "议题 \(id) 没有征求您的意见。",
                    hint: "议题定为急事时才征求成员意见。")
            }
            return nil
        }
    }

    // MARK: Ending

    /// A matter is decided at a meeting that was held; an urgent one also by the answers of more than half of
    /// those who were asked. What is put to the vote needs its votes.
    package func decide(
        _ id: AgendaItemID, _ request: DecideItem, _ call: DeskCall
    ) throws(SQLError) -> Ruling<AgendaItem> {
        try act("meeting.decide", id, call) { item, kind throws(SQLError) in
            let title = request.title ?? item.title
            if let refusal = Refusal.words(request.text, "text") ?? Refusal.title(title) { return refusal }
            if let refusal = try refusal(of: request, item, call) { return refusal }
            let decision = Decision(
                title: title, text: Self.text(of: request), owner: request.owner,
                votesFor: request.votesFor, votesAgainst: request.votesAgainst)
            guard try call.tx.agenda.decide(id, decision, at: call.now) else { return over(item) }
            try tellDecision(id, kind, call)
            return nil
        }
    }

    private static func text(of request: DecideItem) -> String {
        guard let yes = request.votesFor, let no = request.votesAgainst else { return request.text }
        return "\(request.text)（表决\(yes)：\(no)，\(yes > no ? "通过" : "未通过")）"
    }

    private func refusal(
        of request: DecideItem, _ item: AgendaRow, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard item.state == .open else { return over(item) }
        if let owner = request.owner, owner.count > Limits.departmentCharacters {
            return Refusal(
                .invalid, "owner.too_long",
                "由谁负责，请用不超过 \(Limits.departmentCharacters) 字写明。", hint: "请写短一些。")
        }
        let way = item.itemClass.flatMap { settings.meetings.itemClass($0)?.way }
        let votes = [request.votesFor, request.votesAgainst]
        if votes.contains(where: { $0.map { !(0...1_000).contains($0) } ?? false }) {
            return Refusal(.invalid, "votes.invalid", "票数是整数。", hint: "请重新计票。")
        }
        if way == .vote, votes.contains(nil) {
            return Refusal(
                .invalid, "votes.missing", "该议题要表决（要事共决）。",
                hint: "请填赞成和反对的票数。")
        }
        if way != .vote, votes.contains(where: { $0 != nil }) {
            return Refusal(
                .invalid, "votes.unasked", "该议题不表决。",
                hint: "请先定类别，或者不填票数。")
        }
        let meeting = try item.meeting.map { id throws(SQLError) in try call.tx.meetings.find(id) } ?? nil
        if meeting?.state == .held { return nil }
        if way == .ask {
            let voices = try call.tx.voices.of(item.id)
            let answered = voices.count { $0.answer != nil }
            if answered * 2 > voices.count { return nil }
            return Refusal(
                .conflict, "agenda.no_quorum",
                "\(voices.count) 名成员中 \(answered) 名已答复，要过半数才行。",
                hint: "请等他们答复，或者开会决定。")
        }
        return Refusal(
            .conflict, "meeting.not_held", "该议题没有在开过的会上讨论。",
            hint: "请先用 `linli meeting hold` 写会议纪要。")
    }

    /// The case reads it in its history, everybody concerned in his chat.
    private func tellDecision(
        _ id: AgendaItemID, _ kind: MeetingRules.Kind, _ call: DeskCall
    ) throws(SQLError) {
        guard let item = try call.tx.agenda.find(id) else { return }
        let meeting = try item.meeting.map { id throws(SQLError) in try call.tx.meetings.find(id) } ?? nil
        if let ticket = item.ticket {
            let owner = item.owner.map { "（\($0)）" } ?? ""
            try call.tx.ticketEvents.add(
                ticket, .decision, actor: call.staff.name,
                detail: "\(kind.name) 议题\(id)：\(item.decision ?? "")\(owner)", at: call.now)
        }
        try agenda.tell(item, "decided", agenda.values(of: item, kind, meeting), in: call.tx, at: call.now)
    }

    package func drop(
        _ id: AgendaItemID, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<AgendaItem> {
        try act("meeting.drop", id, call) { item, kind throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            guard try call.tx.agenda.drop(id, why: request.reason, at: call.now) else { return over(item) }
            guard let dropped = try call.tx.agenda.find(id) else { return nil }
            if let ticket = item.ticket {
                try call.tx.ticketEvents.add(
                    ticket, .agenda, actor: call.staff.name, detail: "\(kind.name) 议题\(id) 不列入",
                    at: call.now)
            }
            var values = agenda.values(of: dropped, kind, nil)
            values["reason"] = request.reason
            try agenda.tell(dropped, "dropped", values, in: call.tx, at: call.now)
            return nil
        }
    }

    // MARK: Finding

    private func act(
        _ right: String, _ id: AgendaItemID, _ call: DeskCall, detail: String = "", forCallers: Bool = true,
        _ body: (AgendaRow, MeetingRules.Kind) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<AgendaItem> {
        try door.pass(right, "agenda-\(id)", call, detail: detail) { () throws(SQLError) in
            guard let item = try call.tx.agenda.find(id) else {
                return .refused(
                    Refusal(
                        .notFound, "agenda.not_found", "没有议题 \(id)。",
                        hint: "请看 `linli meeting agenda`。"))
            }
            if let refusal = call.staff.refusal(outside: item.estate) { return .refused(refusal) }
            return try kind(item.kind, estate: item.estate).then { kind throws(SQLError) in
                if forCallers, let refusal = refusal(of: kind, to: call.staff) { return .refused(refusal) }
                if let refusal = try body(item, kind) { return .refused(refusal) }
                return .done(try view(try call.tx.agenda.find(id) ?? item, call))
            }
        }
    }

    private func over(_ item: AgendaRow) -> Refusal {
        Refusal(
            .conflict, "agenda.over", "议题 \(item.id) 的状态已经是 \(item.state.rawValue)。",
            hint: "请看 `linli meeting agenda`。")
    }
}

extension Refusal {
    fileprivate static func title(_ title: String) -> Refusal? {
        if title.allSatisfy(\.isWhitespace) {
            return Refusal(
                .invalid, "title.missing", "没有填写议题。", hint: "请用几个字写明。")
        }
        guard title.count > Limits.agendaTitleCharacters else { return nil }
        return Refusal(
            .invalid, "title.too_long",
            "议题名称最多 \(Limits.agendaTitleCharacters) 字。",
            hint: "请写短一些，细节写在内容里。")
    }
}
