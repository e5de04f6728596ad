/// When the next meeting of a kind is, as far as it was called.
package struct MeetingDate: Sendable, Hashable {
    package var name: String
    /// Nil where it has no date yet.
    package var when: Instant?
    package var place: String
    /// 每月, 每季度; empty where none is owed.
    package var rhythm: String

    package init(name: String, when: Instant?, place: String, rhythm: String) {
        self.name = name
        self.when = when
        self.place = place
        self.rhythm = rhythm
    }
}

/// A matter that a resident has put forward.
package struct AgendaSummary: Sendable, Hashable {
    package var item: AgendaItemID
    package var title: String
    package var meeting: MeetingDate

    package init(item: AgendaItemID, title: String, meeting: MeetingDate) {
        self.item = item
        self.title = title
        self.meeting = meeting
    }
}

/// One decision of published minutes.
package struct MinutesLine: Sendable, Hashable {
    package var meeting: String
    package var heldAt: Instant
    package var title: String
    package var decision: String
    /// Who sees to it; empty where nobody was named.
    package var owner: String

    package init(meeting: String, heldAt: Instant, title: String, decision: String, owner: String) {
        self.meeting = meeting
        self.heldAt = heldAt
        self.title = title
        self.decision = decision
        self.owner = owner
    }
}
