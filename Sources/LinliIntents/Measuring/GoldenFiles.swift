import Foundation
import LinliModel
import Yams

/// One golden sentence that was tried.
package struct GoldenResult: Sendable, Equatable {
    package let file: String
    package let line: Int
    package let text: String
    /// One line per difference, "intent: expected …, got …"; empty when all is as written.
    package let differences: [String]

    package var passed: Bool { differences.isEmpty }

    /// For people: where, what was said, what is different.
    package var description: String {
        passed
            ? "ok   \(file):\(line) \(text)"
            : "MISS \(file):\(line) \(text)\n" + differences.map { "       \($0)" }.joined(separator: "\n")
    }
}

/// Golden sentences (`Tests/Intents/zh/<intent>.yaml`): what must be understood of them. A file stands at
/// the path of the intent that it guards; slots that it does not name may hold anything.
package enum GoldenFiles {
    /// Runs every file of the folder in the order of their names. A file that cannot be read is a finding.
    package static func run(
        directory: String, understanding: Understanding
    ) throws(Findings) -> [GoldenResult] {
        var results: [GoldenResult] = []
        var findings: [Finding] = []
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw Findings([
                Finding(file: directory, line: 0, message: "the folder cannot be read: create it")
            ])
        }
        for name in names.filter({ $0.hasSuffix(".yaml") }).sorted() {
            var file = SourceFile(name: name)
            let data = FileManager.default.contents(atPath: "\(directory)/\(name)")
            if let root = file.root(String(decoding: data ?? Data(), as: UTF8.self)) {
                results += run(root, &file, understanding)
            }
            findings += file.findings
        }
        guard findings.isEmpty else { throw Findings(findings) }
        return results
    }

    private static func run(
        _ root: Node.Mapping, _ file: inout SourceFile, _ understanding: Understanding
    ) -> [GoldenResult] {
        guard let node = root["intent"], let intent: Intent = file.choice(node, "intent") else {
            file.report(nil, "the key intent is missing: add it first")
            return []
        }
        let now = root["now"]?.scalar.flatMap { Instant(iso8601: $0.string) } ?? standardNow
        guard case .sequence(let cases)? = root["cases"] else {
            file.report(nil, "cases must be a list of sentences")
            return []
        }
        return cases.compactMap { node -> GoldenResult? in
            guard let golden = golden(node, intent, &file) else { return nil }
            let match = understanding.understand(golden.text, at: now)
            return GoldenResult(
                file: file.name, line: node.mark?.line ?? 0, text: golden.text,
                differences: golden.differences(from: match))
        }
    }

    /// Wednesday 2026-03-18, 10:00 at +08:00: what golden files count from unless they say otherwise.
    package static let standardNow = Instant(milliseconds: 1_773_799_200_000)

    private static func golden(_ node: Node, _ intent: Intent, _ file: inout SourceFile) -> Golden? {
        var golden = Golden(text: "", intent: intent)
        for (key, value) in file.mapping(node, "a case") {
            switch key {
            case "text": golden.text = value.scalar?.string ?? ""
            case "intent": if let other: Intent = file.choice(value, "intent") { golden.intent = other }
            case "category": golden.category = value.scalar?.string
            case "urgency":
                if let urgency: Urgency = file.choice(value, "urgency") { golden.urgency = urgency }
            case "subtype":
                if let subtype: OutOfScope = file.choice(value, "subtype") { golden.subtype = subtype }
            case "act": if let act: DialogueAct = file.choice(value, "act") { golden.act = act }
            case "also":
                guard case .sequence(let list) = value else {
                    file.report(value, "also must be a list")
                    continue
                }
                golden.also = list.compactMap { node -> Intent? in file.choice(node, "intent") }
            case "slots":
                for (name, text) in file.mapping(value, "slots") {
                    if let slot: SlotName = file.choice(name, value, "slot") {
                        golden.slots[slot] = text.scalar?.string ?? ""
                    }
                }
            default: file.report(value, "unknown key \(key)")
            }
        }
        return golden
    }
}

private struct Golden {
    var text: String
    var intent: Intent
    var category: String?
    var urgency: Urgency?
    var subtype: OutOfScope?
    var act: DialogueAct?
    var also: [Intent]?
    var slots: [SlotName: String] = [:]

    func differences(from match: IntentMatch) -> [String] {
        var differences: [String] = []
        func compare(_ name: String, _ expected: String?, _ found: String?) {
            if let expected, expected != found {
                differences.append("\(name): expected \(expected), got \(found ?? "nothing")")
            }
        }
        compare("intent", intent.rawValue, match.main.intent.rawValue)
        compare("category", category, match.main.category)
        compare("urgency", urgency?.rawValue, ParsedMessage.urgency(of: match).rawValue)
        compare("subtype", subtype?.rawValue, match.main.subtype?.rawValue)
        compare("act", act?.rawValue, match.act?.rawValue)
        compare(
            "also", also.map { $0.map(\.rawValue).joined(separator: " ") },
            match.also.map(\.intent.rawValue).joined(separator: " "))
        for (slot, value) in slots.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            compare("slot \(slot.rawValue)", value, match.main.slots[slot]?.text)
        }
        return differences
    }
}
