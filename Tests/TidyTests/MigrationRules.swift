/// The schema's steps are append-only: numbered without a gap, one a file, listed in their order.
enum MigrationRules {
    static let folder = "Sources/LinliStore/Migrations"

    private struct Step {
        let file: Checkout.File
        let number: Int
        /// The constant that the list names.
        let constant: String
    }

    static func offences(_ files: [Checkout.File]) -> [Offence] {
        let numbered = files.filter { number(of: $0) != nil }
        var found: [Offence] = []
        var steps: [Step] = []
        for file in numbered {
            let code = file.code
            let calls = code.tokens.indices.filter { code[$0] == "Migration" && code[$0 + 1] == "(" }
            guard calls.count == 1, let call = calls.first, let version = Int(code[call + 4]),
                code[call + 2] == "version"
            else {
                found.append(Offence(path: file.path, line: 1, what: "one Migration(version: N …) a file"))
                continue
            }
            let number = number(of: file) ?? 0
            if version != number {
                found.append(
                    Offence(
                        path: file.path, line: code.tokens[call].line,
                        what: "version \(version) in the file of number \(number)"))
            }
            steps.append(Step(file: file, number: number, constant: code[call - 2]))
        }
        steps.sort { $0.number < $1.number }
        return found + gaps(steps) + order(steps, files) + numbered.flatMap { silent($0) }
    }

    /// Before this step no fleet of daemons was ever upgraded one by one.
    static let firstOfFleets = 17
    private static let taking = ["DROP TABLE", "DROP COLUMN", "RENAME TO", "RENAME COLUMN", "SET NOT NULL"]

    /// Steps that take something away and do not say which binaries can do without it.
    static func silent(_ file: Checkout.File, since first: Int = firstOfFleets) -> [Offence] {
        guard let number = number(of: file), number >= first, !file.text.contains("compatibleFrom:") else {
            return []
        }
        return file.lines.enumerated().filter { _, line in taking.contains(where: line.contains) }.map {
            Offence(
                path: file.path, line: $0.offset + 1,
                what: "takes away what older daemons may use; say compatibleFrom")
        }
    }

    /// `M0003Tickets.swift` has the number 3.
    private static func number(of file: Checkout.File) -> Int? {
        let name = file.name
        guard name.hasPrefix("M") else { return nil }
        let digits = name.dropFirst().prefix { $0.isNumber }
        return digits.count == 4 ? Int(digits) : nil
    }

    private static func gaps(_ steps: [Step]) -> [Offence] {
        steps.enumerated().compactMap { index, step in
            guard step.number != index + 1 else { return nil }
            return Offence(
                path: step.file.path, line: 1, what: "number \(step.number) where \(index + 1) is due")
        }
    }

    /// The list in `Schema.swift` names every step once, oldest first.
    private static func order(_ steps: [Step], _ files: [Checkout.File]) -> [Offence] {
        guard let list = files.first(where: { $0.name == "Schema.swift" }) else {
            return [Offence(path: folder, line: 1, what: "Schema.swift, the list of the steps, is missing")]
        }
        let code = SwiftTokens(list.text)
        guard let open = code.tokens.indices.first(where: { code[$0] == "=" && code[$0 + 1] == "[" }) else {
            return [Offence(path: list.path, line: 1, what: "no list of the steps")]
        }
        let listed = code.tokens[(open + 2)..<code.behindBracket(open + 1)].map(\.text)
            .filter { $0 != "," && $0 != "]" }
        guard listed != steps.map(\.constant) else { return [] }
        let wanted = steps.map(\.constant).joined(separator: ", ")
        return [Offence(path: list.path, line: code.tokens[open].line, what: "the list must read \(wanted)")]
    }
}
