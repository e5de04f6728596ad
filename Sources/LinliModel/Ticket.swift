/// Where a ticket stands (`domain.md` 2.3).
package enum TicketState: String, Sendable, Codable, CaseIterable {
    case submitted = "SUBMITTED"
    case dispatched = "DISPATCHED"
    case accepted = "ACCEPTED"
    case inProgress = "IN_PROGRESS"
    case suspended = "SUSPENDED"
    case resolved = "RESOLVED"
    case rated = "RATED"
    case archived = "ARCHIVED"
    case cancelled = "CANCELLED"
    case declined = "DECLINED"
    /// Another ticket stands for it (`merged_into`).
    case merged = "MERGED"

    /// Somebody still has to do something.
    package var isOpen: Bool {
        switch self {
        case .submitted, .dispatched, .accepted, .inProgress, .suspended: true
        case .resolved, .rated, .archived, .cancelled, .declined, .merged: false
        }
    }

    /// Not at its end for the one who reported it: open, or merged into one that is.
    package var isPending: Bool { isOpen || self == .merged }

    /// The word for residents and staff.
    package var chinese: String {
        switch self {
        case .submitted: "已点单"
        case .dispatched: "已派单"
        case .accepted: "已接单"
        case .inProgress: "处置中"
        case .suspended: "挂起"
        case .resolved: "已办结"
        case .rated: "已评价"
        case .archived: "已归档"
        case .cancelled: "已撤单"
        case .declined: "不受理"
        case .merged: "已并单"
        }
    }
}

/// The three clocks of a ticket (`domain.md` 2.2.2). They start at submission and never restart; a reopened
/// ticket gets a round of new ones.
package enum ClockKind: String, Sendable, Codable, CaseIterable {
    /// A person's first act towards the resident: accept, arrive or a message. Never the automatic reply.
    case firstResponse = "first_response"
    case accept
    case resolve
}

/// Where a ticket came from.
package enum TicketOrigin: String, Sendable, Codable, CaseIterable {
    case resident
    case staff
    case reception
    /// The resident asked for a person.
    case handoff
    /// Something that only a person can answer yet.
    case forwarded
}

/// By which way a matter came that nobody wrote in a chat (`domain.md` A08).
package enum Intake: String, Sendable, Codable, CaseIterable {
    case desk, phone, mailbox, questionnaire, hotline, grid

    package var chinese: String {
        switch self {
        case .desk: "物业中心"
        case .phone: "电话"
        case .mailbox: "幸福邮箱"
        case .questionnaire: "问卷"
        case .hotline: "12345热线"
        case .grid: "网格员"
        }
    }
}

/// What is known of a matter before it has a number.
package struct TicketDraft: Sendable, Hashable, Codable {
    package var category: String
    package var urgency: Urgency
    /// The resident's own words, joined by line breaks.
    package var text: String
    package var address: Address
    package var origin: TicketOrigin
    /// What was wanted; some deadlines hang on it (a complaint has longer than a repair). Nil from the desk.
    package var intent: Intent?
    package var anonymous: Bool
    /// The platform's ids of pictures and recordings.
    package var attachments: [String]
    /// What the machine took his words for before he asked for a person: the staff see it.
    package var guesses: [Intent]
    /// When it happened, as far as it was said: noted for the staff, no part of the row.
    package var happenedAt: Instant?
    /// Whom he turned to before and who did not hear him, in his words: noted for the staff, no part of the
    /// row.
    package var unheard: String?

    package init(
        category: String, urgency: Urgency, text: String, address: Address, origin: TicketOrigin = .resident,
        intent: Intent? = nil, anonymous: Bool = false, attachments: [String] = [], guesses: [Intent] = []
    ) {
        self.guesses = guesses
        self.category = category
        self.urgency = urgency
        self.text = text
        self.address = address
        self.origin = origin
        self.intent = intent
        self.anonymous = anonymous
        self.attachments = attachments
    }
}

package struct Ticket: Sendable, Hashable {
    package var id: TicketID
    /// `LL260318-0001`.
    package var number: String
    package var estate: String
    package var resident: ResidentID?
    package var channel: String
    package var sender: String
    package var draft: TicketDraft
    package var state: TicketState
    /// 1 … 5 (`domain.md` 2.4).
    package var level: Int
    package var taker: StaffID?
    package var receivedAt: Instant
    package var acceptedAt: Instant?
    package var arrivedAt: Instant?
    package var resolvedAt: Instant?
    /// What the resident was told at the end.
    package var result: String?
    /// Resolved without an arrival stamp where the category asks for one.
    package var falseClosure: Bool
    /// 1 … 5.
    package var rating: Int?
    /// Who took it up first and answers for it until somebody else is assigned (首问负责).
    package var firstOwner: StaffID?
    /// The ticket that stands for it, or stood for it until its end.
    package var mergedInto: TicketID?
    /// Nil where it was never offered.
    package var mediation: Mediation?

    package init(
        id: TicketID, number: String, estate: String, resident: ResidentID?, channel: String, sender: String,
        draft: TicketDraft, state: TicketState, level: Int, taker: StaffID? = nil, receivedAt: Instant,
        acceptedAt: Instant? = nil, arrivedAt: Instant? = nil, resolvedAt: Instant? = nil,
        result: String? = nil, falseClosure: Bool = false, rating: Int? = nil, mergedInto: TicketID? = nil,
        firstOwner: StaffID? = nil, mediation: Mediation? = nil
    ) {
        self.id = id
        self.number = number
        self.estate = estate
        self.resident = resident
        self.channel = channel
        self.sender = sender
        self.draft = draft
        self.state = state
        self.level = level
        self.taker = taker
        self.receivedAt = receivedAt
        self.acceptedAt = acceptedAt
        self.arrivedAt = arrivedAt
        self.resolvedAt = resolvedAt
        self.result = result
        self.falseClosure = falseClosure
        self.rating = rating
        self.mergedInto = mergedInto
        self.firstOwner = firstOwner
        self.mediation = mediation
    }
}

/// One of a ticket's clocks.
package struct TicketClock: Sendable, Hashable {
    package var kind: ClockKind
    /// The submission, or the reopening that began another round.
    package var startedAt: Instant
    package var dueAt: Instant
    /// True where the calendar of a year was missing and Monday to Friday was assumed.
    package var provisional: Bool
    package var metAt: Instant?
    package var breachedAt: Instant?

    package init(
        kind: ClockKind, startedAt: Instant, dueAt: Instant, provisional: Bool, metAt: Instant? = nil,
        breachedAt: Instant? = nil
    ) {
        self.kind = kind
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.provisional = provisional
        self.metAt = metAt
        self.breachedAt = breachedAt
    }
}
