import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The three lists as residents use them: wish for something, ask where it stands, ask what there is, offer
/// something (`domain.md` A07, D04).
struct NeedService: Sendable {
    private let settings: Settings
    private let register: NeedRegister
    private let resources: ResourceRegister

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        register = NeedRegister(settings: settings, notifier: notifier)
        resources = ResourceRegister(settings: settings, notifier: notifier)
    }

    /// The same words again are the same need, whatever has become of it since.
    func record(
        _ draft: TicketDraft, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        // Two messages at once: the wishes of one resident are counted one after the other.
        try tx.residents.keep(party.resident)
        let own = try tx.needs.of(party.resident, limit: Limits.registerRows)
        let open = own.filter(\.state.isOpen)
        if let known = open.first(where: { $0.text == draft.text.withoutNUL }) {
            return .needNoted(register.summary(of: known), isNew: false)
        }
        guard open.count < settings.registers.needs.open else { return .needsFull(open: open.count) }
        let need = try register.enter(
            draft, intake: "chat", for: party.resident, estate: party.estate, actor: "resident", in: tx,
            at: now)
        return .needNoted(register.summary(of: need), isNew: true)
    }

    /// Of his own need, or of one that is on the public list; of no other.
    func status(_ id: NeedID, of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        guard let need = try tx.needs.find(id),
            need.resident == party.resident || (need.estate == party.estate && need.state == .offered)
        else { return .needUnknown }
        return .needStatus(try told(need, in: tx))
    }

    /// What he has wished for and is open; of what is over the newest, where nothing is open.
    func own(of party: Party, in tx: Transaction) throws(SQLError) -> [NeedSummary] {
        let all = try tx.needs.of(party.resident, limit: Limits.registerRows).filter {
            $0.state != .withdrawn
        }
        let open = all.filter { $0.state.isOpen || $0.state == .merged }
        var told: [NeedSummary] = []
        for need in open.isEmpty ? all.prefix(1) : open.prefix(5) { told.append(try self.told(need, in: tx)) }
        return told
    }

    /// Of a merged need it says how far the one has come that stands for it.
    private func told(_ need: NeedRow, in tx: Transaction) throws(SQLError) -> NeedSummary {
        guard let head = try need.mergedInto.map({ id throws(SQLError) in try tx.needs.find(id) }) ?? nil
        else { return register.summary(of: need) }
        var summary = register.summary(of: head)
        summary.id = need.id
        summary.standsFor = head.id
        return summary
    }

    func offered(estate: String, in tx: Transaction) throws(SQLError) -> Outcome {
        .needsOffered(
            try tx.needs.list(
                estate: estate, states: [.offered], overdueAt: nil,
                rows: RowPage(limit: Limits.registerAnswerRows)
            ).map(register.summary))
    }

    // MARK: Giving up

    func cancellable(of party: Party, in tx: Transaction) throws(SQLError) -> [Cancellable] {
        try tx.needs.of(party.resident, limit: Limits.registerRows)
            .filter { NeedTransitions.step(.withdraw).from.contains($0.state) }.prefix(5).map {
                Cancellable(
                    kind: .need($0.id), reference: $0.id.number, title: "需求 \($0.id.number)（\($0.title)）")
            }
    }

    func withdraw(
        _ id: NeedID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let need = try tx.needs.find(id), need.resident == party.resident else { return .alreadyClosed }
        let step = NeedTransitions.step(.withdraw)
        guard step.from.contains(need.state) else {
            return need.state.isOpen ? .workHasBegun : .alreadyClosed
        }
        // Others have wished for it too.
        guard try tx.needs.merged(into: id).isEmpty else { return .othersJoined }
        guard try tx.needs.move(id, from: step.from, NeedChange(to: .withdrawn), at: now) else {
            return .alreadyClosed
        }
        try tx.timers.disarm(.register, subject: "need/\(id)")
        try tx.registerEvents.add(.need, id.rawValue, NeedAct.withdraw.rawValue, actor: "resident", at: now)
        return nil
    }

    // MARK: Resources

    /// "我们店想出点洗衣液当奖品": whoever keeps the list speaks to him; the same words again are the same offer.
    /// What he adds goes into the row of his words before, while nobody has listed it.
    func offer(
        _ words: String, insteadOf before: String? = nil, from party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        try tx.residents.keep(party.resident)
        let proposed = try tx.resources.of(party.resident).filter { $0.state == .proposed }
        let known = proposed.first { $0.text == words.withoutNUL }
        if known == nil, let before, let row = proposed.first(where: { $0.text == before.withoutNUL }),
            try tx.resources.reword(row.id, words)
        {
            try tx.registerEvents.add(.resource, row.id.rawValue, "propose", actor: "resident", at: now)
            return .resourceNoted(row.id, isNew: true)
        }
        if let known = known ?? proposed.dropFirst(settings.registers.needs.open - 1).first {
            return .resourceNoted(known.id, isNew: false)
        }
        guard let id = try resources.propose(words, from: party, in: tx, at: now) else { return .needUnknown }
        return .resourceNoted(id, isNew: true)
    }

    /// With his consent, which is this very act; his offer says nothing of it.
    func keepMembership(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> Outcome {
        try tx.residents.keep(party.resident)
        _ = try tx.partyMembers.add(party.resident, at: now)
        return .membershipKept
    }

    func listResources(estate: String, in tx: Transaction) throws(SQLError) -> Outcome {
        .resources(
            try tx.resources.list(
                estate: estate, states: [.listed], overdueAt: nil,
                rows: RowPage(limit: Limits.registerAnswerRows)
            ).map { listing(of: $0) })
    }

    /// Those of the list that his words name. Where they name none: what else there is of the kind, which for
    /// a room are rooms.
    func findResource(_ wish: LoanWish, estate: String, in tx: Transaction) throws(SQLError) -> Outcome {
        let listed = try tx.resources.list(
            estate: estate, states: [.listed], overdueAt: nil, rows: RowPage(limit: Limits.registerRows))
        let words = [wish.words, wish.item ?? ""].joined(separator: "\n")
        let fits = listed.map { (row: $0, fit: ProjectService.fit($0.name, words)) }
            .filter { $0.fit > 0 }
        let best = fits.map(\.fit).max()
        let rooms = listed.filter { ResourceListing.isRoom($0.name) }
        let others = fits.isEmpty && ResourceListing.isRoom(wish.item ?? "") ? rooms : []
        return .resourcesFound(
            fits.filter { $0.fit == best }.map { listing(of: $0.row, mayBeOrdered: true) }, wish,
            others: others.map { listing(of: $0) })
    }

    private func listing(of row: ResourceRow, mayBeOrdered: Bool = false) -> ResourceListing {
        ResourceListing(
            id: mayBeOrdered ? row.id : nil, name: row.name, provider: row.provider, place: row.place,
            hours: row.hours)
    }
}
