import LinliModel

/// A message that somebody has labelled: it becomes an example that the classifier learns from and a
/// golden sentence that guards it, both as lines of the files that people edit.
package struct ReviewedPhrase: Sendable, Equatable {
    package let text: String
    package let intent: Intent
    package let subtype: OutOfScope?
    package let category: String?

    package init(text: String, intent: Intent, subtype: OutOfScope? = nil, category: String? = nil) {
        self.text = text
        self.intent = intent
        self.subtype = subtype
        self.category = category
    }

    /// The intent's file with the phrase as the first example of its category, or of all.
    /// Nil where the file has no place for it, or holds it already.
    package func added(toExamples file: String) -> String? {
        var lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let item = "- \(quoted)"
        guard !lines.contains(where: { $0.trimmed == item || $0.trimmed == "- \(text)" }),
            let examples = lines.firstIndex(of: "examples:")
        else { return nil }
        guard intent == .outOfScope else {
            // Under its category it teaches what the matter is as well.
            let list = category.map { "  \($0): [" }
            if let list, let place = lines.firstIndex(where: { $0.hasPrefix(list) }) {
                guard !lines.contains(where: { $0.contains(quoted) }) else { return nil }
                lines[place] = list + quoted + ", " + lines[place].dropFirst(list.count)
            } else {
                lines.insert("  " + item, at: examples + 1)
            }
            return lines.joined(separator: "\n")
        }
        guard let subtype,
            let list = lines[examples...].firstIndex(of: "  \(subtype.rawValue):")
        else { return nil }
        lines.insert("    " + item, at: list + 1)
        return lines.joined(separator: "\n")
    }

    /// The golden file with the sentence as its last case.
    package func added(toGolden file: String) -> String {
        var text = file.hasSuffix("\n") || file.isEmpty ? file : file + "\n"
        if file.isEmpty { text = "intent: \(intent.rawValue)\ncases:\n" }
        text += "  - text: \(quoted)\n"
        if let subtype { text += "    subtype: \(subtype.rawValue)\n" }
        if let category { text += "    category: \(category)\n" }
        return text
    }

    /// As a YAML string in double quotes.
    private var quoted: String {
        let marked = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\" + String(scalar)
            case "\n", "\r", "\t": " "
            default: String(scalar)
            }
        }
        return "\"" + marked.joined() + "\""
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
