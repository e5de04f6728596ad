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
        /// The category of wishes that fit no other, and by which words such a one gets a name of its kind
        /// until the staff have sorted it: the first that fits.
        package var generic: String
        package var kinds: [Kind]

        package struct Kind: Sendable, Hashable {
            package var name: String
            package var words: [String]
        }

        /// What a wish is about; nil where no word says it.
        package func kind(of text: String, in category: String) -> String? {
            category == generic ? kinds.first { text.mentionsAny($0.words) }?.name : nil
        }
    }

    package struct Resources: Sendable, Hashable {
        package var owner: Role
        /// Office time in which whoever offers something is spoken to.
        package var answer: TimeTarget
        /// Months after which an entry is looked at again.
        package var reviewMonths: Int
        /// How long a room is taken where nobody says until when.
        package var roomMinutes: Int
    }

    package struct Visits: Sendable, Hashable {
        /// Who makes them: the post of the home's grid.
        package var owner: Role
        /// Days in which somebody knocks at those who have moved in; 0 for no such visits.
        package var knockDays: Int
    }

    package struct Activities: Sendable, Hashable {
        /// Plans them, and says afterwards how they went.
        package var owner: Role
        /// What residents call the monthly day of services, and what they say where they name no activity.
        package var words: [String]
        package var bare: [String]
        /// For so many one resident may sign up at once.
        package var people: Int
        /// When those who have signed up are reminded: minutes since midnight of the day before.
        package var remindMinute: Int
        /// Office time after its end in which it is said how it went.
        package var finish: TimeTarget
        /// The day of a month by which its day of services stands (`domain.md` A03); 0 where none is owed.
        package var planByDay: Int
    }

    /// What must be inspected at least once a year (`domain.md` G01).
    package struct Inspections: Sendable, Hashable {
        package struct Kind: Sendable, Hashable {
            package var code: String
            package var name: String
        }

        /// Hears of a year without one.
        package var owner: Role
        /// From the end of this month on, once a month.
        package var alarmMonth: Int
        package var kinds: [Kind]
    }

    package var version: String
    package var needs: Needs
    package var resources: Resources
    package var visits: Visits
    package var activities: Activities
    package var inspections: Inspections

    /// Of a house without the file.
    package static let standard = RegisterRules(
        version: "",
        needs: Needs(
            owner: .community, sort: .workingDays(10), collectDays: 0, open: 5, generic: "", kinds: []),
        resources: Resources(owner: .community, answer: .workingDays(3), reviewMonths: 12, roomMinutes: 60),
        visits: Visits(owner: .gridWorker, knockDays: 0),
        activities: Activities(
            owner: .community, words: [], bare: [], people: 4, remindMinute: 18 * 60,
            finish: .workingDays(3), planByDay: 0),
        inspections: Inspections(owner: .community, alarmMonth: 11, kinds: []))
}

extension RegisterRules {
    static func read(_ item: Item) -> RegisterRules? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let needs = table.required("needs").flatMap(readNeeds)
        let resources = table.required("resources").flatMap(readResources)
        // A file that was written before a register came has nothing of it.
        let visits = table.optional("visits").map(readVisits) ?? standard.visits
        let activities = table.optional("activities").map(readActivities) ?? standard.activities
        let inspections = table.optional("inspections").map(readInspections) ?? standard.inspections
        table.finish()
        guard let needs, let resources, let visits, let activities, let inspections else { return nil }
        return RegisterRules(
            version: version ?? "", needs: needs, resources: resources, visits: visits,
            activities: activities, inspections: inspections)
    }

    private static func readInspections(_ item: Item) -> Inspections? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let month = table.required("alarm_month")?.integer(in: 1...12)
        let kinds = table.items("kinds").compactMap(readInspection)
        table.finish()
        guard let owner, let month else { return nil }
        return Inspections(owner: owner, alarmMonth: month, kinds: kinds)
    }

    private static func readInspection(_ item: Item) -> Inspections.Kind? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        table.finish()
        guard let code, let name else { return nil }
        return Inspections.Kind(code: code, name: name)
    }

    private static func readNeeds(_ item: Item) -> Needs? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let sort = table.required("sort")?.target
        let days = table.required("collect_days")?.integer(in: 0...80)
        let open = table.required("open")?.integer(in: 1...100)
        let generic = table.optional("generic")?.code ?? ""
        let kinds = (table.optional("kinds")?.items ?? []).compactMap(readKind)
        table.finish()
        guard let owner, let sort, let days, let open else { return nil }
        return Needs(
            owner: owner, sort: sort, collectDays: days, open: open, generic: generic, kinds: kinds)
    }

    private static func readKind(_ item: Item) -> Needs.Kind? {
        guard let table = item.table else { return nil }
        let name = table.required("name")?.text
        let words = table.items("words").compactMap(\.text)
        table.finish()
        return name.map { Needs.Kind(name: $0, words: words) }
    }

    private static func readVisits(_ item: Item) -> Visits? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let days = table.required("knock_days")?.integer(in: 0...60)
        table.finish()
        guard let owner, let days else { return nil }
        return Visits(owner: owner, knockDays: days)
    }

    private static func readActivities(_ item: Item) -> Activities? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let words = table.items("words").compactMap(\.text)
        let bare = table.items("bare").compactMap(\.text)
        let people = table.required("people")?.integer(in: 1...50)
        let remind = table.required("remind_at")?.parsed("a time of day like 18:00") {
            ServiceWindows.minute($0[...])
        }
        let finish = table.required("finish")?.target
        let planBy = table.required("plan_by_day")?.integer(in: 0...28)
        table.finish()
        guard let owner, let people, let remind, let finish, let planBy else { return nil }
        return Activities(
            owner: owner, words: words, bare: bare, people: people, remindMinute: remind, finish: finish,
            planByDay: planBy)
    }

    private static func readResources(_ item: Item) -> Resources? {
        guard let table = item.table else { return nil }
        let owner = table.required("owner")?.choice(Role.self)
        let answer = table.required("answer")?.target
        let months = table.required("review_months")?.integer(in: 1...60)
        let room = table.optional("room_minutes")?.integer(in: 15...720) ?? standard.resources.roomMinutes
        table.finish()
        guard let owner, let answer, let months else { return nil }
        return Resources(owner: owner, answer: answer, reviewMonths: months, roomMinutes: room)
    }
}
