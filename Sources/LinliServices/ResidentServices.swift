import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Does what a conversation decided, inside the turn's transaction.
package struct ResidentServices: Sendable {
    private let tickets: TicketService
    private let points: PointsService
    private let rewards: RewardService
    private let receptions: ReceptionService
    private let meetings: MeetingService
    private let homes: HomeService
    private let neighbours: NeighbourService
    private let estates: EstateService
    private let needs: NeedService
    private let loans: LoanService
    private let projects: ProjectService
    private let visits: VisitService
    private let posts: PostService
    private let activities: ActivityService
    package let meals: MealService
    private let staff: StaffBinding
    package let devices: DeviceService
    package let alerts: AlertService

    package init(settings: Settings, notifier: Notifier, codes: RandomCodes) {
        tickets = TicketService(settings: settings, notifier: notifier)
        points = PointsService(settings: settings, notifier: notifier)
        rewards = RewardService(settings: settings, notifier: notifier, codes: codes)
        receptions = ReceptionService(settings: settings, notifier: notifier)
        meetings = MeetingService(settings: settings, notifier: notifier)
        homes = HomeService()
        neighbours = NeighbourService(settings: settings)
        estates = EstateService(settings: settings, tickets: tickets)
        needs = NeedService(settings: settings, notifier: notifier)
        loans = LoanService(settings: settings, tickets: tickets)
        projects = ProjectService(settings: settings, notifier: notifier)
        visits = VisitService(settings: settings, notifier: notifier)
        posts = PostService(settings: settings, notifier: notifier)
        activities = ActivityService(settings: settings, notifier: notifier)
        meals = MealService(settings: settings, notifier: notifier, tickets: tickets)
        devices = DeviceService(settings: settings, notifier: notifier)
        alerts = AlertService(rules: settings.alerts)
        staff = StaffBinding(rights: settings.roles)
    }

    package func handle(
        _ command: Command, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch command {
        case .openTicket(let draft):
            return try tickets.open(draft, from: party, in: tx, at: now)
        case .completeTicket(let number, let text, let address):
            return try tickets.complete(number, text: text, address: address, from: party, in: tx, at: now)
        case .correctTicket(let reference, let text, let address):
            return try tickets.correct(
                reference, text: text, address: address, from: party, in: tx, at: now)
        case .addToDanger(let number, let text, let address, let news):
            return try tickets.addToDanger(
                number, text: text, address: address, news: news, from: party, in: tx, at: now)
        case .talk(let act): return try handle(act, from: party, in: tx, at: now)
        case .tellPerson(let number, let text):
            return try tickets.tellPerson(number, text: text, from: party, in: tx, at: now)
        case .attachPicture(let numbers, let media):
            return try tickets.attach(media, to: numbers, from: party, in: tx, at: now)
        case .ticketStatus(let reference):
            return try status(reference, of: party, in: tx, at: now)
        case .urgeTicket(let reference):
            return try tickets.urge(reference, from: party, in: tx, at: now)
        case .rateTicket(let reference, let score, let solved, let satisfied, let corrects, let text):
            let answer = ResultAnswer(
                mark: score.map { min(5, max(1, $0)) }, saysSolved: solved, saysSatisfied: satisfied)
            return try tickets.rate(
                reference, answer, corrects: corrects, text: text, from: party, in: tx, at: now)
        case .findCancellable(let target, let reference, let attendee, let newest, let words):
            return try findCancellable(
                target, reference, for: attendee, newest: newest, words, of: party, in: tx, at: now)
        case .cancel(let candidate): return try cancel(candidate, from: party, in: tx, at: now)
        case .seat(let act): return try handle(act, from: party, in: tx, at: now)
        case .meeting(let act): return try handle(act, from: party, in: tx, at: now)
        case .explainDeadline(let reference):
            return try tickets.explainDeadline(reference, of: party, in: tx)
        case .askOwner(let reference):
            return try tickets.owner(of: reference, of: party, in: tx)
        case .matter(let act): return try handle(act, from: party, in: tx, at: now)
        case .register(let act): return try handle(act, from: party, in: tx, at: now)
        case .loan(let act): return try handle(act, from: party, in: tx, at: now)
        case .project(let act): return try handle(act, from: party, in: tx, at: now)
        case .activity(let act): return try handle(act, from: party, in: tx, at: now)
        case .visit(let act): return try visits.handle(act, from: party, in: tx, at: now)
        case .meal(let act): return try meals.handle(act, from: party, in: tx, at: now)
        case .post(let act): return try posts.handle(act, from: party, in: tx, at: now)
        case .claimHome(let address, let relation):
            let outcome = try homes.claim(address, relation, for: party, in: tx, at: now)
            return try visits.welcome(outcome, party, in: tx, at: now)
        case .claimHomeInstead(let address, let wrong):
            let outcome = try homes.claim(address, instead: wrong, for: party, in: tx, at: now)
            return try visits.welcome(outcome, instead: wrong, party, in: tx, at: now)
        case .proveHome(let code):
            return try prove(code, from: party, in: tx, at: now)
        case .bindStaff(let code):
            if let bound = try staff.bind(code, for: party, in: tx, at: now) { return bound }
            return try staff.refuse(party, in: tx, at: now)
        case .points(let act): return try handle(act, from: party, in: tx, at: now)
        case .reward(let act): return try handle(act, from: party, in: tx, at: now)
        case .pickUpCodes(let proxy): return try rewards.pickUps(proxy: proxy, of: party, in: tx)
        case .awaitReward(let words, let item):
            return try rewards.await(words, item: item, for: party, in: tx, at: now)
        }
    }

    private func findCancellable(
        _ target: CancelTarget, _ reference: TicketReference, for attendee: String?, newest: Bool,
        _ words: String, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        if !words.isEmpty, target == .signup || target == .anything {
            let all = try activities.cancellable(of: party, in: tx, at: now)
            let named = try activities.cancellable(of: party, named: words, in: tx, at: now)
            if named.count < all.count { return .cancellable(named) }
        }
        let found = try findCancellable(target, reference, of: party, in: tx, at: now)
        if reference.isOfSeveral { return .cancellableTogether(found) }
        guard let attendee else { return .cancellable(newest ? Array(found.newest) : found) }
        let his = found.filter { $0.attendee?.hasPrefix(attendee) ?? false }
        return his.isEmpty ? .nothingBookedFor(attendee, found) : .cancellable(his)
    }

    private func handle(
        _ act: SeatAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .list(let wish): try receptions.list(wish, for: party, in: tx, at: now)
        case .book(let wish): try receptions.book(wish, for: party, in: tx, at: now)
        case .move(let wish): try receptions.move(wish, for: party, in: tx, at: now)
        case .wait(let wish): try receptions.wait(wish, for: party, in: tx, at: now)
        case .change(let change): try receptions.change(change, for: party, in: tx, at: now)
        case .ask(let question, let words): try answer(question, words, from: party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: MeetingAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .propose(let kind, let title, let words):
            try meetings.propose(kind, title: title, words: words, from: party, in: tx, at: now)
        case .proposeCase(let kind, let reference):
            try meetings.propose(kind, reference, from: party, in: tx, at: now)
        case .ask(let kind): try meetings.ask(kind, from: party, in: tx, at: now)
        case .minutes(let kind, let words): try meetings.minutes(kind, words: words, from: party, in: tx)
        }
    }

    private func answer(
        _ question: SessionQuestion, _ words: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch question {
        case .own, .wait:
            let seats = try receptions.told(of: party, in: tx, at: now)
            guard seats.isEmpty else { return .seatsTold(question, seats) }
            if question == .wait { return try receptions.minutes(estate: party.estate, in: tx, at: now) }
            return try status(.latest, of: party, in: tx, at: now)
        case .result, .silence:
            guard let last = try receptions.last(of: party, in: tx, at: now) else {
                return .seatResultUnknown(words: words)
            }
            let ticket = try last.booking.ticket.map { id throws(SQLError) in try tx.tickets.find(id) } ?? nil
            guard ticket != nil || !last.booking.outcome.isEmpty else {
                return .seatResultUnknown(words: words)
            }
            let summary = try ticket.map { row throws(SQLError) in try tickets.summary(of: row, in: tx) }
            let seat = last.told
            let outcome = last.booking.outcome
            return .seatResult(
                SeatResult(title: seat.title, matter: seat.matter, outcome: outcome, ticket: summary),
                question)
        }
    }

    private func handle(
        _ act: TalkAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .hideReporter(let words, let last):
            return try tickets.hideReporters(words, last: last, from: party, in: tx, at: now)
        case .noteWitness(let number, let text, let address, let happenedAt):
            return try tickets.noteWitness(
                number, text: text, address: address, happenedAt: happenedAt, from: party, in: tx, at: now)
        case .noteVisit(let text): return try tickets.noteVisit(text, from: party, in: tx, at: now)
        case .pressLate(let text, let orStatus):
            let pressed = try tickets.pressLate(text, orStatus: orStatus, from: party, in: tx, at: now)
            if let pressed { return pressed }
            return try status(.latest, of: party, in: tx, at: now)
        case .restore(let reference): return try tickets.restore(reference, from: party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: MatterAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .dispute(let draft): try tickets.openDispute(draft, from: party, in: tx, at: now)
        case .mediation(let ticket, let consents):
            try tickets.answerMediation(ticket, consents: consents, from: party, in: tx, at: now)
        case .committee(let words): try tickets.askCommittee(words, from: party, in: tx, at: now)
        case .praise(let named, let text):
            try neighbours.praise(named, text: text, from: party, in: tx, at: now)
        case .topic(let text): try TopicService().propose(text, from: party, in: tx, at: now)
        case .grid(let building): try neighbours.grid(ofBuilding: building, of: party, in: tx)
        case .estate(let question): try estates.answer(question, from: party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: RegisterAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .record(let draft): try needs.record(draft, from: party, in: tx, at: now)
        case .status(let id): try needs.status(id, of: party, in: tx)
        case .needs: try needs.offered(estate: party.estate, in: tx)
        case .offer(let words, let before):
            try needs.offer(words, insteadOf: before, from: party, in: tx, at: now)
        case .resources: try needs.listResources(estate: party.estate, in: tx)
        case .keepMembership: try needs.keepMembership(of: party, in: tx, at: now)
        case .withdrawMembership: .membershipWithdrawn(try tx.partyMembers.remove(party.resident))
        case .declineVisit: try visits.decline(party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: LoanAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .find(let wish): try needs.findResource(wish, estate: party.estate, in: tx)
        case .borrow(let listing, let wish): try loans.order(listing, wish, from: party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: ProjectAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .ask(let words): return try projects.ask(words, of: party, in: tx, at: now)
        case .list: return try projects.list(of: party, in: tx, at: now)
        case .follow(let id, let words): return try projects.follow(id, words, for: party, in: tx, at: now)
        case .unfollow(let words):
            let goods = try rewards.leave(words, for: party, in: tx)
            if !goods.isEmpty { return .rewardWaitsLeft(goods) }
            return try projects.unfollow(words, for: party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: ActivityAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        switch act {
        case .find(let words, let people, let asks):
            let found = try activities.find(words, people: people, estate: party.estate, in: tx, at: now)
            guard case .activityFound(let offer, let items, let people, _) = found else { return found }
            return .activityFound(offer, items: items, people: people, asks: asks)
        case .signUp(let item, let people):
            return try activities.signUp(item, people: people, for: party, in: tx, at: now)
        case .swap(let from, let to):
            return try activities.swap(from: from, to: to, for: party, in: tx, at: now)
        }
    }

    /// Where no ticket is named, all that he has with the estate is told.
    private func status(
        _ reference: TicketReference, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let outcome = try tickets.status(reference, of: party, in: tx)
        if case .ticketNotFound = outcome, case .about(let words) = reference {
            // 西门修好没有: no ticket of his, and perhaps a project.
            let asked = try projects.ask(words.joined(separator: "，"), of: party, in: tx, at: now)
            if case .projects = asked { return asked }
        }
        guard reference == .latest, case .tickets(let summaries) = outcome else { return outcome }
        let wishes = try needs.own(of: party, in: tx)
        let appointments =
            try receptions.cancellable(of: party, in: tx, at: now).filter { $0.refusal != .begun }
            + meals.cancellable(of: party, in: tx, at: now)
            + activities.cancellable(of: party, in: tx, at: now) + rewards.cancellable(of: party, in: tx)
        let more = max(0, try tickets.open(of: party, in: tx).count - summaries.count)
        guard !wishes.isEmpty || !appointments.isEmpty || more > 0 else { return outcome }
        return .matters(summaries, wishes, appointments: appointments.map(\.title), more: more)
    }

    /// A code without a word to it: a staff account's or a home's. A wrong one counts for both.
    private func prove(
        _ code: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        if let bound = try staff.bind(code, for: party, in: tx, at: now) { return bound }
        let outcome = try homes.prove(code, for: party, in: tx, at: now)
        if case .homeProven = outcome { return outcome }
        _ = try staff.refuse(party, in: tx, at: now)
        return outcome
    }

    /// Nil where he has a proven home, which alone opens points and rewards (`interface.md`, "Who is who").
    private func proofOwed(
        for command: Command, of party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome? {
        let known = try tx.homes.of(party.resident)
        return known.contains(where: \.isProven)
            ? nil : .needsProof(command, claimed: known.last?.address)
    }

    /// The rules of the points are public.
    private func handle(
        _ act: PointsAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        if case .ask(let question, let words, _) = act,
            let told = try points.explain(question, words, estate: party.estate, in: tx)
        {
            return .pointsTold(told)
        }
        if let owed = try proofOwed(for: .points(act), of: party, in: tx) { return owed }
        switch act {
        case .balance: return try points.balance(of: party, in: tx)
        case .ask(let question, let words, let period):
            return .pointsTold(
                try points.answer(question, words, period: period, of: party, in: tx, at: now))
        case .read(let text, let attachment, let day, let days):
            return points.read(Deed(text: text, attachment: attachment, day: day), days, at: now)
        case .claim(let deed, let item): return try points.claim(deed, as: item, for: party, in: tx, at: now)
        case .attach(let claim, let media):
            return .evidenceAttached(try tx.claims.attach(media, to: claim, of: party.resident))
        case .appeal(let words): return try appeal(words, from: party, in: tx, at: now)
        }
    }

    private func handle(
        _ act: RewardAct, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        if let owed = try proofOwed(for: .reward(act), of: party, in: tx) { return owed }
        switch act {
        case .list: return try rewards.list(for: party, in: tx)
        case .quote(let item, let quantity):
            return try rewards.quote(item, quantity: quantity, for: party, in: tx, at: now)
        case .quoteFee(let wish): return try rewards.quoteFee(wish, for: party, in: tx, at: now)
        case .find(let words, let quantity):
            return try rewards.find(in: words, quantity: quantity, for: party, in: tx)
        case .redeem(let quote): return try rewards.redeem(quote, for: party, in: tx, at: now)
        }
    }

    /// The community looks again at his newest claim that was refused; the same one is one case.
    private func appeal(
        _ words: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let (draft, since) = try points.appeal(of: party, in: tx, at: now) else { return .appealNone }
        let known = try tx.tickets.same(
            resident: party.resident, text: draft.text, category: draft.category, since: since)
        if let known { return .appealNoted(try tickets.summary(of: known, in: tx), isNew: false) }
        guard case .ticketOpened(let summary) = try tickets.open(draft, from: party, in: tx, at: now) else {
            return .appealNone
        }
        try tx.ticketEvents.add(summary.id, .note, actor: "resident", detail: words, at: now)
        return .appealNoted(summary, isNew: true)
    }

    private func findCancellable(
        _ target: CancelTarget, _ reference: TicketReference, of party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> [Cancellable] {
        var found: [Cancellable] = []
        if target == .meal { return try meals.cancellable(of: party, in: tx, at: now) }
        if target == .anything, case .about(let words) = reference {
            // N-03 不要了: a row of the register by its number.
            let named = try needs.cancellable(of: party, in: tx).filter { words.contains($0.reference) }
            guard named.isEmpty else { return named }
        }
        if target == .signup {
            found = try activities.cancellable(of: party, in: tx, at: now)
            guard found.isEmpty else { return found }
            // What a person was asked to enter him for is a ticket.
            return try findCancellable(.anything, reference, of: party, in: tx, at: now)
        }
        if target == .ticket || target == .anything {
            found += try tickets.cancellable(reference, of: party, in: tx)
        }
        if target == .topic || target == .agenda {
            let topics = try TopicService().cancellable(of: party, in: tx, at: now)
            let items = try meetings.cancellable(of: party, in: tx, at: now)
            let (wanted, others) = target == .topic ? (topics, items) : (items, topics)
            return wanted.isEmpty ? others : wanted
        }
        guard reference.isOpenToAll else { return found }
        if target == .ticket || target == .anything {
            found += try needs.cancellable(of: party, in: tx)
        }
        if target == .booking || target == .anything {
            found += try receptions.cancellable(of: party, in: tx, at: now)
        }
        if target == .anything {
            found += try meals.cancellable(of: party, in: tx, at: now)
            found += try activities.cancellable(of: party, in: tx, at: now)
        }
        if target == .redemption || target == .anything {
            found += try rewards.cancellable(of: party, in: tx)
        }
        return found
    }

    private func cancel(
        _ candidate: Cancellable, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let refusal: Outcome.CancelRefusal?
        switch candidate.kind {
        case .ticket(let id): refusal = try tickets.cancel(id, from: party, in: tx, at: now)
        case .booking(let id): refusal = try receptions.cancel(id, from: party, in: tx, at: now)
        case .seatWait(let id): refusal = try receptions.cancel(id, from: party, in: tx, at: now)
        case .signup(let id): refusal = try activities.cancel(id, from: party, in: tx, at: now)
        case .need(let id): refusal = try needs.withdraw(id, from: party, in: tx, at: now)
        case .topic(let id): refusal = try TopicService().withdraw(id, from: party, in: tx, at: now)
        case .agenda(let id): refusal = try meetings.withdraw(id, from: party, in: tx, at: now)
        case .meal(let id): refusal = try meals.cancel(id, from: party, in: tx, at: now)
        case .redemption(let id): refusal = try rewards.cancel(id, from: party, in: tx, at: now)
        }
        guard let refusal else { return .cancelled(candidate) }
        return .cancelRefused(candidate, refusal)
    }
}

/// Random digits and letters, passed in so that tests and replays choose them.
package struct RandomCodes: Sendable {
    /// Decimal digits of the given count.
    package var digits: @Sendable (Int) -> String
    /// Unguessable text for tokens: at least 128 bits.
    package var secret: @Sendable () -> String

    package init(
        digits: @escaping @Sendable (Int) -> String, secret: @escaping @Sendable () -> String
    ) {
        self.digits = digits
        self.secret = secret
    }

    /// From the system's generator, which is a cryptographic one on Linux.
    package static let system = RandomCodes(
        digits: { count in (0..<count).map { _ in String(Int.random(in: 0...9)) }.joined() },
        secret: {
            let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789")
            return "llt_" + String((0..<40).map { _ in letters[Int.random(in: 0..<letters.count)] })
        })
}

extension TicketReference {
    fileprivate var isOfSeveral: Bool {
        switch self {
        case .all, .several: true
        case .number, .tail, .about, .latest, .oldest, .position: false
        }
    }

    /// Nothing in it says which ticket: what is no ticket may be meant too.
    fileprivate var isOpenToAll: Bool {
        switch self {
        case .latest, .all: true
        case .number, .tail, .about, .several, .oldest, .position: false
        }
    }
}

extension [Cancellable] {
    /// What was entered last, of what has a number of its own.
    fileprivate var newest: ArraySlice<Cancellable> {
        let last = self.max { (Int64($0.reference) ?? 0) < (Int64($1.reference) ?? 0) }
        return last.map { [$0] } ?? []
    }
}
