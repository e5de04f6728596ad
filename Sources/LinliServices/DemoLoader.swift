import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Loads the made-up estate 华庭里: residents who bear a letter, posts instead of people, stock and sessions.
/// Idempotent: a second load adds nothing.
package struct DemoLoader: Sendable {
    private let settings: Settings
    private let demo: DemoData
    private let codes: RandomCodes

    package init(settings: Settings, demo: DemoData, codes: RandomCodes) {
        self.settings = settings
        self.demo = demo
        self.codes = codes
    }

    package struct Report: Sendable {
        package var homes = 0
        package var residents = 0
        package var sessions = 0
        /// Bearer tokens by role, shown once; empty where the store had them.
        package var tokens: [(role: Role, token: String)] = []
    }

    /// `channel` is the web chat's: there the residents can be spoken as.
    package func load(
        channel: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Report {
        var report = Report()
        guard let estate = settings.estates[demo.estate] else { return report }
        report.homes = try EstateRegister(settings: settings).enter(estate, in: tx)
        for resident in demo.residents where try add(resident, channel: channel, in: tx, at: now) {
            report.residents += 1
        }
        try fillStock(in: tx)
        try fillResources(in: tx, at: now)
        try fillProjects(in: tx, at: now)
        for day in demo.serviceDays { try add(day, in: tx, at: now) }
        report.sessions = try SessionPlanner(settings: settings).plan(estate, in: tx, at: now).added
        for session in demo.sessions where try add(session, in: tx, at: now) { report.sessions += 1 }
        for post in demo.staff {
            guard let id = try tx.staff.add(name: post.code, at: now) else { continue }
            for role in post.roles { try tx.staff.grant(role, to: id, estate: demo.estate) }
            for role in post.roles where !report.tokens.contains(where: { $0.role == role }) {
                report.tokens.append((role, try issueToken(id, role, in: tx, at: now)))
            }
        }
        return report
    }

    private func add(
        _ resident: DemoData.Resident, channel: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        guard try tx.residents.find(channel: channel, sender: resident.code) == nil,
            let unit = try tx.units.find(estate: demo.estate, resident.home).first
        else { return false }
        let id = try tx.residents.add(estate: demo.estate, name: resident.name, at: now)
        try tx.residents.attach(id, channel: channel, sender: resident.code, at: now)
        try tx.homes.add(
            id, unit: unit.id, relation: Home.Relation(rawValue: resident.relation.rawValue) ?? .owner,
            proof: Home.Proof(rawValue: resident.proof.rawValue) ?? .claimed, at: now)
        if resident.points > 0 {
            let opening = Transfer(
                .earn, from: .issuer(estate: demo.estate), to: .available(id, estate: demo.estate),
                points: resident.points, resident: id, memo: "期初积分",
                reference: "demo-opening-\(resident.code)",
                actor: "system")
            _ = try tx.ledger.transfer(opening, at: now)
        }
        return true
    }

    private func fillStock(in tx: Transaction) throws(SQLError) {
        for stock in demo.stock {
            guard let known = try tx.rewards.find(estate: demo.estate, code: stock.reward), known.stock == 0,
                try tx.redemptions.list(estate: demo.estate, rows: 1).isEmpty
            else { continue }
            try tx.rewards.add(stock.pieces, estate: demo.estate, code: stock.reward)
        }
    }

    private func fillResources(in tx: Transaction, at now: Instant) throws(SQLError) {
        let rules = settings.registers.resources
        let due = rules.review(after: now)
        let owner = settings.roles.name(of: rules.owner)
        for resource in demo.resources {
            let row = ResourceRow(
                estate: demo.estate, code: resource.code, name: resource.name, provider: resource.provider,
                state: .listed, owner: owner, dueAt: due, place: resource.place, hours: resource.hours)
            guard let id = try tx.resources.add(row, at: now) else { continue }
            try tx.registerEvents.add(.resource, id.rawValue, "add", actor: "system", at: now)
            try tx.timers.arm(.register, subject: "resource/\(id)", due: due)
        }
    }

    /// A store that has needs has its own projects by then.
    private func fillProjects(in tx: Transaction, at now: Instant) throws(SQLError) {
        let known = try tx.needs.list(
            estate: demo.estate, states: NeedState.allCases, overdueAt: nil, rows: 1)
        guard known.isEmpty else { return }
        let today = now.civil.date
        for project in demo.projects {
            let due = today.adding(days: project.dueInDays).lastMoment
            let need = NeedRow(
                estate: demo.estate, quarter: ReportPeriod(quarterOf: today).quarterName,
                category: project.category, title: project.title, text: project.title, place: "",
                intake: Intake.desk.rawValue, resident: nil, owner: project.by, dueAt: due)
            let id = try tx.needs.add(need, at: now)
            let change = NeedChange(to: .assigned, owner: project.by, dueAt: due)
            _ = try tx.needs.move(id, from: [.collected], change, at: now)
            _ = try tx.projects.take(
                ProjectRow(need: id, way: .assigned, claimant: project.by, dueAt: due), at: now)
            try tx.registerEvents.add(.need, id.rawValue, NeedAct.assign.rawValue, actor: "system", at: now)
            try tx.timers.arm(.register, subject: "need/\(id)", due: due)
            for step in project.steps {
                let day = today.adding(days: step.days)
                if step.days > 0 {
                    _ = try tx.milestones.plan(id, step.name, due: day.lastMoment)
                } else {
                    _ = try tx.milestones.reach(id, step.name, photo: "", at: day.start)
                }
            }
        }
    }

    private func add(
        _ session: DemoData.Session, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        let startsAt = day(session.weekday, weeksAhead: session.weeksAhead, after: now)
            .at(minute: session.startMinute)
        let plan = SessionPlan(settings: settings)
        guard
            var row = plan.session(
                kind: session.kind, estate: demo.estate, place: session.place, startsAt: startsAt)
        else { return false }
        row.leader = session.leader
        return try tx.sessions.add(row) != nil
    }

    /// A second load adds no second one beside it: the store has its own by then.
    private func add(_ day: DemoData.ServiceDay, in tx: Transaction, at now: Instant) throws(SQLError) {
        let known = try tx.activities.list(
            estate: demo.estate, onlyPlanned: false, overdueAt: nil, rows: 1)
        guard known.isEmpty else { return }
        let date = self.day(day.weekday, weeksAhead: day.weeksAhead, after: now)
        let (starts, ends) = (date.at(minute: day.startMinute), date.at(minute: day.endMinute))
        let rules = settings.registers.activities
        let row = ActivityRow(
            estate: demo.estate, kind: .serviceDay, name: day.name, place: day.place, startsAt: starts,
            endsAt: ends, closesAt: starts, monthly: true, owner: settings.roles.name(of: rules.owner))
        let items = day.items.map {
            ActivityItemRow(name: $0.name, seats: $0.seats, startsAt: starts, endsAt: ends)
        }
        _ = try ActivityRegister.enter(row, items, rules, actor: "system", in: tx, at: now)
    }

    /// The first such weekday after today, and so many weeks later.
    private func day(_ weekday: Int, weeksAhead: Int, after now: Instant) -> CivilDate {
        let today = now.civil.date
        let days = (weekday - today.weekday + 7) % 7
        return today.adding(days: (days == 0 ? 7 : days) + 7 * weeksAhead)
    }

    private func issueToken(
        _ staff: StaffID, _ role: Role, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> String {
        let token = codes.secret()
        _ = try tx.staffTokens.add(
            staff, role: role, estate: role == .admin ? nil : demo.estate, hash: SecretHash.of(token),
            label: "demo", expiresAt: nil, at: now)
        return token
    }
}
