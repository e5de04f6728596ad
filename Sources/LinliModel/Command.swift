/// What a conversation wants done. The dialogue decides on it, a service does it inside the transaction.
package enum Command: Sendable, Hashable, Codable {
    case openTicket(TicketDraft)
    /// Adds to a ticket that exists: words, an address.
    case completeTicket(number: String, text: String, address: Address)
    /// Puts the place of a ticket right, or notes what he says about it: the change is written down and told.
    case correctTicket(TicketReference, text: String, address: Address)
    /// More of a danger whose ticket is open: whoever goes there hears of it.
    case addToDanger(ticket: String, text: String, address: Address, news: DangerNews)
    /// From now on nobody reads who reported the ticket that these words are about; `last` is the one that he
    /// spoke of last.
    case hideReporter(words: String, last: String?)
    /// When the crew may come, or whom it is to call.
    case noteVisit(text: String)
    /// Nobody came, or nobody answered. `orStatus`: where nothing is late it is only told how far it is.
    case pressLate(text: String, orStatus: Bool)
    /// A ticket that was given up is wanted back.
    case restoreTicket(TicketReference)
    /// A person speaks with him: his words go to the ticket of that talk and to the staff.
    case tellPerson(ticket: String, text: String)
    /// A picture for tickets of his that are open; the platform's id of it.
    case attachPicture(tickets: [String], media: String)
    case ticketStatus(TicketReference)
    /// Why it is due when it is.
    case explainDeadline(TicketReference)
    /// Who answers for it, and until when.
    case askOwner(TicketReference)
    case urgeTicket(TicketReference)
    /// `corrects`: it takes the place of a mark that he has given (打错了，是4分).
    case rateTicket(
        TicketReference, score: Int?, solved: Bool?, satisfied: Bool? = nil, corrects: Bool = false,
        text: String)

    /// What could be cancelled: nothing is changed.
    /// `attendee`: only what is booked for this relative; `newest`: only the newest of that kind; `words`:
    /// where they name an item that he has signed up for, only that one.
    case findCancellable(
        CancelTarget, TicketReference, attendee: String? = nil, newest: Bool = false, words: String = "")
    case cancel(Cancellable)

    case pointsBalance
    /// `period`: the month, quarter or year that he names, as it was understood.
    case askPoints(PointsQuestion, words: String, period: String? = nil)
    /// Which items of the points scheme his words name: nothing is written.
    /// `day`: when he did it, where he says so; `days`: all that the words name, each deed may have its own.
    case claimPoints(text: String, attachment: String?, day: CivilDate? = nil, days: [NamedDays] = [])
    /// A deed as an item of the scheme, by its code; nil where a person is to say which.
    case claimDeed(Deed, item: String?)
    /// A picture of the deed that he has reported a moment ago.
    case attachEvidence(ClaimID, media: String)
    /// He does not accept that a claim of his was refused: the community looks at it again.
    case appealClaim(words: String)

    case listRewards
    /// What it would cost: nothing is changed.
    case quoteReward(item: String, quantity: Int)
    /// Points against the property fee: nothing is changed.
    case quoteFee(FeeWish)
    /// Which rewards his words name, and which of them he does not want.
    case findRewards(words: String, quantity: Int)
    case redeem(RewardQuote)
    /// To hear when goods that have run out are there again: those that his words name, else `item`.
    case awaitReward(words: String, item: String?)
    /// The codes of what waits for him, told once more. `proxy`: somebody else is to fetch it.
    case pickUpCodes(proxy: Bool)

    case listSessions(SessionWish)
    case bookSession(SeatWish)
    /// His seat is given up for one of this session; the matter stays as it is.
    case moveSeat(SeatWish)
    /// A place on the waiting list of a session that is full.
    case awaitSeat(SeatWish)
    /// Another matter, one more or how many come: for the seat that he has.
    case changeSeat(SeatChange)
    case askSeats(SessionQuestion, words: String)

    /// A matter for a meeting, by the code of its kind.
    case proposeAgenda(kind: String, title: String, words: String)
    /// One of his own cases for a meeting.
    case proposeCase(kind: String, TicketReference)
    case askMeeting(kind: String)
    /// What the minutes say; of any meeting where no kind is named.
    case askMinutes(kind: String?, words: String)

    /// A quarrel about money or fault: opened like any report, and mediation is offered.
    case openDispute(TicketDraft)
    case answerMediation(ticket: String, consents: Bool)
    /// There is no owners' committee: who stands in for it. His words go to them.
    case askCommittee(words: String)

    /// Thanks to somebody who works here; `named` is whom he names.
    case praise(named: String, text: String)
    /// Something to speak about at the next talk.
    case proposeTopic(text: String)
    /// Which grid a building belongs to; his own home's where none is named.
    case askGrid(building: String?)

    /// What somebody adds who saw something fall.
    case noteWitness(ticket: String, text: String, address: Address, happenedAt: Instant?)

    /// A question about the estate: its rows answer, or it is handed on.
    case askEstate(EstateQuestion)

    /// A wish for the register of needs. Nothing is broken and no clock of a ticket runs.
    case recordNeed(TicketDraft)
    case needStatus(NeedID)
    /// What is on the list to be taken on (项目认领).
    case listNeeds
    /// Something for the neighbours: goods, a skill, a room. It becomes a row of the register of resources.
    case offerResource(words: String, before: String? = nil)
    /// He agrees to be written down as a member of the party, or takes that back.
    case keepMembership, withdrawMembership
    /// Nobody shall knock at his door.
    case declineVisit
    /// May somebody come and say hello, when it suits him, and when they come.
    case visit(VisitAct)
    /// What is on the list of service resources.
    case listResources
    /// Something of that list to borrow or to use; `asks`: only whether there is any.
    case findResource(LoanWish)
    /// This thing or room as he has said: one ticket, and of a room with its hours nobody else has it then.
    case borrow(ResourceListing, LoanWish)

    /// Posts that residents may apply for.
    case post(PostAct)

    /// How far a project is that his words name.
    case askProject(words: String)
    case listProjects
    /// To hear of its steps: the one just spoken of, else the one that his words name.
    case followProject(NeedID?, words: String)
    /// To hear no more of projects, or of goods that he waits for.
    case unfollowProjects(words: String)

    /// An activity that his words are about, and what he wants of it.
    /// `asks`: only whether there are places, when, or what it costs; nothing is entered without a yes.
    case findActivity(words: String, people: Int, asks: Bool = false)
    case signUp(ActivityItemID, people: Int)
    /// One item is given up for another one; where `from` names none it is the newest that he has.
    case swapSignup(from: String, to: String)

    /// Lunch to the door: ordered, changed, or asked after.
    case meal(MealAct)

    case claimHome(Address, Home.Relation)
    /// He had named another home by mistake, and that one was never proven.
    case claimHomeInstead(Address, of: Address)
    /// A bare code may be a home's or a staff account's: only the store knows.
    case proveHome(code: String)
    /// He says himself that the code is for a staff account.
    case bindStaff(code: String)
}

/// Which of his tickets a resident means.
package enum TicketReference: Sendable, Hashable, Codable {
    case number(String)
    /// The last digits of the number.
    case tail(String)
    /// "那个灯": words that stand in it.
    case about([String])
    /// The newest that fits; all open ones where the status is asked.
    case latest
    /// Every open one. `count` is how many he says there are: 两个都.
    case all(count: Int?)
    /// "灯那个和门禁那个".
    case several([TicketReference])
    /// The open one that he reported first.
    case oldest
    /// Its place in the list of what is open, from 1.
    case position(Int)
}

/// What is new about a danger whose ticket is open.
package enum DangerNews: Sendable, Hashable, Codable {
    case more
    /// Life is in danger now; the category, where it is another one than before.
    case rises(category: String?)
    /// He says that nobody is in danger any more. Only staff end it, on the spot (`domain.md` 2.2.1).
    case over
}

package enum CancelTarget: String, Sendable, Codable, CaseIterable {
    case ticket, booking, redemption, signup, meal
    /// Something to speak about at a talk, or a matter for a meeting.
    case topic, agenda
    case anything
}

/// One thing of the resident's that can be given up, with the words that name it.
package struct Cancellable: Sendable, Hashable, Codable {
    package enum Kind: Sendable, Hashable, Codable {
        case ticket(TicketID)
        case booking(BookingID)
        case seatWait(SeatWaitID)
        case redemption(RedemptionID)
        case need(NeedID)
        case signup(SignupID)
        case topic(TopicID)
        case agenda(AgendaItemID)
        case meal(MealOrderID)
    }

    package var kind: Kind
    /// The ticket's number, or the id of the booking or redemption.
    package var reference: String
    /// "工单 LL260318-0001（漏水，3栋2单元501）".
    package var title: String
    /// Known already: then nobody is asked whether he means it.
    package var refusal: Outcome.CancelRefusal?
    /// Whom a seat is booked for, as kinship; nil where he comes himself.
    package var attendee: String?

    package init(
        kind: Kind, reference: String, title: String, refusal: Outcome.CancelRefusal? = nil,
        attendee: String? = nil
    ) {
        self.attendee = attendee
        self.kind = kind
        self.reference = reference
        self.title = title
        self.refusal = refusal
    }
}

/// A reward that was named, with how many of it.
package struct RewardPick: Sendable, Hashable, Codable {
    package var name: String
    package var quantity: Int

    package init(name: String, quantity: Int) {
        self.name = name
        self.quantity = quantity
    }
}

/// A price that was told. A confirmation counts for exactly this and nothing else.
package struct RewardQuote: Sendable, Hashable, Codable {
    package var reward: String
    package var name: String
    package var quantity: Int
    package var points: Int
    package var balance: Int
    /// Of a discount of the property fee: then the quantity is yuan.
    package var fee: FeeTerms?

    package init(
        reward: String, name: String, quantity: Int, points: Int, balance: Int, fee: FeeTerms? = nil
    ) {
        self.fee = fee
        self.reward = reward
        self.name = name
        self.quantity = quantity
        self.points = points
        self.balance = balance
    }
}
