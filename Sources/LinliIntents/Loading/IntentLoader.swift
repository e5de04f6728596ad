import Foundation
import LinliDigest
import LinliModel
import Yams

/// Reads the folder `Intents/`: `zh/*.yaml`, `lists/*.yaml`, `replies/*.yaml`, and `corpus/*.tsv` where there
/// are such.
///
/// Promise: every mistake is found at load, with file and line, and all of them at once; what loads can
/// be compiled. Files are read in the order of their names.
struct IntentLoader {
    private var sources = IntentSources()
    private var findings: [Finding] = []
    private var digest = TextDigest()
    private var replies = ReplyLoader()

    static func load(directory: String) throws(Findings) -> IntentSources {
        var loader = IntentLoader()
        for folder in ["zh", "lists", "replies"] {
            for name in loader.files(directory + "/" + folder, ending: ".yaml") {
                loader.read(folder: folder, in: directory, name: "\(folder)/\(name)")
            }
        }
        if FileManager.default.fileExists(atPath: directory + "/corpus") {
            for name in loader.files(directory + "/corpus", ending: ".tsv") {
                loader.readCorpus(in: directory, name: "corpus/\(name)")
            }
        }
        for intent in Intent.allCases where loader.sources.intents[intent] == nil {
            loader.findings.append(
                Finding(
                    file: "zh/\(intent.rawValue).yaml", line: 0, message: "the file is missing: write it"))
        }
        loader.findings += SourceCheck.findings(loader.sources)
        guard loader.findings.isEmpty else { throw Findings(loader.findings) }
        loader.sources.replies = ReplyTemplates(replies: loader.replies.replies)
        loader.sources.digest = loader.digest.text
        return loader.sources
    }

    private mutating func files(_ folder: String, ending: String) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(ending) }.sorted()
        } catch {
            findings.append(Finding(file: folder, line: 0, message: "the folder cannot be read: create it"))
            return []
        }
    }

    /// Nil, and a finding, where there is no such text.
    private mutating func text(in directory: String, name: String) -> String? {
        guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
            let text = String(data: data, encoding: .utf8)
        else {
            findings.append(Finding(file: name, line: 0, message: "the file cannot be read as UTF-8"))
            return nil
        }
        digest.add(name)
        digest.add(text)
        return text
    }

    private mutating func read(folder: String, in directory: String, name: String) {
        guard let text = text(in: directory, name: name) else { return }
        var file = SourceFile(name: name)
        if let root = file.root(text) {
            switch folder {
            case "zh" where name == "zh/emergency.yaml": readEmergencies(root, &file)
            case "zh": readIntent(root, &file)
            case "replies": replies.read(root, &file)
            default: readLists(root, &file)
            }
        }
        findings += file.findings
    }

    private mutating func readCorpus(in directory: String, name: String) {
        guard let text = text(in: directory, name: name) else { return }
        let corpus = CorpusReader(text, name: name)
        findings += corpus.findings
        for (intent, example) in corpus.examples { sources.intents[intent]?.examples.append(example) }
    }

    // MARK: zh

    private mutating func readIntent(_ root: Node.Mapping, _ file: inout SourceFile) {
        guard let node = root["intent"] else {
            return file.report(nil, "the key intent is missing: add it first")
        }
        guard let intent: Intent = file.choice(node, "intent") else { return }
        if sources.intents[intent] != nil { file.report(node, "the intent has two files: keep one") }
        var source = IntentSource(intent: intent, file: file.name)
        for (key, value) in file.mapping(.mapping(root), "an intent") {
            switch key {
            case "intent": break
            case "slots": source.slots = readSlotNames(value, &file)
            case "dates":
                if let direction = IntentSource.Direction(rawValue: value.scalar?.string ?? "") {
                    source.direction = direction
                } else {
                    file.report(value, "dates must be forward or backward")
                }
            case "sentences": source.sentences = file.texts(value, "a sentence")
            case "examples": source.examples += readExamples(value, intent, &file)
            case "matters": source.examples += readMatters(value, isDanger: false, &file)
            case "dangers": source.examples += readMatters(value, isDanger: true, &file)
            case "meanings": source.examples += readMeanings(value, &file)
            case "values": source.values = readValues(value, &file)
            case "defaults":
                for (name, text) in file.mapping(value, "defaults") {
                    if let slot: SlotName = file.choice(name, value, "slot") {
                        source.defaults[slot] = text.scalar?.string
                    }
                }
            case "patterns":
                for (name, words) in file.mapping(value, "patterns") {
                    guard let subtype: OutOfScope = file.choice(name, value, "subtype") else { continue }
                    source.patterns.append((subtype, file.texts(words, "a pattern")))
                }
            default: file.report(value, "unknown key \(key)")
            }
        }
        sources.intents[intent] = source
    }

    private func readSlotNames(_ node: Node, _ file: inout SourceFile) -> Set<SlotName> {
        guard case .sequence(let sequence) = node else {
            file.report(node, "slots must be a list")
            return []
        }
        return Set(sequence.compactMap { node -> SlotName? in file.choice(node, "slot") })
    }

    private func readExamples(_ node: Node, _ intent: Intent, _ file: inout SourceFile) -> [IntentSource
        .Example]
    {
        guard intent == .outOfScope else {
            return file.texts(node, "an example").map { IntentSource.Example(source: $0, subtype: nil) }
        }
        return file.mapping(node, "examples of out_of_scope").flatMap {
            name, list -> [IntentSource.Example] in
            guard let subtype: OutOfScope = file.choice(name, node, "subtype") else { return [] }
            return file.texts(list, "an example").map { IntentSource.Example(source: $0, subtype: subtype) }
        }
    }

    /// Examples by the category that they are about.
    private func readMatters(
        _ node: Node, isDanger: Bool, _ file: inout SourceFile
    ) -> [IntentSource.Example] {
        file.mapping(node, "matters").flatMap { category, list in
            file.texts(list, "an example").map {
                IntentSource.Example(source: $0, subtype: nil, category: category, isDanger: isDanger)
            }
        }
    }

    /// Examples by the values that they give slots. A sentence that stands under two slots is one example.
    private func readMeanings(_ node: Node, _ file: inout SourceFile) -> [IntentSource.Example] {
        var examples: [IntentSource.Example] = []
        var places: [String: Int] = [:]
        for (name, values) in file.mapping(node, "meanings") {
            guard let slot: SlotName = file.choice(name, node, "slot") else { continue }
            for (value, list) in file.mapping(values, "meanings of \(name)") {
                let meaning = IntentSource.Meaning(slot: slot, value: value)
                for source in file.texts(list, "an example") {
                    if let place = places[source.text] {
                        examples[place].meanings.append(meaning)
                    } else {
                        places[source.text] = examples.count
                        examples.append(
                            IntentSource.Example(source: source, subtype: nil, meanings: [meaning]))
                    }
                }
            }
        }
        return examples
    }

    private func readValues(_ node: Node, _ file: inout SourceFile) -> [IntentSource.Values] {
        file.mapping(node, "values").flatMap { name, values -> [IntentSource.Values] in
            guard let slot: SlotName = file.choice(name, node, "slot") else { return [] }
            return file.mapping(values, "values of \(name)").map {
                IntentSource.Values(slot: slot, value: $0.key, words: file.texts($0.value, "a word"))
            }
        }
    }

    private mutating func readEmergencies(_ root: Node.Mapping, _ file: inout SourceFile) {
        for (key, value) in file.mapping(.mapping(root), "emergency") {
            switch key {
            case "idioms": sources.emergencyIdioms += longWords(value, &file)
            case "over": sources.emergencyOver += longWords(value, &file)
            case "rules":
                guard case .sequence(let rules) = value else {
                    file.report(value, "rules must be a list")
                    continue
                }
                sources.emergencies += rules.compactMap { readRule($0, &file) }
            default: file.report(value, "unknown key \(key)")
            }
        }
    }

    /// Words that hide a danger: one character stands in too many other words, and is left over where a comma
    /// that was to belong to a phrase has cut it.
    private func longWords(_ node: Node, _ file: inout SourceFile) -> [SourceText] {
        let words = file.texts(node, "a word")
        for word in words where word.text.count < 2 {
            file.report(
                word,
                "\(word.text) is too short to hide a danger: write two characters and more, a comma in quotes"
            )
        }
        return words
    }

    // MARK: lists

    private mutating func readLists(_ root: Node.Mapping, _ file: inout SourceFile) {
        for (key, value) in file.mapping(.mapping(root), "a list file") {
            switch key {
            case "lists":
                for (name, entries) in file.mapping(value, "lists") {
                    if sources.lists[name] != nil {
                        file.report(entries, "the list \(name) stands twice: join them")
                    }
                    sources.lists[name] = file.texts(entries, "an entry")
                }
            case "slots": readSlotWords(value, &file)
            case "categories":
                guard case .sequence(let rules) = value else {
                    file.report(value, "categories must be a list")
                    continue
                }
                sources.categories += rules.compactMap { readRule($0, &file) }
            case "idioms": sources.categoryIdioms += file.texts(value, "an idiom")
            case "vulnerable": sources.vulnerable += file.texts(value, "a word")
            case "many": sources.many += file.texts(value, "a word")
            case "unhurried": sources.unhurried += file.texts(value, "a word")
            case "estate": sources.estate += file.texts(value, "a word")
            case "fillers": sources.fillers += file.texts(value, "a filler")
            case "acts":
                for (name, words) in file.mapping(value, "acts") {
                    guard let act: DialogueAct = file.choice(name, value, "act") else { continue }
                    sources.acts[act, default: []] += file.texts(words, "a phrase")
                }
            case "cues":
                for (name, words) in file.mapping(value, "cues") {
                    sources.cues[name, default: []] += file.texts(words, "a word")
                }
            case "keywords": sources.keywords += file.texts(value, "a word")
            case "spellings":
                for (wrong, right) in file.mapping(value, "spellings") {
                    if let right = file.text(right, "a spelling") { sources.spellings[wrong] = right.text }
                }
            default: file.report(value, "unknown key \(key)")
            }
        }
    }

    private mutating func readSlotWords(_ node: Node, _ file: inout SourceFile) {
        for (name, value) in file.mapping(node, "slots") {
            guard let slot: SlotName = file.choice(name, value, "slot") else { continue }
            if case .mapping = value {
                for (canonical, synonyms) in file.mapping(value, "slot \(name)") {
                    for word in file.texts(synonyms, "a synonym") {
                        sources.slotWords[slot, default: []].append((word, canonical))
                    }
                }
            } else {
                sources.slotWords[slot, default: []] += file.texts(value, "a word").map { ($0, nil) }
            }
        }
    }

    private func readRule(_ node: Node, _ file: inout SourceFile) -> RuleSource? {
        var rule = RuleSource(
            category: "", intent: .reportRepair, urgency: .none, groups: [], unless: [], reach: 24)
        for (key, value) in file.mapping(node, "a rule") {
            switch key {
            case "category": rule.category = file.text(value, "category")?.text ?? ""
            case "intent": if let intent: Intent = file.choice(value, "intent") { rule.intent = intent }
            case "urgency":
                if let urgency: Urgency = file.choice(value, "urgency") { rule.urgency = urgency }
            case "words": rule.groups = [file.texts(value, "a word")]
            case "all":
                guard case .sequence(let groups) = value else {
                    file.report(value, "all must be a list of lists")
                    continue
                }
                rule.groups = groups.map { file.texts($0, "a word") }
            case "unless": rule.unless = file.texts(value, "a word")
            case "reach": rule.reach = file.integer(value, "reach", in: 2...200) ?? rule.reach
            default: file.report(value, "unknown key \(key)")
            }
        }
        guard !rule.category.isEmpty, !rule.groups.isEmpty, rule.groups.allSatisfy({ !$0.isEmpty }) else {
            file.report(node, "a rule needs category and words (or all)")
            return nil
        }
        return rule
    }
}

/// A fingerprint of texts: the same files give the same, any change gives another. It guards caches,
/// not secrets (two FNV-1a hashes side by side, the second stirred by the first).
struct TextDigest {
    private var first = FNV1a.start
    private var second: UInt64 = 0x6C62_272E_07BB_0142

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0)
    }

    private mutating func add(_ byte: UInt8) {
        first = FNV1a.step(first, UInt64(byte))
        second = FNV1a.step(second, UInt64(byte) ^ (first >> 56))
    }

    var text: String { hexadecimal(first) + hexadecimal(second) }

    private func hexadecimal(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
