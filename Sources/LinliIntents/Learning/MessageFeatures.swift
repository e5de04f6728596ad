import LinliDigest
import LinliModel

/// What the classifier sees of a message: its characters with exact forms masked, and tags for the kinds
/// of words in it, so that "射灯不亮" profits from what was said about "路灯不亮".
struct MessageFeatures: Sendable {
    private let categories: CategoryRules
    private let slots: SlotReader
    private let cues: [(name: String, symbol: Symbol)]
    private let courtesy: Symbol?
    /// Tags of the word groups, worked out once.
    private let groups: [(symbol: Symbol, tag: UInt64)]
    /// Three tags per rule of the categories: its code, its group, the intent with which it usually comes.
    private let ofRules: [[UInt64]]
    private let ofNoRule: UInt64

    init(categories: CategoryRules, slots: SlotReader, cues: [(name: String, symbol: Symbol)]) {
        self.categories = categories
        self.slots = slots
        self.cues = cues
        courtesy = cues.first { $0.name == "courtesy" }?.symbol
        let hints = cues.filter { $0.name != "courtesy" }.map { ($0.symbol, Self.tag("cue", $0.name)) }
        let words = slots.lexical.map { ($0.value, Self.tag("slot", $0.key.rawValue)) }
        groups = hints + [(categories.estate, Self.tag("cue", "estate"))] + words
        ofRules = categories.categories.map { category in
            [
                Self.tag("category", category.code),
                Self.tag("group", String(category.code.prefix { $0 != "." })),
                Self.tag("usual", category.intent.rawValue),
            ]
        }
        ofNoRule = Self.tag("category", "none")
    }

    /// `wide`: with the characters that stand near each other, which only sentences that people wrote teach.
    func features(
        _ reading: MessageReading, _ matches: [CategoryRules.Match], wide: Bool = true
    ) -> [UInt64] {
        let matter = matter(reading)
        return FeatureExtractor.features(
            masked(reading, matter), tags: tags(reading, matches, matter), sounds: true, wide: wide)
    }

    /// What each feature stands for, tags by their kind; for `explain`.
    func names(_ reading: MessageReading) -> [UInt64: String] {
        var names = FeatureExtractor.names(masked(reading, matter(reading)))
        for (slot, symbol) in slots.lexical where reading.has(symbol) {
            names[tagged("slot", slot.rawValue)] = "{\(slot.rawValue)}"
        }
        for cue in cues { names[tagged("cue", cue.name)] = "{\(cue.name)}" }
        for match in categories.matches(reading).prefix(1) {
            names[tagged("category", match.code)] = "{\(match.code)}"
            names[tagged("group", String(match.code.prefix { $0 != "." }))] =
                "{group}"
            names[tagged("usual", match.intent.rawValue)] =
                "{usual \(match.intent.rawValue)}"
        }
        return names
    }

    private func tagged(_ kind: String, _ name: String) -> UInt64 {
        FeatureExtractor.feature(tag: Self.tag(kind, name))
    }

    private func masked(_ reading: MessageReading, _ matter: Range<Int>) -> [UInt32] {
        var masks: [(range: Range<Int>, sign: UInt32)] = []
        for finding in reading.identifiers {
            let sign: UInt32 =
                switch finding.kind {
                case .phone: 1
                case .plate: 2
                case .ticketNumber, .ticketTail: 3
                }
            masks.append((finding.range, sign))
        }
        masks += reading.addresses.map { ($0.range, 4) }
        masks += reading.dates.map { ($0.range, 5) }
        masks += reading.times.map { ($0.range, 6) }
        masks += reading.quantities.map { ($0.range, $0.kind == .points ? 8 : 7) }
        masks.sort { $0.range.lowerBound < $1.range.lowerBound }
        var codes: [UInt32] = []
        codes.reserveCapacity(reading.text.count)
        var position = matter.lowerBound
        for mask in masks
        where mask.range.lowerBound >= position && mask.range.upperBound <= matter.upperBound {
            codes += reading.text.codes[position..<mask.range.lowerBound]
            codes.append(FeatureExtractor.maskBase + mask.sign)
            position = mask.range.upperBound
        }
        codes += reading.text.codes[position..<matter.upperBound]
        // Where a comma stands is a matter of the keyboard, not of the meaning.
        return codes.filter { !CodeClass.isStop($0) }
    }

    private func matter(_ reading: MessageReading) -> Range<Int> {
        let codes = reading.text.codes
        return courtesy.map { Courtesies.matter(of: codes, between: reading.spans[$0]) } ?? 0..<codes.count
    }

    /// A word group counts where one of its words stands in the matter: thanks at the end praise nobody.
    private func tags(
        _ reading: MessageReading, _ matches: [CategoryRules.Match], _ matter: Range<Int>
    ) -> [UInt64] {
        var tags: [UInt64] = []
        tags.reserveCapacity(12)
        if let rule = matches.first?.rule {
            tags += ofRules[rule]
        } else {
            tags.append(ofNoRule)
        }
        let isWhole = matter.count == reading.text.count
        for group in groups where reading.has(group.symbol) {
            if isWhole || reading.spans[group.symbol].contains(where: { matter.contains($0.lowerBound) }) {
                tags.append(group.tag)
            }
        }
        return tags
    }

    static func tag(_ kind: String, _ name: String) -> UInt64 {
        FNV1a.sum(name.utf8, after: FNV1a.sum(kind.utf8)) >> 8
    }
}
