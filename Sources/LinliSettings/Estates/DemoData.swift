import LinliModel

/// What `linli demo load` puts into an empty store beside the register (`demo/data.yaml`).
///
/// Everybody in it is made up and bears a role instead of a name.
package struct DemoData: Sendable {
    package enum Relation: String, Sendable, Hashable, CaseIterable {
        case owner, tenant, family
    }

    package enum Proof: String, Sendable, Hashable, CaseIterable {
        case claimed, code, staff
    }

    package struct Resident: Sendable, Hashable {
        /// "A".
        package var code: String
        /// "住户甲".
        package var name: String
        package var home: Address
        package var relation: Relation
        package var proof: Proof
        /// Opening entry of the points ledger; 0 for none.
        package var points: Int
    }

    package struct Staff: Sendable, Hashable {
        package var code: String
        package var name: String
        package var roles: [Role]
        package var grid: String?
        package var building: String?
    }

    package struct Session: Sendable, Hashable {
        /// Code of a kind of `receptions.yaml`.
        package var kind: String
        /// 1 = Monday … 7 = Sunday: the first such day after the day of loading …
        package var weekday: Int
        /// … this many weeks later.
        package var weeksAhead: Int
        /// Minutes since midnight.
        package var startMinute: Int
        package var place: String
        package var leader: String
    }

    package struct Stock: Sendable, Hashable {
        /// Code of a reward.
        package var reward: String
        package var pieces: Int
    }

    /// The monthly day of services (A06), on a day that is counted as a session's.
    package struct ServiceDay: Sendable, Hashable {
        package var name: String
        package var weekday: Int
        package var weeksAhead: Int
        package var startMinute: Int
        package var endMinute: Int
        package var place: String
        package var items: [Item]

        package struct Item: Sendable, Hashable {
            package var name: String
            package var seats: Int
        }
    }

    /// One of the 18 service resources of A07.
    package struct Resource: Sendable, Hashable {
        package var code: String
        package var name: String
        package var provider: String
        /// Where it is fetched and when, as residents read it; may be empty.
        package var place: String
        package var hours: String
    }

    /// A need that somebody has taken on (I07, B08). Days count from the day of loading.
    package struct Project: Sendable, Hashable {
        package var title: String
        package var category: String
        /// Who has taken it on.
        package var by: String
        package var dueInDays: Int
        package var steps: [Step]

        package struct Step: Sendable, Hashable {
            package var name: String
            /// Reached on that day where it is not after the day of loading, else planned for it.
            package var days: Int
        }
    }

    package var estate: String
    package var residents: [Resident]
    package var staff: [Staff]
    package var sessions: [Session]
    package var stock: [Stock]
    package var resources: [Resource]
    package var serviceDays: [ServiceDay]
    package var projects: [Project]
}

extension DemoData {
    /// What the demo data may refer to; nil where that file has findings of its own.
    struct References {
        var estate: Estate
        var rewards: [RewardItem]?
        var receptions: ReceptionRules?
    }

    static func read(_ item: Item, references: References) -> DemoData? {
        guard let table = item.table else { return nil }
        let estateItem = table.required("estate")
        let residents = table.items("residents").compactMap {
            readResident($0, estate: references.estate)
        }
        let staff = table.items("staff").compactMap { readStaff($0, estate: references.estate) }
        let sessions = table.items("sessions").compactMap {
            readSession($0, rules: references.receptions)
        }
        let stock = table.items("stock").compactMap { readStock($0, rewards: references.rewards) }
        let resources = (table.optional("resources")?.items ?? []).compactMap(readResource)
        let days = (table.optional("service_days")?.items ?? []).compactMap(readServiceDay)
        let projects = (table.optional("projects")?.items ?? []).compactMap(readProject)
        table.finish()
        guard let estate = estateItem?.code else { return nil }
        if estate != references.estate.code {
            estateItem?.report("demo/estate.yaml is \(references.estate.code)")
        }
        reportTwice(residents.map(\.code) + staff.map(\.code), at: item)
        return DemoData(
            estate: estate, residents: residents, staff: staff, sessions: sessions, stock: stock,
            resources: resources, serviceDays: days, projects: projects)
    }

    private static func reportTwice(_ codes: [String], at item: Item) {
        var seen: Set<String> = []
        for code in codes where !seen.insert(code).inserted {
            item.report("the code \(code) is used twice")
        }
    }

    private static func readResident(_ item: Item, estate: Estate) -> Resident? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let home = table.required("home")?.parsed("a home of the register like 3-2-501") {
            estate.home($0)
        }
        let relation = table.required("relation")?.choice(Relation.self)
        let proof = table.required("proof")?.choice(Proof.self)
        let points = table.optional("points")?.integer(in: 0...10_000) ?? 0
        table.finish()
        guard let code, let name, let home, let relation, let proof else { return nil }
        return Resident(
            code: code, name: name, home: home, relation: relation, proof: proof, points: points)
    }

    private static func readStaff(_ item: Item, estate: Estate) -> Staff? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let roles = table.required("roles")?.choices(Role.self) ?? []
        let grid = table.optional("grid")?.parsed("a grid of the estate") { code in
            estate.grids.contains { $0.code == code } ? code : nil
        }
        let building = table.optional("building")?.parsed("a building of the estate") { code in
            estate.hasBuilding(code) ? code : nil
        }
        table.finish()
        guard let code, let name, !roles.isEmpty else { return nil }
        return Staff(code: code, name: name, roles: roles, grid: grid, building: building)
    }

    private static func readSession(_ item: Item, rules: ReceptionRules?) -> Session? {
        guard let table = item.table else { return nil }
        let kind = table.required("kind")?.parsed("a kind of receptions.yaml") { code in
            rules == nil || rules?.kind(code) != nil ? code : nil
        }
        let weekday = table.required("weekday")?.integer(in: 1...7)
        let weeks = table.optional("weeks_ahead")?.integer(in: 0...52) ?? 0
        let start = readMinute(table.required("start"))
        let place = table.required("place")?.text
        let leader = table.required("leader")?.text
        table.finish()
        guard let kind, let weekday, let start, let place, let leader else { return nil }
        return Session(
            kind: kind, weekday: weekday, weeksAhead: weeks, startMinute: start, place: place,
            leader: leader)
    }

    private static func readMinute(_ item: Item?) -> Int? {
        item?.parsed("a time of day like 15:00") { ServiceWindows.minute($0[...]) }
    }

    private static func readServiceDay(_ item: Item) -> ServiceDay? {
        guard let table = item.table else { return nil }
        let name = table.required("name")?.text
        let weekday = table.required("weekday")?.integer(in: 1...7)
        let weeks = table.optional("weeks_ahead")?.integer(in: 0...52) ?? 0
        let start = readMinute(table.required("start"))
        let end = readMinute(table.required("end"))
        let place = table.required("place")?.text
        let items = table.items("items").compactMap { item -> ServiceDay.Item? in
            guard let table = item.table else { return nil }
            let name = table.required("name")?.text
            let seats = table.required("seats")?.integer(in: 1...Limits.activitySeats)
            table.finish()
            guard let name, let seats else { return nil }
            return ServiceDay.Item(name: name, seats: seats)
        }
        table.finish()
        guard let name, let weekday, let start, let end, let place else { return nil }
        return ServiceDay(
            name: name, weekday: weekday, weeksAhead: weeks, startMinute: start, endMinute: end,
            place: place, items: items)
    }

    private static func readStock(_ item: Item, rewards: [RewardItem]?) -> Stock? {
        guard let table = item.table else { return nil }
        let reward = table.required("reward")?.parsed("a reward of rewards.yaml") { code in
            rewards?.contains { $0.code == code } ?? true ? code : nil
        }
        let pieces = table.required("pieces")?.integer(in: 0...100_000)
        table.finish()
        guard let reward, let pieces else { return nil }
        return Stock(reward: reward, pieces: pieces)
    }

    private static func readResource(_ item: Item) -> Resource? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let provider = table.required("provider")?.text
        let place = table.optional("place")?.text ?? ""
        let hours = table.optional("hours")?.text ?? ""
        table.finish()
        guard let code, let name, let provider else { return nil }
        return Resource(code: code, name: name, provider: provider, place: place, hours: hours)
    }

    private static func readProject(_ item: Item) -> Project? {
        guard let table = item.table else { return nil }
        let title = table.required("title")?.text
        let category = table.required("category")?.text
        let by = table.required("by")?.text
        let due = table.required("due_in")?.integer(in: 1...Limits.projectPlanDays)
        let steps = table.items("steps").compactMap { item -> Project.Step? in
            guard let table = item.table else { return nil }
            let name = table.required("name")?.text
            let days = table.required("days")?.integer(in: -Limits.projectPlanDays...Limits.projectPlanDays)
            table.finish()
            guard let name, let days else { return nil }
            return Project.Step(name: name, days: days)
        }
        table.finish()
        guard let title, let category, let by, let due else { return nil }
        return Project(title: title, category: category, by: by, dueInDays: due, steps: steps)
    }
}
