/// What a resident wants to know about his estate: the rows of its settings answer it, or a person does.
package struct EstateQuestion: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// A telephone number.
        case phone
        /// When somebody is there.
        case hours
        /// Which post is there for a building.
        case post
        /// The grid of a building; `Command.askGrid` answers it.
        case grid
        /// A row of the estate's answers.
        case row
        /// The same, about what owners or committee decide: what is not published is said so.
        case decision
        /// The accounts of a quarter: published, due or late (`domain.md` E11).
        case accounts
        /// What may be asked (公示, E13).
        case board
        /// Where a vote is cast (2.9).
        case ballot
        /// What was looked for where it would stand and is not there: no row is looked up once more.
        case unknown
    }

    package enum Days: String, Sendable, Hashable, Codable {
        case weekend, holiday
    }

    package var kind: Kind
    /// All that he has said, for whoever reads the ticket.
    package var words: String
    /// What the rows are looked up by: the newest words.
    package var subject: String
    /// How he calls it: "物业". Empty where no word of it is known.
    package var label: String
    package var building: String?
    /// Of what is published, from 1: the number that he has replied.
    package var position: Int?
    package var days: Days?
    /// Where it goes if no row answers.
    package var category: String
    package var intent: Intent
    package var anonymous = false
    /// The number under which it was handed on: what follows is added there.
    package var ticket: String?
    package var askedAt: Instant

    package init(
        _ kind: Kind, words: String, label: String = "", building: String? = nil, category: String,
        intent: Intent, at now: Instant
    ) {
        self.kind = kind
        self.words = words
        self.label = label
        self.building = building
        self.category = category
        self.intent = intent
        subject = words
        askedAt = now
    }
}
