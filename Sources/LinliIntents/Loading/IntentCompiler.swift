import LinliModel

/// Turns checked sources into what works on messages: one lexicon, one automaton, the rules.
struct IntentCompiler {
    struct Product {
        let normalizer: Normalizer
        let lexicon: Lexicon
        let matcher: TemplateMatcher
        let emergencies: EmergencyRules
        let categories: CategoryRules
        let acts: ActReader
        let slots: SlotReader
        let sampler: TemplateSampler
        let patterns: [(subtype: OutOfScope, symbol: Symbol)]
        /// Symbols of template edges.
        let edges: CodeSet
        /// Symbols of slots that a reader finds by their form.
        let typed: [String: Symbol]
        /// Groups of words that hint at an intent.
        let cues: [(name: String, symbol: Symbol)]
    }

    private let sources: IntentSources
    private let normalizer: Normalizer
    private var symbols = SymbolTable()
    private var lexicon = LexiconBuilder()
    private var lists: [String: [TemplateNode]] = [:]

    init(_ sources: IntentSources) {
        self.sources = sources
        normalizer = sources.normalizer
    }

    mutating func compile() -> Product {
        var check = SourceFile(name: "")
        lists = SourceCheck.parsedLists(sources, normalizer, &check)
        let slots = slotReader()
        let categories = categoryRules()
        let emergencies = emergencyRules()
        let acts = actReader()
        let patterns =
            sources.intents[.outOfScope]?.patterns.map { entry in
                (subtype: entry.subtype, symbol: group("pattern:\(entry.subtype.rawValue)", entry.words))
            } ?? []
        let cues = sources.cues.sorted { $0.key < $1.key }.map { name, words in
            (name: name, symbol: group("cue:\(name)", words))
        }
        let (matcher, sampler) = automaton(slots)
        let edges = CodeSet(
            symbols.names.filter { $0.key.hasPrefix("list:") || $0.key.hasPrefix("slot:") }
                .map(\.value.rawValue))
        var typed: [String: Symbol] = [:]
        for name in SourceCheck.typedSlots.union(["place"]) { typed[name] = symbols.names["slot:\(name)"] }
        return Product(
            normalizer: normalizer, lexicon: lexicon.build(), matcher: matcher, emergencies: emergencies,
            categories: categories, acts: acts, slots: slots, sampler: sampler, patterns: patterns,
            edges: edges,
            typed: typed, cues: cues)
    }

    /// Adds words (they may use the grammar) to a group.
    @discardableResult
    private mutating func group(_ name: String, _ words: [SourceText]) -> Symbol {
        let symbol = symbols.symbol(name)
        var check = SourceFile(name: "")
        for word in words {
            guard let node = SourceCheck.parsed(word, normalizer, &check),
                let phrases = TemplateExpansion.phrases(node, lists: lists, limit: Limits.listEntryPhrases)
            else { continue }
            for phrase in phrases { lexicon.add(phrase, symbol: symbol) }
        }
        return symbol
    }

    private mutating func slotReader() -> SlotReader {
        var lexical: [SlotName: Symbol] = [:]
        var canonical: [SlotName: [SlotReader.Value]] = [:]
        for (slot, words) in sources.slotWords.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lexical[slot] = group("slot:\(slot.rawValue)", words.map(\.word))
            var byValue: [String: [SourceText]] = [:]
            for entry in words {
                if let value = entry.canonical { byValue[value, default: []].append(entry.word) }
            }
            for (value, words) in byValue.sorted(by: { $0.key < $1.key }) {
                let symbol = group("canonical:\(slot.rawValue)=\(value)", words)
                canonical[slot, default: []].append(SlotReader.Value(text: value, symbol: symbol))
            }
        }
        var rules: [Intent: SlotReader.IntentRules] = [:]
        for (intent, source) in sources.intents.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var values: [SlotName: [SlotReader.Value]] = [:]
            for entry in source.values {
                let symbol = group(
                    "value:\(intent.rawValue):\(entry.slot.rawValue)=\(entry.value)", entry.words)
                values[entry.slot, default: []].append(SlotReader.Value(text: entry.value, symbol: symbol))
            }
            rules[intent] = SlotReader.IntentRules(
                allowed: source.slots.union(SlotReader.exact), direction: source.direction, values: values,
                defaults: source.defaults)
        }
        return SlotReader(lexical: lexical, canonical: canonical, rules: rules)
    }

    private mutating func wordRules(_ rules: [RuleSource], _ name: String) -> WordRules {
        WordRules(
            rules.enumerated().map { index, rule in
                WordRules.Rule(
                    groups: rule.groups.enumerated().map {
                        group("\(name):\(index):\($0.offset)", $0.element)
                    },
                    unless: rule.unless.isEmpty ? nil : group("\(name):\(index):unless", rule.unless),
                    reach: rule.reach)
            })
    }

    private mutating func categoryRules() -> CategoryRules {
        CategoryRules(
            categories: sources.categories.map {
                CategoryRules.Category(code: $0.category, intent: $0.intent, urgency: $0.urgency)
            },
            rules: wordRules(sources.categories, "category"),
            idioms: group("category:idioms", sources.categoryIdioms + sources.emergencyIdioms),
            vulnerable: group("category:vulnerable", sources.vulnerable),
            many: group("category:many", sources.many),
            unhurried: group("category:unhurried", sources.unhurried),
            estate: group("category:estate", sources.estate))
    }

    private mutating func emergencyRules() -> EmergencyRules {
        EmergencyRules(
            kinds: sources.emergencies.map {
                EmergencyRules.Kind(category: $0.category, intent: $0.intent)
            },
            rules: wordRules(sources.emergencies, "emergency"),
            idioms: group("emergency:idioms", sources.emergencyIdioms),
            over: group("emergency:over", sources.emergencyOver))
    }

    private mutating func actReader() -> ActReader {
        let acts: [DialogueAct] = [.cancelFlow, .thanks, .deny, .confirm]
        return ActReader(
            phrases: acts.map { ($0, group("act:\($0.rawValue)", sources.acts[$0] ?? [])) },
            fillers: group("filler", sources.fillers))
    }

    private mutating func automaton(_ slots: SlotReader) -> (TemplateMatcher, TemplateSampler) {
        var check = SourceFile(name: "")
        for (name, entries) in sources.lists.sorted(by: { $0.key < $1.key }) {
            group("list:\(name)", entries)
        }
        for name in SourceCheck.typedSlots.sorted() { _ = symbols.symbol("slot:\(name)") }
        _ = symbols.symbol("slot:place")
        let names = symbols.names
        var builder = TemplateAutomatonBuilder { node in
            switch node {
            case .list(let name): names["list:\(name)"]
            case .slot(let name): names["slot:\(name)"]
            default: nil
            }
        }
        var nodes: [Intent: [TemplateNode]] = [:]
        for intent in Intent.allCases {
            for sentence in sources.intents[intent]?.sentences ?? [] {
                guard let node = SourceCheck.parsed(sentence, normalizer, &check) else { continue }
                builder.add(node, intent: intent, text: sentence.text)
                nodes[intent, default: []].append(node)
            }
        }
        let words = sources.slotWords.mapValues { words in
            words.map(\.word.text).filter { !$0.contains(where: "[(<|".contains) }
        }
        return (
            TemplateMatcher(builder),
            TemplateSampler(
                nodes: nodes, lists: lists,
                words: words.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value })
        )
    }
}
