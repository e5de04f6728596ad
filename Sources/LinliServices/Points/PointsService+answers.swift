import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What residents are told about points (`domain.md` D01): the scope as it was understood, and what his words
/// ask for beyond it.
extension PointsService {
    /// What anybody may read: the rules. Nil where it is about his own points.
    func explain(_ question: PointsQuestion, _ words: String, estate: String, in tx: Transaction)
        throws(SQLError) -> PointsAnswer?
    {
        let asked = rules.questions
        if words.mentionsAny(asked.pooling) { return .pooling }
        if question == .pending || question == .ranking || isPersonal(words) { return nil }
        guard question == .rule else { return nil }
        if let item = DeedReader(rules: rules).only(in: words) { return .item(rule(of: item)) }
        if words.mentionsAny(asked.limits) {
            return .limits(daily: rules.dailyLimit, monthly: rules.monthlyLimit, days: rules.claimDays)
        }
        let reward = settings.rewards.first { reward in
            ([reward.name] + reward.aliases).contains { words.mentionsParts(of: $0) }
        }
        if let reward, reward.kind != .feeDiscount,
            let listing = try tx.rewards.find(estate: estate, code: reward.code)
        {
            return .price(listing)
        }
        if let category = rules.categories.first(where: { words.mentions($0) }) {
            return .rules(list([category]), daily: rules.dailyLimit, monthly: rules.monthlyLimit)
        }
        guard words.mentionsAny(asked.whole) else {
            return .ruleNames(rules.categories, daily: rules.dailyLimit, monthly: rules.monthlyLimit)
        }
        return .rules(list(rules.categories), daily: rules.dailyLimit, monthly: rules.monthlyLimit)
    }

    private func isPersonal(_ words: String) -> Bool {
        words.mentionsAny(rules.questions.expiry) || words.mentionsAny(rules.questions.refused)
    }

    private func rule(of item: PointsRules.Item) -> PointsItemRule {
        let hasLimit = item.cap.period != .occasion && item.cap.period != .alert
        return PointsItemRule(
            item: item.told, limit: hasLimit ? item.cap.words(of: "次") : nil, evidence: item.evidence,
            decider: decider(of: item))
    }

    private func list(_ categories: [String]) -> [String] {
        categories.map { category in
            let items = rules.items.filter { $0.category == category }
            return "【\(category)】" + items.map { "\($0.name) \($0.points)分" }.joined(separator: "、")
        }
    }

    /// About his own points.
    func answer(
        _ question: PointsQuestion, _ words: String, period: String?, of party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> PointsAnswer {
        if words.mentionsAny(rules.questions.refused) { return try refused(of: party, in: tx, at: now) }
        if words.mentionsAny(rules.questions.expiry) { return try expiry(of: party, in: tx, at: now) }
        switch question {
        case .pending: return try pending(of: party, in: tx)
        case .ranking: return try ranking(period, of: party, in: tx, at: now)
        case .balance, .ledger, .rule: return try ledger(period, of: party, in: tx, at: now)
        }
    }

    private func available(_ party: Party, in tx: Transaction) throws(SQLError) -> Int {
        try tx.ledger.balance(of: .available(party.resident, estate: party.estate))
    }

    /// The month that he names, or the present one; the lines are those of the month where he names one.
    private func ledger(
        _ period: String?, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> PointsAnswer {
        let span = TimeSpanOfPoints(period, at: now)
        let parts = try tx.ledger.earned(by: party.resident, from: span.from, until: span.until)
        let lines =
            try period == nil
            ? tx.ledger.lines(of: party.resident, limit: Limits.pointsLineRows)
            : tx.ledger.lines(
                of: party.resident, from: span.from, until: span.until, limit: Limits.pointsLineRows)
        let sum = PointsSpan(
            name: span.name, earned: parts.reduce(0) { $0 + $1.points },
            parts: parts.map { LedgerPart(memo: $0.memo.spokenItem, points: $0.points) })
        return .ledger(sum, lines, balance: try available(party, in: tx))
    }

    private func pending(of party: Party, in tx: Transaction) throws(SQLError) -> PointsAnswer {
        let waiting = try tx.claims.pending(of: party.resident).suffix(Limits.pointsLineRows).map { row in
            let item = rules.items.first { $0.number == row.item }
            return WaitingClaim(
                name: item?.spoken ?? row.text.short, points: row.points, at: row.at,
                decider: item.map(decider) ?? "")
        }
        return .pending(
            waiting, held: try tx.ledger.balance(of: .held(party.resident, estate: party.estate)))
    }

    /// What was earned first is spent first; points of a year are good until the end of a later one.
    private func expiry(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> PointsAnswer
    {
        let balance = try available(party, in: tx)
        let year = now.civil.date.year
        var found: [ExpiringPoints] = []
        var counted = 0
        for earned in (year - rules.validYears)...year {
            guard let end = CivilDate(year: earned + 1, month: 1, day: 1)?.start,
                let lastDay = CivilDate(year: earned + rules.validYears, month: 12, day: 31)
            else { continue }
            let flows = try tx.ledger.flows(of: party.resident, earnedUntil: end - .milliseconds(1))
            let left = min(max(0, flows.earned - flows.gone), balance)
            if left > counted { found.append(ExpiringPoints(points: left - counted, lastDay: lastDay)) }
            counted = max(counted, left)
        }
        return .expiry(found, balance: balance)
    }

    /// The public list of a month: who has earned most in it, names masked.
    private func ranking(
        _ period: String?, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> PointsAnswer {
        let span = TimeSpanOfPoints(period, at: now)
        let rows = try tx.ledger.earners(estate: party.estate, from: span.from, until: span.until)
        var places: [PointsPlace] = []
        var own: PointsPlace?
        for (index, row) in rows.enumerated() {
            // Equal points share a rank.
            let isTied = index > 0 && rows[index - 1].points == row.points
            let place = PointsPlace(
                rank: isTied ? places[index - 1].rank : index + 1, name: Masking.name(row.name),
                points: row.points)
            places.append(place)
            if row.resident == party.resident { own = place }
        }
        return .ranking(
            PointsSpan(name: span.name, earned: 0), Array(places.prefix(Limits.pointsLineRows)), own: own)
    }

    private func refused(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> PointsAnswer {
        let rows = try tx.claims.rejected(
            of: party.resident, since: now - .days(Int64(rules.objectionDays)), limit: Limits.refusedClaimRows
        )
        return .refused(
            rows.map { RefusedClaim(name: name(of: $0), at: $0.at, reason: $0.reason) },
            days: rules.objectionDays)
    }

    /// The case for the community about the newest refusal, and since when it could be one already. Nil where
    /// none of the last days was refused.
    func appeal(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> (draft: TicketDraft, since: Instant)? {
        let since = now - .days(Int64(rules.objectionDays))
        let row = try tx.claims.rejected(of: party.resident, since: since, limit: 1).first
        guard let row else { return nil }
        let text = "积分申报\(row.id)号（\(name(of: row))）没有通过，本人不服。理由：\(row.reason)"
        let draft = TicketDraft(
            category: "points.appeal", urgency: .p3, text: text.withoutNUL, address: Address(),
            intent: .complain)
        return (draft, since)
    }

    /// The item that was asked for, or his own words.
    func name(of row: ClaimRow) -> String {
        rules.items.first { $0.number == row.item }?.spoken ?? row.text.short
    }
}

extension String {
    /// 文明劝导一次（乱停车、遛狗、乱丢） without its brackets.
    fileprivate var spokenItem: String { String(prefix { $0 != "（" }) }

    fileprivate var short: String {
        count > Limits.answerCharacters ? prefix(Limits.answerCharacters) + "…" : self
    }
}

/// A month, quarter or year as it was understood: "2026-03", "2026Q1", "2026". The present month without one.
private struct TimeSpanOfPoints {
    let from: Instant
    let until: Instant
    let name: String

    init(_ period: String?, at now: Instant) {
        let today = now.civil.date
        let parts = (period ?? "").split { $0 == "-" || $0 == "Q" }.compactMap { Int($0) }
        let year = parts.first ?? today.year
        let isQuarter = period?.contains("Q") ?? false
        let month = parts.count > 1 ? (isQuarter ? parts[1] * 3 - 2 : parts[1]) : 1
        let kind: PointsRules.Period = parts.count == 1 ? .year : isQuarter ? .quarter : .month
        let first = parts.isEmpty ? today : CivilDate(year: year, month: month, day: 1) ?? today
        let isYear = parts.count == 1
        from = kind.start(before: first.start)
        until = kind.end(after: first.start)
        let prefix = year == today.year && !isYear ? "" : "\(year)年"
        switch kind {
        case .year: name = prefix
        case .quarter: name = prefix + "第\((first.month + 2) / 3)季度"
        default: name = prefix + "\(first.month)月"
        }
    }
}
