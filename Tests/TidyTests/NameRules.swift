/// What folders and types may be called.
enum NameRules {
    static let drawers: Set<String> = ["utils", "util", "core", "shared", "helpers", "helper", "common"]

    static func drawers(_ file: Checkout.File) -> [Offence] {
        file.folders.filter { drawers.contains($0.lowercased()) }.map {
            Offence(path: file.path, line: 1, what: "a folder called \($0) says nothing; name what is in it")
        }
    }

    /// Files that a folder may hold before a reader needs a finer map of it. Migrations only ever grow.
    static let filesPerFolder = 40

    static func crowded(_ files: [Checkout.File]) -> [Offence] {
        let folders = Dictionary(grouping: files.filter(\.isSwift)) { $0.folders.joined(separator: "/") }
        return folders.sorted { $0.key < $1.key }.compactMap { folder, files in
            guard files.count > filesPerFolder, folder != MigrationRules.folder else { return nil }
            let what = "\(files.count) files in one folder: divide it by what they do"
            return Offence(path: folder, line: 1, what: what)
        }
    }

    struct Declaration: Equatable {
        let kind: String
        let name: String
        let line: Int
    }

    static func types(_ code: SwiftTokens) -> [Declaration] {
        let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        return code.tokens.indices.compactMap { index in
            let name = code[index + 1]
            guard kinds.contains(code[index]), code[index - 1] != ".", code[index - 1] != "import",
                let first = name.first, first.isUppercase
            else { return nil }
            return Declaration(kind: code[index], name: name, line: code.tokens[index].line)
        }
    }

    /// A type named like a module hides it: `Module.Type` can no longer be written.
    static func likeModule(_ file: Checkout.File, _ modules: Set<String>) -> [Offence] {
        types(file.code).filter { modules.contains($0.name) }.map {
            Offence(path: file.path, line: $0.line, what: "\($0.name) is named like a module")
        }
    }

    static func drawerTypes(_ file: Checkout.File) -> [Offence] {
        types(file.code).filter { drawers.contains($0.name.lowercased()) }.map {
            Offence(path: file.path, line: $0.line, what: "a type called \($0.name) says nothing")
        }
    }

    // MARK: Limits

    /// The words that say what a limit counts. An unlisted one is either no unit or belongs here.
    static let units = [
        "Bytes", "Milliseconds", "Seconds", "Minutes", "Hours", "Days", "Characters", "Digits", "Rows",
        "Bodies",
        "Attempts", "Tries", "Asks", "Messages", "MessagesPerMinute", "Connections", "InFlight", "Fields",
        "Series",
        "Streams", "Depth", "States", "Expansions", "Phrases", "Files", "Levels", "Pages", "Points",
        "Percent",
        "Tokens", "Entries", "Keys", "Clauses", "Requests", "Items", "Hops", "Iterations", "Epochs",
        "Features", "Rooms", "Pieces", "Seats",
        "Returns", "Households",
    ]

    /// Constants of `Limits` that nothing names: a reader would take them for the truth.
    static func unusedLimits(_ file: Checkout.File, in tree: [Checkout.File]) -> [Offence] {
        var used: Set<Substring> = []
        // By the lines and not by the tokens: a limit may stand in an interpolation only.
        for line in tree.filter({ $0.path != file.path }).flatMap(\.lines)
        where line.contains("Limits.") && !line.drop(while: { $0 == " " }).hasPrefix("//") {
            used.formUnion(line.matches(of: /Limits\.(\w+)/).map(\.output.1))
        }
        let code = file.code
        return code.tokens.indices.compactMap { index in
            guard code[index] == "let", code[index - 1] == "static", !used.contains(code[index + 1][...])
            else {
                return nil
            }
            return Offence(
                path: file.path, line: code.tokens[index].line, what: "nothing uses \(code[index + 1])")
        }
    }

    /// Constants of `Limits` whose name ends with no unit.
    static func limitsWithoutUnit(_ file: Checkout.File) -> [Offence] {
        let code = file.code
        return code.tokens.indices.compactMap { index in
            guard code[index] == "let", code[index - 1] == "static" else { return nil }
            let name = code[index + 1]
            guard !units.contains(where: { name.hasSuffix($0) }) else { return nil }
            return Offence(
                path: file.path, line: code.tokens[index].line, what: "\(name) has no unit in its name")
        }
    }
}
