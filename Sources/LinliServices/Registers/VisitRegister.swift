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
        due: Instant, wish: String = "", actor: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> VisitRow? {
        let post = worker(of: address, estate: estate)
        var visit = VisitRow(
            estate: estate, kind: kind, unit: unit, resident: resident,
            owner: visitor(of: address, estate: estate), post: post?.code ?? "", dueAt: due)
        visit.wish = wish
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
        at unit: UnitRow, for resident: ResidentID, estate: String, wish: VisitWish = VisitWish(),
        actor: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> VisitRow? {
        guard let due = try knockDue(at: unit.id, for: resident, in: tx, at: now) else { return nil }
        return try plan(
            .knock, at: unit.id, unit.address, for: resident, estate: estate,
            due: self.due(of: wish, at: now) ?? due, wish: wish.words, actor: actor, in: tx, at: now)
    }

    /// Until when; nil where nobody is to knock there, or somebody has or is to already.
    func knockDue(
        at unit: UnitID, for resident: ResidentID, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Instant? {
        guard rules.knockDays > 0, try tx.homes.of(resident).count == 1,
            try !tx.visits.hasKnock(for: resident), try !tx.visits.isKnockPlanned(at: unit)
        else { return nil }
        return now.civil.date.adding(days: rules.knockDays).lastMoment
    }

    /// The end of the day that he has named.
    private func due(of wish: VisitWish, at now: Instant) -> Instant? {
        let today = now.civil.date
        guard let day = wish.day, day >= today, day <= today.adding(days: Limits.visitWishDays) else {
            return nil
        }
        return day.lastMoment
    }

    /// Another time suits him: his words stand at the visit, its day follows, and whoever makes it is told.
    func move(
        _ visit: VisitRow, to wish: VisitWish, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> VisitRow? {
        let due = due(of: wish, at: now) ?? visit.dueAt
        guard try tx.visits.wish(visit.id, wish.words, due: due, at: now),
            let changed = try tx.visits.find(visit.id), let unit = try tx.units.find(visit.unit)
        else { return nil }
        if due > now {
            try tx.timers.arm(.register, subject: "visit/\(visit.id)", due: due)
            notifier.armed(in: tx)
        }
        try tx.registerEvents.add(.visit, visit.id.rawValue, "wish", actor: "resident", at: now)
        try tell(
            changed, Phrase("staff.visit_wished", values(of: changed, visit.id, unit.address)),
            key: "visit-\(visit.id)-wished-\(now.milliseconds)", in: tx, at: now)
        return changed
    }

    /// Who would come, as residents call him.
    func visitor(of address: Address, estate: String) -> String {
        worker(of: address, estate: estate)?.name ?? settings.roles.name(of: rules.owner)
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
            "wished": visit.wish.isEmpty ? "" : "住户说了方便的时间",
        ].filter { !$0.value.isEmpty }
    }

    /// Who makes the visit, in his own chats; where none is bound, the role of the rules and the groups.
    func tell(
        _ visit: VisitRow, _ phrase: Phrase, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard try !tell(post: visit.post, phrase, key: key, in: tx, at: now) else { return }
        let place = try tx.units.find(visit.unit)?.address
        try agenda.tellStaff(
            [rules.owner], estate: visit.estate, for: place, phrase, key: key, in: tx, at: now)
    }

    /// Whoever makes the visits of the grid that a home lies in.
    func tellWorker(
        of home: Address, estate: String, _ phrase: Phrase, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let post = worker(of: home, estate: estate)?.code ?? ""
        guard try !tell(post: post, phrase, key: key, in: tx, at: now) else { return }
        try agenda.tellStaff([rules.owner], estate: estate, for: home, phrase, key: key, in: tx, at: now)
    }

    /// Whoever holds a post of the register, in each of his chats. False where that reaches nobody.
    private func tell(
        post: String, _ phrase: Phrase, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        guard let account = try tx.staff.standing(name: post) else { return false }
        let chats = try tx.staff.chats(of: account.id)
        for chat in chats {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.visit",
                key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
        }
        return !chats.isEmpty
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
