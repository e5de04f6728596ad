import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The times that belong to the registers: a row that was not done until its due time, residents who are
/// asked each quarter what is missing, what must be sorted afterwards, and the visits of a month
/// (`domain.md` A04, A07, A23).
///
/// Promise: each waits as a timer and survives a restart; when it fires its condition is looked at again. A
/// row that is overdue is written down once and told to the role that answers for it.
package struct RegisterAlarms: Sendable {
    let settings: Settings
    let notifier: Notifier
    let needs: NeedRegister
    private let visits: VisitRegister
    private let holidays: MealHolidays

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        needs = NeedRegister(settings: settings, notifier: notifier)
        visits = VisitRegister(settings: settings, notifier: notifier)
        holidays = MealHolidays(settings: settings, notifier: notifier)
    }

    /// What a timer waits for, as its subject: `need/7`, `resource/3`, `visit/4`, `care/HTL/2026-04-01`,
    /// `collect/HTL/2026Q1/0` (behind it the last resident who was asked), `sort/HTL/2026Q1`,
    /// `inspection/HTL/safety/2026-11-30`,
    /// `meals/HTL/2026-04-04` (the first day without a meal).
    private enum Subject {
        case need(NeedID)
        case resource(ResourceID)
        case visit(VisitID)
        case care(estate: String, month: CivilDate)
        case collect(estate: String, quarter: String, after: ResidentID)
        case sort(estate: String, quarter: String)
        case inspection(estate: String, kind: String, day: CivilDate)
        case meals(estate: String, from: CivilDate)

        init?(_ text: String) {
            let parts = text.split(separator: "/").map(String.init)
            switch (parts.first, parts.count) {
            case ("need", 2):
                guard let id = Int64(parts[1]) else { return nil }
                self = .need(NeedID(id))
            case ("resource", 2):
                guard let id = Int64(parts[1]) else { return nil }
                self = .resource(ResourceID(id))
            case ("visit", 2):
                guard let id = Int64(parts[1]) else { return nil }
                self = .visit(VisitID(id))
            case ("care", 3):
                guard let month = CivilDate(parts[2]) else { return nil }
                self = .care(estate: parts[1], month: month)
            case ("collect", 4):
                guard let id = Int64(parts[3]) else { return nil }
                self = .collect(estate: parts[1], quarter: parts[2], after: ResidentID(id))
            case ("inspection", 4):
                guard let day = CivilDate(parts[3]) else { return nil }
                self = .inspection(estate: parts[1], kind: parts[2], day: day)
            case ("meals", 3):
                guard let day = CivilDate(parts[2]) else { return nil }
                self = .meals(estate: parts[1], from: day)
            case ("sort", 3): self = .sort(estate: parts[1], quarter: parts[2])
            default: return nil
            }
        }
    }

    /// The next page of those who hear of a need.
    func tellNext(
        _ event: Int64, after place: BroadcastPage.Listener, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try needs.tellNext(event, after: place, in: tx, at: now)
    }

    // MARK: Setting going

    /// For every estate the quarter of today. What is armed already stays as it is.
    package func arm(in tx: Transaction, at now: Instant) throws(SQLError) {
        for estate in settings.estates.keys.sorted() {
            try arm(ReportPeriod(quarterOf: now.civil.date), estate: estate, in: tx, at: now)
            try armCare(estate, in: tx, at: now)
            for kind in settings.registers.inspections.kinds {
                try armInspection(kind.code, estate, in: tx, at: now)
            }
            try armMeals(estate, in: tx, at: now)
        }
        notifier.armed(in: tx)
    }

    private func arm(
        _ quarter: ReportPeriod, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let days = settings.registers.needs.collectDays
        let asked = CivilTime(
            date: quarter.end.adding(days: -days), hour: Limits.reportReminderHours
        ).instant
        if days > 0, asked > now {
            try put("collect/\(estate)/\(quarter.quarterName)/0", due: asked, in: tx)
        }
        let sorted = needs.agenda.ladder.due(
            settings.registers.needs.sort, hours: .office, estate: estate, from: quarter.last.lastMoment)
        try put("sort/\(estate)/\(quarter.quarterName)", due: sorted, in: tx)
    }

    /// The visits of the next month are planned on its first morning.
    private func armCare(_ estate: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        let next = ReportPeriod(monthOf: now.civil.date).end
        try put(
            "care/\(estate)/\(next)", due: CivilTime(date: next, hour: Limits.reportReminderHours).instant,
            in: tx)
    }

    /// The next holiday without meals.
    private func armMeals(_ estate: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let (subject, due) = holidays.next(estate: estate, after: now) else { return }
        try put(subject, due: due, in: tx)
    }

    func put(_ subject: String, due: Instant, in tx: Transaction) throws(SQLError) {
        guard try tx.timers.due(.register, subject: subject) == nil else { return }
        try tx.timers.arm(.register, subject: subject, due: due)
    }

    // MARK: Firing

    func fire(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        switch Subject(subject) {
        case .need(let id): try needIsDue(id, in: tx, at: now)
        case .resource(let id): try resourceIsDue(id, in: tx, at: now)
        case .visit(let id): try visitIsDue(id, in: tx, at: now)
        case .care(let estate, let month):
            try visits.planCare(estate: estate, in: month, in: tx, at: now)
            try armCare(estate, in: tx, at: now)
        case .collect(let estate, let quarter, let position):
            try collect(estate, quarter, after: position, in: tx, at: now)
        case .meals(let estate, let day):
            try holidays.warn(estate: estate, from: day, in: tx, at: now)
            try armMeals(estate, in: tx, at: now)
            notifier.armed(in: tx)
        case .sort(let estate, let quarter): try demandSorting(estate, quarter, in: tx, at: now)
        case .inspection(let estate, let kind, let day):
            try inspectionIsOwed(kind, estate, by: day, in: tx, at: now)
        case nil: break
        }
    }

    private func needIsDue(_ id: NeedID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let need = try tx.needs.find(id), try tx.needs.markOverdue(id, at: now) else { return }
        let event = try tx.registerEvents.add(.need, id.rawValue, "overdue", actor: "system", at: now)
        let values = [
            "row": id.number, "title": need.title, "owner": need.owner,
            "due": need.dueAt.civil.date.words, "state": need.state.chinese,
        ]
        try needs.agenda.tellStaff(
            [settings.registers.needs.owner], estate: need.estate, Phrase("staff.row_overdue", values),
            key: "need-\(id)-overdue-\(need.dueAt.milliseconds)", in: tx, at: now)
        // The end of the quarter was promised as the day on which he hears of it.
        let told = ["state": need.state.chinese, "owner": need.owner]
        try needs.tell(need, "due", told, event: event, in: tx, at: now)
    }

    private func resourceIsDue(_ id: ResourceID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let row = try tx.resources.find(id), try tx.resources.markOverdue(id, at: now) else { return }
        try tx.registerEvents.add(.resource, id.rawValue, "overdue", actor: "system", at: now)
        let values = [
            "row": id.number, "title": row.name, "owner": row.owner, "due": row.dueAt.civil.date.words,
            "state": row.state == .listed ? "待复核" : "待联系",
        ].filter { !$0.value.isEmpty }
        try needs.agenda.tellStaff(
            [settings.registers.resources.owner], estate: row.estate, Phrase("staff.row_overdue", values),
            key: "resource-\(id)-overdue-\(row.dueAt.milliseconds)", in: tx, at: now)
    }

    private func visitIsDue(_ id: VisitID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let visit = try tx.visits.find(id), try tx.visits.markOverdue(id, at: now),
            let unit = try tx.units.find(visit.unit)
        else { return }
        try tx.registerEvents.add(.visit, id.rawValue, "overdue", actor: "system", at: now)
        try visits.tell(
            visit, Phrase("staff.row_overdue", visits.values(of: visit, id, unit.address)),
            key: "visit-\(id)-overdue", in: tx, at: now)
    }

    /// Asks a page of residents what is missing; the next page is the timer's own again, so that a large
    /// estate never holds the writer and a crash leaves nobody out.
    private func collect(
        _ estate: String, _ quarter: String, after position: ResidentID, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let period = ReportPeriod(quarter), now < period.to else { return }
        let residents = try tx.alerts.reachable(
            estate: estate, after: position, limit: Limits.broadcastPageRows)
        let phrase = Phrase("notice.need_collect", ["until": period.last.words])
        for resident in residents {
            try notifier.tell(
                resident: resident, phrase, why: "need.collect",
                key: "collect-\(estate)-\(quarter)-\(resident)", in: tx, at: now)
        }
        guard residents.count == Limits.broadcastPageRows, let last = residents.last else { return }
        try tx.timers.arm(.register, subject: "collect/\(estate)/\(quarter)/\(last)", due: now)
        notifier.armed(in: tx)
    }

    /// The quarter is over for so long that everything of it has a name or an answer. The next one begins.
    private func demandSorting(
        _ estate: String, _ quarter: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let count = try tx.needs.unsorted(estate: estate, quarter: quarter)
        if count > 0 {
            try needs.agenda.tellStaff(
                [settings.registers.needs.owner], estate: estate,
                Phrase("staff.needs_unsorted", ["quarter": quarter, "count": "\(count)"]),
                key: "sort-\(estate)-\(quarter)", in: tx, at: now)
        }
        try arm(ReportPeriod(quarterOf: now.civil.date), estate: estate, in: tx, at: now)
        notifier.armed(in: tx)
    }
}
