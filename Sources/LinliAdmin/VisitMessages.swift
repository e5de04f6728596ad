// What the admin API says about visits and the care list.

/// A visit of a grid worker.
package struct Visit: Codable, Sendable, Hashable {
    /// `V-07`.
    package var number: String
    package var estate: String
    /// `knock`, `drop_in` or `at_door`, and its name: 敲门.
    package var kind: String
    package var name: String
    package var home: String
    package var owner: String
    package var due: String
    /// `planned`, `done` or `dropped`.
    package var state: String
    package var overdueDays: Int
    package var note: String
    /// When it suits whoever is called on, in his own words.
    package var wish: String

    package init(
        number: String, estate: String, kind: String, name: String, home: String, owner: String, due: String,
        state: String, overdueDays: Int, note: String, wish: String
    ) {
        self.wish = wish
        self.number = number
        self.estate = estate
        self.kind = kind
        self.name = name
        self.home = home
        self.owner = owner
        self.due = due
        self.state = state
        self.overdueDays = overdueDays
        self.note = note
    }
}

package struct PlanVisit: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var home: String
    package var due: String

    package init(estate: String? = nil, kind: String, home: String, due: String) {
        self.estate = estate
        self.kind = kind
        self.home = home
        self.due = due
    }
}

/// A home that is called on each month.
package struct CareHome: Codable, Sendable, Hashable {
    package var home: String
    package var estate: String
    package var reason: String
    package var since: String
    /// Whom to call where nobody opens; empty where nobody is entered.
    package var contact: String

    package init(home: String, estate: String, reason: String, since: String, contact: String = "") {
        self.contact = contact
        self.home = home
        self.estate = estate
        self.reason = reason
        self.since = since
    }
}

package struct AddCare: Codable, Sendable, Hashable {
    package var estate: String?
    package var home: String
    package var reason: String
    package var contact: String?

    package init(estate: String? = nil, home: String, reason: String, contact: String? = nil) {
        self.contact = contact
        self.estate = estate
        self.home = home
        self.reason = reason
    }
}

package struct RemoveCare: Codable, Sendable, Hashable {
    package var estate: String?
    package var home: String

    package init(estate: String? = nil, home: String) {
        self.estate = estate
        self.home = home
    }
}
