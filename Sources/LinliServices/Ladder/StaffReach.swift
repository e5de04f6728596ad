import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Finds who of some roles is on duty, and in which chats they can be told.
///
/// Three sources, the nearest first: an entry of `linli staff roster` for now; the post of the estate's
/// register that bears the account's code; the register's posts of the same role. An account that nothing
/// says anything about is taken to be on duty. Leave (`Config/leave.yaml`) empties a post for its days, and
/// whoever stands in is on duty in its hours too; only a roster entry goes before it.
struct StaffReach: Sendable {
    struct Chat: Sendable, Hashable {
        let channel: String
        let sender: String
    }

    struct Crew: Sendable {
        /// True where a post or an account of these roles is on duty now, told or not.
        var isOnDuty = false
        /// The chats of those on duty.
        var chats: [Chat] = []
        /// The chats of the others of these roles.
        var offDuty: [Chat] = []
    }

    let settings: Settings

    /// - Parameters:
    ///   - place: of the matter that they are told of. Whoever may not see it there is not told.
    ///   - concerned: the accounts that it is about. They are not told either.
    func crew(
        _ roles: [Role], estate code: String, for place: Address? = nil, except concerned: Set<String> = [],
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Crew {
        var crew = Crew()
        let posts = staffed(settings.estates[code]?.roster ?? [], estate: code, at: now)
        let entries = try tx.roster.onDuty(estate: code, at: now).filter { $0.from <= now }
        let away = Set(onLeave(estate: code, at: now).map(\.post))
        crew.isOnDuty = posts.contains { roles.contains($0.duty.role) && isOpen($0, at: now) }
        for member in try tx.staff.members(of: roles, estate: code) where !concerned.contains(member.name) {
            if let place, try !sees(member, place, estate: code, in: tx) { continue }
            let isOnDuty = isOnDuty(member, posts, away, entries, at: now)
            crew.isOnDuty = crew.isOnDuty || isOnDuty
            guard let channel = member.channel, let sender = member.sender else { continue }
            let chat = Chat(channel: channel, sender: sender)
            if isOnDuty {
                if !crew.chats.contains(chat) { crew.chats.append(chat) }
            } else {
                crew.offDuty.append(chat)
            }
        }
        crew.offDuty.removeAll(where: crew.chats.contains)
        return crew
    }

    private func sees(
        _ member: StaffMember, _ place: Address, estate: String, in tx: Transaction
    ) throws(SQLError) -> Bool {
        let area = try StaffAreas(settings: settings).area(
            of: member.id, name: member.name, member.role, in: tx)
        return area?.holds(place.building, of: estate) ?? true
    }

    /// An account with all its chats.
    struct Person: Sendable, Hashable {
        let id: StaffID
        let name: String
        var chats: [Chat]
    }

    /// Those of a role on duty who are nearest to a place: the posts of its building, else of its grid, else
    /// of the whole estate, else any. In the order of the register.
    func nearest(
        _ role: Role, to address: Address, estate code: String, except concerned: Set<String> = [],
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [Person] {
        let members = try tx.staff.members(of: [role], estate: code).filter { !concerned.contains($0.name) }
        guard !members.isEmpty else { return [] }
        let estate = settings.estates[code]
        let posts = staffed(estate?.roster ?? [], estate: code, at: now)
        let entries = try tx.roster.onDuty(estate: code, at: now).filter { $0.from <= now }
        let away = Set(onLeave(estate: code, at: now).map(\.post))
        var ranks: [StaffID: Int] = [:]
        var people: [Person] = []
        for member in members where isOnDuty(member, posts, away, entries, at: now) {
            guard try sees(member, address, estate: code, in: tx) else { continue }
            if !people.contains(where: { $0.id == member.id }) {
                people.append(Person(id: member.id, name: member.name, chats: []))
                ranks[member.id] = try distance(of: member, to: address, estate: code, in: tx)
            }
            guard let channel = member.channel, let sender = member.sender,
                let index = people.firstIndex(where: { $0.id == member.id })
            else { continue }
            people[index].chats.append(Chat(channel: channel, sender: sender))
        }
        guard let least = ranks.values.min() else { return [] }
        let order = estate?.roster.map(\.code) ?? []
        return people.filter { ranks[$0.id] == least }.sorted { left, right in
            let places = [left, right].map { order.firstIndex(of: $0.name) ?? order.count }
            return (places[0], left.id.rawValue) < (places[1], right.id.rawValue)
        }
    }

    /// 0 for a post of the building, 1 for one of its grid, 2 for one of the whole estate, 3 for any other.
    private func distance(
        of member: StaffMember, to address: Address, estate code: String, in tx: Transaction
    ) throws(SQLError) -> Int {
        let bounds = try StaffAreas(settings: settings).bounds(
            of: member.id, name: member.name, member.role, in: tx)
        if let bound = bounds.first {
            // Who does not see it was left out before.
            return address.building == nil ? 3 : bound.kind == .building ? 0 : 1
        }
        let estate = settings.estates[code]
        guard let post = estate?.roster.first(where: { $0.code == member.name }) else { return 2 }
        if let own = post.building { return own == address.building ? 0 : 3 }
        guard let own = post.grid else { return 2 }
        let grid = address.building.flatMap { estate?.grid(ofBuilding: $0) }
        return own == grid?.code ? 1 : 3
    }

    /// The leads of a building, on duty or not.
    func leads(ofBuilding building: String, estate code: String, in tx: Transaction) throws(SQLError)
        -> [Person]
    {
        let areas = StaffAreas(settings: settings)
        var people: [Person] = []
        for member in try tx.staff.members(of: [.buildingLead], estate: code) {
            guard let channel = member.channel, let sender = member.sender,
                let area = try areas.area(of: member.id, name: member.name, member.role, in: tx),
                area.buildings.contains("\(code)/\(building)")
            else { continue }
            let chat = Chat(channel: channel, sender: sender)
            if let index = people.firstIndex(where: { $0.id == member.id }) {
                people[index].chats.append(chat)
            } else {
                people.append(Person(id: member.id, name: member.name, chats: [chat]))
            }
        }
        return people
    }

    /// The shift that had a role at a time: the first post of the register that was open. Nil where none was.
    func shift(of role: Role, estate code: String, at moment: Instant) -> String? {
        let posts = staffed(settings.estates[code]?.roster ?? [], estate: code, at: moment)
        return posts.first { $0.duty.role == role && isOpen($0, at: moment) }?.duty.name
    }

    private func isOnDuty(
        _ member: StaffMember, _ posts: [Post], _ away: Set<String>, _ entries: [RosterRow], at now: Instant
    ) -> Bool {
        let ofRole = entries.filter { $0.role == member.role }
        if !ofRole.isEmpty { return ofRole.contains { $0.staff == member.name } }
        if away.contains(member.name) { return false }
        if let post = posts.first(where: { $0.duty.code == member.name }) { return isOpen(post, at: now) }
        let sameRole = posts.filter { $0.duty.role == member.role }
        return sameRole.isEmpty || sameRole.contains { isOpen($0, at: now) }
    }

    /// A post with the hours in which it is held today: none while its leave lasts, those of the absent ones
    /// beside its own where it stands in.
    private struct Post {
        let duty: Estate.Duty
        let windows: [ServiceWindows]
    }

    private func staffed(_ roster: [Estate.Duty], estate: String, at now: Instant) -> [Post] {
        let leave = onLeave(estate: estate, at: now)
        return roster.map { duty in
            guard !leave.contains(where: { $0.post == duty.code }) else {
                return Post(duty: duty, windows: [])
            }
            let standsInFor = leave.filter { $0.standIn == duty.code }.map(\.post)
            let more = roster.filter { standsInFor.contains($0.code) }.map(\.windows)
            return Post(duty: duty, windows: [duty.windows] + more)
        }
    }

    private func onLeave(estate: String, at now: Instant) -> [Leave] {
        let today = now.civil.date
        return settings.leave.filter { $0.estate == estate && $0.covers(today) }
    }

    private func isOpen(_ post: Post, at now: Instant) -> Bool {
        post.windows.contains { isOpen($0, at: now) }
    }

    private func isOpen(_ windows: ServiceWindows, at now: Instant) -> Bool {
        let calendar = WorkingCalendar(settings.calendars, allowsProvisional: true)
        do throws(DeadlineError) {
            let clock = BusinessClock(windows: windows, calendar: calendar)
            return try clock.counted(from: now, to: now + .milliseconds(1)) > .zero
        } catch {
            // Windows of no length: nobody is there.
            return false
        }
    }
}
