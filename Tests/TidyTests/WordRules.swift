/// Words that may not stand in code, or only with their reason.
enum WordRules {
    /// Terminal output has one door: the CLI's output room.
    static func printing(_ file: Checkout.File) -> [Offence] {
        guard !file.path.hasPrefix("Sources/linli/Output/") else { return [] }
        let code = file.code
        let words: Set<String> = ["print", "debugPrint", "dump"]
        return code.tokens.indices.compactMap { index in
            let before = code[index - 1]
            guard words.contains(code[index]), code[index + 1] == "(", before != ".", before != "func" else {
                return nil
            }
            return Offence(
                path: file.path, line: code.tokens[index].line, what: "prints; only Sources/linli/Output may")
        }
    }

    /// What switches a guarantee off needs its reason on the next line.
    static func unreasoned(_ file: Checkout.File) -> [Offence] {
        let code = file.code
        let lines = file.lines
        return code.tokens.indices.compactMap { index in
            guard let word = escape(at: index, in: code) else { return nil }
            let line = code.tokens[index].line
            let next = line < lines.count ? lines[line].drop { $0 == " " } : ""
            guard !next.hasPrefix("//") else { return nil }
            return Offence(path: file.path, line: line, what: "\(word) without its reason on the next line")
        }
    }

    /// `try?` drops an error without a word: at the one place where it matters, nobody learns of it.
    static func dropping(_ file: Checkout.File) -> [Offence] {
        let code = file.code
        return code.tokens.indices.compactMap { index in
            guard code[index] == "try", code.touches(index, "try?") else { return nil }
            return Offence(
                path: file.path, line: code.tokens[index].line,
                what: "try? drops an error; catch it and write the reason")
        }
    }

    private static func escape(at index: Int, in code: SwiftTokens) -> String? {
        if code[index] == "try", code.touches(index, "try!") { return "try!" }
        if code[index] == "fatalError", code[index + 1] == "(" { return "fatalError" }
        if code[index] == "nonisolated", code[index + 1] == "(", code[index + 2] == "unsafe" {
            return "nonisolated(unsafe)"
        }
        if code[index] == "unchecked", code[index - 1] == "@", code[index + 1] == "Sendable" {
            return "@unchecked Sendable"
        }
        return nil
    }

    /// Marks of unfinished work; also in comments and pages. Spelt in two halves so that this file has none.
    static let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    static func unfinished(_ file: Checkout.File) -> [Offence] {
        guard marks.contains(where: file.text.contains) else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            guard let mark = marks.first(where: { words.contains(Substring($0)) }) else { return nil }
            return Offence(path: file.path, line: index + 1, what: "\(mark): finish it or open an issue")
        }
    }

    /// A test waits for a signal, never for seconds.
    static func sleeping(_ file: Checkout.File) -> [Offence] {
        let code = file.code
        let functions: Set<String> = ["sleep", "usleep", "nanosleep"]
        return code.tokens.indices.compactMap { index in
            let isMethod = code[index - 1] == "."
            let isTask = isMethod && ["Task", "Thread"].contains(code[index - 2])
            let name = code[index]
            let sleeps =
                isTask
                ? name.hasPrefix("sleep")
                : !isMethod && functions.contains(name) && code[index + 1] == "(" && code[index - 1] != "func"
            guard sleeps else { return nil }
            return Offence(path: file.path, line: code.tokens[index].line, what: "sleeps; wait for a signal")
        }
    }

    /// Paths of one machine, in halves for the same reason.
    static let machinePaths = ["/wo" + "rk/", "/t" + "mp/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/"]

    static func machinePath(_ file: Checkout.File) -> [Offence] {
        guard file.path != ".gitignore", machinePaths.contains(where: file.text.contains) else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            guard let path = machinePaths.first(where: { stands($0, in: line) }) else { return nil }
            return Offence(path: file.path, line: index + 1, what: "\(path) is a path of one machine")
        }
    }

    /// At the begin of a path: `/x/` in `"/x/y"`, not in `a/x/y`.
    private static func stands(_ path: String, in line: Substring) -> Bool {
        line.ranges(of: path).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || "_-./}".contains(before))
        }
    }

    /// A regular expression in the middle of a function is compiled each time it runs: it belongs into a
    /// `Pattern`. A literal begins with a slash behind a bracket, a colon or `=`, at the begin of a line, or
    /// with `#/`.
    static func compiledAgain(_ file: Checkout.File) -> [Offence] {
        file.lines.enumerated().compactMap { index, line in
            let code = line.drop(while: \.isWhitespace)
            guard let slash = code.firstIndex(of: "/"), !code[slash...].hasPrefix("//") else {
                return nil
            }
            let lead = code[..<slash]
            // A slash inside quotes is a path or a sentence, one behind `/#` the end of a long literal.
            let isText = !lead.count(where: { $0 == "\"" }).isMultiple(of: 2) || code.hasPrefix("/#")
            let begins = ["(", "= ", ": ", "#"].contains { lead.hasSuffix($0) } || lead.isEmpty
            let before = index > 0 ? file.lines[index - 1] : ""
            let isKept = lead.contains("Pattern(") || before.hasSuffix("Pattern(")
            guard begins, !isText, !isKept, !lead.hasSuffix("\"#") else { return nil }
            return Offence(path: file.path, line: index + 1, what: "a regular expression outside a Pattern")
        }
    }
}
