import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// How a visit is planned and who makes it (`domain.md` A04): the grid worker of the home's grid, by the
/// register's post.
struct VisitRegister: Sendable {
    let settings: Settings
    let notifier: Notifier
    let agenda: MeetingAgenda

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
    }

    var rules: RegisterRules.Visits { settings.registers.visits }

    /// Nil where a visit of the kind is planned there already.
    func plan(
        _ kind: VisitKind, at unit: UnitID, _ address: Address, for resident: ResidentID?, estate: String,
        due: Instant, actor: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> VisitRow? {
        let post = worker(of: address, estate: estate)
        let visit = VisitRow(
            estate: estate, kind: kind, unit: unit, resident: resident,
            owner: post?.name ?? settings.roles.name(of: rules.owner), post: post?.code ?? "", dueAt: due)
        guard let id = try tx.visits.plan(visit, at: now) else { return nil }
        try tx.registerEvents.add(.visit, id.rawValue, "plan", actor: actor, at: now)
        try tx.timers.arm(.register, subject: "visit/\(id)", due: due)
        notifier.armed(in: tx)
        try tell(
            visit, Phrase("staff.visit_planned", values(of: visit, id, address)), key: "visit-\(id)-planned",
            in: tx, at: now)
        return try tx.visits.find(id)
    }

    /// Who has named his first home here is knocked at within the days of the rules, once.
    func knock(
        at unit: UnitRow, for resident: ResidentID, estate: String, actor: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> VisitRow? {
        guard rules.knockDays > 0, try tx.homes.of(resident).count == 1,
            try !tx.visits.hasKnock(for: resident)
        else { return nil }
        return try plan(
            .knock, at: unit.id, unit.address, for: resident, estate: estate,
            due: now.civil.date.adding(days: rules.knockDays).lastMoment, actor: actor, in: tx, at: now)
    }

    /// The register's post of the rules' role for the building's grid; else one of the whole estate.
    private func worker(of address: Address, estate code: String) -> Estate.Duty? {
        guard let estate = settings.estates[code] else { return nil }
        let grid = address.building.flatMap { estate.grid(ofBuilding: $0) }?.code
        let posts = estate.roster.filter { $0.role == rules.owner }
        return posts.first { $0.grid != nil && $0.grid == grid } ?? posts.first { $0.grid == nil }
    }

    func values(of visit: VisitRow, _ id: VisitID, _ address: Address) -> [String: String] {
        [
            "row": id.number, "title": visit.kind.chinese, "building": address.building ?? "",
            "due": visit.dueAt.civil.date.words, "owner": visit.owner, "state": "未完成",
        ].filter { !$0.value.isEmpty }
    }

    /// Who makes the visit, in his own chats; where none is bound, the role of the rules and the groups.
    func tell(
        _ visit: VisitRow, _ phrase: Phrase, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var chats: [(channel: String, sender: String)] = []
        if let account = try tx.staff.find(name: visit.post) { chats = try tx.staff.chats(of: account.id) }
        for chat in chats {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.visit",
                key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
        }
        guard chats.isEmpty else { return }
        let place = try tx.units.find(visit.unit)?.address
        try agenda.tellStaff(
            [rules.owner], estate: visit.estate, for: place, phrase, key: key, in: tx, at: now)
    }

    /// A visit for each home of the care list, due at the end of the month in which `day` lies.
    func planCare(
        estate: String, in month: CivilDate, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let last = ReportPeriod(monthOf: month).last
        for row in try tx.care.list(estate: estate, rows: RowPage(limit: Limits.careRows)) {
            guard let unit = try tx.units.find(row.unit) else { continue }
            _ = try plan(
                .atDoor, at: row.unit, unit.address, for: nil, estate: estate, due: last.lastMoment,
                actor: "system", in: tx, at: now)
        }
    }
}
