/// How long things may be.
enum ShapeRules {
    static let fileLines = 500
    static let lineCharacters = 110
    static let functionLines = 70

    static func longFile(_ file: Checkout.File) -> [Offence] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > fileLines else { return [] }
        return [
            Offence(path: file.path, line: count, what: "a file of \(count) lines; \(fileLines) are allowed")
        ]
    }

    static func longLines(_ file: Checkout.File) -> [Offence] {
        file.lines.enumerated().compactMap { index, line in
            guard line.utf8.count > lineCharacters, line.count > lineCharacters else { return nil }
            return Offence(
                path: file.path, line: index + 1,
                what: "a line of \(line.count) characters; \(lineCharacters) are allowed")
        }
    }

    static func longFunctions(_ file: Checkout.File) -> [Offence] {
        functions(file.code).compactMap { function in
            guard function.lines > functionLines else { return nil }
            return Offence(
                path: file.path, line: function.line,
                what: "\(function.name) has \(function.lines) lines; \(functionLines) are allowed")
        }
    }

    struct Function: Equatable {
        let name: String
        /// Where it begins.
        let line: Int
        /// From the line of its name to that of its closing brace.
        let lines: Int
    }

    /// Functions, initialisers, deinitialisers and subscripts that have a body.
    static func functions(_ code: SwiftTokens) -> [Function] {
        return code.tokens.indices.compactMap { index in
            guard let name = name(at: index, in: code), let open = body(after: index, in: code) else {
                return nil
            }
            let end = code.behindBracket(open) - 1
            let first = code.tokens[index].line
            return Function(name: name, line: first, lines: code.tokens[end].line - first + 1)
        }
    }

    private static func name(at index: Int, in code: SwiftTokens) -> String? {
        let isCalled = [".", "func", "`"].contains(code[index - 1])
        switch code[index] {
        case "func": return isCalled ? nil : "func \(code[index + 1])"
        case "deinit": return code[index + 1] == "{" ? "deinit" : nil
        case "init", "subscript":
            let next = code[index + 1]
            return !isCalled && ["(", "<", "?", "!"].contains(next) ? code[index] : nil
        default: return nil
        }
    }

    /// The brace that opens the body; nil for a requirement of a protocol.
    private static func body(after index: Int, in code: SwiftTokens) -> Int? {
        let declarations: Set<String> = [
            "func", "var", "let", "init", "static", "package", "case", "mutating", "subscript",
            "associatedtype",
            "private", "fileprivate", "deinit", "enum", "struct", "typealias",
        ]
        var position = index + 1
        while position < code.tokens.count {
            switch code[position] {
            case "{": return position
            case "}": return nil
            case "(", "[": position = code.behindBracket(position)
            case let word where declarations.contains(word): return nil
            default: position += 1
            }
        }
        return nil
    }
}
