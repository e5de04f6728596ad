import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Reports for staff. Figures come from the event rows alone, and every one names its tickets when asked.
///
/// Reading many cases takes longer than the one writer may be held: `admit` writes the audit row, and the
/// report itself is made from a reader's snapshot.
package struct ReportDesk: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case rates, sla, levels, quarterly, annual, ranking, meetings, whistles
        case fourGoals = "four-goals"
        /// The working method of that name (`domain.md` A03).
        case policy13415 = "13415"
    }

    /// What is asked for.
    package struct Question: Sendable {
        package var kind: String
        /// `2026`, `2026H1`, `2026Q1` or `2026-03`.
        package var period: String?
        /// Days (`2026-03-01`), both covered; used where no period is named.
        package var from: String?
        package var through: String?
        package var estate: String?
        package var grouping: String?
        package var wantsRows: Bool

        package init(
            kind: String, period: String?, from: String?, through: String?, estate: String?,
            grouping: String?, wantsRows: Bool
        ) {
            self.kind = kind
            self.period = period
            self.from = from
            self.through = through
            self.estate = estate
            self.grouping = grouping
            self.wantsRows = wantsRows
        }
    }

    private struct Plan {
        var kind: Kind
        var period: ReportPeriod
        var estate: String?
        var grouping: CaseFigures.Grouping?
        var wantsRows: Bool
    }

    let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope

    package init(settings: Settings) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
    }

    /// Whether the role may have this report. Leaves the audit row.
    package func admit(_ question: Question, _ call: DeskCall) throws(SQLError) -> Ruling<Nothing> {
        try door.pass("report.show", "report-\(question.kind)", call, detail: question.period ?? "") {
            () throws(SQLError) in
            try plan(question, call.staff, at: call.now).then { _ throws(SQLError) in .done(Nothing()) }
        }
    }

    package func show(_ question: Question, _ call: DeskCall) throws(SQLError) -> Ruling<ReportAnswer> {
        try plan(question, call.staff, at: call.now).then { plan throws(SQLError) in
            try make(plan, call)
        }
    }

    // MARK: What is meant

    private func plan(
        _ question: Question, _ staff: StaffIdentity, at now: Instant
    ) throws(SQLError) -> Ruling<Plan> {
        guard let kind = Kind(rawValue: question.kind) else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: "、")
            return .refused(
                Refusal(.notFound, "report.unknown", "没有这种报表。", hint: "可选：\(known)。"))
        }
        let grouping = question.grouping.map { CaseFigures.Grouping(rawValue: $0) }
        if case .some(.none) = grouping {
            return .refused(
                Refusal(
                    .invalid, "group.unknown", "数字不能这样分组。",
                    hint: "可以按 category、building 或 shift 分组。"))
        }
        guard let period = period(question, kind, at: now) else {
            return .refused(
                Refusal(
                    .invalid, "period.invalid", "这个期间读不懂。",
                    hint: "请写成 2026、2026H1、2026Q1 或 2026-03，或者写起止两天如 2026-03-01；"
                        + "quarterly 要填季度，annual 要填年份。"))
        }
        return try scope.filter(question.estate, staff).then { estate throws(SQLError) in
            if let estate, settings.estates[estate] == nil {
                return .refused(
                    Refusal(
                        .notFound, "estate.not_found", "没有小区 \(estate)。",
                        hint: "请看 `linli estate list`。"))
            }
            return .done(
                Plan(
                    kind: kind, period: period, estate: estate, grouping: grouping ?? nil,
                    wantsRows: question.wantsRows))
        }
    }

    /// Without a word about it: the quarter or the year before today's, of meetings this half year, and else
    /// the month so far.
    private func period(_ question: Question, _ kind: Kind, at now: Instant) -> ReportPeriod? {
        let today = now.civil.date
        let isFixed = kind == .quarterly || kind == .annual
        if let text = question.period {
            guard question.from == nil, question.through == nil else { return nil }
            let period = ReportPeriod(text)
            switch kind {
            case .quarterly: return period?.kind == .quarter ? period : nil
            case .annual: return period?.kind == .year ? period : nil
            case .rates, .sla, .levels, .ranking, .meetings, .whistles, .fourGoals, .policy13415:
                return period
            }
        }
        guard question.through == nil || question.from != nil else { return nil }
        if let text = question.from {
            guard !isFixed, let first = CivilDate(text) else { return nil }
            let last = question.through.map { CivilDate($0) } ?? today
            guard let last else { return nil }
            return ReportPeriod(from: first, through: last)
        }
        let quarter = (today.month - 1) / 3
        switch kind {
        case .quarterly:
            return ReportPeriod(quarter == 0 ? "\(today.year - 1)Q4" : "\(today.year)Q\(quarter)")
        case .annual: return ReportPeriod("\(today.year - 1)")
        case .meetings: return ReportPeriod("\(today.year)H\(today.month <= 6 ? 1 : 2)")
        case .rates, .sla, .levels, .ranking, .whistles, .fourGoals, .policy13415:
            return CivilDate(year: today.year, month: today.month, day: 1).flatMap {
                ReportPeriod(from: $0, through: today)
            }
        }
    }

    // MARK: Making it

    private func make(_ plan: Plan, _ call: DeskCall) throws(SQLError) -> Ruling<ReportAnswer> {
        if plan.kind == .ranking { return .done(try ranking(plan, call)) }
        if plan.kind == .meetings {
            let figures = try meetingFigures(
                estate: plan.estate, period: plan.period, wantsRows: plan.wantsRows, call)
            return .done(answer(plan, call, figures: figures))
        }
        if plan.kind == .whistles {
            var answer = self.answer(plan, call, figures: [])
            answer.parties = try parties(
                estate: plan.estate, period: plan.period, wantsRows: plan.wantsRows, call)
            return .done(answer)
        }
        let figures = try figures(plan, estate: plan.estate, call)
        let wording = ReportWording(figures, wantsRows: plan.wantsRows)
        var answer = self.answer(plan, call, figures: wording.figures(for: plan.kind))
        let withoutClocks: [Kind] = [.rates, .levels, .fourGoals, .policy13415]
        if !withoutClocks.contains(plan.kind) { answer.clocks = wording.clocks }
        if plan.kind == .quarterly || plan.kind == .annual {
            answer.figures += try registerFigures(
                estate: plan.estate, period: plan.period, wantsRows: plan.wantsRows, call)
            addDeadline(of: plan.period, to: &answer)
        }
        if plan.kind == .policy13415 {
            answer.figures += try policyFigures(
                estate: plan.estate, period: plan.period, wantsRows: plan.wantsRows, call)
        }
        return .done(answer)
    }

    /// When it is to be handed in. Without the calendar of that year nobody knows the last working day: the
    /// day is left out then, and the answer says which file is missing. The figures do not wait for it.
    private func addDeadline(of period: ReportPeriod, to answer: inout ReportAnswer) {
        do throws(CalendarMissing) {
            let due = try period.deadline(WorkingCalendar(settings.calendars))
            answer.submitBy = due?.submitBy.description
            answer.remindOn = due?.remindOn.map(\.description)
        } catch {
            let duty = period.duty.map { "应在\($0)前报送；" } ?? ""
            let missing = "\(duty)缺少\(error.year)年日历（\(error.fileName)），最后一个工作日待定"
            answer.note = [answer.note, missing].compactMap { $0 }.joined(separator: "；")
        }
    }

    private func answer(_ plan: Plan, _ call: DeskCall, figures: [ReportFigure]) -> ReportAnswer {
        var answer = ReportAnswer(
            kind: plan.kind.rawValue, title: title(plan, at: call.now), estate: plan.estate,
            from: plan.period.from.iso8601, to: plan.period.to.iso8601, asOf: call.now.iso8601,
            figures: figures)
        let (today, last) = (call.now.civil.date, plan.period.last)
        if plan.period.first > today {
            answer.note = "本期还没有开始"
        } else if last > today {
            answer.note = "本期到\(last)才结束，数字算到今天"
        }
        return answer
    }

    /// A figure of a period that goes on is one of today.
    private func title(_ plan: Plan, at now: Instant) -> String {
        let last = plan.period.last
        let day = min(last, now.civil.date)
        let until =
            plan.period.first > now.civil.date ? "（未开始）" : "（截至\(day.month)月\(day.day)日）"
        switch plan.kind {
        case .quarterly: return "\(last.year)年第\((last.month + 2) / 3)季度季报\(until)"
        case .annual: return "\(last.year)年年报\(until)"
        case .rates: return "三率\(until)"
        case .sla: return "时限\(until)"
        case .levels: return "办结层级\(until)"
        case .ranking: return "小区三率排名\(until)"
        case .meetings: return "联席会议\(until)"
        case .whistles: return "吹哨报到\(until)"
        case .fourGoals: return "四有目标\(until)"
        case .policy13415: return "13415工作法\(until)"
        }
    }

    private func figures(
        _ plan: Plan, estate: String?, _ call: DeskCall
    ) throws(SQLError) -> CaseFigures {
        var figures = CaseFigures(
            from: plan.period.from, to: plan.period.to, asOf: call.now, ladder: settings.ladder,
            grouping: plan.grouping, shift: shift)
        var position = TicketID(0)
        while true {
            let page = try call.tx.caseHistories.page(
                estate: estate, from: plan.period.from, to: plan.period.to, after: position,
                limit: Limits.reportPageRows)
            for ticket in page { figures.add(ticket) }
            guard let last = page.last else { return figures }
            position = last.id
        }
    }

    private var shift: @Sendable (CaseHistory) -> String {
        let reach = StaffReach(settings: settings)
        let routing = TicketRouting(settings: settings)
        return { ticket in
            let role = routing.first(for: ticket.category, estate: ticket.estate).role
            return reach.shift(of: role, estate: ticket.estate, at: ticket.receivedAt) ?? "无人值班"
        }
    }

    private func ranking(_ plan: Plan, _ call: DeskCall) throws(SQLError) -> ReportAnswer {
        var rows: [(code: String, name: String, figures: CaseFigures)] = []
        let estates = settings.estates.values.filter { plan.estate == nil || $0.code == plan.estate }
        for estate in estates.sorted(by: { $0.code < $1.code }) {
            rows.append((estate.code, estate.name, try figures(plan, estate: estate.code, call)))
        }
        // An estate without a figure stands last: nothing came due there.
        rows.sort {
            ($0.figures.response.percent ?? -1, $1.code) > ($1.figures.response.percent ?? -1, $0.code)
        }
        var answer = self.answer(plan, call, figures: [])
        answer.ranking = rows.enumerated().map { index, row in
            ReportRank(
                rank: index + 1, estate: row.code, name: row.name,
                responseRate: row.figures.response.percent, solvedRate: row.figures.solved.percent,
                satisfiedRate: row.figures.satisfied.percent, answerRate: row.figures.answered.percent)
        }
        return answer
    }
}
