import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// What the 13415 working method (`domain.md` A03) has come to: answers within five minutes, the monthly day
/// of services, and the visits. A share stands over all that was due in the period, dropped visits left out;
/// a month that is not over owes no day yet.
extension ReportDesk {
    func policyFigures(
        estate: String?, period: ReportPeriod, wantsRows: Bool, _ call: DeskCall
    ) throws(SQLError) -> [ReportFigure] {
        let visits = try call.tx.visits.due(estate: estate, from: period.from, to: period.to)
        return [try serviceDays(estate: estate, period: period, wantsRows: wantsRows, call)]
            + VisitKind.allCases.map { kind in
                let due = visits.filter { $0.kind == kind }
                let (done, open) = (due.filter { $0.state == .done }, due.filter { $0.state != .done })
                return ReportFigure(
                    code: "visits_\(kind.rawValue)", name: kind.chinese, numerator: done.count,
                    denominator: due.count, percent: Self.percent(done.count, of: due.count),
                    formula: "已走访 ÷ 期内到期的\(kind.chinese)（不含取消）",
                    counted: wantsRows ? done.map(\.id.number) : nil,
                    others: wantsRows ? open.map(\.id.number) : nil)
            }
    }

    /// Of the months of the period those that have had their day.
    private func serviceDays(
        estate: String?, period: ReportPeriod, wantsRows: Bool, _ call: DeskCall
    ) throws(SQLError) -> ReportFigure {
        let days = try call.tx.activities.serviceDays(estate: estate, from: period.from, to: period.to)
        var owed: Set<String> = []
        for code in estate.map({ [$0] }) ?? settings.estates.keys.sorted() {
            var month = ReportPeriod(monthOf: period.first)
            while month.first < period.end, month.to <= call.now {
                owed.insert("\(code)/\(month.first)")
                month = ReportPeriod(monthOf: month.end)
            }
        }
        let held = days.filter { $0.state == .held }
        let done = Set(held.map { "\($0.estate)/\(ReportPeriod(monthOf: $0.startsAt.civil.date).first)" })
        owed.formUnion(done)
        let open = days.filter { $0.state != .held }
        return ReportFigure(
            code: "service_days", name: "便民服务日", numerator: done.count, denominator: owed.count,
            percent: Self.percent(done.count, of: owed.count), formula: "已举办的月数 ÷ 期内应办的月数（每月1次）",
            counted: wantsRows ? held.map(\.id.number) : nil,
            others: wantsRows ? open.map(\.id.number) : nil)
    }

    /// With one decimal, halves away from zero; nil where there is nothing to divide by.
    private static func percent(_ part: Int, of whole: Int) -> Double? {
        guard whole > 0 else { return nil }
        return (Double(part) * 1000 / Double(whole)).rounded() / 10
    }
}
