import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What the residents' chat, the desk and the intake have in common about needs: how one is entered, and how
/// everybody who has wished for it hears of every step (`domain.md` A07, A08, A23).
///
/// Promise: a need has an owner and a due time from its first moment; a due time that passes is written down
/// once and told to its owner; what residents hear is queued in the commit of what happened.
struct NeedRegister: Sendable {
    let settings: Settings
    let notifier: Notifier
    let agenda: MeetingAgenda

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
    }

    /// Stands in the list of this quarter; due when the quarter ends, because then it is made public who has
    /// taken on what.
    ///
    /// - Parameter intake: `chat`, or an `Intake`.
    func enter(
        _ draft: TicketDraft, intake: String, for resident: ResidentID?, estate: String, actor: String,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> NeedRow {
        let quarter = ReportPeriod(quarterOf: now.civil.date)
        let category = settings.categories[draft.category]
        let kind = settings.registers.needs.kind(of: draft.text, in: draft.category)
        var need = NeedRow(
            estate: estate, quarter: quarter.quarterName, category: draft.category,
            title: kind ?? category?.name ?? draft.category, text: draft.text, place: draft.address.words,
            intake: intake, resident: resident, owner: owner,
            dueAt: quarter.last.lastMoment)
        need.building = draft.address.building
        let id = try tx.needs.add(need, at: now)
        try tx.registerEvents.add(.need, id.rawValue, "collect", actor: actor, at: now)
        try arm(id, due: need.dueAt, in: tx)
        return try tx.needs.find(id) ?? need
    }

    /// The role that answers for a need until somebody has taken it on.
    var owner: String { settings.roles.name(of: settings.registers.needs.owner) }

    func arm(_ id: NeedID, due: Instant, in tx: Transaction) throws(SQLError) {
        try tx.timers.arm(.register, subject: "need/\(id)", due: due)
        notifier.armed(in: tx)
    }

    func summary(of need: NeedRow) -> NeedSummary {
        NeedSummary(
            id: need.id, category: need.category, title: need.title, state: need.state, owner: need.owner,
            dueAt: need.dueAt, result: need.result ?? "", standsFor: need.mergedInto)
    }
}

extension CivilDate {
    /// The last second of the day: until then something is in time that is due on it.
    var lastMoment: Instant { adding(days: 1).start - .seconds(1) }

    /// Reads a day that is not over yet, or refuses; `name` is the field's.
    static func readDue(_ text: String, _ name: String, at now: Instant) -> Ruling<CivilDate> {
        guard let date = CivilDate(text) else {
            return .refused(
                Refusal(
                    .invalid, "\(name).invalid", "\(name) 不是日期。", hint: "请写成 2026-04-30。"))
        }
        guard date.lastMoment > now else {
            return .refused(
                Refusal(
                    .invalid, "\(name).past", "\(name) 填的 \(date) 已经过去。", hint: "请填晚一些的日期。"))
        }
        return .done(date)
    }

    /// "4月30日".
    var words: String { "\(month)月\(day)日" }

    /// "3月28日（周六）".
    var wordsOfWeek: String {
        "\(words)（\(CivilDate.weekdayName(weekday))）"
    }
}
