import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// How something comes into the list of service resources (`domain.md` A07, D04).
struct ResourceRegister: Sendable {
    let settings: Settings
    let notifier: Notifier
    let agenda: MeetingAgenda

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
    }

    private var rules: RegisterRules.Resources { settings.registers.resources }

    var owner: String { settings.roles.name(of: rules.owner) }

    /// A resident's offer: the owner speaks to him within the office time of the rules.
    func propose(
        _ words: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> ResourceID? {
        let due = agenda.ladder.due(rules.answer, hours: .office, estate: party.estate, from: now)
        let row = ResourceRow(
            estate: party.estate, name: "", provider: "", text: words, donor: party.resident,
            state: .proposed, owner: owner, dueAt: due)
        guard let id = try add(row, actor: "resident", in: tx, at: now) else { return nil }
        try agenda.tellStaff(
            [rules.owner], estate: party.estate,
            Phrase("staff.resource_offered", ["resource": id.number, "until": due.words]),
            key: "resource-\(id)-offered", in: tx, at: now)
        return id
    }

    /// Nil where the estate has the code already.
    func add(
        _ row: ResourceRow, actor: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> ResourceID? {
        guard let id = try tx.resources.add(row, at: now) else { return nil }
        let act = row.state == .proposed ? "propose" : "add"
        try tx.registerEvents.add(.resource, id.rawValue, act, actor: actor, at: now)
        try arm(id, due: row.dueAt, in: tx)
        return id
    }

    func arm(_ id: ResourceID, due: Instant, in tx: Transaction) throws(SQLError) {
        try tx.timers.arm(.register, subject: "resource/\(id)", due: due)
        notifier.armed(in: tx)
    }
}

extension RegisterRules.Resources {
    /// When an entry is looked at again.
    func review(after now: Instant) -> Instant {
        let date = now.civil.date
        let months = date.year * 12 + date.month - 1 + reviewMonths
        let first = CivilDate(year: months / 12, month: months % 12 + 1, day: 1) ?? date
        return first.adding(days: date.day - 1).lastMoment
    }
}

extension RoleRights {
    /// What a role is called: 社区.
    func name(of role: Role) -> String { byRole[role]?.name ?? role.rawValue }
}
