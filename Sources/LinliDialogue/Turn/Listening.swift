import LinliModel

/// One of those whom a message is offered to, in order. Whoever hears it ends the turn; who does not leaves
/// the turn as it was.
struct Listener: Sendable {
    let name: String
    let hears: @Sendable (inout Turn, Understood) -> Bool

    init(_ name: String, _ hears: @escaping @Sendable (inout Turn, Understood) -> Bool) {
        self.name = name
        self.hears = hears
    }
}

extension Turn {
    /// Life first, then what must not be kept, then what the message answers, then what it speaks of, and
    /// only then what it asks for anew. Where two would hear the same words, the order is the decision: a new
    /// one goes in front of those that would take its words wrongly, and behind all others.
    static let listeners = danger + beforeAnswers + answers + speech

    /// Nothing is asked before help is on its way.
    private static let danger = [
        Listener("where the first or the second of them is") { $0.placeInOrder($1) },
        Listener("whether somebody is in the lift that has stopped") { $0.hearInside($1) },
        Listener("a number that only he can ring") { $0.sendToCall($1) },
        Listener("somebody is about to be beaten") { $0.openThreat($1) },
        Listener("a frail person elsewhere than the danger") { $0.openUnreachedElsewhere($1) },
        Listener("what is asked or told beside an open danger") { $0.talkOfDanger($1) },
        Listener("how those in danger are, and what was done") { $0.tellMoreOfDanger($1) },
        Listener("a further word about an open danger") { $0.joinDanger($1) },
        Listener("a frail person who cannot be reached") { $0.openUnreached($1) },
        Listener("a new danger") { $0.openDanger($1) },
        Listener("whose home the danger is in") { $0.moveDanger($1) },
    ]

    /// What holds whatever is being asked: none of it answers a question, and none of it ends one.
    private static let beforeAnswers = [
        Listener("a ballot, which is neither taken nor kept") { $0.refuseBallot($1) },
        Listener("too many in a minute") { $0.leaveFlood($1) },
        Listener("a report that an alert explains") { $0.openUnderAlert($1) },
        Listener("a bare word to a question that has gone stale") { turn, understood in
            turn.acts.contains(.clarify) && understood.act != nil && !understood.isRequest
        },
        Listener("no person after all") { $0.sendPersonAway($1) },
        Listener("words for the person who took over") { $0.tellPerson($1) },
        Listener("what is meant, and who says so") { $0.explain($1) },
        Listener("thanks under a list") { $0.welcomeThanks($1) },
        Listener("who cannot write") { $0.hearWithoutWriting($1) },
        Listener("is there anybody alive") { $0.wantsSomebody($1) },
        Listener("the same words again") { $0.hearEcho($1) },
        Listener("faces and marks, and no word") { $0.hearSigns($1) },
        Listener("the hotline as a threat") { $0.pointToHotline($1) },
        Listener("where the last ticket is, in the middle of something else") { $0.setAside($1) },
        Listener("off the points list") { $0.keepOffList($1) },
        Listener("where rewards are fetched") { $0.tellWhereToFetch($1) },
        Listener("the pick-up code once more") { $0.askPickUp($1) },
        Listener("goods that have run out") { $0.speakOfWaiting($1) },
        Listener("the choice among one's rights") { $0.openPrivacy($1) },
        Listener("there is no hurry") { $0.slowDown($1) },
        Listener("not yet, or a copy, after what is kept of him") { $0.speakOfPrivacy($1) },
        Listener("what he has sent is to be deleted") { $0.deleteWhatWasSent($1) },
        Listener("the code that proves a home") { $0.bindWithCode($1) },
        Listener("whom to ring about the report in the making") { $0.noteNumber($1) },
        Listener("nobody need come to say hello") { $0.declineVisit($1) },
        Listener("when somebody comes to say hello") { $0.speakOfVisit($1) },
        Listener("no member of the party in the list") { $0.withdrawMembership($1) },
        Listener("pictures of a camera, which no resident gets") { $0.refuseFootage($1) },
        Listener("who others are and how they are reached") { $0.keepOthersPrivate($1) },
        Listener("abuse beside a question") { $0.bearAbuse($1) },
        Listener("the same deed on another day") { $0.claimAgain($1) },
        Listener("somebody who is not well") { $0.askOfUnwell($1) },
    ]

    private static let answers = [
        Listener("the answer to what is being asked") { $0.takeAnswer($1) }
    ]

    private static let speech = [
        Listener("whatever else is said beside an open danger") { $0.keepBesideDanger($1) },
        Listener("not for anybody else to decide") { $0.hearLeftOpen($1) },
        Listener("where the water is shut off") { $0.tellValve($1) },
        Listener("how far the water has come") { $0.addToWater($1) },
        Listener("goods for the estate, and more about them") { $0.speakOfGift($1) },
        Listener("where the one of them is") { $0.noteWhich($1) },
        Listener("whose flat it is about") { $0.addCulprit($1) },
        Listener("what the report just made costs") { $0.askCost($1) },
        Listener("the same fault of the same flat in other words") { $0.hearFaultAgain($1) },
        Listener("more about the complaint just made") { $0.addToComplaint($1) },
        Listener("who is told who has reported") { $0.tellWhoSees($1) },
        Listener("a number, an hour or another house for the ticket just made") { $0.addToFresh($1) },
        Listener("a rule of the points in one sentence") { $0.speakOfPoints($1) },
        Listener("one more for the item that he has") { $0.addHeads($1) },
        Listener("another item instead of the one that he has") { $0.swapPlaces($1) },
        Listener("the nurse, and what only a doctor answers") { $0.speakOfMedical($1) },
        Listener("a room of the estate") { $0.speakOfVenue($1) },
        Listener("lunch to the door") { $0.speakOfMeals($1) },
        Listener("this is where I live") { $0.bindStatement($1) },
        Listener("fewer of what was refused") { $0.takeFewer($1) },
        Listener("another mark than the one that he gave") { $0.correctMark($1) },
        Listener("a mark without words") { $0.bareMark($1) },
        Listener("a mark for each of several") { $0.rateEach($1) },
        Listener("it works again, right after the result") { $0.hearMended($1) },
        Listener("whom of the staff a complaint is about") { $0.nameStaff($1) },
        Listener("a seat, a topic or a matter of a meeting that he has") { $0.speakOfSeat($1) },
        Listener("a project") { $0.speakOfProject($1) },
        Listener("a question of law") { $0.speakOfLaw($1) },
        Listener("a post that somebody is looked for") { $0.speakOfPosts($1) },
        Listener("somebody who wants to help") { $0.speakOfHelping($1) },
        Listener("something to borrow or a room to use") { $0.speakOfLoan($1) },
        Listener("the account of another household") { $0.speakOfAccounts($1) },
        Listener("the work on what was reported: late, wanted back, when to come") { $0.speakOfWork($1) },
        Listener("when something is due") { $0.explainDeadline($1) },
        Listener("against a refused claim") { $0.appealClaim($1) },
        Listener("a reception") { $0.speakOfMeeting($1) },
        Listener("a quarrel, a missing committee, tenants") { $0.speakOfMatter($1) },
        Listener("who answers for what he has reported") { $0.askOwner($1) },
        Listener("a few words more about the report just made") { $0.addFollowUp($1) },
        Listener("a question that the estate's rows answer") { turn, understood in
            !turn.isInDoubt(understood) && turn.askEstate(understood)
        },
        Listener("when it is over that he has just reported") { $0.tellWhenOver($1) },
        Listener("a wish and what is on offer") { $0.speakOfRegister($1) },
        Listener("an activity") { $0.speakOfActivity($1) },
        Listener("a ticket") { $0.speakOfTicket($1) },
        Listener("nobody does anything about it") { $0.hearNeglect($1) },
        Listener("a time and nothing else") { $0.askWhatTimeIsFor($1) },
        Listener("two readings as likely") { $0.askWhichReading($1) },
    ]

    mutating func receive(_ understood: Understood) {
        state.isAside = false
        noteEcho(understood.echoText)
        let understood = understood.settledPlace
        for listener in Turn.listeners where listener.hears(&self, understood) {
            heard = listener.name
            return
        }
        start(understood)
    }

    private mutating func openDanger(_ understood: Understood) -> Bool {
        guard understood.requests.contains(where: \.isEmergency), !isOnlyNumber(understood) else {
            return false
        }
        openEmergencies(understood)
        return true
    }

    private mutating func slowDown(_ understood: Understood) -> Bool {
        guard understood.text.isUnhurried, understood.main.slots[.object] == nil,
            understood.text.count <= Limits.answerCharacters
        else { return false }
        say("urge.unhurried")
        acts.append(.ack)
        if let flow = state.flow { repeatQuestion(flow) }
        return true
    }

    private mutating func bearAbuse(_ understood: Understood) -> Bool {
        guard state.flow != nil, understood.isAbuseOrInjection else { return false }
        outOfScope(understood, understood.main)
        state.isAside = true
        resume()
        return true
    }

    private mutating func takeAnswer(_ understood: Understood) -> Bool {
        guard let flow = state.flow, weigh(flow, understood) || answer(flow, understood) else { return false }
        isAnswer = true
        waitForMore(understood)
        startWaiting()
        takeUpInterrupted()
        return true
    }

    /// Two readings are as likely, nothing else is being asked, and it makes a difference.
    func isInDoubt(_ understood: Understood) -> Bool {
        // 律师什么时候在: the list of sessions answers both readings.
        let isListed =
            understood.main.intent == .receptionBook && understood.main.slots[.official] != nil
        return state.flow == nil && state.waiting.isEmpty && !understood.doubt.isEmpty
            && !isAboutFault(understood) && !isListed
    }

    private mutating func askWhichReading(_ understood: Understood) -> Bool {
        guard isInDoubt(understood) else { return false }
        state.misses += 1
        guard state.misses == 1 else {
            // He was asked which of two he means a moment ago: a person, and no other list.
            offerPerson()
            return true
        }
        enter(.chooseGuess(understood.doubt, understood.main))
        askGuess(understood.doubt)
        return true
    }
}
