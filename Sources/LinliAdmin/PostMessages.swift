// What the admin API says about teams (`domain.md` C10), posts (C11, C12) and those who leave.

package struct Team: Codable, Sendable, Hashable {
    package var id: Int64
    package var name: String
    package var estate: String
    /// Codes of categories: what it may take on.
    package var takes: [String]
    /// The account that leads it.
    package var leader: String
    package var members: [String]
    /// How many of them are with no order now.
    package var free: Int

    package init(
        id: Int64, name: String, estate: String, takes: [String], leader: String, members: [String], free: Int
    ) {
        self.id = id
        self.name = name
        self.estate = estate
        self.takes = takes
        self.leader = leader
        self.members = members
        self.free = free
    }
}

package struct AddTeam: Codable, Sendable, Hashable {
    package var estate: String?
    package var name: String
    package var lead: String
    package var members: [String]
    package var takes: [String]

    package init(
        estate: String? = nil, name: String, lead: String, members: [String] = [], takes: [String] = []
    ) {
        self.estate = estate
        self.name = name
        self.lead = lead
        self.members = members
        self.takes = takes
    }
}

package struct JoinTeam: Codable, Sendable, Hashable {
    package var staff: String
    /// He leads it from now on.
    package var lead: Bool

    package init(staff: String, lead: Bool = false) {
        self.staff = staff
        self.lead = lead
    }
}

package struct SendTeam: Codable, Sendable, Hashable {
    package var ticket: String
    package var people: Int
    /// When they come.
    package var at: String

    package init(ticket: String, people: Int, at: String) {
        self.ticket = ticket
        self.people = people
        self.at = at
    }
}

package struct Post: Codable, Sendable, Hashable {
    package var id: Int64
    package var name: String
    package var estate: String
    package var places: Int
    package var free: Int
    /// The last day on which residents may apply, `2026-03-31`; nil where nobody is looked for.
    package var applyUntil: String?
    /// Applications that nobody has decided.
    package var applications: Int
    package var holders: [PostHolder]

    package init(
        id: Int64, name: String, estate: String, places: Int, free: Int, applyUntil: String? = nil,
        applications: Int, holders: [PostHolder]
    ) {
        self.id = id
        self.name = name
        self.estate = estate
        self.places = places
        self.free = free
        self.applyUntil = applyUntil
        self.applications = applications
        self.holders = holders
    }
}

package struct PostHolder: Codable, Sendable, Hashable {
    package var staff: String
    package var deputy: String?
    package var since: String

    package init(staff: String, deputy: String? = nil, since: String) {
        self.staff = staff
        self.deputy = deputy
        self.since = since
    }
}

package struct OpenPost: Codable, Sendable, Hashable {
    package var estate: String?
    package var name: String
    package var places: Int
    /// Residents may apply until that day.
    package var applyUntil: String?

    package init(estate: String? = nil, name: String, places: Int, applyUntil: String? = nil) {
        self.estate = estate
        self.name = name
        self.places = places
        self.applyUntil = applyUntil
    }
}

package struct AppointHolder: Codable, Sendable, Hashable {
    package var staff: String
    package var deputy: String?
    /// The application of whoever has the account now.
    package var application: Int64?

    package init(staff: String, deputy: String? = nil, application: Int64? = nil) {
        self.staff = staff
        self.deputy = deputy
        self.application = application
    }
}

package struct PostApplication: Codable, Sendable, Hashable {
    package var id: Int64
    package var post: Int64
    package var name: String
    package var estate: String
    /// The resident's number.
    package var resident: Int64
    package var state: String
    package var createdAt: String

    package init(
        id: Int64, post: Int64, name: String, estate: String, resident: Int64, state: String,
        createdAt: String
    ) {
        self.id = id
        self.post = post
        self.name = name
        self.estate = estate
        self.resident = resident
        self.state = state
        self.createdAt = createdAt
    }
}

package struct DecideApplication: Codable, Sendable, Hashable {
    package var accept: Bool
    /// Why not; the resident reads it.
    package var reason: String?

    package init(accept: Bool, reason: String? = nil) {
        self.accept = accept
        self.reason = reason
    }
}

/// Somebody leaves: who follows. The account itself: the post stays, and whoever had it until now is out.
package struct LeaveStaff: Codable, Sendable, Hashable {
    /// The deputy of what he holds where missing.
    package var to: String?
    package var dryRun: Bool

    package init(to: String? = nil, dryRun: Bool = false) {
        self.to = to
        self.dryRun = dryRun
    }
}

/// What goes over to whoever follows, or would.
package struct Handover: Codable, Sendable, Hashable {
    package var staff: String
    package var to: String
    package var dryRun: Bool
    package var tickets: Int
    package var visits: Int
    /// Turns on duty that are not over.
    package var duties: Int
    package var posts: [String]
    package var teams: [String]

    package init(
        staff: String, to: String, dryRun: Bool, tickets: Int, visits: Int, duties: Int, posts: [String],
        teams: [String]
    ) {
        self.staff = staff
        self.to = to
        self.dryRun = dryRun
        self.tickets = tickets
        self.visits = visits
        self.duties = duties
        self.posts = posts
        self.teams = teams
    }
}
