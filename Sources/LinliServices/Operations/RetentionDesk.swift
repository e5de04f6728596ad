import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What is kept and how long, before it is forgotten (`domain.md` 2.10), and what is kept longer.
package struct RetentionDesk: Sendable {
    package static let previewRight = "retention.preview"

    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope

    package init(settings: Settings) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
    }

    /// Whether the preview may be asked: it counts what stands in the store, of all estates.
    ///
    /// - Parameter day: `YYYY-MM-DD`; nil for now.
    package func admitPreview(until day: String?, _ call: DeskCall) throws(SQLError) -> Ruling<Nothing> {
        try door.pass(Self.previewRight, day ?? "", call) { () throws(SQLError) in
            if let own = call.staff.estate {
                return .refused(
                    Refusal(
                        .forbidden, "scope.forbidden", "这个令牌只能用于小区 \(own)，这里数的是全部小区。",
                        hint: "请换所有小区的令牌。"))
            }
            if case .refused(let refusal) = moment(day, call) { return .refused(refusal) }
            return .done(Nothing())
        }
    }

    /// What the run at the end of that day forgets, by class; nothing is changed.
    package func preview(until day: String?, _ call: DeskCall) throws(SQLError) -> Ruling<RetentionPreview> {
        try moment(day, call).then { moment throws(SQLError) in
            var classes: [RetentionCount] = []
            for kind in RetentionClass.allCases {
                let span = settings.daemon.retention.span(of: kind)
                let limit = moment - span
                classes.append(
                    RetentionCount(
                        kind: kind.rawValue, name: kind.chinese, days: Int(span.milliseconds / 86_400_000),
                        before: limit.iso8601, rows: try call.tx.retention.count(kind, before: limit)))
            }
            return .done(
                RetentionPreview(
                    asOf: moment.iso8601, classes: classes, heldTickets: try call.tx.holds.count()))
        }
    }

    private func moment(_ day: String?, _ call: DeskCall) -> Ruling<Instant> {
        guard let day else { return .done(call.now) }
        guard let date = CivilDate(day) else {
            return .refused(
                Refusal(.invalid, "until.invalid", "\(day) 不是日期。", hint: "写成 2026-12-31。"))
        }
        let end = CivilTime(date: date, hour: 24).instant
        guard end > call.now else {
            return .refused(
                Refusal(
                    .invalid, "until.past", "\(day) 已经过去：到那天为止的，每小时都在删。",
                    hint: "请填今天或以后的日期。"))
        }
        return .done(end)
    }

    /// The tickets that are held, the newest hold first; those of an estate that its token is for.
    package func holds(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<TicketHold>> {
        try scope.page("retention.holds", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.holds.running(estate: estate, asker: call.staff.name, rows: rows)
        } view: { row throws(SQLError) in
            // Whoever reported it may want to stay unnamed.
            TicketViews.hold(row) { Masking.numbers(in: Masking.reporter(in: $0)) }
        }
    }
}
