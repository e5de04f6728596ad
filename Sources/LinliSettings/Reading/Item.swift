import LinliModel
import Yams

/// One value of a settings file together with the place where it stands.
///
/// Every reader reports what is wrong and answers nil, so that reading goes on to the next mistake.
struct Item {
    let node: Node
    let file: String
    let log: FindingLog

    var line: Int { node.mark?.line ?? 0 }

    func report(_ message: String) {
        log.report(file, line, message)
    }

    /// The words of a scalar as written: `08:00`, `1` and `no` stay text.
    var text: String? {
        guard case .scalar(let scalar) = node else {
            report("a single value is expected here, not a list or a table")
            return nil
        }
        guard !scalar.string.isEmpty else {
            report("the value is empty; write one or remove the key")
            return nil
        }
        guard !scalar.string.contains("\0") else {
            report("the value holds a NUL character; remove it")
            return nil
        }
        return scalar.string
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), range.contains(number) else {
            report("a whole number from \(range.lowerBound) to \(range.upperBound) is expected here")
            return nil
        }
        return number
    }

    var flag: Bool? {
        parsed("true or false") { $0 == "true" ? true : $0 == "false" ? false : nil }
    }

    var date: CivilDate? {
        parsed("a day like 2026-03-18") { CivilDate($0) }
    }

    /// Reads the scalar with `parse`; `expected` completes "… is expected here".
    func parsed<Value>(_ expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let text else { return nil }
        guard let value = parse(text) else {
            report("\(expected) is expected here")
            return nil
        }
        return value
    }

    /// One of the raw values of a closed set.
    func choice<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> Value?
    where Value.RawValue == String {
        let names = type.allCases.map(\.rawValue).joined(separator: ", ")
        return parsed("one of \(names)") { Value(rawValue: $0) }
    }

    /// A code that may stand in a path, a URL and a log.
    var code: String? {
        parsed("a code of letters, digits, '.', '_' and '-' (at most 64)") { Item.isCode($0) ? $0 : nil }
    }

    static func isCode(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard (1...64).contains(scalars.count), let first = scalars.first, first != ".", first != "-"
        else {
            return false
        }
        return scalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0)
        }
    }

    /// The items of a list.
    var items: [Item]? {
        guard case .sequence(let sequence) = node else {
            report("a list is expected here")
            return nil
        }
        return sequence.map { Item(node: $0, file: file, log: log) }
    }

    /// A list of scalars; a single scalar is a list of one.
    var texts: [String]? {
        if case .scalar = node { return text.map { [$0] } }
        return items.map { $0.compactMap(\.text) }
    }

    /// A list of raw values of a closed set, at least one; a single scalar is a list of one.
    func choices<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> [Value]
    where Value.RawValue == String {
        if case .scalar = node { return choice(type).map { [$0] } ?? [] }
        guard let items else { return [] }
        if items.isEmpty { report("at least one entry is expected here") }
        return items.compactMap { $0.choice(type) }
    }

    var table: Table? {
        guard case .mapping(let mapping) = node else {
            report("a table of keys is expected here")
            return nil
        }
        return Table(mapping, at: self)
    }
}
