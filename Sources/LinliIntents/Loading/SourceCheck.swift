import LinliModel

/// What can be wrong between files that are each readable: unknown names, templates that are too large,
/// sentences that two intents claim.
enum SourceCheck {
    /// Slots that a template may name because a reader finds them by their form.
    static let typedSlots: Set<String> = [
        "address", "phone", "plate", "ticket_no", "ticket_tail", "date", "time", "qty", "points", "score",
        "headcount", "age",
    ]

    static func findings(_ sources: IntentSources) -> [Finding] {
        var check = SourceFile(name: "")
        let normalizer = Normalizer(spellings: sources.spellings)
        let lists = parsedLists(sources, normalizer, &check)
        let categories = Set(sources.categories.map(\.category))
        var owners: [String: (intent: Intent, source: SourceText)] = [:]
        for intent in Intent.allCases {
            guard let source = sources.intents[intent] else { continue }
            for sentence in source.sentences {
                checkTemplate(sentence, lists, sources, normalizer, &check)
                claim(normalizer.normalize(sentence.text).text, intent, sentence, &owners, &check)
            }
            for example in source.examples {
                if let category = example.category, category != IntentSource.Example.unnamed,
                    !categories.contains(category)
                {
                    check.report(
                        example.source,
                        "unknown category \(category): add a rule for it to lists/categories.yaml")
                }
                for meaning in example.meanings
                where meaning.value != IntentSource.Example.unnamed
                    && !source.values.contains(where: {
                        $0.slot == meaning.slot && $0.value == meaning.value
                    })
                {
                    check.report(
                        example.source,
                        "unknown value \(meaning.value) of \(meaning.slot.rawValue): add it under values")
                }
                claim(
                    normalizer.normalize(example.source.text).text, intent, example.source, &owners, &check)
            }
            if source.examples.isEmpty {
                check.report(
                    SourceText(text: "", file: source.file, line: 0),
                    "the intent has no examples: add some sentences")
            }
        }
        return check.findings
    }

    static func parsedLists(
        _ sources: IntentSources, _ normalizer: Normalizer, _ check: inout SourceFile
    ) -> [String: [TemplateNode]] {
        var lists: [String: [TemplateNode]] = [:]
        for (name, entries) in sources.lists {
            lists[name] = entries.compactMap { parsed($0, normalizer, &check) }
        }
        for (name, entries) in sources.lists {
            for (entry, node) in zip(entries, lists[name] ?? []) {
                for unknown in node.names(slots: false) where lists[unknown] == nil {
                    check.report(entry, "unknown list <\(unknown)>: add it under lists or correct the name")
                }
                if TemplateExpansion.phrases(node, lists: lists, limit: Limits.listEntryPhrases) == nil {
                    check.report(entry, "the entry expands to too much (or holds a slot): split it")
                }
            }
        }
        return lists
    }

    private static func checkTemplate(
        _ sentence: SourceText, _ lists: [String: [TemplateNode]], _ sources: IntentSources,
        _ normalizer: Normalizer, _ check: inout SourceFile
    ) {
        guard let node = parsed(sentence, normalizer, &check) else { return }
        for slot in node.names(slots: true)
        where !typedSlots.contains(slot) && SlotName(rawValue: slot) == nil {
            check.report(sentence, "unknown slot {\(slot)}: see Intents/README.md for their names")
        }
        for list in node.names(slots: false) where lists[list] == nil {
            check.report(sentence, "unknown list <\(list)>: add it under lists or correct the name")
        }
        if node.expansions > Limits.templateExpansions {
            check.report(sentence, "the template says \(node.expansions) sentences: split it")
        }
    }

    private static func claim(
        _ text: String, _ intent: Intent, _ source: SourceText,
        _ owners: inout [String: (intent: Intent, source: SourceText)], _ check: inout SourceFile
    ) {
        if let owner = owners[text], owner.intent != intent {
            let place = "\(owner.source.file):\(owner.source.line)"
            check.report(
                source, "the sentence belongs to \(owner.intent.rawValue) already (\(place)): keep one")
        }
        owners[text] = owners[text] ?? (intent, source)
    }

    static func parsed(_ source: SourceText, _ normalizer: Normalizer, _ check: inout SourceFile)
        -> TemplateNode?
    {
        do {
            return try TemplateGrammar.parse(source.text, normalizer: normalizer)
        } catch {
            check.report(source, error.message)
            return nil
        }
    }
}
