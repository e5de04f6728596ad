// What the admin API says about activities: 便民服务日 and others.

package struct Activity: Codable, Sendable, Hashable {
    /// `A-07`.
    package var number: String
    package var estate: String
    /// `service_day` or `other`.
    package var kind: String
    package var name: String
    package var place: String
    package var startsAt: String
    package var endsAt: String
    /// Until when one can sign up.
    package var closesAt: String
    /// The next one is planned when this one is over.
    package var monthly: Bool
    package var owner: String
    /// `planned`, `held` or `cancelled`.
    package var state: String
    package var announcedAt: String?
    /// How it went, or why it was called off.
    package var note: String
    package var items: [ActivityItem]

    package init(
        number: String, estate: String, kind: String, name: String, place: String, startsAt: String,
        endsAt: String, closesAt: String, monthly: Bool, owner: String, state: String, announcedAt: String?,
        note: String, items: [ActivityItem]
    ) {
        self.number = number
        self.estate = estate
        self.kind = kind
        self.name = name
        self.place = place
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.closesAt = closesAt
        self.monthly = monthly
        self.owner = owner
        self.state = state
        self.announcedAt = announcedAt
        self.note = note
        self.items = items
    }
}

package struct ActivityItem: Codable, Sendable, Hashable {
    package var name: String
    package var hours: String
    package var seats: Int
    package var taken: Int
    /// For so many people places are waited for.
    package var waiting: Int
    /// Only where one activity was asked for.
    package var signups: [Signup]?

    package init(
        name: String, hours: String, seats: Int, taken: Int, waiting: Int, signups: [Signup]? = nil
    ) {
        self.name = name
        self.hours = hours
        self.seats = seats
        self.taken = taken
        self.waiting = waiting
        self.signups = signups
    }
}

/// Who has signed up, with a masked name.
package struct Signup: Codable, Sendable, Hashable {
    package var id: Int64
    package var item: String
    package var resident: Int64
    package var name: String
    package var people: Int
    /// `booked`, `waiting`, `cancelled`, `attended` or `absent`.
    package var state: String

    package init(id: Int64, item: String, resident: Int64, name: String, people: Int, state: String) {
        self.id = id
        self.item = item
        self.resident = resident
        self.name = name
        self.people = people
        self.state = state
    }
}

package struct OpenActivity: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var name: String
    package var place: String
    package var startsAt: String
    package var endsAt: String
    /// Its begin where missing.
    package var closesAt: String?
    package var monthly: Bool
    package var items: [OpenActivityItem]

    package init(
        estate: String? = nil, kind: String, name: String, place: String, startsAt: String, endsAt: String,
        closesAt: String? = nil, monthly: Bool = false, items: [OpenActivityItem]
    ) {
        self.estate = estate
        self.kind = kind
        self.name = name
        self.place = place
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.closesAt = closesAt
        self.monthly = monthly
        self.items = items
    }
}

/// `from` and `to` are times of the day, `09:30`; the activity's own where they are missing.
package struct OpenActivityItem: Codable, Sendable, Hashable {
    package var name: String
    package var seats: Int
    package var from: String?
    package var to: String?

    package init(name: String, seats: Int, from: String? = nil, to: String? = nil) {
        self.name = name
        self.seats = seats
        self.from = from
        self.to = to
    }
}

/// Somebody without a chat, or who has called.
package struct AddSignup: Codable, Sendable, Hashable {
    package var item: String
    /// Number, `channel:id` or name.
    package var resident: String
    package var people: Int

    package init(item: String, resident: String, people: Int = 1) {
        self.item = item
        self.resident = resident
        self.people = people
    }
}
