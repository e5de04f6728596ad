import Foundation
import LinliAdmin
import Testing

@testable import linli

@Suite("A report's charts")
struct ReportChartTests {
    private static func answer(_ percents: [(String, Int, Int?, Double?)]) -> ReportAnswer {
        ReportAnswer(
            kind: "sla", title: "时限<三月>", estate: nil, from: "a", to: "b", asOf: "c",
            figures: percents.map {
                ReportFigure(
                    code: $0.0, name: $0.0, numerator: $0.1, denominator: $0.2, percent: $0.3, formula: "")
            },
            clocks: [
                ReportClocks(
                    clock: "arrive", group: "all", due: 3, inTime: 2, late: 1, lateP50: 60, lateP90: 60,
                    lateP99: 60)
            ])
    }

    @Test func aBarForEveryShareAndNoneForACount() throws {
        let answer = Self.answer([("响应率", 3, 4, 75), ("受理件数", 9, nil, nil), ("解决率", 0, 0, nil)])
        let svg = try #require(ReportChart(answer).svg)
        #expect(svg.components(separatedBy: "fill=\"#2a6f4e\"").count - 1 == 2)
        #expect(svg.contains("width=\"225\""), "three quarters of 300")
        #expect(svg.contains("66.6% (2/3)"))
        #expect(svg.contains("时限&lt;三月&gt;"))
        // Well-formed: a reader of XML accepts it.
        #expect(XMLCheck(svg).isSound)
    }

    /// An office reads days and not instants, and a mean of nothing is no blank.
    @Test func theHeadIsForAnOffice() {
        var answer = ReportAnswer(
            kind: "four-goals", title: "四有目标（截至3月31日）", estate: nil,
            from: "2026-03-01T00:00:00+08:00", to: "2026-04-01T00:00:00+08:00",
            asOf: "2026-04-02T09:05:11.120+08:00", submitBy: "2026-04-03", remindOn: ["2026-04-01"],
            figures: [
                ReportFigure(
                    code: "warmth", name: "温度", numerator: 0, denominator: nil, percent: nil, formula: "平均",
                    unit: "分"),
                ReportFigure(
                    code: "speed", name: "速度", numerator: 4, denominator: nil, percent: nil, formula: "中位数",
                    value: 270, unit: "秒"),
                ReportFigure(
                    code: "received", name: "受理件数", numerator: 0, denominator: nil, percent: nil,
                    formula: "件数"),
            ])
        let lines = ReportPage(answer).lines(.csv)
        #expect(lines.contains("温度,0,,无数据,平均"))
        #expect(lines.contains("速度,4,,270.0秒,中位数"))
        #expect(lines.contains("受理件数,0,,,件数"))
        let head = ReportPage(answer).lines(.table)
        #expect(head[1] == "统计：2026-03-01 至 2026-03-31，截至 2026-04-02 09:05")
        #expect(head[2] == "最迟 2026-04-03（周五）报送；提醒：2026-04-01（周三）")
        answer.clocks = [
            ReportClocks(
                clock: "first_response", group: "all", due: 1, inTime: 1, late: 0, lateP50: nil, lateP90: nil,
                lateP99: nil)
        ]
        #expect(ReportPage(answer).lines(.csv).last == "首次响应,全部,1,1,0,,,")
        (answer.figures, answer.clocks) = ([], nil)
        #expect(ReportPage(answer).lines(.table).last == "期内无数据")
    }

    @Test func markdownCarriesIt() throws {
        let answer = Self.answer([("响应率", 3, 4, 75)])
        let line = ReportPage(answer).lines(.markdown).first { $0.hasPrefix("![") }
        let code = try #require(line?.split(separator: ",").last?.dropLast())
        let data = try #require(Data(base64Encoded: String(code)))
        #expect(String(decoding: data, as: UTF8.self) == ReportChart(answer).svg)
        #expect(ReportPage(answer).lines(.svg).first?.hasPrefix("<svg") == true)
    }
}

/// Tags open and close in order.
private struct XMLCheck {
    let isSound: Bool

    init(_ text: String) {
        var open: [String] = []
        var sound = true
        for match in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
            if match.output.1 == "/" {
                sound = sound && open.popLast() == String(match.output.2)
            } else if match.output.3.isEmpty {
                open.append(String(match.output.2))
            }
        }
        isSound = sound && open.isEmpty
    }
}
