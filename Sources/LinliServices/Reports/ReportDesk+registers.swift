import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// What the three lists have come to in a period (`domain.md` A07, A08): counts of rows, with the rows.
extension ReportDesk {
    func registerFigures(
        estate: String?, period: ReportPeriod, wantsRows: Bool, _ call: DeskCall
    ) throws(SQLError) -> [ReportFigure] {
        let needs = try call.tx.needs.created(estate: estate, from: period.from, to: period.to)
        let taken = try call.tx.projects.taken(estate: estate, from: period.from, to: period.to)
        let done = try call.tx.needs.finished(estate: estate, from: period.from, to: period.to)
        func figure(_ code: String, _ name: String, _ rows: [String], _ formula: String) -> ReportFigure {
            ReportFigure(
                code: code, name: name, numerator: rows.count, denominator: nil, percent: nil,
                formula: formula, counted: wantsRows ? rows : nil)
        }
        func projects(_ way: ProjectRow.Way) -> [String] {
            taken.filter { $0.way == way }.map(\.need.number)
        }
        let channels = Dictionary(grouping: needs, by: \.intake).sorted { $0.key < $1.key }
        return [figure("needs", "收集需求", needs.map(\.id.number), "期内收集的需求")]
            + channels.map { channel, rows in
                let name = Intake(rawValue: channel)?.chinese ?? "聊天"
                return figure(
                    "needs_\(channel)", "需求渠道：\(name)", rows.map(\.id.number), "期内由此渠道收集的需求")
            } + [
                figure("needs_claimed", "认领项目", projects(.claimed), "期内由单位认领的需求"),
                figure("needs_assigned", "交办项目", projects(.assigned), "期内派给责任主体的需求"),
                figure("needs_done", "办结需求", done.map(\.id.number), "期内办结的需求"),
            ]
    }
}
