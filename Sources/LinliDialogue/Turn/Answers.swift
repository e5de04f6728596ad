import LinliModel

/// The answer of a flow to a message, and the words for what became of a command.
extension Turn {
    /// Hands the message to what is being asked. False where it is something else.
    mutating func answer(_ flow: Flow, _ understood: Understood) -> Bool {
        switch flow {
        case .repair(let draft): answerRepair(draft, understood)
        case .emergencyPlace(let tickets, let asked): answerEmergencyPlace(tickets, asked: asked, understood)
        case .chooseReward(let listings, let quantity):
            answerChooseReward(listings, quantity: quantity, understood)
        case .confirmReward(let quote): answerConfirmReward(quote, understood)
        case .feeAmount(let terms): answerFeeAmount(terms, understood)
        case .chooseDeed(let readings, _): answerChooseDeed(readings, understood)
        case .chooseSession(let offers, let purpose): answerChooseSession(offers, purpose, understood)
        case .sessionMatter(let offer, let purpose): answerSessionMatter(offer, purpose, understood)
        case .seatFull(let offer, let purpose, let others):
            answerSeatFull(offer, purpose, others: others, understood)
        case .addMatter(let change): answerAddMatter(change, understood)
        case .agendaMatter(let kind): answerAgendaMatter(kind, understood)
        case .mediation(let ticket): answerMediation(ticket, understood)
        case .chooseItem(let offer, let people): answerChooseItem(offer, people: people, understood)
        case .confirmItems(let offer, let items, let people):
            answerConfirmItems(offer, items, people: people, understood)
        case .chooseCancel(let candidates): answerChooseCancel(candidates, understood)
        case .confirmCancel(let candidate): answerConfirmCancel(candidate, understood)
        case .confirmCancelAll(let candidates): answerConfirmCancelAll(candidates, understood)
        case .homeAddress(let address, let asked): answerHomeAddress(address, asked: asked, understood)
        case .homeCode(let address): answerHomeCode(address, understood)
        case .offerHome(let address): answerHomeOffer(address, understood)
        case .welcome(let offer): answerWelcome(offer, understood)
        case .call(let offer): answerCall(offer, understood)
        case .chooseTicketToUrge(let candidates): answerWhich(candidates, understood)
        case .choosePrivacy: answerPrivacyChoice(understood)
        case .chooseTicketToPlace(let candidates, let words):
            answerPlaceOf(candidates, words, understood)
        case .volunteer(let offer): answerHelp(offer, understood)
        case .witness(let questions): answerWitness(questions, understood)
        case .followProject(let need): answerFollow(need, understood)
        case .offerNeed(let draft): answerOfferNeed(draft, understood)
        case .loan(let listing, let wish, let asked):
            answerLoan(listing, wish, asked: asked, understood)
        case .meal(let wish, let asked): answerMeal(wish, asked: asked, understood)
        case .chooseMeal(let orders, let matter): answerChooseMeal(orders, matter, understood)
        case .choosePost(let offers): answerPost(offers, understood)
        case .chooseGuess(let guesses, let request): answerGuess(guesses, request, understood)
        }
    }

    /// Asks again what was asked, after a side question or an answer that was none.
    mutating func repeatQuestion(_ flow: Flow) {
        isAskedAgain = true
        switch flow {
        case .repair(let draft):
            repeatQuestion(of: draft)
        case .emergencyPlace(let tickets, _):
            askEmergencyPlace(tickets)
        case .chooseReward(let listings, _):
            say("redeem.choose", ["list": listings.numbered])
            acts.append(.offerOptions)
        case .confirmReward(let quote):
            askReward(quote)
        case .feeAmount(let terms):
            askFee(terms)
        case .chooseDeed:
            askDeed()
        case .chooseSession(let offers, let purpose):
            repeatOffer(offers, purpose)
        case .sessionMatter(let offer, let purpose):
            askSessionMatter(offer, purpose)
        case .seatFull(let offer, _, let others):
            askToWait(offer, others)
        case .addMatter(let change):
            repeatAdding(change)
        case .agendaMatter(let kind):
            askMeetingMatter(kind)
        case .mediation:
            say("mediation.ask")
            acts.append(.confirmAsk)
        case .chooseItem(let offer, let people):
            askItem(of: offer, people: people)
        case .confirmItems(let offer, let items, let people):
            askConsent(offer, items, people: people)
        case .chooseCancel(let candidates):
            say("cancel.choose", ["list": candidates.numbered])
            acts.append(.offerOptions)
        case .confirmCancel(let candidate):
            say("cancel.confirm", ["title": candidate.title])
            acts.append(.cancelAsk)
        case .confirmCancelAll(let candidates):
            say("cancel.confirm_all", ["list": candidates.listed])
            acts.append(.cancelAsk)
        case .homeAddress:
            say("home.ask_address")
            askFor([.building, .room])
        case .homeCode(let address):
            say("home.ask_code", ["home": address.spoken])
            askFor([])
        case .offerHome(let address):
            askIfHome(address)
        case .chooseTicketToUrge(let candidates):
            say("urge.which", ["list": candidates.numbered])
            acts.append(.offerOptions)
        case .choosePrivacy:
            askPrivacy()
        case .chooseTicketToPlace(let candidates, let words):
            say(words.question, ["list": candidates.numbered])
            acts.append(.offerOptions)
        case .volunteer, .witness, .followProject, .offerNeed, .loan, .welcome, .call:
            repeatOffer(flow)
        case .meal(let wish, _):
            askMealHome(wish)
        case .chooseMeal(let orders, _):
            askWhichMeal(orders)
        case .choosePost(let offers):
            askPost(offers)
        case .chooseGuess(let guesses, _):
            askGuess(guesses)
        }
    }

    private mutating func repeatQuestion(of draft: RepairDraft) {
        if draft.wasOffered {
            say("repair.options", ["what": draft.title ?? ""].present)
            acts.append(.offerOptions)
        } else if draft.what == nil {
            askWhat(draft)
        } else {
            askPlace(draft)
        }
    }

    private mutating func repeatOffer(_ flow: Flow) {
        switch flow {
        case .volunteer(let offer):
            askHelp(offer)
        case .witness(let questions):
            goOn(questions)
        case .welcome(let offer):
            askToWelcome(offer)
        case .call:
            askToCall()
        case .followProject(let need):
            askToFollow(need)
        case .offerNeed:
            say("need.ask_record")
            acts.append(.confirmAsk)
        case .loan(let listing, let wish, _):
            askWhenToFetch(listing, wish)
        default: break
        }
    }

    mutating func receive(_ outcome: Outcome) {
        let flow = state.flow
        tell(outcome)
        askForPlaces(after: outcome)
        if state.flow != flow { state.isAside = false }
        if commands.isEmpty { resume() }
        startWaiting()
        takeUpInterrupted()
    }

    private mutating func tell(_ outcome: Outcome) {
        switch outcome {
        case .ticketOpened, .ticketRepeated, .ticketJoined, .ticketCompleted, .tickets, .ticketUrged,
            .ticketRated, .ticketNotFound, .pictureAttached, .ticketCorrected, .reportersHidden, .whichTicket,
            .allTickets, .toldPerson, .dangerTold, .deadlineExplained, .ticketRestored:
            tell(ticket: outcome)
        case .cancellable(let candidates):
            offerCancel(candidates)
        case .cancellableTogether(let candidates):
            offerCancelTogether(candidates)
        case .nothingBookedFor(let attendee, let candidates):
            offerCancel(candidates, insteadOf: attendee)
        case .cancelled(let candidate):
            state.givenUp = candidate
            say("cancel.done", ["title": candidate.title])
            acts.append(.cancelOK)
        case .cancelRefused(let candidate, let reason):
            refuseCancel(candidate, reason)
        case .pointsTold(let answer):
            tell(answer)
        case .balance, .rewards, .quoted, .rewardUnknown,
            .pointsShort, .rewardOut, .rewardAwaited, .rewardInStock, .rewardWaitUnknown, .rewardWaitsLeft,
            .rewardLimit, .redeemed, .rewardsNamed, .pickUps:
            tell(points: outcome)
        case .feeAsked, .feeLimit:
            tell(fee: outcome)
        case .deeds, .claimPending, .claimRefused, .appealNoted, .appealNone, .evidenceAttached:
            tell(claim: outcome)
        case .sessions(let offers, let missing):
            offer(offers, missing: missing)
        case .dayMissed(let day, let offers):
            offer(offers, insteadOf: day)
        case .timesMissed(let later, let offers):
            offer(offers, later: later)
        case .booked, .seatMoved, .seatToMoveNone, .alreadyBooked, .sessionFull, .seatAwaited,
            .waitlistFull, .bookingClosed, .bookingPaused:
            tell(reception: outcome)
        case .seatChanged, .seatUnknown, .seatMattersFull, .whichSeat, .seatBegun, .seatsTold, .seatMinutes,
            .seatResult, .seatResultUnknown:
            tell(seats: outcome)
        case .agendaNoted, .agendaFull, .meetingDate, .minutes, .minutesNone, .meetingUnknown:
            tell(meeting: outcome)
        case .mediationOffered, .mediationAnswered, .committeeTold, .praised, .topicNoted, .topicNone, .grid,
            .gridUnknown:
            tell(matter: outcome)
        case .ownerTold, .ownerUnknown:
            tell(owner: outcome)
        case .estateAnswered, .questionHandedOn, .questionAdded:
            tell(estate: outcome)
        case .needNoted, .needsFull, .needStatus, .needUnknown, .needsOffered, .matters, .resourceNoted,
            .membershipKept, .membershipWithdrawn, .resources:
            tell(register: outcome)
        case .resourcesFound, .borrowed, .loanRefused:
            tell(loan: outcome)
        case .projects, .projectUnknown, .projectList, .projectFollowed, .projectsLeft:
            tell(project: outcome)
        case .activityFound, .activityNone, .activityUnknown, .signedUp, .signupSwapped,
            .signupSwapUnknown, .signupClosed, .signupTooMany:
            tell(activity: outcome)
        case .meal(let answer): tell(meal: answer)
        case .post(let answer): tell(post: answer)
        case .visit(let answer): tell(visit: answer)
        case .homeClaimed, .homeWelcomed, .visitsDeclined, .homeUnknown, .homeProven, .codeWrong,
            .codeNotExpected, .needsProof:
            tell(home: outcome)
        case .staffBound, .staffCodeWrong:
            tell(staff: outcome)
        }
    }

    mutating func tell(ticket outcome: Outcome) {
        switch outcome {
        case .ticketOpened(let summary):
            tellOpened(summary)
        case .ticketRepeated(let summary):
            say("ticket.repeated", summary.values(at: facts.now))
            acts.append(.attachDuplicate)
            tellUnheard()
        case .ticketJoined(let summary, let others):
            remember(summary)
            say("ticket.joined", summary.values(at: facts.now).merging(["others": "\(others)"]) { $1 })
            acts.append(.attachDuplicate)
            tellUnheard()
            askInside(summary)
        case .ticketCompleted(let summary):
            if tellWitness(summary) { return }
            say("ticket.completed", summary.values(at: facts.now))
            acts.append(.updateTicket)
            remember(summary)
        case .ticketCorrected(let summary, let before):
            tellCorrected(summary, before)
        case .reportersHidden(let summaries, let words):
            tellHidden(summaries, words)
        case .ticketRestored(let summary, let old):
            remember(summary)
            say("ticket.restored", summary.values(at: facts.now).merging(["old": old]) { $1 })
            acts.append(.createTicket)
        case .whichTicket(let candidates):
            askWhich(candidates)
        case .allTickets(let candidates):
            commands += candidates.map { .urgeTicket(.number($0.number)) }
        case .toldPerson:
            break
        case .dangerTold(let summary, let news):
            tell(danger: summary, news)
        case .pictureAttached(let numbers):
            say("picture.attached", ["ticket": numbers.spoken])
            acts.append(.updateTicket)
        case .tickets(let summaries):
            acts.append(.status)
            if summaries.isEmpty {
                say("status.nothing")
            } else {
                say("status.list", ["list": summaries.lines(at: facts.now)])
                tellPromises(summaries)
            }
        case .deadlineExplained(let summary, let lines):
            remember(summary)
            let values = summary.values(at: facts.now)
            say("deadline.explained", values.merging(["list": lines.joined(separator: "\n")]) { $1 })
            acts.append(.answer)
        case .ticketUrged(let summary, let urging):
            tellUrged(summary, urging)
        case .ticketRated(let summary, let rating):
            tellRated(summary, rating)
        default:
            if reportUnfound() { return }
            if case .witness = state.flow { enter(nil) }
            say("ticket.not_found")
            acts.append(.answer)
        }
    }

    private mutating func tellCorrected(_ summary: TicketSummary, _ before: String) {
        remember(summary)
        acts.append(.updateTicket)
        var values = summary.values(at: facts.now)
        if before == summary.place {
            let isUrgent = summary.urgency == .p0 || summary.category.hasPrefix("lift.")
            say(isUrgent ? "ticket.noted_urgent" : "ticket.noted", values)
        } else {
            values["before"] = before
            say("ticket.corrected", values.present)
        }
    }

    mutating func tellOpened(_ summary: TicketSummary) {
        remember(summary)
        acts.append(.createTicket)
        let values = summary.values(at: facts.now)
        if summary.urgency == .p0 {
            say("emergency.ticket", values)
            // "厨房" alone leads nobody to a door.
            if summary.isPlaceless || summary.place == state.doubtful {
                state.placeless.append(summary.number)
            }
            return
        }
        // Somebody is on his way to a door that nobody has named.
        if summary.isUnreached, summary.isPlaceless { state.placeless.append(summary.number) }
        switch summary.origin {
        case .handoff:
            if let opening = summary.opening {
                let hours = ["who": opening.who, "opens": opening.at.spoken(from: facts.now)]
                say("handoff.closed", values.merging(hours.present) { $1 })
            } else {
                say("handoff.queued", values)
            }
            acts.append(.handoff)
        case .forwarded where tellPrivacyQueued(summary): break
        case .forwarded:
            if summary.isUnnamed != true {
                state.handedOn = NotedTicket(ticket: summary.number, at: facts.now)
            }
            say("forward.queued", values)
        default:
            say("ticket.opened", values)
            tellUnheard()
            // What is less urgent was asked before it was opened.
            if summary.urgency <= .p1, let address = summary.address, lacksFlat(summary.category, address) {
                askFlat(address)
            } else if summary.urgency <= .p1, let address = summary.address, address.isAtEachBuilding {
                // Somebody is on his way already: 安全出口 of which building?
                say("repair.ask_building", ["what": address.place ?? ""].present)
                askFor([.building])
            }
            askInside(summary)
        }
        askWitness(summary)
    }

    private mutating func tell(points outcome: Outcome) {
        guard case .balance(let balance, let held) = outcome else { return tell(reward: outcome) }
        acts.append(.answer)
        say("points.balance", ["balance": "\(balance)", "held": held > 0 ? "\(held)" : ""].present)
    }

    private mutating func tell(home outcome: Outcome) {
        switch outcome {
        case .homeClaimed(let address):
            enter(.homeCode(address))
            if let code = state.heldCode { return commands.append(.proveHome(code: code)) }
            say("home.claimed", ["home": address.spoken])
            askFor([])
        case .homeWelcomed(let address, let visitor, let day):
            // What he has come for goes first.
            if state.afterProof != nil || state.heldCode != nil { return tell(home: .homeClaimed(address)) }
            welcome(WelcomeOffer(home: address, visitor: visitor, by: day))
        case .visitsDeclined(let count):
            say(count > 0 ? "visit.declined" : "visit.none")
            acts.append(count > 0 ? .cancelOK : .answer)
        case .homeUnknown(let address) where isInSeveralUnits(address):
            enter(.homeAddress(address, asked: 1))
            say("home.which_unit", ["home": address.spoken])
            askFor([.unit])
        case .homeUnknown(let address):
            enter(.homeAddress(Address(), asked: 1))
            say("home.unknown", ["home": address.spoken])
            askFor([.building, .room])
        case .homeProven(let address):
            leaveHome()
            state.heldCode = nil
            say("home.proven", ["home": address.spoken])
            acts.append(.bindOK)
            if let next = state.afterProof {
                state.afterProof = nil
                commands.append(next)
            }
        case .codeWrong(let left):
            say(left > 0 ? "home.code_wrong" : "home.code_dead", ["left": "\(left)"])
            acts.append(.refuse)
            state.heldCode = nil
            if left == 0 { leaveHome() }
        case .codeNotExpected:
            tellUnexpectedCode()
        case .needsProof(let command, let claimed):
            state.afterProof = command
            acts.append(.refuse)
            if let claimed {
                enter(.homeCode(claimed))
                say("home.needs_code", ["home": claimed.spoken])
            } else {
                enter(.homeAddress(Address(), asked: 1))
                say("home.needs_proof")
                ask += [.building, .room]
            }
        default:
            break
        }
    }
}
