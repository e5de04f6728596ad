import Foundation
import LinliAdmin
import LinliModel

/// A report for people: as a table on the terminal, as CSV, as Markdown for a file.
struct ReportPage {
    private let answer: ReportAnswer

    init(_ answer: ReportAnswer) {
        self.answer = answer
    }

    func lines(_ format: ReportFormat) -> [String] {
        switch format {
        case .table:
            head + (tables.isEmpty ? ["", "期内无数据"] : [])
                + tables.flatMap { [""] + Table(titles: $0.titles, rows: $0.rows).lines }
        case .csv: tables.map { ([$0.titles] + $0.rows).map(Self.csv) }.joined(separator: [""]).map(\.self)
        case .markdown:
            ["# \(answer.title)", ""] + head.dropFirst() + chart + tables.flatMap(Self.markdown)
        case .svg: ReportChart(answer).svg.map { [$0] } ?? []
        }
    }

    /// The picture stands in the file itself: one file to hand in.
    private var chart: [String] {
        guard let svg = ReportChart(answer).svg else { return [] }
        let code = Data(svg.utf8).base64EncodedString()
        return ["", "![\(answer.title)](data:image/svg+xml;base64,\(code))"]
    }

    private var head: [String] {
        var lines = [answer.title, "统计：\(days)，截至 \(Self.moment(answer.asOf)?.written ?? answer.asOf)"]
        if let submitBy = answer.submitBy {
            let reminders = (answer.remindOn ?? []).map(Self.day).joined(separator: "、")
            lines.append("最迟 \(Self.day(submitBy))报送；提醒：\(reminders)")
        }
        if let note = answer.note { lines.append("注：\(note)") }
        return lines
    }

    /// The first and the last day that is covered.
    private var days: String {
        guard let from = Self.moment(answer.from), let to = Instant(iso8601: answer.to) else {
            return "\(answer.from) 至 \(answer.to)（不含）"
        }
        return "\(from.date) 至 \((to - .milliseconds(1)).civil.date)"
    }

    private static func moment(_ text: String) -> CivilTime? { Instant(iso8601: text)?.civil }

    /// `2026-04-03（周五）`
    private static func day(_ text: String) -> String {
        CivilDate(text).map { "\(text)（\(CivilDate.weekdayName($0.weekday))）" } ?? text
    }

    private var tables: [(titles: [String], rows: [[String]])] {
        var tables: [(titles: [String], rows: [[String]])] = []
        if !answer.figures.isEmpty {
            tables.append((["指标", "分子", "分母", "%或值", "算法"], answer.figures.map(Self.row)))
            if answer.figures.contains(where: { $0.counted != nil }) {
                tables.append((["指标", "计入", "未计入"], answer.figures.map(Self.tickets)))
            }
        }
        if let clocks = answer.clocks {
            tables.append(
                (["时限", "分组", "应达", "按时", "超时", "p50秒", "p90秒", "p99秒"], clocks.map(Self.row)))
            if clocks.contains(where: { $0.counted != nil }) {
                tables.append((["时限", "分组", "按时", "超时"], clocks.map(Self.tickets)))
            }
        }
        if let parties = answer.parties {
            tables.append((Self.partyTitles, parties.map(Self.row)))
        }
        if let ranking = answer.ranking {
            tables.append((["名次", "小区", "名称", "响应率", "解决率", "满意率", "答复率"], ranking.map(Self.row)))
        }
        return tables.filter { !$0.rows.isEmpty }
    }

    private static let partyTitles = [
        "方", "名称", "吹哨", "牵头", "应报到", "按时报到", "应反馈", "按时反馈", "评价数", "评价", "工单",
    ]

    private static func row(_ party: ReportParty) -> [String] {
        [
            party.side == "department" ? "部门" : "吹哨方", party.name, "\(party.calls)", "\(party.leads)",
            "\(party.reportInDue)", "\(party.reportInInTime)", "\(party.resultDue)",
            "\(party.resultInTime)", "\(party.scored)", percent(party.score),
            (party.tickets ?? []).joined(separator: " "),
        ]
    }

    private static func tickets(_ clocks: ReportClocks) -> [String] {
        name(clocks) + [
            (clocks.counted ?? []).joined(separator: " "),
            (clocks.others ?? []).joined(separator: " "),
        ]
    }

    private static func row(_ figure: ReportFigure) -> [String] {
        [
            figure.name, "\(figure.numerator)", figure.denominator.map(String.init) ?? "",
            figure.value.map { String(format: "%.1f", $0) + (figure.unit ?? "") }
                ?? percent(figure.percent, isCount: figure.denominator == nil && figure.unit == nil),
            figure.formula,
        ]
    }

    private static func tickets(_ figure: ReportFigure) -> [String] {
        [
            figure.name, (figure.counted ?? []).joined(separator: " "),
            (figure.others ?? []).joined(separator: " "),
        ]
    }

    private static let clockNames = [
        "first_response": "首次响应", "accept": "接单", "resolve": "办结", "dispatch": "重新派单", "arrive": "到场",
        "progress": "告知进展", "follow_up": "回访",
    ]

    private static func name(_ clocks: ReportClocks) -> [String] {
        [clockNames[clocks.clock] ?? clocks.clock, clocks.group == "all" ? "全部" : clocks.group]
    }

    private static func row(_ clocks: ReportClocks) -> [String] {
        let late = [clocks.lateP50, clocks.lateP90, clocks.lateP99].map { $0.map(String.init) ?? "" }
        return name(clocks) + ["\(clocks.due)", "\(clocks.inTime)", "\(clocks.late)"] + late
    }

    private static func row(_ rank: ReportRank) -> [String] {
        [
            "\(rank.rank)", rank.estate, rank.name, percent(rank.responseRate), percent(rank.solvedRate),
            percent(rank.satisfiedRate), percent(rank.answerRate),
        ]
    }

    /// Nothing to divide by is no zero.
    private static func percent(_ percent: Double?, isCount: Bool = false) -> String {
        if isCount { return "" }
        guard let percent else { return "无数据" }
        return String(format: "%.1f", percent)
    }

    /// RFC 4180; a cell that a spreadsheet would take for a formula is made plain text.
    private static func csv(_ cells: [String]) -> String {
        cells.map { cell in
            let isFormula = cell.first.map { "=+-@".contains($0) } ?? false
            let plain = isFormula ? "'" + cell : cell
            guard plain.contains(where: { ",\"\n\r".contains($0) }) else { return plain }
            return "\"" + plain.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
    }

    private static func markdown(_ table: (titles: [String], rows: [[String]])) -> [String] {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let rule = "|" + table.titles.map { _ in "---|" }.joined()
        return ["", line(table.titles), rule] + table.rows.map(line)
    }
}
