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
