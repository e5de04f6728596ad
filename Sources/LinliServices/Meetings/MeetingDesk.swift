import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Meetings as staff use them: call, minute, publish (`domain.md` B01–B06).
///
/// Promise: a meeting is called, minuted and its matters decided by the roles that `meetings.yaml` names for
/// it; what was put forward is told its date and its decision; who has put it forward is shown to nobody.
package struct MeetingDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let notifier: Notifier
    let agenda: MeetingAgenda
    let alarms: MeetingAlarms

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
        alarms = MeetingAlarms(settings: settings, notifier: notifier)
    }

    // MARK: Reading

    /// Newest first.
    package func list(
        estate: String?, kind: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Meeting>> {
        let code = kind.map { settings.meetings.kind($0)?.code ?? $0 }
        return try scope.page("meeting.list", of: estate, rows: rows, call) {
            estate, rows throws(SQLError) in
            try call.tx.meetings.list(estate: estate, kind: code, rows: rows)
        } view: {
            view($0)
        }
    }

    /// One meeting with its agenda.
    package func show(_ id: MeetingID, _ call: DeskCall) throws(SQLError) -> Ruling<Meeting> {
        try door.pass("meeting.show", "meeting-\(id)", call) { () throws(SQLError) in
            try find(id, call).then { meeting throws(SQLError) in
                .done(try detail(meeting, call))
            }
        }
    }

    // MARK: Calling

    /// Open matters of its kind stand on it from now on; members and those who brought them up are told.
    package func call(_ request: CallMeeting, _ call: DeskCall) throws(SQLError) -> Ruling<Meeting> {
        try door.pass("meeting.call", request.kind, call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.place, "place") { return .refused(refusal) }
            return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                try kind(request.kind, estate: estate.code).then { kind throws(SQLError) in
                    if let refusal = refusal(of: kind, to: call.staff) { return .refused(refusal) }
                    return try Instant.read(request.startsAt, "starts_at").then { time throws(SQLError) in
                        guard time > call.now else {
                            return .refused(
                                Refusal(
                                    .invalid, "starts_at.past", "会议时间已经过去。",
                                    hint: "请填晚一些的时间。"))
                        }
                        return try add(kind, estate: estate.code, at: time, place: request.place, call)
                    }
                }
            }
        }
    }

    private func add(
        _ kind: MeetingRules.Kind, estate: String, at time: Instant, place: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Meeting> {
        let row = MeetingRow(
            estate: estate, kind: kind.code, name: kind.name, period: kind.periodName(of: time.civil.date),
            place: place, startsAt: time)
        guard let id = try call.tx.meetings.call(row), let meeting = try call.tx.meetings.find(id) else {
            return .refused(
                Refusal(
                    .conflict, "meeting.exists", "那个时间已经召集了同类会议。",
                    hint: "请看 `linli meeting list`。"))
        }
        let due = agenda.due(kind, meeting, estate: estate, at: call.now)
        let waiting = try call.tx.agenda.unlisted(kind.code, estate: estate)
        for item in waiting {
            try call.tx.agenda.place(item.id, on: id, due: due)
            var listed = item
            (listed.meeting, listed.due) = (id, due)
            try agenda.tell(
                listed, "listed", agenda.values(of: listed, kind, meeting), in: call.tx, at: call.now)
        }
        let values = [
            "meeting": kind.name, "when": time.words, "place": place,
            "items": waiting.isEmpty ? "" : "\(waiting.count)",
        ].filter { !$0.value.isEmpty }
        try agenda.tellStaff(
            kind.members, estate: estate, Phrase("staff.meeting_called", values),
            key: "meeting-\(id)-called", in: call.tx, at: call.now)
        return .done(try detail(meeting, call))
    }

    /// Its open matters wait for the next one.
    package func cancel(
        _ id: MeetingID, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Meeting> {
        try act("meeting.cancel", id, call) { meeting, kind throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            guard try call.tx.meetings.cancel(id) else { return over(meeting) }
            let due = agenda.due(kind, nil, estate: meeting.estate, at: call.now)
            for item in try call.tx.agenda.of(id) where item.state == .open {
                try call.tx.agenda.place(item.id, on: nil, due: due)
            }
            let values = ["meeting": kind.name, "when": meeting.startsAt.words, "reason": request.reason]
            try agenda.tellStaff(
                kind.members, estate: meeting.estate, Phrase("staff.meeting_cancelled", values),
                key: "meeting-\(id)-cancelled", in: call.tx, at: call.now)
            return nil
        }
    }

    // MARK: Minutes

    /// From now on its matters can be decided, until `answer` of its kind has passed.
    package func hold(
        _ id: MeetingID, _ request: HoldMeeting, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Meeting> {
        try act("meeting.hold", id, call) { meeting, kind throws(SQLError) in
            if let refusal = refusal(of: request, kind) { return refusal }
            guard meeting.startsAt <= call.now else {
                return Refusal(
                    .conflict, "meeting.not_begun", "会议在 \(meeting.startsAt.civil.written) 召开。",
                    hint: "开过会再写纪要。")
            }
            guard
                try call.tx.meetings.hold(
                    id, present: request.present.joined(separator: ","), minutes: request.minutes,
                    at: call.now)
            else { return over(meeting) }
            if let due = agenda.due(kind, meeting, estate: meeting.estate, at: call.now) {
                try alarms.awaitDecisions(of: id, until: max(due.at, call.now), in: call.tx)
            }
            return nil
        }
    }

    private func refusal(of request: HoldMeeting, _ kind: MeetingRules.Kind) -> Refusal? {
        if request.minutes.allSatisfy(\.isWhitespace) {
            return Refusal(
                .invalid, "minutes.missing", "没有填写会议纪要。", hint: "请写明会上说了什么。")
        }
        if request.minutes.count > Limits.minutesCharacters {
            return Refusal(
                .invalid, "minutes.too_long",
                "会议纪要超过 \(Limits.minutesCharacters) 字。", hint: "请写短一些。")
        }
        let roles = request.present.compactMap(Role.init(rawValue:))
        guard !roles.isEmpty, roles.count == request.present.count, roles.allSatisfy(kind.members.contains)
        else {
            let known = kind.members.map(\.rawValue).joined(separator: "、")
            return Refusal(
                .invalid, "present.invalid", "出席人按会议的角色填写。",
                hint: "可选：\(known)。")
        }
        return nil
    }

    /// Residents may read its decisions from now on.
    package func publish(_ id: MeetingID, _ call: DeskCall) throws(SQLError) -> Ruling<Meeting> {
        try act("meeting.publish", id, call) { meeting, _ throws(SQLError) in
            guard try call.tx.meetings.publish(id, at: call.now) else {
                return Refusal(
                    .conflict, "meeting.not_held",
                    "会议 \(id) 的状态是 \(meeting.state.rawValue)"
                        + (meeting.publishedAt == nil ? "。" : "，纪要已公布。"),
                    hint: "纪要在 `linli meeting hold` 之后公布，只公布一次。")
            }
            return nil
        }
    }

    // MARK: Finding

    private func act(
        _ right: String, _ id: MeetingID, _ call: DeskCall,
        _ body: (MeetingRow, MeetingRules.Kind) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<Meeting> {
        try door.pass(right, "meeting-\(id)", call) { () throws(SQLError) in
            try find(id, call).then { meeting throws(SQLError) in
                try kind(meeting.kind, estate: meeting.estate).then { kind throws(SQLError) in
                    if let refusal = refusal(of: kind, to: call.staff) { return .refused(refusal) }
                    if let refusal = try body(meeting, kind) { return .refused(refusal) }
                    return .done(try detail(try call.tx.meetings.find(id) ?? meeting, call))
                }
            }
        }
    }

    func find(_ id: MeetingID, _ call: DeskCall) throws(SQLError) -> Ruling<MeetingRow> {
        guard let meeting = try call.tx.meetings.find(id) else {
            return .refused(
                Refusal(
                    .notFound, "meeting.not_found", "没有会议 \(id)。",
                    hint: "请看 `linli meeting list`。"))
        }
        if let refusal = call.staff.refusal(outside: meeting.estate) { return .refused(refusal) }
        return .done(meeting)
    }

    func kind(_ text: String, estate: String) -> Ruling<MeetingRules.Kind> {
        if let kind = settings.meetings.kind(text, estate: estate) { return .done(kind) }
        let known = settings.meetings.kinds.filter { $0.covers(estate) }.map(\.code).joined(separator: "、")
        return .refused(
            Refusal(
                .invalid, "kind.unknown", "\(estate) 没有 \(text) 这种会议。",
                hint: "可选：\(known)。"))
    }

    /// A meeting is in the hands of those who call it.
    func refusal(of kind: MeetingRules.Kind, to staff: StaffIdentity) -> Refusal? {
        guard !kind.callers.contains(staff.role) else { return nil }
        let callers = kind.callers.map(\.rawValue).joined(separator: "、")
        return Refusal(
            .forbidden, "meeting.not_yours", "角色 \(staff.role.rawValue) 不能召集“\(kind.name)”。",
            hint: "可以召集的角色：\(callers)。")
    }

    private func over(_ meeting: MeetingRow) -> Refusal {
        Refusal(
            .conflict, "meeting.over", "会议 \(meeting.id) 的状态已经是 \(meeting.state.rawValue)。",
            hint: "请看 `linli meeting show \(meeting.id)`。")
    }

    // MARK: Views

    func detail(_ meeting: MeetingRow, _ call: DeskCall) throws(SQLError) -> Meeting {
        var items: [AgendaItem] = []
        for row in try call.tx.agenda.of(meeting.id) { items.append(try view(row, call)) }
        var detail = view(meeting)
        detail.agenda = items
        return detail
    }

    private func view(_ row: MeetingRow) -> Meeting {
        Meeting(
            id: row.id.rawValue, estate: row.estate, kind: row.kind, name: row.name, period: row.period,
            place: row.place, startsAt: row.startsAt.iso8601, state: row.state.rawValue,
            present: row.present.split(separator: ",").map(String.init), minutes: row.minutes,
            publishedAt: row.publishedAt?.iso8601)
    }

    func view(_ row: AgendaRow, _ call: DeskCall) throws(SQLError) -> AgendaItem {
        let voices = try call.tx.voices.of(row.id).map { voice in
            AgendaVoice(
                staff: voice.name, answer: voice.answer?.rawValue, words: voice.words,
                answeredAt: voice.answeredAt?.iso8601)
        }
        let ticket = try row.ticket.map { id throws(SQLError) in try call.tx.tickets.find(id)?.number }
        return AgendaItem(
            id: row.id.rawValue, estate: row.estate, kind: row.kind, meeting: row.meeting?.rawValue,
            ticket: ticket ?? nil,
            origin: row.ticket != nil ? "ticket" : row.resident != nil ? "resident" : "staff",
            title: row.title, words: row.words,
            itemClass: row.itemClass.flatMap { settings.meetings.itemClass($0)?.name },
            state: row.state.rawValue, dueAt: row.due?.at.iso8601,
            provisional: row.due?.isProvisional ?? false,
            overdue: row.state == .open && row.due.map { $0.at <= call.now } ?? false,
            decision: row.decision, owner: row.owner, votesFor: row.votesFor,
            votesAgainst: row.votesAgainst, voices: voices.isEmpty ? nil : voices)
    }
}
