// What the admin API says about tickets. Times are ISO 8601 at +08:00, keys are snake_case on the wire.

/// One row of the list: enough to decide what to take next.
package struct TicketLine: Codable, Sendable, Hashable {
    package var number: String
    /// `SUBMITTED` … `DECLINED`.
    package var state: String
    package var stateName: String
    package var category: String
    package var categoryName: String
    package var urgency: String
    package var level: Int
    package var estate: String
    package var place: String
    package var receivedAt: String
    /// The account that has taken it.
    package var taker: String?
    /// The clock that runs out first: `first_response`, `accept`, `resolve`.
    package var nextClock: String?
    package var nextDue: String?
    package var overdue: Bool

    package init(
        number: String, state: String, stateName: String, category: String, categoryName: String,
        urgency: String, level: Int, estate: String, place: String, receivedAt: String,
        taker: String? = nil, nextClock: String? = nil, nextDue: String? = nil, overdue: Bool
    ) {
        self.number = number
        self.state = state
        self.stateName = stateName
        self.category = category
        self.categoryName = categoryName
        self.urgency = urgency
        self.level = level
        self.estate = estate
        self.place = place
        self.receivedAt = receivedAt
        self.taker = taker
        self.nextClock = nextClock
        self.nextDue = nextDue
        self.overdue = overdue
    }
}

/// A ticket with its clocks and its history.
package struct TicketDetail: Codable, Sendable, Hashable {
    package var number: String
    package var state: String
    package var stateName: String
    package var category: String
    package var categoryName: String
    package var urgency: String
    package var level: Int
    package var estate: String
    package var place: String
    package var text: String
    package var origin: String
    package var anonymous: Bool
    /// 重点关爱户 where it touches a home of the care list; which one, and why it stands there, is not said.
    package var care: String?
    /// Masked; missing where the reporter is anonymous or nobody is known.
    package var reporter: TicketReporter?
    package var taker: String?
    package var receivedAt: String
    package var acceptedAt: String?
    package var arrivedAt: String?
    package var resolvedAt: String?
    package var result: String?
    package var falseClosure: Bool
    /// 1 … 5; missing where the resident gave no mark.
    package var rating: Int?
    /// What he answered to the result without a mark: `solved`, `satisfied`, `solved unsatisfied` …
    package var answer: String?
    /// When everything that says who reported it was taken out; missing where that has not been done.
    package var pseudonymisedAt: String?
    /// Why it is kept beyond its time; missing where it is not.
    package var hold: TicketHold?
    package var attachments: [String]
    package var suspensionAsked: SuspensionAsked?
    /// Departments that were called in, oldest first.
    package var whistles: [WhistleState]
    /// The account that answers for it to the resident until it is handed over (首问负责).
    package var owner: String?
    /// The ticket that stands for it.
    package var mergedInto: String?
    /// The reports that are merged into it, by their numbers alone.
    package var alsoAffected: [String]
    /// `offered`, `refused`, `consented`, `under_way`, `agreed`, `failed`; missing where it was not offered.
    package var mediation: String?
    /// Missing where no level is waited for.
    package var watch: LadderWatch?
    package var clocks: [TicketClockState]
    package var events: [TicketHistoryEntry]

    package init(
        number: String, state: String, stateName: String, category: String, categoryName: String,
        urgency: String, level: Int, estate: String, place: String, text: String, origin: String,
        anonymous: Bool, care: String? = nil, reporter: TicketReporter? = nil, taker: String? = nil,
        receivedAt: String, acceptedAt: String? = nil, arrivedAt: String? = nil, resolvedAt: String? = nil,
        result: String? = nil, falseClosure: Bool, rating: Int? = nil, answer: String? = nil,
        pseudonymisedAt: String? = nil, hold: TicketHold? = nil, attachments: [String],
        suspensionAsked: SuspensionAsked? = nil, whistles: [WhistleState] = [], owner: String? = nil,
        mergedInto: String? = nil,
        alsoAffected: [String] = [], mediation: String? = nil, watch: LadderWatch? = nil,
        clocks: [TicketClockState], events: [TicketHistoryEntry]
    ) {
        self.number = number
        self.state = state
        self.stateName = stateName
        self.category = category
        self.categoryName = categoryName
        self.urgency = urgency
        self.level = level
        self.estate = estate
        self.place = place
        self.text = text
        self.origin = origin
        self.anonymous = anonymous
        self.care = care
        self.reporter = reporter
        self.taker = taker
        self.receivedAt = receivedAt
        self.acceptedAt = acceptedAt
        self.arrivedAt = arrivedAt
        self.resolvedAt = resolvedAt
        self.result = result
        self.falseClosure = falseClosure
        self.rating = rating
        self.answer = answer
        self.pseudonymisedAt = pseudonymisedAt
        self.hold = hold
        self.attachments = attachments
        self.suspensionAsked = suspensionAsked
        self.whistles = whistles
        self.owner = owner
        self.mergedInto = mergedInto
        self.alsoAffected = alsoAffected
        self.mediation = mediation
        self.watch = watch
        self.clocks = clocks
        self.events = events
    }
}

/// Who reported, masked by default.
package struct TicketReporter: Codable, Sendable, Hashable {
    package var resident: Int64
    package var name: String
    package var homes: [String]

    package init(resident: Int64, name: String, homes: [String]) {
        self.resident = resident
        self.name = name
        self.homes = homes
    }
}

/// One clock. `state` is `running`, `overdue`, `met`, `late` (met after its time) or `stopped`.
package struct TicketClockState: Codable, Sendable, Hashable {
    package var kind: String
    package var dueAt: String
    package var metAt: String?
    package var breachedAt: String?
    package var provisional: Bool
    package var state: String

    package init(
        kind: String, dueAt: String, metAt: String? = nil, breachedAt: String? = nil, provisional: Bool,
        state: String
    ) {
        self.kind = kind
        self.dueAt = dueAt
        self.metAt = metAt
        self.breachedAt = breachedAt
        self.provisional = provisional
        self.state = state
    }
}

/// What happened, when, and in which capacity.
package struct TicketHistoryEntry: Codable, Sendable, Hashable {
    package var kind: String
    package var at: String
    package var actor: String
    package var detail: String

    package init(kind: String, at: String, actor: String, detail: String) {
        self.kind = kind
        self.at = at
        self.actor = actor
        self.detail = detail
    }
}

/// Intake for somebody who came to the desk or rang.
package struct OpenTicket: Codable, Sendable, Hashable {
    package var category: String
    /// The category's where missing.
    package var urgency: String?
    package var text: String
    /// Needed where the token is for every estate.
    package var estate: String?
    package var building: String?
    package var unit: String?
    package var room: String?
    package var place: String?
    /// `desk`, `phone`, `mailbox`, `questionnaire`, `hotline` or `grid`.
    package var channel: String
    package var anonymous: Bool
    /// Number, `channel:id` or name of a known resident, who is then told what happens.
    package var resident: String?

    package init(
        category: String, urgency: String? = nil, text: String, estate: String? = nil,
        building: String? = nil, unit: String? = nil, room: String? = nil, place: String? = nil,
        channel: String = "desk", anonymous: Bool = false, resident: String? = nil
    ) {
        self.category = category
        self.urgency = urgency
        self.text = text
        self.estate = estate
        self.building = building
        self.unit = unit
        self.room = room
        self.place = place
        self.channel = channel
        self.anonymous = anonymous
        self.resident = resident
    }
}

/// To one account or to a role; without both to the role that the category names.
package struct DispatchTicket: Codable, Sendable, Hashable {
    package var staff: String?
    package var role: String?

    package init(staff: String? = nil, role: String? = nil) {
        self.staff = staff
        self.role = role
    }
}

/// Why; obligatory.
package struct Reason: Codable, Sendable, Hashable {
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// One level up; or onto the agenda of a meeting, by its code or name, and up to its level.
package struct EscalateTicket: Codable, Sendable, Hashable {
    package var reason: String
    package var meeting: String?

    package init(reason: String, meeting: String? = nil) {
        self.reason = reason
        self.meeting = meeting
    }
}

/// `under_way`, `agreed` or `failed`, with words for the resident.
package struct MediateTicket: Codable, Sendable, Hashable {
    package var state: String
    package var text: String

    package init(state: String, text: String) {
        self.state = state
        self.text = text
    }
}

/// What the resident is told at the end; obligatory.
package struct ResolveTicket: Codable, Sendable, Hashable {
    package var result: String
    /// Id or address of a picture from the spot; it counts like an arrival stamp.
    package var photo: String?

    package init(result: String, photo: String? = nil) {
        self.result = result
        self.photo = photo
    }
}

/// Why, and when the work goes on by itself; or the second person's word to what was asked for.
package struct SuspendTicket: Codable, Sendable, Hashable {
    package var reason: String?
    package var resumeAt: String?
    /// True: agrees to what somebody else has asked for; the other fields are then left out.
    package var approve: Bool?

    package init(reason: String? = nil, resumeAt: String? = nil, approve: Bool? = nil) {
        self.reason = reason
        self.resumeAt = resumeAt
        self.approve = approve
    }
}

/// A suspension that waits for the word of a second person.
package struct SuspensionAsked: Codable, Sendable, Hashable {
    package var staff: String
    package var reason: String
    package var resumeAt: String

    package init(staff: String, reason: String, resumeAt: String) {
        self.staff = staff
        self.reason = reason
        self.resumeAt = resumeAt
    }
}

/// The reason is one of the list (`domain.md` 2.3); the referral says where to turn instead.
package struct DeclineTicket: Codable, Sendable, Hashable {
    /// `court_or_petition`, `emergency_number`, `out_of_area`, `private_matter`, `unlawful`.
    package var reason: String
    package var referral: String

    package init(reason: String, referral: String) {
        self.reason = reason
        self.referral = referral
    }
}

/// The account that has the ticket from now on.
package struct AssignTicket: Codable, Sendable, Hashable {
    package var staff: String

    package init(staff: String) {
        self.staff = staff
    }
}

/// Words that belong to an act: a note for colleagues, a message to the resident, what came of a visit.
package struct Words: Codable, Sendable, Hashable {
    package var text: String

    package init(text: String) {
        self.text = text
    }
}

/// The reporter of an anonymous ticket, for the role that may know; audited.
package struct RevealedReporter: Codable, Sendable, Hashable {
    package var ticket: String
    package var resident: Int64
    package var name: String
    package var homes: [String]
    /// `channel:id`.
    package var identities: [String]

    package init(ticket: String, resident: Int64, name: String, homes: [String], identities: [String]) {
        self.ticket = ticket
        self.resident = resident
        self.name = name
        self.homes = homes
        self.identities = identities
    }
}

/// The ticket that stands for this one from now on.
package struct MergeTicket: Codable, Sendable, Hashable {
    package var into: String

    package init(into: String) {
        self.into = into
    }
}

/// A level was told and says that it knows.
package struct Acknowledge: Codable, Sendable, Hashable {
    package var text: String?

    package init(text: String? = nil) {
        self.text = text
    }
}

/// The ringing is put off; why is obligatory.
package struct SnoozeTicket: Codable, Sendable, Hashable {
    package var reason: String
    package var until: String

    package init(reason: String, until: String) {
        self.reason = reason
        self.until = until
    }
}

/// Which level was told last, and what it did about it.
package struct LadderWatch: Codable, Sendable, Hashable {
    package var level: Int
    package var levelName: String
    package var toldAt: String
    /// How often it was told again without a sign.
    package var rings: Int
    package var acknowledgedBy: String?
    package var acknowledgedAt: String?
    package var snoozedUntil: String?

    package init(
        level: Int, levelName: String, toldAt: String, rings: Int, acknowledgedBy: String? = nil,
        acknowledgedAt: String? = nil, snoozedUntil: String? = nil
    ) {
        self.level = level
        self.levelName = levelName
        self.toldAt = toldAt
        self.rings = rings
        self.acknowledgedBy = acknowledgedBy
        self.acknowledgedAt = acknowledgedAt
        self.snoozedUntil = snoozedUntil
    }
}

/// A department that was called in, and whether it came.
package struct WhistleState: Codable, Sendable, Hashable {
    package var department: String
    /// The unit that answers for the result.
    package var isLead: Bool
    package var blownAt: String
    package var dueAt: String
    package var reportedAt: String?
    /// `waiting`, `overdue`, `in_time`, `late`.
    package var state: String
    /// The due time was counted without a holiday notice.
    package var provisional: Bool
    /// What it came to, and by when that is told; no time where the settings have none.
    package var result: String?
    package var resultDueAt: String?
    package var resultAt: String?
    package var resultState: String?
    /// 1 to 5: of the department by its caller, and of the caller by the department.
    package var score: Int?
    package var callerScore: Int?

    package init(
        department: String, isLead: Bool, blownAt: String, dueAt: String, reportedAt: String?, state: String,
        provisional: Bool, result: String? = nil, resultDueAt: String? = nil, resultAt: String? = nil,
        resultState: String? = nil, score: Int? = nil, callerScore: Int? = nil
    ) {
        self.result = result
        self.resultDueAt = resultDueAt
        self.resultAt = resultAt
        self.resultState = resultState
        self.score = score
        self.callerScore = callerScore
        self.department = department
        self.isLead = isLead
        self.blownAt = blownAt
        self.dueAt = dueAt
        self.reportedAt = reportedAt
        self.state = state
        self.provisional = provisional
    }
}

/// 吹哨: departments by name, the leading one first.
package struct BlowWhistle: Codable, Sendable, Hashable {
    package var departments: [String]
    package var reason: String

    package init(departments: [String], reason: String) {
        self.departments = departments
        self.reason = reason
    }
}

/// 报到: a department is here, or has come to a result, which ends what it owes.
package struct ReportIn: Codable, Sendable, Hashable {
    package var department: String
    package var text: String?
    /// What it came to; the resident reads it.
    package var result: String?

    package init(department: String, text: String?, result: String? = nil) {
        self.department = department
        self.text = text
        self.result = result
    }
}

/// 双向评价: the caller of a whistle judges the department, and a department the caller.
package struct ScoreWhistle: Codable, Sendable, Hashable {
    package var department: String
    /// 1 to 5.
    package var score: Int
    package var text: String?

    package init(department: String, score: Int, text: String? = nil) {
        self.department = department
        self.score = score
        self.text = text
    }
}
