import LinliModel

/// What the classifier sees of a message: its characters with exact forms masked, and tags for the kinds
/// of words in it, so that "射灯不亮" profits from what was said about "路灯不亮".
struct MessageFeatures: Sendable {
    let categories: CategoryRules
    let slots: SlotReader
    let cues: [(name: String, symbol: Symbol)]

    func features(_ reading: MessageReading, _ matches: [CategoryRules.Match]) -> [UInt64] {
        FeatureExtractor.features(masked(reading), tags: tags(reading, matches))
    }

    /// What each feature stands for, tags by their kind; for `explain`.
    func names(_ reading: MessageReading) -> [UInt64: String] {
        var names = FeatureExtractor.names(masked(reading))
        for (slot, symbol) in slots.lexical where reading.has(symbol) {
            names[FeatureExtractor.tagBase ^ tag("slot", slot.rawValue)] = "{\(slot.rawValue)}"
        }
        for cue in cues { names[FeatureExtractor.tagBase ^ tag("cue", cue.name)] = "{\(cue.name)}" }
        for match in categories.matches(reading).prefix(1) {
            names[FeatureExtractor.tagBase ^ tag("category", match.code)] = "{\(match.code)}"
            names[FeatureExtractor.tagBase ^ tag("group", String(match.code.prefix { $0 != "." }))] =
                "{group}"
            names[FeatureExtractor.tagBase ^ tag("usual", match.intent.rawValue)] =
                "{usual \(match.intent.rawValue)}"
        }
        return names
    }

    private func masked(_ reading: MessageReading) -> [UInt32] {
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
        var position = 0
        for mask in masks where mask.range.lowerBound >= position {
            codes += reading.text.codes[position..<mask.range.lowerBound]
            codes.append(FeatureExtractor.maskBase + mask.sign)
            position = mask.range.upperBound
        }
        codes += reading.text.codes[position...]
        // Where a comma stands is a matter of the keyboard, not of the meaning.
        return codes.filter { !CodeClass.isStop($0) }
    }

    private func tags(_ reading: MessageReading, _ matches: [CategoryRules.Match]) -> [UInt64] {
        var tags: [UInt64] = []
        if let best = matches.first {
            tags.append(tag("category", best.code))
            tags.append(tag("group", String(best.code.prefix { $0 != "." })))
            tags.append(tag("usual", best.intent.rawValue))
        } else {
            tags.append(tag("category", "none"))
        }
        for cue in cues where reading.has(cue.symbol) { tags.append(tag("cue", cue.name)) }
        if reading.has(categories.estate) { tags.append(tag("cue", "estate")) }
        for (slot, symbol) in slots.lexical where reading.has(symbol) {
            tags.append(tag("slot", slot.rawValue))
        }
        return tags
    }

    private func tag(_ kind: String, _ name: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in kind.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash >> 8
    }
}
