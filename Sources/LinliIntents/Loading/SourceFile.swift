import Foundation
import LinliModel
import Yams

/// One YAML file with its findings: every accessor says what is wrong, where it stands and what to do,
/// and goes on, so that a person sees all his mistakes at once.
struct SourceFile {
    let name: String
    private(set) var findings: [Finding] = []

    init(name: String) {
        self.name = name
    }

    mutating func report(_ node: Node?, _ message: String) {
        findings.append(Finding(file: name, line: node?.mark?.line ?? 0, message: message))
    }

    mutating func report(_ source: SourceText, _ message: String) {
        findings.append(Finding(file: source.file, line: source.line, message: message))
    }

    /// The root mapping; nil (and a finding) where the file is not one.
    mutating func root(_ text: String) -> Node.Mapping? {
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                report(nil, "the file is empty: write its keys or remove it")
                return nil
            }
            guard case .mapping(let mapping) = node else {
                report(node, "the file must be a mapping of keys")
                return nil
            }
            return mapping
        } catch let error as YamlError {
            findings.append(
                Finding(
                    file: name, line: SourceFile.line(error),
                    message: "not readable as YAML: fix the indentation, the quotes or the colons here"))
            return nil
        } catch {
            report(nil, "not readable as YAML")
            return nil
        }
    }

    private static func line(_ error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        default: 0
        }
    }

    mutating func mapping(_ node: Node, _ what: String) -> [(key: String, value: Node)] {
        guard case .mapping(let mapping) = node else {
            report(node, "\(what) must be a mapping")
            return []
        }
        var pairs: [(key: String, value: Node)] = []
        for (key, value) in mapping {
            guard let text = key.scalar?.string, !text.isEmpty else {
                report(key, "a key of \(what) must be a word")
                continue
            }
            pairs.append((text, value))
        }
        return pairs
    }

    mutating func text(_ node: Node, _ what: String) -> SourceText? {
        guard let scalar = node.scalar, !scalar.string.isEmpty else {
            report(node, "\(what) must be a text")
            return nil
        }
        return SourceText(text: scalar.string, file: name, line: node.mark?.line ?? 0)
    }

    /// A list of texts; a single text is a list of one.
    mutating func texts(_ node: Node, _ what: String) -> [SourceText] {
        if case .scalar = node { return text(node, what).map { [$0] } ?? [] }
        guard case .sequence(let sequence) = node else {
            report(node, "\(what) must be a list")
            return []
        }
        return sequence.compactMap { text($0, what) }
    }

    mutating func integer(_ node: Node, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) else {
            report(node, "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// A word of a closed set.
    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ node: Node, _ what: String
    ) -> Value? where Value.RawValue == String {
        choice(node.scalar?.string ?? "", node, what)
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ text: String, _ node: Node, _ what: String
    ) -> Value? where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue).joined(separator: " ")
        report(node, "unknown \(what) \"\(text)\": it is one of \(known)")
        return nil
    }
}
