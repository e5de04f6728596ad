import LinliModel

/// Where one conversation stands. Written in the commit of its turn; a restart continues from it.
///
/// What is optional though it has a natural empty value (`Bool?`, `Int?`, `[…]?`) was added later: a
/// state that an older version has written lacks the key, and a missing key reads as nil. What stands
/// in the initializer was there from the beginning. Values with an `at` are of a moment ago: each
/// reader says by a limit of `Limits` how long they count.
package struct ConversationState: Sendable, Hashable, Codable {
    /// What is being asked for, if anything.
    package var flow: Flow?
    /// When the flow was last touched. A draft lives 30 minutes (`domain.md` 2.3).
    package var touchedAt: Instant
    /// Requests of the same message that wait until the flow is done.
    package var waiting: [WaitingRequest]
    /// How often in a row nothing was understood.
    package var misses: Int
    /// What is done as soon as the home is proven.
    package var afterProof: Command?
    /// A binding code whose home he has not named yet: it is tried as soon as he has.
    package var heldCode: String?
    /// A side question is being answered; afterwards the flow's own question is asked again.
    package var isAside: Bool
    /// The ticket that was spoken of last.
    package var lastTicket: String?
    /// Emergencies of this message whose tickets are being opened; 0 between turns.
    package var opening: Int
    /// Those of them that nobody knows the place of: asked for in one question when the last one is open.
    package var placeless: [String]
    /// An address of such an emergency that the register does not have.
    package var doubtful: String?
    /// When `lastTicket` was spoken of.
    package var lastTicketAt: Instant?
    /// The last ticket says not in which building: a bare address belongs to it.
    package var isLastVague: Bool
    /// Pieces of a message that is not finished yet, and when the last one came.
    package var fragments: [String]
    package var fragmentsAt: Instant
    /// He is new and was not yet told what is kept and what for: it stands under the first reply.
    package var owesNotice: Bool
    /// He was reminded once of the report in the making.
    package var isReminded: Bool
    /// When a visit that is planned for him was spoken of last: 周六下午来吧 right after it is about that.
    package var visitAt: Instant?
    /// How he lives in the home that he is about to name, where he has said it.
    package var relation: Home.Relation?
    /// He has asked what an activity costs; no row says it.
    package var asksCost: Bool?
    /// How often the open question was put again after something else was answered.
    package var repeats: Int?
    /// What he has asked about the estate last: "那12栋呢" goes on with it.
    package var question: EstateQuestion?
    /// What is to be asked of who saw something fall, while its ticket is being opened.
    package var witness: WitnessQuestions?
    /// The project that was told last.
    package var project: SpokenProject?
    /// Goods that he has offered to the estate last: 十箱，下礼拜送来 right after it is about them.
    package var offered: SpokenOffer?
    /// Somebody of his who does not answer, as he has told it: is anybody to go and look?
    package var unreached: SpokenOffer?
    /// What he has booked or signed up for last, and when.
    package var taken: Taken?
    /// When receptions were spoken of last: 可以匿名吗 right after it is about them.
    package var receptionAt: Instant?
    /// A reward of which he has asked for more than he can have: fewer of it may be wanted.
    package var refused: RefusedReward?
    /// Goods that he was told have run out: he may want to hear when they are there again.
    package var soldOut: RefusedReward?
    /// The ticket that he chose for an hour or a number: the next one is of it too.
    package var noted: NotedTicket?
    /// A list to choose from that a report came between.
    package var leftList: LeftList?
    /// What was being asked when a danger came between, with what he had told of it by then: taken up again
    /// once help is on its way.
    package var interrupted: LeftList?
    /// What he has given up last: it may be wanted back.
    package var givenUp: Cancellable?
    /// The tickets that this conversation has opened or spoken of, the newest last.
    package var recent: [RecentTicket]?
    /// What his words are where the ticket that they seem to be about does not exist; forgotten with the
    /// next message.
    package var unfound: WaitingRequest?
    /// What he said of the service, until the ticket on which it stands is told.
    package var unheard: String?
    /// Whether somebody is in the lift that has stopped: asked once, and answered in a word.
    package var inside: InsideQuestion?
    /// A picture that went to a ticket of his: words right behind it may be about something else.
    package var sentPicture: SentPicture?
    /// What came last, and how often in a row.
    package var echo: Echo?
    /// How many messages came within the last minute.
    package var flood: Flood?
    /// A place that he has sent without words: it may be that of what he says next.
    package var sentPlace: SentPlace?
    /// When the menu was told: not again under the next greeting.
    package var menuAt: Instant?
    /// The ticket on which a question of his waits for a person: the next one of the kind goes there too.
    /// Never one on which nobody sees his name.
    package var handedOn: NotedTicket?
    /// Mediation was offered for this ticket; he may come back to it when he has spoken of something else.
    package var mediation: NotedTicket?
    /// What he has asked to be done with his data last.
    package var privacy: SpokenPrivacy?
    /// The report just made is of somebody else's flat: he is not there himself.
    package var isOfOthersFlat: Bool?
    /// When he was last told a list that is answered with a number.
    package var listedAt: Instant?
    /// When he was last told a number of points: a bare number right behind it is perhaps no mark.
    package var figureAt: Instant?
    /// The deed that he has reported last.
    package var claimed: SpokenClaim?
    /// What his words were taken for when nothing was clear; staff see it with the handoff.
    package var guesses: [Intent]

    package init(at now: Instant) {
        flow = nil
        touchedAt = now
        waiting = []
        misses = 0
        afterProof = nil
        isAside = false
        lastTicket = nil
        opening = 0
        placeless = []
        doubtful = nil
        lastTicketAt = nil
        isLastVague = false
        fragments = []
        fragmentsAt = now
        isReminded = false
        owesNotice = false
        guesses = []
    }
}

/// What a resident was given a place for last: a word like 不去了 right after it means that.
package struct Taken: Sendable, Hashable, Codable {
    package var target: CancelTarget
    package var at: Instant
    /// Of an activity: the entry itself.
    package var signup: SignupSummary?

    package init(_ target: CancelTarget, at: Instant) {
        self.target = target
        self.at = at
    }
}

package struct SpokenProject: Sendable, Hashable, Codable {
    package var need: NeedID
    package var at: Instant
}

package struct RefusedReward: Sendable, Hashable, Codable {
    package var name: String
    package var at: Instant

    package init(_ name: String, at: Instant) {
        self.name = name
        self.at = at
    }
}

/// A ticket of a moment ago, as the conversation knows it.
package struct RecentTicket: Sendable, Hashable, Codable {
    package var ticket: TicketSummary
    /// When it was spoken of last.
    package var at: Instant
}

/// "电梯里有人吗" under the ticket of a lift that has stopped.
package struct InsideQuestion: Sendable, Hashable, Codable {
    /// Nil until the ticket is open.
    package var ticket: String?
    /// Of further lifts that have stopped, asked about and not answered for.
    package var others: [String]?
    package var at: Instant

    package init(ticket: String? = nil, others: [String] = [], at: Instant) {
        self.ticket = ticket
        self.others = others.isEmpty ? nil : others
        self.at = at
    }

    /// Each lift that nobody has answered for, the newest first.
    package var open: [String] { [ticket].compactMap { $0 } + (others ?? []) }
}

package struct SentPicture: Sendable, Hashable, Codable {
    package var media: String
    package var at: Instant
}

/// Words about a place, while it is asked which ticket they are for.
package struct PlaceWords: Sendable, Hashable, Codable {
    package var text: String
    package var address: Address
    /// Another place than the one that stands there, and not a part of it that is missing.
    package var corrects: Bool
}

/// A request that stood beside another one in a message.
package struct WaitingRequest: Sendable, Hashable, Codable {
    package var intent: Intent
    package var category: String?
    package var urgency: Urgency
    package var slots: Slots
    package var text: String
    /// The days that the words name; nil where they name none, and of what an older version has stored.
    package var named: [NamedDays]?
    /// What was in the making when another request came between. Its questions are not asked from the start.
    package var draft: RepairDraft?
    /// What he says of those whom he turned to before, and who did not hear him.
    package var unheard: String?

    var days: [NamedDays] { named ?? [] }
}

/// What a conversation is in the middle of.
package enum Flow: Sendable, Hashable, Codable {
    case repair(RepairDraft)
    /// The tickets of an emergency exist; their place is asked for afterwards, in one question.
    case emergencyPlace(tickets: [String], asked: Int)
    case chooseReward([RewardListing], quantity: Int)
    case confirmReward(RewardQuote)
    /// Which item of the points scheme are these deeds? So many clear ones are being noted first.
    case chooseDeed([DeedReading], noting: Int)
    /// How much of the property fee?
    case feeAmount(FeeTerms)
    case chooseSession([SessionOffer], SeatPurpose)
    case sessionMatter(SessionOffer, SeatPurpose)
    /// All seats are taken: another session, the waiting list or a ticket?
    case seatFull(SessionOffer, SeatPurpose, others: [SessionOffer])
    /// He has a seat of that session: is this to be spoken of there too?
    case addMatter(SeatChange)
    /// An activity was named: which of its items?
    case chooseItem(ActivityOffer, people: Int)
    /// He has asked about these items, or they are full: does he want a place?
    case confirmItems(ActivityOffer, [ActivityItemID], people: Int)
    case chooseCancel([Cancellable])
    case confirmCancel(Cancellable)
    /// Several at once, each by its name.
    case confirmCancelAll([Cancellable])
    /// The meeting is named, what it is to talk about is not. The code of its kind.
    case agendaMatter(kind: String)
    /// Mediation was offered for this ticket.
    case mediation(ticket: String)
    case homeAddress(Address, asked: Int)
    case homeCode(Address)
    /// A stranger has said an address and nothing else: is that his home?
    case offerHome(Address)
    /// He has moved in: may somebody come to say hello?
    case welcome(WelcomeOffer)
    /// He cannot write, or was not understood by voice: is somebody to ring him?
    case call(CallOffer)
    case chooseTicketToUrge([TicketSummary])
    /// What is kept of him was told: to be looked at, put right or deleted?
    case choosePrivacy
    case chooseTicketToPlace([TicketSummary], PlaceWords)
    /// He wants to help: what can he do, and when?
    case volunteer(HelpOffer)
    /// The ticket of what fell is open: building, side and hour are asked.
    case witness(WitnessQuestions)
    /// It was told how far a project is: does he want to hear of its steps?
    case followProject(NeedSummary)
    /// There is none of what he wants: is it to stand in the register of needs?
    case offerNeed(RepairDraft)
    /// Something of the list of resources is his: on which day, at what hour?
    case loan(ResourceListing, LoanWish, asked: Int)
    /// A meal is wanted: for which home? Asked so often.
    case meal(MealWish, asked: Int)
    /// Which of his meal orders is meant?
    case chooseMeal([MealSummary], MealMatter)
    /// These posts are open: which does he apply for?
    case choosePost([PostOffer])
    /// Nothing was clear: is it one of these?
    case chooseGuess([Intent], WaitingRequest)
}

/// What a seat is wanted for, as far as he has said it.
package struct SeatPurpose: Sendable, Hashable, Codable {
    package var matter: String?
    /// Who comes in his stead, as kinship: "父亲".
    package var attendee: String?
    package var way: Way
    package var group: SeatGroup?
    /// When he can come, as far as he has said it.
    package var times: SessionTimes?
    /// How often he was told that a sentence is needed.
    package var asked: Int?
    /// He has asked for none: one is offered and not taken without a yes.
    package var isOffered: Bool?

    package enum Way: String, Sendable, Hashable, Codable {
        case book
        /// He has a seat already and wants another one instead.
        case move
        /// All seats are taken: a place on the waiting list.
        case wait
    }

    package init(
        matter: String? = nil, attendee: String? = nil, way: Way = .book, group: SeatGroup? = nil,
        times: SessionTimes? = nil
    ) {
        self.times = times
        self.group = group
        self.matter = matter
        self.attendee = attendee
        self.way = way
    }
}

/// A ticket in the making.
package struct RepairDraft: Sendable, Hashable, Codable {
    package var intent: Intent
    package var category: String
    package var urgency: Urgency
    package var words: [String]
    package var address: Address
    package var attachments: [String]
    package var anonymous: Bool
    /// What was understood to be broken; nil while it has to be asked.
    package var what: String?
    /// How often each thing was asked.
    package var asked: [SlotName: Int]
    /// A name for it while `what` is not known: the resident's own few words.
    package var named: String?
    /// The thing that he named: a question about its place begins with it.
    package var thing: String?
    /// When it happened, as far as it was said.
    package var happenedAt: Instant?
    /// What he says of those whom he turned to before, and who did not hear him.
    package var unheard: String?

    package init(
        intent: Intent, category: String, urgency: Urgency, words: [String], address: Address,
        attachments: [String] = [], anonymous: Bool = false, what: String?
    ) {
        self.intent = intent
        self.category = category
        self.urgency = urgency
        self.words = words
        self.address = address
        self.attachments = attachments
        self.anonymous = anonymous
        self.what = what
        asked = [:]
    }
}
