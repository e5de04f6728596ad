import LinliModel

/// Reads `Intents/corpus/*.tsv`: labelled messages, one a line, as a table of `intent`, `labels` and `text`
/// parted by tabs. What a linear classifier cannot infer (what a 三角阀 is) it learns from many of them; a
/// spreadsheet opens the files, and a line can be added without knowing YAML.
///
/// `labels` are words parted by spaces: a category (`water.leak`, or `none` where the message says none),
/// `danger` where a life is in danger now, values of slots (`scope=ledger`), and for `out_of_scope` its
/// subtype. Empty where there is nothing to say. Lines that begin with `#` are comments.
struct CorpusReader {
    static let header = "intent\tlabels\ttext"

    private(set) var examples: [(intent: Intent, example: IntentSource.Example)] = []
    private(set) var findings: [Finding] = []
    private let name: String

    /// `name`: the file's, for findings.
    init(_ text: String, name: String) {
        self.name = name
        // A spreadsheet ends its lines with a return and a line feed, which are one newline.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first == CorpusReader.header[...] else {
            report(1, "the first line must name the columns intent, labels and text, parted by tabs")
            return
        }
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            read(line, index + 1)
        }
    }

    private mutating func report(_ line: Int, _ message: String) {
        findings.append(Finding(file: name, line: line, message: message))
    }

    private mutating func read(_ line: Substring, _ number: Int) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 3, !fields[2].isEmpty else {
            return report(number, "a line is an intent, labels and a text, parted by two tabs")
        }
        guard let intent = Intent(rawValue: String(fields[0])) else {
            return report(number, "unknown intent \"\(fields[0])\"")
        }
        let source = SourceText(text: String(fields[2]), file: name, line: number)
        var example = IntentSource.Example(source: source, subtype: nil)
        example.isOfCorpus = true
        for label in fields[1].split(separator: " ") {
            if intent == .outOfScope {
                guard example.subtype == nil, let subtype = OutOfScope(rawValue: String(label)) else {
                    let known = OutOfScope.allCases.map(\.rawValue).joined(separator: " ")
                    return report(number, "out_of_scope has one subtype: it is one of \(known)")
                }
                example.subtype = subtype
            } else if let sign = label.firstIndex(of: "=") {
                guard let slot = SlotName(rawValue: String(label[..<sign])) else {
                    return report(number, "unknown slot in \"\(label)\"")
                }
                example.meanings.append(
                    IntentSource.Meaning(slot: slot, value: String(label[label.index(after: sign)...])))
            } else if label == "danger" {
                example.isDanger = true
            } else {
                guard example.category == nil else {
                    return report(number, "a line has one category, not \"\(label)\" as well")
                }
                example.category = String(label)
            }
        }
        guard intent != .outOfScope || example.subtype != nil else {
            return report(number, "out_of_scope needs a subtype")
        }
        examples.append((intent, example))
    }
}
