// What the admin API says about lunch to the door.

/// One meal of one day.
package struct Meal: Codable, Sendable, Hashable {
    /// `M-07`.
    package var number: String
    package var estate: String
    package var day: String
    package var home: String
    /// As kinship; empty where who ordered it eats.
    package var eater: String
    package var diet: String
    /// "11:00-12:30", or the time that was asked for.
    package var time: String
    /// `planned`, `delivered` or `no_answer`.
    package var state: String
    /// The ticket of a meal that did not come, or of the door that nobody opened; empty where there is none.
    package var ticket: String
    /// Whom to call where nobody opened; empty without the right to the care list.
    package var contact: String

    package init(
        number: String, estate: String, day: String, home: String, eater: String, diet: String, time: String,
        state: String, ticket: String, contact: String = ""
    ) {
        self.number = number
        self.estate = estate
        self.day = day
        self.home = home
        self.eater = eater
        self.diet = diet
        self.time = time
        self.state = state
        self.ticket = ticket
        self.contact = contact
    }
}
