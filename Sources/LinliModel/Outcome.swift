/// What became of a command. A refusal is an outcome too, never a throw: a throw would undo the reply.
package enum Outcome: Sendable, Hashable {
    case ticketOpened(TicketSummary)
    /// The same words again within ten minutes: no new ticket.
    case ticketRepeated(TicketSummary)
    /// Neighbours have reported the same thing: his report joins theirs under a number of his own.
    case ticketJoined(TicketSummary, others: Int)
    case ticketCompleted(TicketSummary)
    /// `before` is the place that stood there; empty where none did.
    case ticketCorrected(TicketSummary, before: String)
    /// It stands in the ticket of that danger, and its staff were told.
    case dangerTold(TicketSummary, DangerNews)
    /// Nobody reads any more who reported it.
    case reportersHidden([TicketSummary], words: String)
    /// The same matter under a new number; `old` stays given up.
    case ticketRestored(TicketSummary, old: String)
    /// Several fit and it is not clear which is meant: he is asked.
    case whichTicket([TicketSummary])
    /// He wants all of these pushed.
    case allTickets([TicketSummary])
    case toldPerson
    /// The numbers of the tickets that have it now.
    case pictureAttached([String])
    case tickets([TicketSummary])
    /// How its times were counted, a line each.
    case deadlineExplained(TicketSummary, [String])
    /// Whose it is; with nobody who has taken it, whom it was handed to.
    case ownerTold(TicketSummary, TicketOwner)
    /// He has no ticket that the words can mean.
    case ownerUnknown
    case ticketUrged(TicketSummary, Urging)
    case ticketRated(TicketSummary, Rating)
    case ticketNotFound

    case cancellable([Cancellable])
    /// All that his words mean, to be given up together.
    case cancellableTogether([Cancellable])
    /// Nothing is booked for this relative; these are what he has besides.
    case nothingBookedFor(String, [Cancellable])
    case cancelled(Cancellable)
    case cancelRefused(Cancellable, CancelRefusal)

    case balance(Int, held: Int)
    case pointsTold(PointsAnswer)
    /// What his words say that he has done, with the items that each may be.
    case deeds([DeedReading])
    case claimPending(ClaimNote)
    case claimRefused(ClaimRefusal)
    /// False where it has a picture already, or was decided.
    case evidenceAttached(Bool)
    /// Before the community, under this number.
    case appealNoted(TicketSummary, isNew: Bool)
    /// No claim of his was refused of late.
    case appealNone

    case rewards([RewardListing], balance: Int)
    /// Rewards in the order in which he named them; `refused` are those that he does not want.
    case rewardsNamed([RewardPick], refused: Set<String> = [])
    case quoted(RewardQuote)
    case rewardUnknown([RewardListing])
    /// Against the property fee, without an amount.
    case feeAsked(FeeTerms)
    /// More than the flat may have in this period.
    case feeLimit(FeeTerms)
    case pointsShort(RewardQuote)
    case rewardOut(RewardQuote, left: Int)
    /// `isNew`: false where he waits for it already.
    case rewardAwaited(name: String, isNew: Bool)
    case rewardInStock(RewardListing)
    /// No goods were named; what has run out.
    case rewardWaitUnknown([String])
    case rewardWaitsLeft([String])
    /// The limit in words: "每月2件".
    case rewardLimit(RewardQuote, String)
    case redeemed(RewardQuote, code: String, until: Instant)
    /// What waits for him, with the hours in which it is handed out.
    case pickUps([PickUp], hours: String, proxy: Bool)

    /// `missing` is the kind that he named and that has no date; these are the others.
    case sessions([SessionOffer], missing: String? = nil)
    /// Nothing can be booked on the day that he named; these are the others.
    case dayMissed(MissedDay, [SessionOffer])
    /// Nothing can be booked at the times that he named; `later` is what can be booked then later, the others
    /// are what there is besides.
    case timesMissed(later: MissedDay?, [SessionOffer])
    case booked(SeatWish, seat: Int)
    /// The seat that he had is free for the next one.
    case seatMoved(SeatWish, seat: Int)
    /// He has no seat that could be moved.
    case seatToMoveNone(SeatWish)
    case alreadyBooked(SeatWish, seat: Int)
    case sessionFull(SeatWish, others: [SessionOffer])
    /// On the waiting list, with so many before him; not new where he had been on it.
    case seatAwaited(SeatWish, before: Int, isNew: Bool)
    /// So many wait for its seats that nobody more may.
    case waitlistFull(SessionOffer)
    case bookingClosed(SessionOffer)
    /// The same number with what he said now.
    case seatChanged(SeatWish, seat: Int)
    /// He has no seat that his words may be about.
    case seatUnknown
    /// More matters than one seat has time for.
    case seatMattersFull
    /// Several are, by their titles.
    case whichSeat([SeatTold])
    /// The session has begun or is over: nothing was changed.
    case seatBegun(title: String)
    case seatsTold(SessionQuestion, [SeatTold])
    /// How long one seat lasts at the next session; he has none there.
    case seatMinutes(title: String, minutes: Int)
    case seatResult(SeatResult, SessionQuestion)
    /// He asks what came of it, and no row says that he was there or what did: his words, for a person.
    case seatResultUnknown(words: String)
    /// He did not come too often: until then seats are given at the desk only.
    case bookingPaused(noShows: Int, until: Instant)

    case agendaNoted(AgendaSummary, isNew: Bool)
    /// So many matters of his are open before this meeting.
    case agendaFull(meeting: String, open: Int)
    case meetingDate(MeetingDate)
    case minutes([MinutesLine])
    /// Nothing of this meeting was published yet.
    case minutesNone(meeting: String)
    /// The minutes know nothing of it, or there is no such meeting here: his words, for a person.
    case meetingUnknown(String)

    /// Opened; `mediators` is who would mediate, as the register names them.
    case mediationOffered(TicketSummary, mediators: String)
    case mediationAnswered(TicketSummary, consents: Bool)
    /// His words were handed on under this number; `body` is the committee, or who stands in for it.
    case committeeTold(TicketSummary, body: String, standsIn: Bool)

    /// It stands in the staff's file.
    /// `ticket`: the one of his that this person has worked on; it stands there too.
    case praised(named: String, ticket: String?)
    /// On the list of a talk, under this number.
    case topicNoted(SessionOffer, number: Int, isNew: Bool)
    /// No talk has a date.
    case topicNone
    case grid(GridAnswer)
    /// Which building? The register has it in no grid, or none was named.
    case gridUnknown

    /// What the rows of the estate say.
    case estateAnswered(EstateQuestion, Phrase)
    /// No row says it: opened for a person; `to` is who has it, as in the ticket.
    case questionHandedOn(EstateQuestion, TicketSummary, to: String)
    /// No row says that either: it stands beside the question that waits already.
    case questionAdded(EstateQuestion, TicketSummary)

    /// In the register of needs; with the same words again it is the same row.
    case needNoted(NeedSummary, isNew: Bool)
    /// So many wishes of his are open in the register.
    case needsFull(open: Int)
    case needStatus(NeedSummary)
    case needUnknown
    /// Needs that anybody may take on.
    case needsOffered([NeedSummary])
    /// His tickets, what he has in the register of needs, and what he has booked, signed up for or put by.
    /// `more`: how many tickets are open beside those that are listed.
    case matters([TicketSummary], [NeedSummary], appointments: [String], more: Int = 0)
    case resourceNoted(ResourceID, isNew: Bool)
    case membershipKept
    /// Whether there was anything to take back.
    case membershipWithdrawn(Bool)
    /// Names and who provides them.
    case resources([ResourceListing])
    /// What of the list his words name; with none of it these are things of the same kind.
    case resourcesFound([ResourceListing], LoanWish, others: [ResourceListing])
    /// `isNew`: false where he has said the same a moment ago.
    case borrowed(ResourceListing, LoanWish, TicketSummary, isNew: Bool)
    case loanRefused(ResourceListing, LoanWish, LoanObstacle)

    /// Those that his words name.
    case projects([ProjectSummary])
    /// No row has it.
    case projectUnknown
    case projectList([ProjectSummary])
    case projectFollowed(NeedSummary, isNew: Bool)
    /// Those that he hears of no more.
    case projectsLeft([NeedSummary])

    /// `items` are those that he has named; none where he is to choose.
    /// `asks`: he has only asked about them.
    case activityFound(ActivityOffer, items: [ActivityItemID], people: Int, asks: Bool = false)
    /// He has named the day of services, and none has a date.
    case activityNone(name: String)
    /// No activity of ours: his words, for a person.
    case activityUnknown(String)
    /// Signed up, or on the waiting list; not new where he had been before.
    case signedUp(SignupSummary, isNew: Bool)
    /// `left` is what was given up for it: its item.
    case signupSwapped(SignupSummary, left: String)
    /// He has nothing of the kind, or there is no such item.
    case signupSwapUnknown
    case signupClosed
    /// For so many one resident may sign up.
    case signupTooMany(Int)

    case post(PostAnswer)

    /// What became of a word about lunch to the door.
    case meal(MealAnswer)

    case homeClaimed(Address)
    /// His first home here: somebody would come until that day to say hello. Nothing is planned before he
    /// has said that they may.
    case homeWelcomed(Address, visitor: String, by: Instant)
    case visit(VisitAnswer)
    /// How many visits were called off.
    case visitsDeclined(Int)
    /// The register has no such home.
    case homeUnknown(Address)
    case homeProven(Address)
    case codeWrong(triesLeft: Int)
    /// No home was named yet, or no code is open for it.
    case codeNotExpected
    /// This chat is the staff account's from now on. Roles in words: 管家.
    case staffBound(account: String, roles: [String])
    /// No such code for a staff account; with no tries left this chat is closed for codes.
    case staffCodeWrong(triesLeft: Int)
    /// The command needs a proven home; it is done as soon as there is one.
    case needsProof(Command, claimed: Address?)

    package enum CancelRefusal: String, Sendable, Hashable, Codable {
        /// P0 is closed on the spot by a person only (`domain.md` 2.2.1).
        case emergency
        case tooLate
        case alreadyClosed
        case workHasBegun
        /// The session or meeting has begun or is over.
        case begun
        /// Neighbours have joined: the matter is no longer his alone.
        case othersJoined
    }

    /// What an urging has really done.
    package struct Urging: Sendable, Hashable {
        /// False within 30 minutes of the last one.
        package var isCounted: Bool
        /// Whether somebody could be told.
        package var isTold: Bool
        /// The level that it was lifted to, by its name; nil where it was not.
        package var level: String?
        /// What was not done in time; nil where nothing is late.
        package var late: Lateness?

        package init(isCounted: Bool, isTold: Bool = false, level: String? = nil) {
            self.isCounted = isCounted
            self.isTold = isTold
            self.level = level
        }
    }

    /// What came of an answer to a result.
    package enum Rating: Sendable, Hashable {
        case marked
        /// The mark before it stands in the history.
        case replaced(Int, by: Int)
        /// Mended, and no mark: he is asked for one, once.
        case solved
        /// Content, in words.
        case satisfied
        /// Mended, and he is not content.
        case unsatisfied
        /// Nothing that he had not said before.
        case known
        case reopened
    }

    /// A clock of a ticket that has run out.
    package struct Lateness: Sendable, Hashable {
        package var clock: ClockKind
        package var dueAt: Instant

        package init(_ clock: ClockKind, dueAt: Instant) {
            self.clock = clock
            self.dueAt = dueAt
        }
    }
}

/// Who answers for a ticket (首问负责, `domain.md` A17): a post or a role, never a person's name.
package struct TicketOwner: Sendable, Hashable {
    package var name: String
    /// False: it was handed to them, and nobody has taken it yet.
    package var hasTaken: Bool
    /// Until when he hears of it; nil where no clock runs.
    package var due: Instant?

    package init(name: String, hasTaken: Bool, due: Instant?) {
        self.name = name
        self.hasTaken = hasTaken
        self.due = due
    }
}

/// A grid as residents know it.
package struct GridAnswer: Sendable, Hashable {
    /// "第2网格".
    package var name: String
    package var buildings: [String]
    /// Posts of the grid with their hours: "第2网格网格员（工作日08:30-12:00、14:30-17:30）". Never a person's name.
    package var posts: [String]

    package init(name: String, buildings: [String], posts: [String]) {
        self.name = name
        self.buildings = buildings
        self.posts = posts
    }
}

/// A ticket whose result the resident was told.
package struct ResolvedTicket: Sendable, Hashable {
    package var number: String
    package var category: String
    package var toldAt: Instant
    /// He has said something of it since.
    package var isAnswered: Bool

    package init(number: String, category: String, toldAt: Instant, isAnswered: Bool) {
        self.number = number
        self.category = category
        self.toldAt = toldAt
        self.isAnswered = isAnswered
    }
}

package struct TicketSummary: Sendable, Hashable, Codable {
    package var id: TicketID
    package var number: String
    package var state: TicketState
    package var category: String
    /// The category's Chinese name.
    package var categoryName: String
    package var urgency: Urgency
    package var place: String
    package var origin: TicketOrigin
    package var receivedAt: Instant
    /// Until when a person answers; nil when that has happened.
    package var responseDue: Instant?
    /// What has happened to it, oldest first; empty where nobody asked about it alone.
    package var steps: [Step] = []
    package var mediation: Mediation?
    /// What it waits for, as staff have entered it; nil where it does not.
    package var wait: Wait?
    /// When it is to be done; nil where that has happened, while it waits, and where nobody asked about it.
    package var resultDue: Instant?
    /// `place` in its parts; nil in rows that were written before it was kept.
    package var address: Address?
    /// Nobody of the staff sees who he is; nil where they do.
    package var isUnnamed: Bool?
    /// A person was asked for out of hours: who answers, and when he begins.
    package var opening: Opening?

    package struct Opening: Sendable, Hashable, Codable {
        package var who: String
        package var at: Instant

        package init(who: String, at: Instant) {
            self.who = who
            self.at = at
        }
    }

    package struct Step: Sendable, Hashable, Codable {
        /// 点单, 派单, 接单 …
        package var name: String
        package var at: Instant

        package init(name: String, at: Instant) {
            self.name = name
            self.at = at
        }
    }

    package struct Wait: Sendable, Hashable, Codable {
        /// "等材料".
        package var reason: String
        /// When it goes on, and he hears of it.
        package var until: Instant

        package init(reason: String, until: Instant) {
            self.reason = reason
            self.until = until
        }
    }

    package init(
        id: TicketID, number: String, state: TicketState, category: String, categoryName: String,
        urgency: Urgency, place: String, origin: TicketOrigin, receivedAt: Instant, responseDue: Instant?
    ) {
        self.id = id
        self.number = number
        self.state = state
        self.category = category
        self.categoryName = categoryName
        self.urgency = urgency
        self.place = place
        self.origin = origin
        self.receivedAt = receivedAt
        self.responseDue = responseDue
    }
}

package struct LedgerLine: Sendable, Hashable, Codable {
    package var at: Instant
    /// Positive: earned or released; negative: held, spent, expired.
    package var points: Int
    package var kind: String
    package var memo: String

    package init(at: Instant, points: Int, kind: String, memo: String) {
        self.at = at
        self.points = points
        self.kind = kind
        self.memo = memo
    }
}

/// A reward that is held for a resident until he shows its code.
package struct PickUp: Sendable, Hashable {
    package var name: String
    package var quantity: Int
    package var code: String
    package var until: Instant

    package init(name: String, quantity: Int, code: String, until: Instant) {
        self.name = name
        self.quantity = quantity
        self.code = code
        self.until = until
    }
}

package struct RewardListing: Sendable, Hashable, Codable {
    package var code: String
    package var name: String
    package var points: Int
    package var stock: Int

    package init(code: String, name: String, points: Int, stock: Int) {
        self.code = code
        self.name = name
        self.points = points
        self.stock = stock
    }
}
