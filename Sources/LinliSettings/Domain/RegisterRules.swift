import LinliModel

/// The rules of the three lists (三项清单, `domain.md` A07): who answers for what stands there, and until when.
package struct RegisterRules: Sendable, Hashable {
    package struct Needs: Sendable, Hashable {
        /// Sorts what was said, and answers for it until somebody has taken it on.
        package var owner: Role
        /// Office time after the quarter: then everything that was said in it is sorted.
        package var sort: TimeTarget
        /// Days before the end of a quarter on which residents are asked what is missing; 0 for never.
        package var collectDays: Int
        /// Wishes that one resident may have open at a time.
        package var open: Int
    }

    package struct Resources: Sendable, Hashable {
        package var owner: Role
        /// Office time in which whoever offers something is spoken to.
        package var answer: TimeTarget
        /// Months after which an entry is looked at again.
        package var reviewMonths: Int
    }

    package struct Visits: Sendable, Hashable {
        /// Who makes them: the post of the home's grid.
        package var owner: Role
        /// Days in which somebody knocks at those who have moved in; 0 for no such visits.
        package var knockDays: Int
    }

    package var version: String
    package var needs: Needs
    package var resources: Resources
    package var visits: Visits

    /// Of a house without the file.
    package static let standard = RegisterRules(
        version: "", needs: Needs(owner: .community, sort: .workingDays(10), collectDays: 0, open: 5),
        resources: Resources(owner: .community, answer: .workingDays(3), reviewMonths: 12),
        visits: Visits(owner: .gridWorker, knockDays: 0))
}

extension RegisterRules {
    static func read(_ item: Item) -> RegisterRules? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let needs = table.required("needs").flatMap(readNeeds)
        let resources = table.required("resources").flatMap(readResources)
        let visits = table.required("visits").flatMap(readVisits)
        table.finish()
        guard let needs, let resources, let visits else { return nil }
        return RegisterRules(version: version ?? "", needs: needs, resources: resources, visits: visits)
    }

    private static func readNeeds(_ item: Item) -> Needs? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let sort = table.required("sort")?.target
        let days = table.required("collect_days")?.integer(in: 0...80)
        let open = table.required("open")?.integer(in: 1...100)
        table.finish()
        guard let owner, let sort, let days, let open else { return nil }
        return Needs(owner: owner, sort: sort, collectDays: days, open: open)
    }

    private static func readVisits(_ item: Item) -> Visits? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let days = table.required("knock_days")?.integer(in: 0...60)
        table.finish()
        guard let owner, let days else { return nil }
        return Visits(owner: owner, knockDays: days)
    }

    private static func readResources(_ item: Item) -> Resources? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let answer = table.required("answer")?.target
        let months = table.required("review_months")?.integer(in: 1...60)
        table.finish()
        guard let owner, let answer, let months else { return nil }
        return Resources(owner: owner, answer: answer, reviewMonths: months)
    }
}
