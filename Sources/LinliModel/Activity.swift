/// An activity that residents sign up for, as they read it (便民服务日, `domain.md` A06).
package struct ActivityOffer: Sendable, Hashable, Codable {
    /// One thing that is to be had there: 磨刀.
    package struct Item: Sendable, Hashable, Codable {
        package var id: ActivityItemID
        package var name: String
        /// "9:30–10:30"; empty where it goes on all the time.
        package var hours: String
        package var left: Int

        package init(id: ActivityItemID, name: String, hours: String, left: Int) {
            self.id = id
            self.name = name
            self.hours = hours
            self.left = left
        }
    }

    /// 便民服务日.
    package var name: String
    /// "3月28日（周六）9:00–11:30，中心广场".
    package var title: String
    package var items: [Item]
    /// False where nobody can sign up any more; one may still come.
    package var isOpen: Bool

    package init(name: String, title: String, items: [Item], isOpen: Bool) {
        self.name = name
        self.title = title
        self.items = items
        self.isOpen = isOpen
    }
}

/// What a resident has signed up for.
package struct SignupSummary: Sendable, Hashable, Codable {
    package var id: SignupID
    /// "便民服务日 3月28日（周六）9:00–11:30，中心广场".
    package var activity: String
    /// "磨刀（9:30–10:30）".
    package var item: String
    package var people: Int
    /// How many wait before him and he himself; 0 where he has his places.
    package var waiting: Int
    /// The item itself: one more for it is asked by this.
    package var itemID: ActivityItemID?

    package init(id: SignupID, activity: String, item: String, people: Int, waiting: Int) {
        self.id = id
        self.activity = activity
        self.item = item
        self.people = people
        self.waiting = waiting
    }
}

/// What an activity is: the monthly day of services, which is owed (`domain.md` A03), or any other.
package enum ActivityKind: String, Sendable, Hashable, Codable, CaseIterable {
    case serviceDay = "service_day"
    case other
}

extension ActivityID {
    /// "A-07".
    package var number: String { RegisterNumber.write(rawValue, letter: "A") }

    package init?(number: String) {
        guard let id = RegisterNumber.read(number, letter: "A") else { return nil }
        self.init(id)
    }
}

extension String {
    /// Whether an item of an activity is named, and not as one that is not wanted: 要理发不要量血压.
    package func asksFor(_ item: String) -> Bool {
        mentions(item) && !["不要", "不用", "不报", "别报", "不是"].contains { mentions($0 + item) }
    }
}
