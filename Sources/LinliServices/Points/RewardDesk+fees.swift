import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// Lines for the property's accountant: points against the fee of a flat, confirmed or refused by the company
/// (`domain.md` 2.6).
extension RewardDesk {
    /// Those that wait, oldest first.
    package func fees(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Redemption>> {
        try scope.page("reward.list", of: estate, rows: rows, call) {
            estate, rows throws(SQLError) -> [HeldRedemption] in
            guard let item = service.feeItem else { return [] }
            return try call.tx.redemptions.held(of: item.code, estate: estate, rows: rows)
        } view: { held throws(SQLError) in
            try view(held.row, call)
        }
    }

    /// The fee is entered with so much less; the points are spent.
    package func confirm(_ id: RedemptionID, _ call: DeskCall) throws(SQLError) -> Ruling<Redemption> {
        try door.pass("reward.settle", "redemption-\(id)", call) { () throws(SQLError) in
            try fee(id, call).then { row throws(SQLError) in
                guard try call.tx.redemptions.end(row.id, .collected, at: call.now) else {
                    return .refused(try ended(row, call))
                }
                try capture(row, call)
                return try told(row, "notice.fee_confirmed", call)
            }
        }
    }

    /// The points go back.
    package func refuse(
        _ id: RedemptionID, reason: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Redemption> {
        try door.pass("reward.settle", "redemption-\(id)", call, detail: "refuse") { () throws(SQLError) in
            if let refusal = Refusal.words(reason, "reason") { return .refused(refusal) }
            return try fee(id, call).then { row throws(SQLError) in
                guard
                    try service.release(
                        row, as: .cancelled, actor: call.staff.name, in: call.tx, at: call.now)
                else { return .refused(try ended(row, call)) }
                return try told(row, "notice.fee_refused", reason: reason, call)
            }
        }
    }

    private func told(
        _ row: RedemptionRow, _ key: String, reason: String = "", _ call: DeskCall
    ) throws(SQLError) -> Ruling<Redemption> {
        let values = [
            "name": row.name, "qty": "\(row.quantity)", "points": "\(row.points)", "reason": reason,
        ]
        try notifier.tell(
            resident: row.resident, Phrase(key, values.filter { !$0.value.isEmpty }), why: "redemption.fee",
            key: "redemption-\(row.id)-fee", in: call.tx, at: call.now)
        return .done(try view(try call.tx.redemptions.find(row.id) ?? row, call))
    }

    private func fee(_ id: RedemptionID, _ call: DeskCall) throws(SQLError) -> Ruling<RedemptionRow> {
        guard let row = try call.tx.redemptions.find(id), service.isFee(row.reward) else {
            return .refused(
                Refusal(
                    .notFound, "fee.not_found", "没有费用抵扣 \(id)。",
                    hint: "请看 `linli reward fees`。"))
        }
        if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
        return .done(row)
    }
}
