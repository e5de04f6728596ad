import Foundation

/// A whole run, for people, for machines and for `Docs/Performance.md`.
struct Report: Encodable {
    var date: String
    var machine: Machine
    var mix: String
    var parameters: [String: Double]
    var figures: [Figure] = []

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    // MARK: For people

    private static let titles = ["measure", "value", "yardstick", "its value", "ratio", "expected"]

    private var rows: [[String]] {
        figures.map { figure in
            [
                figure.name, "\(Self.number(figure.value)) \(figure.unit)", figure.yardstick?.name ?? "",
                figure.yardstick.map { "\(Self.number($0.value)) \($0.unit)" } ?? "",
                figure.ratio.map { String(format: "%.2f", $0) } ?? "",
                figure.expectation.map { "\($0.words) \($0.isMet ? "(met)" : "(MISSED)")" } ?? "",
            ]
        }
    }

    func table() -> String {
        let all = [Self.titles] + rows
        let widths = Self.titles.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let lines = all.map { row in
            row.enumerated().map { index, cell in
                cell + String(repeating: " ", count: widths[index] - cell.count)
            }.joined(separator: "  ")
        }
        return ([machine.words, "load before: \(machine.loadBefore)", "mix: \(mix)", ""] + lines)
            .joined(separator: "\n")
    }

    // MARK: For the page

    private static let begin = "<!-- figures: written by linli-bench --markdown -->"
    private static let end = "<!-- end of figures -->"

    func markdown() -> String {
        let head = "| " + Self.titles.joined(separator: " | ") + " |"
        let rule = "|---|---:|---|---:|---:|---|"
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        let facts = [
            "Machine: \(machine.words).", "",
            "Load before the run: \(machine.loadBefore). Date: \(date).", "",
        ]
        return (facts + [head, rule] + lines).joined(separator: "\n")
    }

    /// Puts the figures between the two marks of the page and leaves everything else as it is.
    func write(into path: String) throws {
        let page = try String(contentsOfFile: path, encoding: .utf8)
        guard let begin = page.range(of: Self.begin), let end = page.range(of: Self.end),
            begin.upperBound <= end.lowerBound
        else { throw BenchError("\(path) lacks the marks between which the figures stand") }
        let new = page[..<begin.upperBound] + "\n\n" + markdown() + "\n\n" + page[end.lowerBound...]
        try String(new).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// 12,345 or 123 or 4.56: three digits that mean something.
    private static func number(_ value: Double) -> String {
        if value < 10 { return String(format: "%.2f", value) }
        if value < 100 { return String(format: "%.1f", value) }
        var digits = String(Int(value.rounded()))
        var grouped = ""
        while digits.count > 3 {
            grouped = "," + digits.suffix(3) + grouped
            digits.removeLast(3)
        }
        return digits + grouped
    }
}
