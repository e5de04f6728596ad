// What the admin API says about meetings and what stands on their agendas.

/// One meeting; or a period that went by without one (`missed`).
package struct Meeting: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var kind: String
    package var name: String
    /// `2026-03` or `2026Q1`; empty where none is owed.
    package var period: String
    package var place: String
    package var startsAt: String
    /// `called`, `held`, `cancelled` or `missed`.
    package var state: String
    /// Roles that sat there.
    package var present: [String]
    package var minutes: String
    package var publishedAt: String?
    /// Only where one meeting was asked for.
    package var agenda: [AgendaItem]?

    package init(
        id: Int64, estate: String, kind: String, name: String, period: String, place: String,
        startsAt: String, state: String, present: [String], minutes: String, publishedAt: String? = nil,
        agenda: [AgendaItem]? = nil
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.period = period
        self.place = place
        self.startsAt = startsAt
        self.state = state
        self.present = present
        self.minutes = minutes
        self.publishedAt = publishedAt
        self.agenda = agenda
    }
}

/// A matter for a meeting. Who has put it forward is not among what is told.
package struct AgendaItem: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var kind: String
    package var meeting: Int64?
    package var ticket: String?
    /// `resident`, `ticket` or `staff`.
    package var origin: String
    package var title: String
    package var words: String
    /// 大事, 要事, 急事.
    package var itemClass: String?
    /// `open`, `decided` or `dropped`.
    package var state: String
    /// Until when there is an answer.
    package var dueAt: String?
    /// Counted without the calendar of a year, by Monday to Friday.
    package var provisional: Bool
    package var overdue: Bool
    package var decision: String?
    package var owner: String?
    package var votesFor: Int?
    package var votesAgainst: Int?
    /// What members who were asked have said.
    package var voices: [AgendaVoice]?

    package init(
        id: Int64, estate: String, kind: String, meeting: Int64?, ticket: String?, origin: String,
        title: String, words: String, itemClass: String?, state: String, dueAt: String?, provisional: Bool,
        overdue: Bool,
        decision: String?, owner: String?, votesFor: Int?, votesAgainst: Int?, voices: [AgendaVoice]?
    ) {
        self.id = id
        self.estate = estate
        self.kind = kind
        self.meeting = meeting
        self.ticket = ticket
        self.origin = origin
        self.title = title
        self.words = words
        self.itemClass = itemClass
        self.state = state
        self.dueAt = dueAt
        self.provisional = provisional
        self.overdue = overdue
        self.decision = decision
        self.owner = owner
        self.votesFor = votesFor
        self.votesAgainst = votesAgainst
        self.voices = voices
    }
}

/// A member who was asked.
package struct AgendaVoice: Codable, Sendable, Hashable {
    package var staff: String
    /// `yes`, `no` or `abstain`; missing while he is silent.
    package var answer: String?
    package var words: String
    package var answeredAt: String?

    package init(staff: String, answer: String?, words: String, answeredAt: String?) {
        self.staff = staff
        self.answer = answer
        self.words = words
        self.answeredAt = answeredAt
    }
}

/// A meeting to come. Open matters of its kind are put on it.
package struct CallMeeting: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var startsAt: String
    package var place: String

    package init(estate: String? = nil, kind: String, startsAt: String, place: String) {
        self.estate = estate
        self.kind = kind
        self.startsAt = startsAt
        self.place = place
    }
}

/// Who sat there and what was said. Decisions are written matter by matter.
package struct HoldMeeting: Codable, Sendable, Hashable {
    package var present: [String]
    package var minutes: String

    package init(present: [String], minutes: String) {
        self.present = present
        self.minutes = minutes
    }
}

/// A matter, or the case that it is about.
package struct ProposeItem: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var title: String?
    package var words: String?
    package var ticket: String?

    package init(
        estate: String? = nil, kind: String, title: String? = nil, words: String? = nil,
        ticket: String? = nil
    ) {
        self.estate = estate
        self.kind = kind
        self.title = title
        self.words = words
        self.ticket = ticket
    }
}

/// 大事, 要事 or 急事, by name or code.
package struct ClassifyItem: Codable, Sendable, Hashable {
    package var itemClass: String

    package init(itemClass: String) {
        self.itemClass = itemClass
    }
}

/// A member's word about an urgent matter: `yes`, `no` or `abstain`.
package struct AnswerItem: Codable, Sendable, Hashable {
    package var answer: String
    package var words: String?

    package init(answer: String, words: String? = nil) {
        self.answer = answer
        self.words = words
    }
}

/// What was decided. Votes where the matter is put to the vote.
package struct DecideItem: Codable, Sendable, Hashable {
    package var text: String
    /// As the minutes name the matter; else as it stands.
    package var title: String?
    package var owner: String?
    package var votesFor: Int?
    package var votesAgainst: Int?

    package init(
        text: String, title: String? = nil, owner: String? = nil, votesFor: Int? = nil,
        votesAgainst: Int? = nil
    ) {
        self.text = text
        self.title = title
        self.owner = owner
        self.votesFor = votesFor
        self.votesAgainst = votesAgainst
    }
}
