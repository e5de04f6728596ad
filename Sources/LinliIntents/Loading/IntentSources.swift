import LinliModel

/// A sentence or a word as it stands in a file.
struct SourceText: Sendable, Hashable {
    let text: String
    let file: String
    let line: Int
}

/// `Intents/zh/<intent>.yaml` as read.
struct IntentSource: Sendable {
    enum Direction: String, Sendable {
        /// A bare weekday or day of the month is the next one (bookings).
        case forward
        /// … is the last one (what happened).
        case backward
    }

    struct Example: Sendable {
        let source: SourceText
        var subtype: OutOfScope?
        /// What the sentence is about, where its author said so (`matters`).
        var category: String?

        /// The values of slots that the sentence stands for, where its author said so (`meanings`).
        var meanings: [Meaning] = []

        /// Somebody's life is in danger (`dangers`).
        var isDanger = false

        /// Whether it stands in a table under `corpus/`.
        var isOfCorpus = false

        /// Stands under `matters` for a category and under `meanings` for a value: the sentence says none.
        static let unnamed = "none"
    }

    /// A value of a slot that no form gives: `scope` is `rule`.
    struct Meaning: Sendable, Hashable {
        let slot: SlotName
        let value: String
    }

    struct Values: Sendable {
        let slot: SlotName
        let value: String
        let words: [SourceText]
    }

    var intent: Intent
    var file: String
    var slots: Set<SlotName> = []
    var direction: Direction = .forward
    var sentences: [SourceText] = []
    var examples: [Example] = []
    var values: [Values] = []
    var defaults: [SlotName: String] = [:]
    /// Phrases that decide alone, by subtype (`out_of_scope` only).
    var patterns: [(subtype: OutOfScope, words: [SourceText])] = []
}

/// A rule of `categories.yaml` or `emergency.yaml` as read.
struct RuleSource: Sendable {
    var category: String
    var intent: Intent
    var urgency: Urgency
    var groups: [[SourceText]]
    var unless: [SourceText]
    var reach: Int
}

/// Everything under `Intents/` as read and checked, before it is compiled.
struct IntentSources: Sendable {
    var intents: [Intent: IntentSource] = [:]
    var lists: [String: [SourceText]] = [:]
    /// Words of lexical slots; `canonical` where a synonym stands for another word.
    var slotWords: [SlotName: [(word: SourceText, canonical: String?)]] = [:]
    var categories: [RuleSource] = []
    var emergencies: [RuleSource] = []
    var emergencyIdioms: [SourceText] = []
    /// Words that say a danger is over, played or only told of.
    var emergencyOver: [SourceText] = []
    var categoryIdioms: [SourceText] = []
    var vulnerable: [SourceText] = []
    var many: [SourceText] = []
    var unhurried: [SourceText] = []
    var estate: [SourceText] = []
    var fillers: [SourceText] = []
    /// Groups of words that hint at an intent, by name.
    var cues: [String: [SourceText]] = [:]
    var acts: [DialogueAct: [SourceText]] = [:]
    var spellings: [String: String] = [:]
    /// Words that are recognised by their sound.
    var keywords: [SourceText] = []
    var replies = ReplyTemplates(replies: [:])
    var digest = ""

    /// What brings messages to one form, with the misspellings of these files.
    var normalizer: Normalizer {
        let plain = Normalizer(spellings: spellings)
        // Tables hold what people typed, misspellings and all.
        var known = intents.values.flatMap { source in
            source.examples.filter { !$0.isOfCorpus }.map(\.source) + source.sentences
        }
        known += intents.values.flatMap { source in
            source.values.flatMap(\.words) + source.patterns.flatMap(\.words)
        }
        known += lists.values.flatMap { $0 } + cues.values.flatMap { $0 } + acts.values.flatMap { $0 }
        known += slotWords.values.flatMap { $0.map(\.word) } + fillers + estate + vulnerable + many
        known += (categories + emergencies).flatMap { $0.groups.flatMap { $0 } + $0.unless }
        known += emergencyIdioms + emergencyOver + categoryIdioms + unhurried
        return Normalizer(
            spellings: spellings,
            sounds: SoundSpelling(
                keywords: keywords.map { plain.normalize($0.text).codes },
                known: known.map { plain.normalize($0.text).codes }))
    }
}
