import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Deeds that are reported in the chat (`domain.md` 2.6, D02): read, checked against the limits, noted.
extension PointsService {
    /// Which items his words name. Nothing is written.
    func read(_ deed: Deed, _ days: [NamedDays], at now: Instant) -> Outcome {
        .deeds(DeedReader(rules: rules).read(deed, days, today: now.civil.date))
    }

    /// A deed is noted as pending, or refused with the rule that it breaks. A person decides in either case
    /// whether it counts; `code` is nil where he also says which item it is.
    func claim(
        _ deed: Deed, as code: String?, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let item = code.flatMap(rules.item)
        if code != nil, item == nil { return .claimRefused(.unknown) }
        let today = now.civil.date
        if let refusal = time(of: deed, today) { return .claimRefused(refusal) }
        // Two messages at once: the claims of one resident are counted one after the other.
        try tx.residents.keep(party.resident)
        let day = deed.day ?? today
        let at = day < today ? day.adding(days: 1).start - .milliseconds(1) : now
        if let refusal = try limits(deed, item, of: party, at, in: tx) { return .claimRefused(refusal) }
        let id = try tx.claims.add(
            party.resident, estate: party.estate, text: deed.text, attachment: deed.attachment,
            item: item?.number, points: item?.points, at: at)
        if let item { try askLead(id, item, of: party, in: tx, at: now) }
        let isVague =
            deed.day == nil && deed.text.mentionsAny(rules.claims.before.values.flatMap { $0 })
        var note = ClaimNote(
            id: id, item: item?.told, decider: item.map(decider) ?? "",
            withinDays: isVague ? rules.claimDays : nil)
        note.day = day < today ? day : nil
        return .claimPending(note)
    }

    /// 楼长; 社区两人 where two people decide. Empty where nobody is named.
    func decider(of item: PointsRules.Item) -> String {
        let names = item.approvers.compactMap { rules.deciders[$0] }.joined(separator: "或")
        return item.approvals == 2 ? names + "两人" : names
    }

    /// Not done yet, or longer ago than the scheme allows. Without a day the newest one counts that his words
    /// leave open.
    private func time(of deed: Deed, _ today: CivilDate) -> ClaimRefusal? {
        guard let day = deed.day else {
            if deed.text.mentionsAny(rules.claims.later) { return .notYet(days: rules.claimDays) }
            let periods = rules.claims.before.filter { deed.text.mentionsAny($0.value) }.keys
            let newest = periods.map { $0.start(before: today.start).civil.date.adding(days: -1) }.min()
            guard let newest else { return nil }
            return today.days(since: newest) > rules.claimDays ? .tooOld(days: rules.claimDays) : nil
        }
        if day > today { return .notYet(days: rules.claimDays) }
        return today.days(since: day) > rules.claimDays ? .tooOld(days: rules.claimDays) : nil
    }

    /// The item's cap, the day's and the month's limit: what waits counts like what was approved.
    private func limits(
        _ deed: Deed, _ item: PointsRules.Item?, of party: Party, _ at: Instant, in tx: Transaction
    ) throws(SQLError) -> ClaimRefusal? {
        let (who, date) = (party.resident, at.civil.date)
        let isCounted = item.map { $0.cap.period != .occasion && $0.cap.period != .alert } ?? false
        guard let item, isCounted else {
            let same = try tx.claims.pending(of: who).first {
                $0.text == deed.text.withoutNUL && $0.item == item?.number && $0.at.civil.date == date
            }
            if let same { return .repeated(same.id) }
            return try item.map { item throws(SQLError) in try sums(item, of: who, at, in: tx) } ?? nil
        }
        let period = item.cap.period
        let given = try tx.claims.open(
            of: item.number, by: who, from: period.start(before: at), until: period.end(after: at))
        if given.count >= item.cap.count {
            return .itemFull(name: item.spoken, limit: item.cap.words(of: "次"))
        }
        return try sums(item, of: who, at, in: tx)
    }

    private func sums(
        _ item: PointsRules.Item, of who: ResidentID, _ at: Instant, in tx: Transaction
    ) throws(SQLError) -> ClaimRefusal? {
        let sums = [(PointsRules.Period.day, rules.dailyLimit), (.month, rules.monthlyLimit)]
        for (period, limit) in sums {
            let given = try tx.claims.open(
                of: nil, by: who, from: period.start(before: at), until: period.end(after: at)
            ).points
            guard given + item.points > limit else { continue }
            return period == .day
                ? .dayFull(limit: limit, given: given) : .monthFull(limit: limit, given: given)
        }
        return nil
    }

    /// A small deed is confirmed by the lead of the building (`domain.md` C04): he is asked in his own chat.
    /// Everything else waits for the desk.
    private func askLead(
        _ id: ClaimID, _ item: PointsRules.Item, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard item.approvers.contains(.buildingLead), item.approvals == 1,
            let home = try tx.homes.of(party.resident).first(where: \.isProven),
            let building = home.address.building
        else { return }
        let name = try tx.residents.find(party.resident)?.name ?? ""
        let phrase = Phrase(
            "staff.claim_asked",
            [
                "claim": "\(id)", "name": Masking.name(name), "item": item.name, "points": "\(item.points)",
            ])
        for lead in try reach.leads(ofBuilding: building, estate: party.estate, in: tx) {
            for chat in lead.chats where chat != StaffReach.Chat(channel: party.channel, sender: party.sender)
            {
                try notifier.tell(
                    channel: chat.channel, recipient: chat.sender, [phrase], why: ClaimWords.asked,
                    key: "claim-\(id)-asked-\(chat.channel)-\(chat.sender)", in: tx, at: now)
            }
        }
    }
}

extension CivilDate {
    fileprivate func days(since other: CivilDate) -> Int { daysSinceEpoch - other.daysSinceEpoch }
}
