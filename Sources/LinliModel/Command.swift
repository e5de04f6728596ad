/// What a conversation wants done. The dialogue decides on it, a service does it inside the transaction.
package enum Command: Sendable, Hashable, Codable {
    case openTicket(TicketDraft)
    /// Adds to a ticket that exists: words, an address.
    case completeTicket(number: String, text: String, address: Address)
    /// Puts the place of a ticket right, or notes what he says about it: the change is written down and told.
    case correctTicket(TicketReference, text: String, address: Address)
    /// More of a danger whose ticket is open: whoever goes there hears of it.
    case addToDanger(ticket: String, text: String, address: Address, news: DangerNews)
    /// What is said of tickets that are open, beside their words and places.
    case talk(TalkAct)
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

    /// Points of his own; only the rules are told without a proven home.
    case points(PointsAct)
    /// Goods and the discount for them.
    case reward(RewardAct)
    /// To hear when goods that have run out are there again: those that his words name, else `item`.
    case awaitReward(words: String, item: String?)
    /// The codes of what waits for him, told once more. `proxy`: somebody else is to fetch it.
    case pickUpCodes(proxy: Bool)

    /// Receptions and talks: a seat, and what is told there.
    case seat(SeatAct)
    case meeting(MeetingAct)
    /// Quarrels, thanks and questions about the estate.
    case matter(MatterAct)
    /// The registers of needs and of resources, and who is written down in one.
    case register(RegisterAct)
    /// Things and rooms to borrow.
    case loan(LoanAct)
    case project(ProjectAct)
    case activity(ActivityAct)
    /// May somebody come and say hello, when it suits him, and when they come.
    case visit(VisitAct)
    /// Posts that residents may apply for.
    case post(PostAct)
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
