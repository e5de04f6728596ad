import LinliAdmin

/// A report's shares as bars, as SVG: figures that have a denominator, and the share of each clock kept.
struct ReportChart {
    private struct Bar {
        let name: String
        let percent: Double
        let words: String
    }

    private let title: String
    private let bars: [Bar]

    private static let width = 640
    private static let rowHeight = 28

    init(_ answer: ReportAnswer) {
        title = answer.title
        let figures = answer.figures.compactMap { figure in
            figure.percent.map {
                Bar(name: figure.name, percent: $0, words: "\(figure.numerator)/\(figure.denominator ?? 0)")
            }
        }
        let clocks = (answer.clocks ?? []).filter { $0.group == "all" && $0.due > 0 }.map { clock in
            Bar(
                name: clock.clock, percent: Double(clock.inTime * 1000 / clock.due) / 10,
                words: "\(clock.inTime)/\(clock.due)")
        }
        bars = figures + clocks
    }

    /// Nil where there is no share to draw.
    var svg: String? {
        guard !bars.isEmpty else { return nil }
        let height = 40 + bars.count * Self.rowHeight
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.width)\" height=\"\(height)\" "
                + "font-family=\"sans-serif\" font-size=\"13\">",
            "<title>\(Self.escaped(title))</title>",
            "<text x=\"8\" y=\"22\" font-size=\"15\">\(Self.escaped(title))</text>",
        ]
        for (index, bar) in bars.enumerated() {
            let top = 36 + index * Self.rowHeight
            let length = Int(bar.percent * 3)
            lines += [
                "<text x=\"8\" y=\"\(top + 15)\">\(Self.escaped(bar.name))</text>",
                "<rect x=\"160\" y=\"\(top)\" width=\"300\" height=\"18\" fill=\"#eee\"/>",
                "<rect x=\"160\" y=\"\(top)\" width=\"\(length)\" height=\"18\" fill=\"#2a6f4e\"/>",
                "<text x=\"470\" y=\"\(top + 14)\">\(bar.percent)% (\(bar.words))</text>",
            ]
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
