import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// What the 13415 working method (`domain.md` A03) has come to: answers within five minutes, and the visits
/// that were due. A share stands over all that was due in the period, dropped visits left out.
extension ReportDesk {
    func policyFigures(
        estate: String?, period: ReportPeriod, wantsRows: Bool, _ call: DeskCall
    ) throws(SQLError) -> [ReportFigure] {
        let visits = try call.tx.visits.due(estate: estate, from: period.from, to: period.to)
        return VisitKind.allCases.map { kind in
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

    /// With one decimal, halves away from zero; nil where there is nothing to divide by.
    private static func percent(_ part: Int, of whole: Int) -> Double? {
        guard whole > 0 else { return nil }
        return (Double(part) * 1000 / Double(whole)).rounded() / 10
    }
}
