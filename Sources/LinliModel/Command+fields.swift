// What a conversation wants done in one field. Each has its own list, so that the service of the field does
// all of it and the compiler says so.

/// What is said of tickets that are open.
package enum TalkAct: Sendable, Hashable, Codable {
    /// From now on nobody reads who reported the ticket that these words are about; `last` is the one that he
    /// spoke of last.
    case hideReporter(words: String, last: String?)
    /// When the crew may come, or whom it is to call.
    case noteVisit(text: String)
    /// Nobody came, or nobody answered. `orStatus`: where nothing is late it is only told how far it is.
    case pressLate(text: String, orStatus: Bool)
    /// A ticket that was given up is wanted back.
    case restore(TicketReference)
    /// What somebody adds who saw something fall.
    case noteWitness(ticket: String, text: String, address: Address, happenedAt: Instant?)
}

package enum PointsAct: Sendable, Hashable, Codable {
    case balance
    /// `period`: the month, quarter or year that he names, as it was understood.
    case ask(PointsQuestion, words: String, period: String? = nil)
    /// Which items of the points scheme his words name: nothing is written.
    /// `day`: when he did it, where he says so; `days`: all that the words name, each deed may have its own.
    case read(text: String, attachment: String?, day: CivilDate? = nil, days: [NamedDays] = [])
    /// A deed as an item of the scheme, by its code; nil where a person is to say which.
    case claim(Deed, item: String?)
    /// A picture of the deed that he has reported a moment ago.
    case attach(ClaimID, media: String)
    /// He does not accept that a claim of his was refused: the community looks at it again.
    case appeal(words: String)
}

package enum RewardAct: Sendable, Hashable, Codable {
    case list
    /// What it would cost: nothing is changed.
    case quote(item: String, quantity: Int)
    /// Points against the property fee: nothing is changed.
    case quoteFee(FeeWish)
    /// Which rewards his words name, and which of them he does not want.
    case find(words: String, quantity: Int)
    case redeem(RewardQuote)
}

package enum SeatAct: Sendable, Hashable, Codable {
    case list(SessionWish)
    case book(SeatWish)
    /// His seat is given up for one of this session; the matter stays as it is.
    case move(SeatWish)
    /// A place on the waiting list of a session that is full.
    case wait(SeatWish)
    /// Another matter, one more or how many come: for the seat that he has.
    case change(SeatChange)
    case ask(SessionQuestion, words: String)
}

package enum MeetingAct: Sendable, Hashable, Codable {
    /// A matter for a meeting, by the code of its kind.
    case propose(kind: String, title: String, words: String)
    /// One of his own cases for a meeting.
    case proposeCase(kind: String, TicketReference)
    case ask(kind: String)
    /// What the minutes say; of any meeting where no kind is named.
    case minutes(kind: String?, words: String)
}

package enum MatterAct: Sendable, Hashable, Codable {
    /// A quarrel about money or fault: opened like any report, and mediation is offered.
    case dispute(TicketDraft)
    case mediation(ticket: String, consents: Bool)
    /// There is no owners' committee: who stands in for it. His words go to them.
    case committee(words: String)
    /// Thanks to somebody who works here; `named` is whom he names.
    case praise(named: String, text: String)
    /// Something to speak about at the next talk.
    case topic(text: String)
    /// Which grid a building belongs to; his own home's where none is named.
    case grid(building: String?)
    /// A question about the estate: its rows answer, or it is handed on.
    case estate(EstateQuestion)
}

package enum RegisterAct: Sendable, Hashable, Codable {
    /// A wish for the register of needs. Nothing is broken and no clock of a ticket runs.
    case record(TicketDraft)
    case status(NeedID)
    /// What is on the list to be taken on (项目认领).
    case needs
    /// Something for the neighbours: goods, a skill, a room. It becomes a row of the register of resources.
    case offer(words: String, before: String? = nil)
    /// What is on the list of service resources.
    case resources
    /// He agrees to be written down as a member of the party, or takes that back.
    case keepMembership, withdrawMembership
    /// Nobody shall knock at his door.
    case declineVisit
}

package enum LoanAct: Sendable, Hashable, Codable {
    /// Something of the list to borrow or to use; `asks`: only whether there is any.
    case find(LoanWish)
    /// This thing or room as he has said: one ticket, and of a room with its hours nobody else has it then.
    case borrow(ResourceListing, LoanWish)
}

package enum ProjectAct: Sendable, Hashable, Codable {
    /// How far a project is that his words name.
    case ask(words: String)
    case list
    /// To hear of its steps: the one just spoken of, else the one that his words name.
    case follow(NeedID?, words: String)
    /// To hear no more of projects, or of goods that he waits for.
    case unfollow(words: String)
}

package enum ActivityAct: Sendable, Hashable, Codable {
    /// An activity that his words are about, and what he wants of it.
    /// `asks`: only whether there are places, when, or what it costs; nothing is entered without a yes.
    case find(words: String, people: Int, asks: Bool = false)
    case signUp(ActivityItemID, people: Int)
    /// One item is given up for another one; where `from` names none it is the newest that he has.
    case swap(from: String, to: String)
}
