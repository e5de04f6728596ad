import LinliModel

/// Everything under `Intents/` that teaches: examples, their variants and sentences of templates, each read
/// once for all heads, on both cores.
struct Lessons: Sendable {
    /// A sentence and what was read of it.
    struct Sentence: Sendable {
        let intent: Intent
        /// Whom the sentence says; nil where a template said it.
        let example: IntentSource.Example?
        /// The same as the written sentence before it, in other words.
        let isVariant: Bool
        let text: String
        var study = Study()

        var isWritten: Bool { example != nil && !isVariant }

        /// Tables are full of the unusual, on purpose. What the files say plainly must stand against them.
        var sourceWeight: Float { example?.isOfCorpus == true ? 0.7 : 1 }
    }

    /// What one reading of a sentence gives.
    struct Study: Sendable {
        var features: [UInt64] = []
        /// Whether the rules of emergencies hold.
        var isAlarming = false
        /// The category that the word rules name.
        var category: String?
        /// What its words alone say.
        var words: Slots = [:]
    }

    private(set) var sentences: [Sentence] = []

    private static let templateSentences = 60
    /// Sentences that a core reads before it takes the next ones.
    private static let portion = 256

    init(_ sources: IntentSources, sampler: TemplateSampler, read: @Sendable (Sentence) -> Study) {
        for intent in Intent.allCases {
            guard let source = sources.intents[intent] else { continue }
            for example in source.examples {
                let text = example.source.text
                sentences.append(Sentence(intent: intent, example: example, isVariant: false, text: text))
                let variants = Variants.of(text, intent)
                // A table has many examples already.
                for variant in example.isOfCorpus ? variants.suffix(1) : variants[...] {
                    sentences.append(
                        Sentence(intent: intent, example: example, isVariant: true, text: variant))
                }
            }
            guard intent != .outOfScope else { continue }
            for said in sampler.sentences(of: intent, limit: Lessons.templateSentences, seed: 7) {
                sentences.append(Sentence(intent: intent, example: nil, isVariant: false, text: said))
            }
        }
        let unread = sentences
        let portions = (unread.count + Lessons.portion - 1) / Lessons.portion
        let studies = Cores.map(portions, start: { () }) { _, portion in
            let start = portion * Lessons.portion
            return unread[start..<min(unread.count, start + Lessons.portion)].map(read)
        }
        for (place, study) in studies.joined().enumerated() { sentences[place].study = study }
    }

    /// Whether a sentence is the last variant of its example, or the example itself where it has none.
    func isLast(_ place: Int) -> Bool {
        place + 1 == sentences.count || !sentences[place + 1].isVariant
    }
}

/// Sentences beside a written one that mean the same: with an address before, with a character lost. They
/// teach the classifier what does not matter. Politeness around is looked past anyway.
enum Variants {
    private static let places = ["3栋", "5栋2单元", "12-1-803", "8号楼", "2幢601", "我家", "我们这栋"]
    private static let atPlaces: Set<Intent> = [.reportRepair, .reportHazard, .complain, .suggestNeed, .urge]

    /// By the sentence alone: another one before it leaves its variants as they are.
    static func of(_ text: String, _ intent: Intent) -> [String] {
        var generator = SeededGenerator(
            seed: text.unicodeScalars.reduce(31) { SeededGenerator.mixed($0 ^ UInt64($1.value)) })
        var variants: [String] = []
        if atPlaces.contains(intent) {
            variants.append(places[Int.random(in: 0..<places.count, using: &generator)] + text)
        }
        var characters = Array(text.unicodeScalars)
        if characters.count >= 7 {
            characters.remove(at: Int.random(in: 0..<characters.count, using: &generator))
            variants.append(String(String.UnicodeScalarView(characters)))
        }
        return variants
    }
}
