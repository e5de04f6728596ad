import LinliModel
import LinliSettings
import LinliStore

/// Figures over cases, taken in one by one. Pure; the same cases in any order give the same figures.
///
/// The definitions are those of `domain.md` 2.2.4: a ticket that was declined is referred to others and
/// counts for itself; no answer is not a satisfied one.
package struct CaseFigures: Sendable {
    /// Tickets by number: those that fulfil a figure, and those that it is measured against and that do not.
    package struct Share: Sendable, Hashable {
        package var counted: [String] = []
        package var others: [String] = []

        mutating func add(_ number: String, _ counts: Bool) {
            if counts { counted.append(number) } else { others.append(number) }
        }
    }

    /// Lateness of one clock in one group.
    package struct Lateness: Sendable, Hashable {
        package var inTime = 0
        /// Seconds past the due time.
        package var late: [Int] = []
        /// Of each clock that was in time or late.
        package var tickets = Share()
    }

    package struct ClockGroup: Sendable, Hashable {
        /// The name of a `ClockKind` or `WorkStep`.
        package var clock: String
        package var group: String
    }

    package enum Grouping: String, Sendable, CaseIterable {
        case category, building
        /// By who was on duty when it was received.
        case shift
    }

    package private(set) var received = Share()
    package private(set) var declined = Share()
    package private(set) var cancelled = Share()
    package private(set) var response = Share()
    package private(set) var fiveMinutes = Share()
    package private(set) var answered = Share()
    package private(set) var solved = Share()
    package private(set) var satisfied = Share()
    package private(set) var reopened = Share()
    package private(set) var falseClosures = Share()
    package private(set) var pingPong = Share()
    package private(set) var insideEstate = Share()
    package private(set) var insideCommunity = Share()
    /// Handed to the right one at first: not returned, and not assigned to somebody else afterwards.
    package private(set) var firstDispatch = Share()
    /// Results told in the period that came due in it, against those owed.
    package private(set) var settled = Share()
    /// Marks of residents, 1 … 5, by ticket.
    package private(set) var marks: [(ticket: String, mark: Int)] = []
    /// Seconds to the first word of a person, by ticket.
    package private(set) var responses: [(ticket: String, seconds: Int)] = []
    package private(set) var intakes: [Intake: [String]] = [:]
    package private(set) var lateness: [ClockGroup: Lateness] = [:]

    private let from: Instant
    private let to: Instant
    private let asOf: Instant
    private let ladder: Ladder
    private let grouping: Grouping?
    private let shift: @Sendable (CaseHistory) -> String

    /// - Parameters:
    ///   - asOf: what came due later is not judged yet.
    ///   - shift: the name of the shift that had a case when it was received.
    package init(
        from: Instant, to: Instant, asOf: Instant, ladder: Ladder, grouping: Grouping? = nil,
        shift: @escaping @Sendable (CaseHistory) -> String = { _ in "-" }
    ) {
        self.shift = shift
        self.from = from
        self.to = to
        self.asOf = asOf
        self.ladder = ladder
        self.grouping = grouping
    }

    package mutating func add(_ ticket: CaseHistory) {
        if isInside(ticket.receivedAt) {
            received.counted.append(ticket.number)
            if ticket.state == .declined { declined.counted.append(ticket.number) }
            if ticket.state == .cancelled { cancelled.counted.append(ticket.number) }
            if let intake = ticket.intake { intakes[intake, default: []].append(ticket.number) }
        }
        guard ticket.state != .declined else { return }
        for clock in ticket.clocks where isInside(clock.dueAt) { judge(clock, of: ticket) }
        judgeDispatch(of: ticket)
        for step in ticket.steps where isInside(step.dueAt) { judge(step, of: ticket) }
        for (index, event) in ticket.events.enumerated() where event.kind == .resolve && isInside(event.at) {
            judge(resolvedAt: index, of: ticket)
        }
    }

    private func isInside(_ instant: Instant) -> Bool { from <= instant && instant < to }

    // MARK: Clocks

    private mutating func judge(_ clock: TicketClock, of ticket: CaseHistory) {
        let isMetInTime = clock.metAt.map { $0 <= clock.dueAt } ?? false
        // A matter that was given up owes nothing; one whose time has not come is not late yet.
        let isOwed = ticket.state != .cancelled && ticket.state != .merged
        guard clock.metAt != nil || (isOwed && clock.dueAt <= asOf) else { return }
        if clock.kind == .firstResponse {
            response.add(ticket.number, isMetInTime)
            let quick = clock.metAt.map { $0 - clock.startedAt <= .minutes(5) } ?? false
            fiveMinutes.add(ticket.number, quick)
            if let met = clock.metAt {
                responses.append((ticket.number, Int((met - clock.startedAt).seconds)))
            }
        }
        if clock.kind == .resolve { settled.add(ticket.number, clock.metAt != nil) }
        let end = clock.metAt ?? asOf
        book(clock.kind.rawValue, of: ticket, late: isMetInTime ? nil : end - clock.dueAt)
    }

    /// The first dispatch of the period's tickets. Whoever gives it back, and whoever assigns it to another
    /// before anybody has accepted it, says that it went wrong.
    private mutating func judgeDispatch(of ticket: CaseHistory) {
        guard let index = ticket.events.firstIndex(where: { $0.kind == .dispatch }),
            isInside(ticket.events[index].at)
        else { return }
        let after = ticket.events[(index + 1)...]
        let isReturned = after.contains { $0.kind == .giveBack }
        let beforeAccept = after.prefix { $0.kind != .accept }
        firstDispatch.add(ticket.number, !isReturned && !beforeAccept.contains { $0.kind == .assign })
    }

    /// A step that was stopped before its time was owed by nobody; one that was stopped late stays late.
    private mutating func judge(_ step: StepClock, of ticket: CaseHistory) {
        let end = step.metAt ?? step.stoppedAt ?? asOf
        if step.metAt == nil, end < step.dueAt || step.dueAt > asOf { return }
        book(step.step.rawValue, of: ticket, late: end <= step.dueAt ? nil : end - step.dueAt)
    }

    private mutating func book(_ clock: String, of ticket: CaseHistory, late: TimeSpan?) {
        for group in groups(of: ticket) {
            let key = ClockGroup(clock: clock, group: group)
            if let late {
                lateness[key, default: Lateness()].late.append(Int(max(0, late.seconds)))
            } else {
                lateness[key, default: Lateness()].inTime += 1
            }
            lateness[key, default: Lateness()].tickets.add(ticket.number, late == nil)
        }
    }

    private func groups(of ticket: CaseHistory) -> [String] {
        switch grouping {
        case nil: ["all"]
        case .category: ["all", ticket.category]
        case .building: ["all", ticket.building ?? "-"]
        case .shift: ["all", shift(ticket)]
        }
    }

    // MARK: Results

    /// A result was told in the period. The resident was asked; his answer is what he said last before the
    /// next result. Who says only that it is mended says nothing of how content he is, and gives no mark
    /// (decision 12).
    private mutating func judge(resolvedAt index: Int, of ticket: CaseHistory) {
        let number = ticket.number
        let before = ticket.events[..<index]
        let after = ticket.events[(index + 1)...].prefix { $0.kind != .resolve }
        let answer = TicketEvent.answer(in: after)
        answered.add(number, answer != nil)
        if let isSolved = answer?.isSolved { solved.add(number, isSolved) }
        if let isSatisfied = answer?.isSatisfied { satisfied.add(number, isSatisfied) }
        if let mark = answer?.mark { marks.append((number, mark)) }
        reopened.add(number, after.contains { $0.kind == .reopen })
        falseClosures.add(number, ticket.isFalseClosure)
        pingPong.add(number, before.count { $0.kind == .giveBack } >= 2)
        let level = before.compactMap(\.level).last ?? 1
        let rung = ladder.rungs.first { $0.level.rawValue == "L\(level)" }
        insideEstate.add(number, rung?.isInsideEstate ?? false)
        insideCommunity.add(number, rung?.isInsideCommunity ?? false)
    }
}

extension TicketEvent {
    /// The level that was climbed to.
    fileprivate var level: Int? {
        guard kind == .escalate, detail.hasPrefix("L") else { return nil }
        return Int(detail.dropFirst().prefix(1))
    }
}

extension CaseFigures.Lateness {
    /// Nearest rank: the smallest lateness that is not exceeded by `percent` of the late ones.
    package func percentile(_ percent: Int) -> Int? {
        guard !late.isEmpty else { return nil }
        let rank = (late.count * percent + 99) / 100
        return late.sorted()[max(1, rank) - 1]
    }
}
