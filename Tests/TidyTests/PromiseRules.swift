/// Workers and tables say what they promise before they say how.
enum PromiseRules {
    /// Shorter than this no promise was ever made.
    static let promiseCharacters = 40

    /// Every type of the engine that is a `Service`.
    static func workers(_ file: Checkout.File) -> [Offence] {
        let code = file.code
        let kinds: Set<String> = ["struct", "class", "actor"]
        return code.tokens.indices.compactMap { index in
            guard kinds.contains(code[index]), conforms(to: "Service", from: index, in: code) else {
                return nil
            }
            return missing(code[index + 1], line: code.tokens[index].line, file)
        }
    }

    /// Every `…Table` of the store.
    static func tables(_ file: Checkout.File) -> [Offence] {
        NameRules.types(file.code).filter { $0.kind == "struct" && $0.name.hasSuffix("Table") }.compactMap {
            missing($0.name, line: $0.line, file)
        }
    }

    private static func conforms(to name: String, from index: Int, in code: SwiftTokens) -> Bool {
        var position = index + 2
        while position < code.tokens.count, code[position] != "{" {
            if code[position] == name { return true }
            position += 1
        }
        return false
    }

    private static func missing(_ name: String, line: Int, _ file: Checkout.File) -> Offence? {
        let text = paragraph(above: line, in: file.lines)
        guard text.count < promiseCharacters || !text.contains(".") else { return nil }
        return Offence(path: file.path, line: line, what: "\(name) does not open with what it promises")
    }

    /// The words of the doc comment that ends right above a line; attributes may stand between.
    static func paragraph(above line: Int, in lines: [Substring]) -> String {
        var words: [Substring] = []
        var index = line - 2
        while index >= 0 {
            let text = lines[index].drop { $0 == " " }
            if text.hasPrefix("///") {
                words.append(text.dropFirst(3))
            } else if !text.hasPrefix("@") {
                break
            }
            index -= 1
        }
        return words.reversed().joined(separator: " ")
    }
}
