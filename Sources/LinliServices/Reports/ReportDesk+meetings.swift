import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// What meetings have come to in a period (`domain.md` B04): counts of rows, with the rows.
extension ReportDesk {
    func meetingFigures(
        estate: String?, period: ReportPeriod, wantsRows: Bool, _ call: DeskCall
    ) throws(SQLError) -> [ReportFigure] {
        let meetings = try call.tx.meetings.period(estate: estate, from: period.from, to: period.to)
        let decided = try call.tx.agenda.decided(estate: estate, from: period.from, to: period.to)
        var settled: [String] = []
        var open: [String] = []
        for id in Set(decided.compactMap(\.ticket)).sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let ticket = try call.tx.tickets.find(id) else { continue }
            let isSettled = [.resolved, .rated, .archived].contains(ticket.state)
            if isSettled { settled.append(ticket.number) } else { open.append(ticket.number) }
        }
        func rows(_ state: MeetingRow.State) -> [String] {
            meetings.filter { $0.state == state }.map { "\($0.kind) \($0.startsAt.civil.date)" }
        }
        func figure(
            _ code: String, _ name: String, _ counted: [String], _ formula: String, others: [String]? = nil
        ) -> ReportFigure {
            ReportFigure(
                code: code, name: name, numerator: counted.count, denominator: nil, percent: nil,
                formula: formula, counted: wantsRows ? counted : nil, others: wantsRows ? others : nil)
        }
        return [
            figure("meetings_held", "联席会议", rows(.held), "期内召开并记录的会议"),
            figure("meetings_missed", "应开未开", rows(.missed), "整期没有召开的会议"),
            figure("items_decided", "议定", decided.map { "议题\($0.id)" }, "期内议定的议题"),
            figure("cases_settled", "落实诉求", settled, "期内议定、现已办结的工单", others: open),
        ]
    }
}
