import LinliModel

/// What comes in to a conversation.
package enum DialogueEvent: Sendable, Hashable {
    case message(Understood)
    /// A picture without words; the platform's id of it.
    case picture(media: String)
    case place(String)
    /// He followed the account, or opened the chat for the first time.
    case follow
    /// A recording without recognised words; the platform's id of it.
    case voice(media: String)
    /// A kind of message that Linli cannot read.
    case unreadable
    /// The quiet window has closed: what the fragments say together.
    case quietEnded(Understood)
    /// A report in the making was left alone for as long as a draft lives.
    case draftLeft
    /// What became of a command of this turn.
    case outcome(Outcome)
}

/// A message with what was understood of it.
package struct Understood: Sendable, Hashable {
    package var text: String
    package var requests: [WaitingRequest]
    package var subtype: OutOfScope?
    package var act: DialogueAct?
    package var confidence: Double
    /// What the words could mean where nothing is clear: at most two.
    package var guesses: [Intent]
    /// What the words mean where two readings are about as likely and neither is sure: the better one and the
    /// other. Empty where one may be taken.
    package var doubt: [Intent]
    /// It stands for several messages that came within a quiet window.
    package var joins = false
    /// The days that the words name, in their order.
    package var days: [NamedDays]

    /// There was more of it than is read.
    package var isCut: Bool

    /// The words up to `Limits.messageCharacters`: no flow may be held up by a book. Counted in code
    /// points, since one character may be written with thousands of marks. The inbox keeps all of it.
    package init(_ match: IntentMatch) {
        let words = String(match.text.unicodeScalars.prefix(Limits.messageCharacters))
        text = words
        isCut = match.text.unicodeScalars.count > Limits.messageCharacters
        guesses = match.alternatives.filter { $0.intent != .outOfScope && $0.confidence >= 0.1 }
            .prefix(2).map(\.intent)
        let parts = [match.main] + match.also
        days = match.days
        let named = match.days.isEmpty ? nil : match.days
        let read = parts.map {
            WaitingRequest(
                intent: $0.intent, category: $0.category, urgency: $0.urgency, slots: $0.slots,
                text: words, named: named)
        }
        requests = Understood.noting(read, match.text)
        doubt = Understood.doubt(match)
        subtype = match.main.subtype
        act = match.act
        confidence = match.confidence
    }

    /// Of the sentences of `Intents/` for which this holds while they are not learnt the better reading is
    /// right for four in ten and the other one for four: one in a hundred sentences.
    private static func doubt(_ match: IntentMatch) -> [Intent] {
        let main = match.main
        guard match.also.isEmpty, match.act == nil, match.confidence < unsure, main.urgency != .p0,
            let other = match.alternatives.first, match.confidence - other.confidence < near,
            ![main.intent, other.intent].contains(where: { neverAsked.contains($0) })
        else { return [] }
        return [main.intent, other.intent]
    }

    private static let unsure = 0.5
    private static let near = 0.2
    /// A danger waits for no question, and what spends, ends or speaks for somebody is no option to tap on by
    /// mistake.
    private static let neverAsked: Set<Intent> = [
        .reportHazard, .outOfScope, .redeem, .cancel, .vote, .pointsClaim, .privacyRequest,
    ]

    /// "5", "5分": a mark, where one was asked for.
    package var mark: Int? {
        let number = main.slots[.score]?.integer ?? choice
        return number.flatMap { (1...5).contains($0) ? $0 : nil }
    }

    /// The categories that were read out of it.
    package var categories: [String] { requests.compactMap(\.category) }

    var main: WaitingRequest {
        requests.first
            ?? WaitingRequest(intent: .outOfScope, category: nil, urgency: .none, slots: [:], text: text)
    }
}

/// A person whom the resident asked for, whatever channel he writes on.
package struct PersonOnTheLine: Sendable, Hashable {
    /// The ticket of that talk.
    package var ticket: String
    /// He has written a short while ago: the machine is silent.
    package var isActive: Bool

    package init(ticket: String, isActive: Bool) {
        self.ticket = ticket
        self.isActive = isActive
    }
}

/// What the dialogue may know of the world in this turn.
package struct Facts: Sendable {
    package var now: Instant
    package var homes: [Home]
    /// His first message ever on this channel.
    package var isNew: Bool
    /// What the least answered of the results waits for that he was told within the days in which he may
    /// answer; nil where he was told none. Until he has given a mark a bare "5" is one.
    package var resultTold: AnswerProgress?
    /// The results that he was told and may answer, the newest first; read only where he may be answering.
    package var results: [ResolvedTicket] = []
    /// Nil where nobody was asked for.
    package var person: PersonOnTheLine?
    /// The estate's register; nil where none is known: then every address counts.
    package var register: (any PlaceRegister)?
    /// A warning of the weather that these words may be about.
    package var alert: AlertInForce?
    /// Nil where the estate brings no meals.
    package var meals: MealFacts?

    package init(
        now: Instant, homes: [Home], isNew: Bool, resultTold: AnswerProgress? = nil,
        person: PersonOnTheLine? = nil, register: (any PlaceRegister)? = nil, alert: AlertInForce? = nil
    ) {
        self.alert = alert
        self.person = person
        self.register = register
        self.now = now
        self.homes = homes
        self.isNew = isNew
        self.resultTold = resultTold
    }
}

/// Building and side, or the hour too.
package enum Witness: String, Sendable, Hashable {
    case side, hour
}

/// What the settings mean for the conversation: categories and meetings, made at start.
package struct DialoguePolicy: Sendable, Hashable {
    /// Categories of things inside a flat: there the resident's own home is the place.
    package var inHome: Set<String>
    /// Categories of matters that are nowhere: no place is asked for.
    package var placeless: Set<String>
    /// Categories in which neighbours report one thing by its place: 门口 is too little there.
    package var sharedPlaces: Set<String>
    /// The key of the advice for a category of emergencies.
    package var advice: [String: String]
    /// The meetings of `Config/meetings.yaml`.
    package var meetings: [MeetingWords]
    /// Categories whose wishes go into the register of needs.
    package var needs: Set<String>
    /// What residents call the day of services.
    package var activities: [String]
    package var points: PointsPolicy
    /// Categories of what falls from above, with what is asked of who saw it.
    package var witnesses: [String: Witness]
    /// So many messages of one person are handled within `Limits.floodSeconds`.
    package var messagesPerMinute = Limits.personMessagesPerMinute

    package init(
        inHome: Set<String>, placeless: Set<String> = [], sharedPlaces: Set<String> = [],
        advice: [String: String], meetings: [MeetingWords] = [],
        needs: Set<String> = [], witnesses: [String: Witness] = [:], activities: [String] = [],
        points: PointsPolicy = PointsPolicy()
    ) {
        self.witnesses = witnesses
        self.points = points
        self.activities = activities
        self.needs = needs
        self.inHome = inHome
        self.sharedPlaces = sharedPlaces
        self.placeless = placeless
        self.advice = advice
        self.meetings = meetings
    }
}

/// Words of the points scheme that the conversation itself has to know.
package struct PointsPolicy: Sendable, Hashable {
    /// None of the items that he was asked among.
    package var noneOfThese: [String]
    /// A question about points is no question about the balance where one of these stands in it.
    package var asked: [String]
    /// The name of the discount of the property fee and other words for it; none where there is none.
    package var feeWords: [String]
    /// As much of it as may be.
    package var feeMost: [String]

    /// The classes of the scheme, by their names.
    package var categories: [String] = []
    /// What the discount costs; nil where there is none.
    package var feeRate: FeeRate?

    /// He does not accept a refusal; `subject` are words that say it is one of a claim.
    package var appeal: [String]
    package var subject: [String]

    package init(
        noneOfThese: [String] = [], asked: [String] = [], feeWords: [String] = [], feeMost: [String] = [],
        appeal: [String] = [], subject: [String] = []
    ) {
        self.appeal = appeal
        self.subject = subject
        self.noneOfThese = noneOfThese
        self.asked = asked
        self.feeWords = feeWords
        self.feeMost = feeMost
    }
}

/// So many points are one yuan, up to the limit in words ("50元/季度").
package struct FeeRate: Sendable, Hashable {
    package var points: Int
    package var limit: String

    package init(points: Int, limit: String) {
        self.points = points
        self.limit = limit
    }
}

/// What is to be done now. The caller performs it and comes back with the outcomes.
package struct Step: Sendable, Hashable {
    package var state: ConversationState
    package var commands: [Command]
    package var replies: [Phrase]
    package var acts: [Act]
    package var ask: [SlotName]
    /// The message is not to be kept: a choice in a vote is nobody's to read.
    package var forgetsWords = false
    /// It was one of too many in a minute, and nothing was done with it.
    package var isHeldBack = false
    /// The name of the listener that heard the message; nil where it was no message, or was begun anew.
    package var heard: String?
}

/// What a turn did, in the words of `interface.md`.
package enum Act: String, Sendable, Hashable, Codable {
    case greet, clarify, answer, status, ack, escalate, handoff, notify, reject, refuse, deescalate
    case askSlot = "ask_slot"
    case offerOptions = "offer_options"
    case confirmAsk = "confirm_ask"
    case cancelAsk = "cancel_ask"
    case createTicket = "create_ticket"
    case updateTicket = "update_ticket"
    case attachDuplicate = "attach_duplicate"
    case reopen
    case urgeAck = "urge_ack"
    case safetyAdvice = "safety_advice"
    case bookingOK = "booking_ok"
    case redeemOK = "redeem_ok"
    case signupOK = "signup_ok"
    case waitlistOK = "waitlist_ok"
    case claimPending = "claim_pending"
    case claimRejected = "claim_rejected"
    case ratingSaved = "rating_saved"
    case cancelOK = "cancel_ok"
    case cancelRefused = "cancel_refused"
    case bindOK = "bind_ok"
    case resumeFlow = "resume_flow"
}
