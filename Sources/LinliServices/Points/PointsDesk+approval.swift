import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Claims, grants and reversals: where points come from and how they are taken back (`domain.md` 2.6).
extension PointsDesk {
    /// Claims that wait, oldest first.
    package func claims(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<PointsClaim>> {
        try scope.page("points.claim", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.claims.pending(estate: estate, in: scope.area(call), rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    /// A deed that somebody reports at the desk.
    package func claim(_ request: OpenClaim, _ call: DeskCall) throws(SQLError) -> Ruling<PointsClaim> {
        try door.pass("points.claim", "resident", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") { return .refused(refusal) }
            return try scope.neighbour(request.resident, call).then { row throws(SQLError) in
                let id = try call.tx.claims.add(
                    row.id, estate: row.estate, text: request.text, attachment: nil, at: call.now)
                return try find(id, call).then { claim throws(SQLError) in .done(try view(claim, call)) }
            }
        }
    }

    /// Two different people for an item that asks for two; nobody his own or his household's.
    package func approve(
        _ id: ClaimID, _ request: ApproveClaim, _ call: DeskCall
    ) throws(SQLError) -> Ruling<PointsClaim> {
        try door.pass("points.approve", "claim-\(id)", call, detail: request.item) {
            () throws(SQLError) in
            try find(id, call).then { claim throws(SQLError) in
                guard let item = item(request.item) else { return .refused(unknownItem(request.item)) }
                if let refusal = try refusal(ofApproving: claim, item, call) { return .refused(refusal) }
                if item.approvals == 2, claim.firstApprover == nil {
                    guard
                        try call.tx.claims.firstApproval(
                            id, by: call.staff.id, item: item.number, points: item.points)
                    else { return .refused(decided(claim)) }
                    return try find(id, call).then { row throws(SQLError) in .done(try view(row, call)) }
                }
                guard
                    try call.tx.claims.approve(
                        id, by: call.staff.id, item: item.number, points: item.points, at: call.now)
                else { return .refused(decided(claim)) }
                try pay(claim, item, call)
                return try find(id, call).then { row throws(SQLError) in .done(try view(row, call)) }
            }
        }
    }

    private func pay(_ claim: ClaimRow, _ item: PointsRules.Item, _ call: DeskCall) throws(SQLError) {
        let transfer = Transfer(
            .earn, from: .issuer(estate: claim.estate),
            to: .available(claim.resident, estate: claim.estate),
            points: item.points, resident: claim.resident, memo: item.name,
            reference: "claim-\(claim.id)",
            actor: call.staff.name)
        guard try call.tx.ledger.transfer(transfer, at: call.now) == .done else {
            throw SQLError(.conflict, "a pending claim was paid before")
        }
        try notifier.tell(
            resident: claim.resident,
            Phrase("notice.points", ["points": "\(item.points)", "item": item.name]),
            why: "points.approved", key: "claim-\(claim.id)-approved", in: call.tx, at: call.now)
    }

    package func reject(
        _ id: ClaimID, reason: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<PointsClaim> {
        try door.pass("points.reject", "claim-\(id)", call) { () throws(SQLError) in
            try find(id, call).then { claim throws(SQLError) in
                if let refusal = Refusal.words(reason, "reason") { return .refused(refusal) }
                if let refusal = try interest(claim, call) { return .refused(refusal) }
                guard try call.tx.claims.reject(id, by: call.staff.id, reason: reason, at: call.now)
                else {
                    return .refused(decided(claim))
                }
                try notifier.tell(
                    resident: claim.resident, Phrase("notice.points_rejected", ["reason": reason]),
                    why: "points.rejected", key: "claim-\(id)-rejected", in: call.tx, at: call.now)
                return try find(id, call).then { row throws(SQLError) in .done(try view(row, call)) }
            }
        }
    }

    // MARK: Rules

    private func refusal(
        ofApproving claim: ClaimRow, _ item: PointsRules.Item, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard claim.state == "pending" else { return decided(claim) }
        let highest = settings.roles.byRole[call.staff.role]?.pointsUpTo ?? 0
        guard item.points <= highest else {
            return Refusal(
                .forbidden, "points.above_role",
                "\(call.staff.role.rawValue) 最多审批 \(highest) 分，这一项是 \(item.points) 分。",
                hint: "请找 \(item.approvers.map(\.rawValue).joined(separator: " 或 ")) 审批。"
            )
        }
        if claim.firstApprover == call.staff.id {
            return Refusal(
                .conflict, "points.same_approver", "申报 \(claim.id) 您已经批过。",
                hint: "第二位审批人要换一个人。")
        }
        if claim.firstApprover != nil, claim.item != item.number {
            return Refusal(
                .conflict, "points.other_item", "第一位审批人选的是另一项。",
                hint: "请商定一项，或者驳回申报。")
        }
        if let refusal = try interest(claim, call) { return refusal }
        return try caps(claim, item, call)
    }

    /// Where the approver's own chat address is known: not his own claim and not his household's.
    private func interest(_ claim: ClaimRow, _ call: DeskCall) throws(SQLError) -> Refusal? {
        let homes = Set(try call.tx.homes.of(claim.resident).map(\.unitID))
        for own in try call.tx.residents.of(staff: call.staff.id) {
            let isShared = try !homes.isDisjoint(with: call.tx.homes.of(own).map(\.unitID))
            guard own == claim.resident || isShared else { continue }
            return Refusal(
                .conflict, "points.own_claim", "这是您本人或家人的申报。",
                hint: "请由别人决定。")
        }
        return nil
    }

    /// The item's cap, the day's and the month's limit, by the day on which the deed was reported; the same
    /// picture counts once.
    private func caps(
        _ claim: ClaimRow, _ item: PointsRules.Item, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        let date = claim.at.civil.date
        let from = item.cap.period.start(before: claim.at)
        let until = item.cap.period.end(after: claim.at)
        let given = try call.tx.claims.approvals(
            of: item.number, to: claim.resident, from: from, until: until)
        if given >= item.cap.count, item.cap.period != .occasion, item.cap.period != .alert {
            return limit("\(item.code) \(item.cap.words(of: "次"))的上限")
        }
        let today = try call.tx.claims.points(
            of: claim.resident, from: date.start, until: date.adding(days: 1).start)
        if today + item.points > settings.points.dailyLimit {
            return limit("每日 \(settings.points.dailyLimit) 分的上限（已给 \(today) 分）")
        }
        let month = PointsRules.Period.month
        let inMonth = try call.tx.claims.points(
            of: claim.resident, from: month.start(before: claim.at), until: month.end(after: claim.at))
        if inMonth + item.points > settings.points.monthlyLimit {
            return limit("每月 \(settings.points.monthlyLimit) 分的上限（已给 \(inMonth) 分）")
        }
        guard let picture = claim.attachment,
            try call.tx.claims.others(withAttachment: picture, than: claim.id) > 0
        else { return nil }
        return Refusal(
            .conflict, "points.same_picture", "同一张图片用在另一份申报上。",
            hint: "请驳回这份申报，或者请他另外提供证明。")
    }

    private func limit(_ words: String) -> Refusal {
        Refusal(
            .conflict, "points.limit", "这样会超过 \(words)。",
            hint: "请以此理由驳回申报。")
    }

    private func item(_ text: String) -> PointsRules.Item? {
        settings.points.item(text) ?? settings.points.items.first { String($0.number) == text }
    }

    private func unknownItem(_ text: String) -> Refusal {
        Refusal(
            .invalid, "points.item_unknown", "没有 \(text) 这一项。",
            hint: "请填代码或序号；请看 `linli points rules`。")
    }

    private func decided(_ claim: ClaimRow) -> Refusal {
        Refusal(
            .conflict, "claim.decided", "申报 \(claim.id) 的状态已经是 \(claim.state)，或者刚刚办完。",
            hint: "请看 `linli points claims`。")
    }

    /// The lead of a building and the worker of a grid find what those have done who live there.
    private func find(_ id: ClaimID, _ call: DeskCall) throws(SQLError) -> Ruling<ClaimRow> {
        let missing = Refusal(
            .notFound, "claim.not_found", "没有申报 \(id)。", hint: "请看 `linli points claims`。")
        guard let claim = try call.tx.claims.find(id) else { return .refused(missing) }
        if let refusal = call.staff.refusal(outside: claim.estate) { return .refused(refusal) }
        return try scope.livesThere(claim.resident, estate: claim.estate, call)
            ? .done(claim) : .refused(missing)
    }

    private func view(_ claim: ClaimRow, _ call: DeskCall) throws(SQLError) -> PointsClaim {
        let first =
            try claim.firstApprover.map { id throws(SQLError) in try call.tx.staff.find(id)?.name } ?? nil
        let name = try call.tx.residents.find(claim.resident)?.name ?? ""
        return PointsViews.claim(
            claim, name: Masking.name(name), firstApprover: first,
            item: settings.points.items.first { $0.number == claim.item }?.code)
    }

    // MARK: Without a claim

    /// An item's points, or up to five free ones; more need two people, and so a claim.
    package func grant(_ request: GrantPoints, _ call: DeskCall) throws(SQLError) -> Ruling<
        PointsTransfer
    > {
        try door.pass("points.grant", "resident", call, detail: request.reference) {
            () throws(SQLError) in
            if let refusal = Refusal.words(request.reference, "reference") { return .refused(refusal) }
            let points: Int
            let memo: String
            if let code = request.item {
                guard let item = item(code) else { return .refused(unknownItem(code)) }
                (points, memo) = (item.points, item.name)
            } else {
                if let refusal = Refusal.words(request.memo ?? "", "memo") { return .refused(refusal) }
                (points, memo) = (request.points ?? 0, request.memo ?? "")
            }
            if let refusal = refusal(ofGranting: points, call) { return .refused(refusal) }
            return try scope.resident(request.resident, call).then { row throws(SQLError) in
                let transfer = Transfer(
                    .earn, from: .issuer(estate: row.estate), to: .available(row.id, estate: row.estate),
                    points: points, resident: row.id, memo: memo, reference: "grant-\(request.reference)",
                    actor: call.staff.name)
                return try post(transfer, call)
            }
        }
    }

    private func refusal(ofGranting points: Int, _ call: DeskCall) -> Refusal? {
        guard points >= 1 else {
            return Refusal(
                .invalid, "points.missing", "积分至少 1 分。",
                hint: "请填一项，或者填分数和事由。")
        }
        guard points > Limits.singleApproverPoints else { return nil }
        return Refusal(
            .conflict, "points.needs_two",
            "\(Limits.singleApproverPoints + 1) 分以上要两个人决定。",
            hint: "请用 `linli points claim` 申报，由两个人审批。")
    }

    /// Takes an earned transfer back, whole or not at all.
    package func reverse(_ request: ReversePoints, _ call: DeskCall) throws(SQLError) -> Ruling<
        PointsTransfer
    > {
        try door.pass("points.reverse", request.reference, call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
            guard let known = try call.tx.ledger.transfer(reference: request.reference),
                let row = try call.tx.residents.find(known.resident)
            else {
                return .refused(
                    Refusal(
                        .notFound, "transfer.not_found", "没有流水 \(request.reference)。",
                        hint: "凭证号见 `linli points ledger`。"))
            }
            if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
            guard known.kind == Transfer.Kind.earn.rawValue else {
                return .refused(
                    Refusal(
                        .conflict, "transfer.not_reversible",
                        "\(request.reference) 是 \(known.kind)，不是所得积分。",
                        hint: "兑换请用 `linli reward cancel` 取消。"))
            }
            return try post(
                Transfer(
                    .reverse, from: .available(row.id, estate: row.estate),
                    to: .issuer(estate: row.estate),
                    points: known.points, resident: row.id, memo: "撤销 \(known.memo)（\(request.reason)）",
                    reference: "reverse-\(request.reference)", actor: call.staff.name), call)
        }
    }

    private func post(_ transfer: Transfer, _ call: DeskCall) throws(SQLError) -> Ruling<PointsTransfer> {
        if let known = try call.tx.ledger.transfer(reference: transfer.reference) {
            guard known.resident == transfer.resident, known.points == transfer.points else {
                return .refused(
                    Refusal(
                        .conflict, "reference.used",
                        "凭证号 \(transfer.reference) 已经用在另一笔流水上。",
                        hint: "请换一个凭证号。"))
            }
            return .done(PointsViews.transfer(transfer, known: true))
        }
        switch try call.tx.ledger.transfer(transfer, at: call.now) {
        case .done, .known:
            return .done(PointsViews.transfer(transfer, known: false))
        case .tooLittle:
            return .refused(
                Refusal(
                    .conflict, "points.too_few",
                    "该居民的可用积分不到 \(transfer.points) 分。",
                    hint: "请等冻结的兑换办完，或者不扣。"))
        }
    }
}

extension PointsViews {
    static func claim(_ claim: ClaimRow, name: String, firstApprover: String?, item: String?)
        -> PointsClaim
    {
        PointsClaim(
            id: claim.id.rawValue, resident: claim.resident.rawValue, name: name, text: claim.text,
            attachment: claim.attachment, state: claim.state, item: item, points: claim.points,
            at: claim.at.iso8601, firstApprover: claim.state == "pending" ? firstApprover : nil,
            reason: claim.reason)
    }

    static func transfer(_ transfer: Transfer, known: Bool) -> PointsTransfer {
        PointsTransfer(
            reference: transfer.reference, kind: transfer.kind.rawValue, points: transfer.points,
            resident: transfer.resident.rawValue, memo: transfer.memo, known: known)
    }
}

extension PointsRules.Period {
    /// When the period that `moment` lies in ends (+08:00).
    func end(after moment: Instant) -> Instant {
        let first = start(before: moment).civil.date
        switch self {
        case .day: return first.adding(days: 1).start
        case .week: return first.adding(days: 7).start
        case .month: return first.firstOfMonth(after: 1)
        case .quarter: return first.firstOfMonth(after: 3)
        case .year: return first.firstOfMonth(after: 12)
        case .occasion, .alert: return moment + .milliseconds(1)
        }
    }
}

extension CivilDate {
    /// The beginning of the month so many months after this one.
    fileprivate func firstOfMonth(after months: Int) -> Instant {
        let count = year * 12 + month - 1 + months
        return CivilDate(year: count / 12, month: count % 12 + 1, day: 1)?.start ?? start
    }
}
