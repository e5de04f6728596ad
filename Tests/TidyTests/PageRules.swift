/// What the pages owe their readers.
enum PageRules {
    /// Both front pages name both commands.
    static func readme(_ path: String, _ text: String?) -> [Offence] {
        guard let text else { return [Offence(path: path, line: 1, what: "is missing")] }
        return ["make run", "make test"].filter { !text.contains($0) }.map {
            Offence(path: path, line: 1, what: "does not name the command \($0)")
        }
    }

    /// At least one version, and at least one entry under the newest.
    static func changelog(_ text: String?) -> [Offence] {
        let path = "CHANGELOG.md"
        let lines = text?.split(separator: "\n") ?? []
        guard let first = lines.firstIndex(where: { $0.hasPrefix("## ") }) else {
            return [Offence(path: path, line: 1, what: "names no version")]
        }
        let entries = lines[(first + 1)...].prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("- ") }
        return entries.isEmpty
            ? [Offence(path: path, line: first + 1, what: "the newest version has no entry")] : []
    }

    /// The page about the house names every room in it.
    static func architecture(_ text: String?, rooms: [String]) -> [Offence] {
        let path = "Docs/Architecture.md"
        guard let text else { return [Offence(path: path, line: 1, what: "is missing")] }
        return rooms.filter { !text.contains($0) }.map {
            Offence(path: path, line: 1, what: "does not show the room \($0)")
        }
    }

    /// Decisions are numbered without a gap.
    static func decisions(_ paths: [String]) -> [Offence] {
        paths.sorted().enumerated().compactMap { index, path in
            let number = path.split(separator: "/").last?.prefix(4) ?? ""
            guard Int(number) != index + 1 else { return nil }
            return Offence(path: path, line: 1, what: "number \(number) where \(index + 1) is due")
        }
    }

    /// Links of a page to files of this checkout that are not there.
    static func brokenLinks(_ file: Checkout.File, _ known: Set<String>) -> [Offence] {
        var found: [Offence] = []
        var isCode = false
        for (index, whole) in file.lines.enumerated() {
            if whole.hasPrefix("```") { isCode.toggle() }
            let line = isCode ? "" : withoutCode(whole)
            for range in line.ranges(of: "](") {
                let target = line[range.upperBound...].prefix { $0 != ")" && $0 != "#" && $0 != " " }
                guard !target.isEmpty, !target.contains(":") else { continue }
                let path = resolve(String(target), from: file.folders.map(String.init))
                let isThere = known.contains(path) || known.contains { $0.hasPrefix(path + "/") }
                if !isThere {
                    found.append(
                        Offence(path: file.path, line: index + 1, what: "the link \(target) leads nowhere"))
                }
            }
        }
        return found
    }

    /// A line without what stands between backticks.
    private static func withoutCode(_ line: Substring) -> String {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    }

    private static func resolve(_ target: String, from folders: [String]) -> String {
        var parts = folders
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
