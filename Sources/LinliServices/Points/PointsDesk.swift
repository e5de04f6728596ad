import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Points as staff use them: balances, statements, the published rules and ranking, and the books.
///
/// Approving, granting and taking back stand in `PointsDesk+approval.swift`. Points move only as transfers of
/// the ledger, each with a reference that makes a repeated request harmless.
package struct PointsDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let notifier: Notifier

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
    }

    package func balance(_ resident: String, _ call: DeskCall) throws(SQLError) -> Ruling<PointsBalance> {
        try door.pass("points.balance", "resident", call) { () throws(SQLError) in
            try scope.neighbour(resident, call).then { row throws(SQLError) in
                .done(try PointsViews.balance(row, call, masked: true))
            }
        }
    }

    /// Newest first.
    package func ledger(
        _ resident: String, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<PointsEntry>> {
        try door.pass("points.ledger", "resident", call) { () throws(SQLError) in
            try scope.neighbour(resident, call).then { row throws(SQLError) in
                let entries = try call.tx.ledger.statement(of: row.id, rows: rows.andOne)
                return .done(try Page(entries, of: rows, view: PointsViews.entry))
            }
        }
    }

    package func listRules(_ call: DeskCall) throws(SQLError) -> Ruling<Page<PointsRule>> {
        try door.pass("points.rules", "", call) { () throws(SQLError) in
            .done(Page(items: settings.points.items.map(PointsViews.rule)))
        }
    }

    /// Names are masked: the list is public (`domain.md` 2.6, 2.10).
    package func ranking(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<PointsRank>> {
        try scope.pass("points.ranking", estate ?? "", in: estate, call) { estate throws(SQLError) in
            let found = try call.tx.ledger.ranking(estate: estate.code, rows: rows.andOne)
            // Whoever has as many as the last of the page before shares his rank.
            let before = try found.first.map { first throws(SQLError) in
                try call.tx.ledger.before(first, estate: estate.code)
            }
            var (place, shared) = (before?.all ?? 0, before?.richer ?? 0)
            var last = found.first?.balance
            return .done(
                try Page(found, of: rows) { row in
                    if row.balance != last { shared = place }
                    place += 1
                    last = row.balance
                    return PointsRank(rank: shared + 1, name: Masking.name(row.name), points: row.balance)
                })
        }
    }

    // MARK: The books

    /// Points of a year are good until 31 December of the following year (`domain.md` 2.6); what was earned
    /// first is spent first.
    package func expire(_ request: ExpirePoints, _ call: DeskCall) throws(SQLError) -> Ruling<
        PointsExpiry
    > {
        try door.pass(
            "points.expire", request.estate ?? "", call, detail: request.dryRun ? "dry run" : ""
        ) {
            () throws(SQLError) in
            let day = request.asOf.map { CivilDate($0) } ?? call.now.civil.date
            guard let day, day <= call.now.civil.date,
                let firstGood = CivilDate(year: day.year - settings.points.validYears, month: 1, day: 1)
            else {
                return .refused(
                    Refusal(
                        .invalid, "as_of.invalid", "日期写得不对，或者还没有到。",
                        hint: "请写成 \(call.now.civil.date)。"))
            }
            return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                let limit = firstGood.start - .milliseconds(1)
                var expired: [ExpiredPoints] = []
                for resident in try call.tx.ledger.holders(estate: estate.code) {
                    let old = try expire(
                        resident, earnedUntil: limit, estate.code, dryRun: request.dryRun, call)
                    if let old { expired.append(old) }
                }
                return .done(
                    PointsExpiry(
                        asOf: day.description, dryRun: request.dryRun, residents: expired,
                        total: expired.reduce(0) { $0 + $1.points }))
            }
        }
    }

    private func expire(
        _ resident: ResidentID, earnedUntil limit: Instant, _ estate: String, dryRun: Bool,
        _ call: DeskCall
    ) throws(SQLError) -> ExpiredPoints? {
        let account = LedgerTable.Account.available(resident, estate: estate)
        let flows = try call.tx.ledger.flows(of: resident, earnedUntil: limit)
        let old = min(flows.earned - flows.gone, try call.tx.ledger.balance(of: account))
        guard old > 0, let row = try call.tx.residents.find(resident) else { return nil }
        if !dryRun {
            let year = limit.civil.date.year
            let transfer = Transfer(
                .expire, from: account, to: .expired(estate: estate), points: old, resident: resident,
                memo: "\(year)年及以前积分到期", reference: "expire-\(year)-\(resident)-\(flows.gone)",
                actor: call.staff.name)
            guard try call.tx.ledger.transfer(transfer, at: call.now) == .done else { return nil }
        }
        return ExpiredPoints(resident: resident.rawValue, name: Masking.name(row.name), points: old)
    }

    /// Whether each balance is the sum of its postings and all of them sum to zero.
    package func verify(_ call: DeskCall) throws(SQLError) -> Ruling<PointsVerification> {
        try door.pass("points.verify", "", call) { () throws(SQLError) in
            let mismatches = try call.tx.ledger.mismatches()
            let total = try call.tx.ledger.total()
            return .done(
                PointsVerification(
                    ok: mismatches.isEmpty && total == 0, total: total,
                    mismatches: mismatches.map {
                        PointsMismatch(
                            account: $0.account, kind: $0.kind, balance: $0.balance, posted: $0.posted)
                    }))
        }
    }
}

/// How points look to staff.
enum PointsViews {
    static func balance(
        _ row: ResidentRow, _ call: DeskCall, masked: Bool
    ) throws(SQLError) -> PointsBalance {
        PointsBalance(
            resident: row.id.rawValue, name: masked ? Masking.name(row.name) : row.name,
            available: try call.tx.ledger.balance(of: .available(row.id, estate: row.estate)),
            held: try call.tx.ledger.balance(of: .held(row.id, estate: row.estate)))
    }

    static func entry(_ entry: LedgerEntry) -> PointsEntry {
        PointsEntry(
            reference: entry.reference, at: entry.line.at.iso8601, points: entry.line.points,
            kind: entry.line.kind, memo: entry.line.memo)
    }

    static func rule(_ item: PointsRules.Item) -> PointsRule {
        PointsRule(
            code: item.code, number: item.number, category: item.category, name: item.name,
            points: item.points,
            cap: "\(item.cap.count)/\(item.cap.period.rawValue)", evidence: item.evidence,
            approvers: item.approvers.map(\.rawValue), approvals: item.approvals)
    }
}
