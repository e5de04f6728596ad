/// What `Package.swift` declares: its targets and what each may import.
///
/// Read from the text: the calls `room(…)`, `tests(…)`, `.target(…)`, `.executableTarget(…)` and
/// `.testTarget(…)` whose name is a literal, and the constants `let x: Target.Dependency = .product(…)`.
struct Manifest {
    struct Target: Equatable {
        let name: String
        let dependencies: [String]
        let path: String
        let isTest: Bool
    }

    let targets: [Target]

    private static let heads = ["room", "tests", ".target", ".executableTarget", ".testTarget"]

    init(_ text: String) {
        let text = Self.withoutComments(text)
        let products = Self.products(text)
        var found: [(at: String.Index, target: Target)] = []
        for head in Self.heads {
            for range in text.ranges(of: head + "(") {
                guard Self.isCall(range.lowerBound, head: head, in: text),
                    let arguments = Self.arguments(from: text.index(before: range.upperBound), in: text),
                    let target = Self.target(head, arguments, products)
                else { continue }
                found.append((range.lowerBound, target))
            }
        }
        targets = found.sorted { $0.at < $1.at }.map(\.target)
    }

    var modules: Set<String> { Set(targets.map(\.name)) }

    // MARK: Calls

    /// `func room(` and `showroom(` are none.
    private static func isCall(_ start: String.Index, head: String, in text: String) -> Bool {
        let before = text[..<start]
        if before.hasSuffix("func ") { return false }
        guard !head.hasPrefix("."), let last = before.last else { return true }
        return !(last.isLetter || last.isNumber || last == "_" || last == ".")
    }

    private static func target(
        _ head: String, _ arguments: [(label: String, value: String)], _ products: [String: String]
    ) -> Target? {
        let named = arguments.first { $0.label == "name" } ?? arguments.first { $0.label.isEmpty }
        guard let name = named.flatMap({ literal($0.value) }) else { return nil }
        let list = arguments.first {
            $0.label == "dependencies" || ($0.label.isEmpty && $0.value.hasPrefix("["))
        }
        let isTest = head == "tests" || head == ".testTarget"
        let path = arguments.first { $0.label == "path" }.flatMap { literal($0.value) }
        return Target(
            name: name, dependencies: (list?.value).map { modules($0, products) } ?? [],
            path: path ?? (isTest ? "Tests/" : "Sources/") + name, isTest: isTest)
    }

    /// The modules of `["LinliModel", yams, .product(name: "Crypto", package: "swift-crypto")]`.
    private static func modules(_ list: String, _ products: [String: String]) -> [String] {
        pieces(list.dropFirst().dropLast()).compactMap { element in
            if let name = literal(element) { return name }
            if let product = products[element] { return product }
            guard let open = element.firstIndex(of: "("), let arguments = arguments(from: open, in: element)
            else {
                return element.isEmpty ? nil : element
            }
            return arguments.first { $0.label == "name" }.flatMap { literal($0.value) }
        }
    }

    private static func products(_ text: String) -> [String: String] {
        var products: [String: String] = [:]
        for line in text.split(separator: "\n").map(String.init) {
            guard let range = line.firstRange(of: ": Target.Dependency = .product("), line.hasPrefix("let ")
            else {
                continue
            }
            let constant = line[..<range.lowerBound].dropFirst(4)
            let open = line.index(before: range.upperBound)
            let arguments = arguments(from: open, in: line) ?? []
            products[String(constant)] = arguments.first { $0.label == "name" }.flatMap { literal($0.value) }
        }
        return products
    }

    // MARK: Text

    private static func literal(_ value: String) -> String? {
        guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return nil }
        let inside = value.dropFirst().dropLast()
        return inside.contains("\"") || inside.contains("\\") ? nil : String(inside)
    }

    private static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var inString = false
            var index = line.startIndex
            while index < line.endIndex {
                if line[index] == "\"" { inString.toggle() }
                if !inString, line[index...].hasPrefix("//") { return line[..<index] }
                index = line.index(after: index)
            }
            return line
        }.joined(separator: "\n")
    }

    /// The arguments of the call whose bracket opens at `open`, or nil where it never closes.
    private static func arguments(from open: String.Index, in text: String) -> [(
        label: String, value: String
    )]? {
        var depth = 0
        var inString = false
        var index = open
        while index < text.endIndex {
            let character = text[index]
            if character == "\"" { inString.toggle() }
            if !inString, "([{".contains(character) { depth += 1 }
            if !inString, ")]}".contains(character) { depth -= 1 }
            if depth == 0 {
                return pieces(text[text.index(after: open)..<index]).map(labelled)
            }
            index = text.index(after: index)
        }
        return nil
    }

    private static func labelled(_ piece: String) -> (label: String, value: String) {
        let head = piece.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = piece.dropFirst(head.count)
        guard !head.isEmpty, rest.hasPrefix(":") else { return ("", piece) }
        return (String(head), trimmed(rest.dropFirst()))
    }

    /// Splits at the commas that stand in no bracket and no string.
    private static func pieces(_ text: Substring) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var depth = 0
        var inString = false
        for character in text {
            if character == "\"" { inString.toggle() }
            if !inString, "([{".contains(character) { depth += 1 }
            if !inString, ")]}".contains(character) { depth -= 1 }
            if character == ",", depth == 0, !inString {
                pieces.append(trimmed(piece[...]))
                piece = ""
            } else {
                piece.append(character)
            }
        }
        pieces.append(trimmed(piece[...]))
        return pieces.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
