import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Warnings of the weather as staff start and end them (`domain.md` G02).
///
/// Promise: everybody who can be written to is told once, page by page by a timer, so that neither a large
/// estate holds the writer nor a crash leaves anybody out or tells anybody twice.
package struct AlertDesk: Sendable {
    private let settings: Settings
    private let scope: EstateScope
    private let notifier: Notifier
    private let tickets: TicketService

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        scope = EstateScope(settings: settings)
        tickets = TicketService(settings: settings, notifier: notifier)
    }

    package func list(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<WeatherAlert>> {
        try scope.page("alert.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.alerts.list(estate: estate, rows: rows)
        } view: {
            view($0, checks: [])
        }
    }

    package func start(_ request: StartAlert, _ call: DeskCall) throws(SQLError) -> Ruling<WeatherAlert> {
        try scope.pass("alert.start", request.kind, in: request.estate, call, detail: request.level) {
            estate throws(SQLError) in
            try kind(request.kind).then { kind throws(SQLError) in
                guard let level = kind.levels.first(where: { $0.hasPrefix(request.level) }) else {
                    return .refused(
                        Refusal(
                            .invalid, "level.unknown", "“\(kind.name)”没有 \(request.level) 这一级。",
                            hint: "可选：\(kind.levels.joined(separator: "、"))。"))
                }
                return try start(kind, level, estate.code, call)
            }
        }
    }

    private func start(
        _ kind: AlertRules.Kind, _ level: String, _ estate: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<WeatherAlert> {
        guard
            let id = try call.tx.alerts.start(kind.code, level: level, estate: estate, at: call.now),
            let row = try call.tx.alerts.find(id)
        else {
            return .refused(
                Refusal(
                    .conflict, "alert.active", "“\(kind.name)”预警已经生效。",
                    hint: "请先用 `linli alert end \(kind.code)` 解除。"))
        }
        try call.tx.timers.arm(
            .broadcast, subject: BroadcastPage.alert(id, after: ResidentID(0)).subject, due: call.now)
        notifier.armed(in: call.tx)
        var numbers: [String] = []
        for check in kind.checks {
            let ticket = try tickets.add(
                TicketDraft(
                    category: check.category, urgency: check.urgency,
                    text: "\(kind.name)\(level)预警：\(check.text)", address: Address(), origin: .staff),
                from: nil, estate: estate, actor: call.staff.name, in: call.tx, at: call.now)
            numbers.append(ticket.number)
        }
        return .done(view(row, checks: numbers))
    }

    package func end(_ request: EndAlert, _ call: DeskCall) throws(SQLError) -> Ruling<WeatherAlert> {
        try scope.pass("alert.end", request.kind, in: request.estate, call) { estate throws(SQLError) in
            try kind(request.kind).then { kind throws(SQLError) in
                let active = try call.tx.alerts.active(estate: estate.code)
                guard let row = active.first(where: { $0.kind == kind.code }),
                    try call.tx.alerts.end(kind.code, estate: estate.code, at: call.now),
                    let ended = try call.tx.alerts.find(row.id)
                else {
                    return .refused(
                        Refusal(
                            .notFound, "alert.not_active", "“\(kind.name)”预警没有生效。",
                            hint: "请看 `linli alert list`。"))
                }
                return .done(view(ended, checks: []))
            }
        }
    }

    private func kind(_ text: String) -> Ruling<AlertRules.Kind> {
        if let kind = settings.alerts.kind(text) { return .done(kind) }
        let known = settings.alerts.kinds.map(\.name).joined(separator: "、")
        return .refused(
            Refusal(
                .invalid, "kind.unknown", "没有 \(text) 这种预警。", hint: "可选：\(known)。"))
    }

    private func view(_ row: AlertRow, checks: [String]) -> WeatherAlert {
        WeatherAlert(
            id: row.id.rawValue, estate: row.estate, kind: row.kind,
            name: settings.alerts.kind(row.kind)?.name ?? row.kind, level: row.level,
            startedAt: row.startedAt.iso8601, endedAt: row.endedAt?.iso8601, checks: checks)
    }

    // MARK: Telling everybody

    /// The next page of residents. A warning that has ended is told no more.
    func tellNext(
        _ alert: AlertID, after before: ResidentID, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let row = try tx.alerts.find(alert), row.endedAt == nil,
            let kind = settings.alerts.kind(row.kind)
        else { return }
        let residents = try tx.alerts.reachable(
            estate: row.estate, after: before, limit: Limits.broadcastPageRows)
        let phrase = Phrase(
            "alert.notice", ["name": kind.name, "level": row.level, "advice": kind.advice])
        for resident in residents {
            try notifier.tell(
                resident: resident, phrase, why: "alert", key: "alert-\(row.id)-\(resident)", in: tx, at: now)
        }
        guard residents.count == Limits.broadcastPageRows, let last = residents.last else { return }
        try tx.timers.arm(
            .broadcast, subject: BroadcastPage.alert(row.id, after: last).subject, due: now)
        notifier.armed(in: tx)
    }
}
