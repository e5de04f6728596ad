/// Writes a registry in the Prometheus text format 0.0.4.
///
/// One `# HELP` and one `# TYPE` line a name, then a line a series, names and labels in a fixed order, so
/// that two readings can be compared line by line.
package enum MetricsText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func write(_ registry: MetricsRegistry) -> String {
        var text = ""
        for (name, family) in registry.snapshot() {
            text += "# HELP \(name) \(escaped(help: family.help))\n"
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            let series = family.series.map { (labels: written($0.key), measure: $0.value) }
            for (labels, measure) in series.sorted(by: { $0.labels < $1.labels }) {
                append(measure, name: name, labels: labels, to: &text)
            }
        }
        return text
    }

    private static func append(
        _ measure: MetricsRegistry.Measure, name: String, labels: String, to text: inout String
    ) {
        switch measure {
        case .counter(let counter):
            text += "\(name)\(braced(labels)) \(counter.value)\n"
        case .gauge(let gauge):
            text += "\(name)\(braced(labels)) \(gauge.value)\n"
        case .reading(let read):
            text += "\(name)\(braced(labels)) \(number(read()))\n"
        case .histogram(let histogram):
            append(histogram, name: name, labels: labels, to: &text)
        }
    }

    private static func append(_ histogram: Histogram, name: String, labels: String, to text: inout String) {
        let (cumulative, seconds) = histogram.reading()
        let bounds = histogram.bounds.map(number) + ["+Inf"]
        let before = labels.isEmpty ? "" : labels + ","
        for (bound, count) in zip(bounds, cumulative) {
            text += "\(name)_bucket{\(before)le=\"\(bound)\"} \(count)\n"
        }
        text += "\(name)_sum\(braced(labels)) \(number(seconds))\n"
        text += "\(name)_count\(braced(labels)) \(cumulative.last ?? 0)\n"
    }

    private static func written(_ labels: [MetricLabel]) -> String {
        labels.map { "\($0.name)=\"\(escaped(value: $0.value))\"" }.joined(separator: ",")
    }

    private static func braced(_ labels: String) -> String {
        labels.isEmpty ? "" : "{\(labels)}"
    }

    /// Whole numbers without a decimal point, as other exporters write them.
    private static func number(_ value: Double) -> String {
        guard let whole = Int64(exactly: value) else { return "\(value)" }
        return "\(whole)"
    }

    /// The format escapes backslash and line feed in a help text, and the quote in a label's value too.
    private static func escaped(help: String) -> String {
        var escaped = ""
        for scalar in help.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func escaped(value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"": escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
