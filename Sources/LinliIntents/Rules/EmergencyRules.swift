import LinliModel

/// Danger to life, found before and apart from everything else (`domain.md` 2.2.1, P0).
///
/// Promise: no template and no statistics take part, so nothing that is learnt can hide an emergency.
/// In doubt it answers yes: a false alarm is forgivable, a missed one is not. What residents only say
/// as a figure of speech (火锅, 累得像触电) is listed as idioms in `Intents/zh/emergency.yaml`.
struct EmergencyRules: Sendable {
    struct Kind: Sendable {
        /// A category of `domain.md` 2.1, or `injury`.
        let category: String
        let intent: Intent
    }

    struct Match: Sendable {
        let category: String
        let intent: Intent
        /// The words that decided, for `explain`.
        let words: [String]
    }

    let kinds: [Kind]
    let rules: WordRules
    let idioms: Symbol
    /// Words that say a danger is over, played or only told of: with one of them no rule holds.
    let over: Symbol

    /// Why the rules look past words of danger that stand in a message.
    enum Doubt {
        /// No such words, or a rule holds.
        case none
        /// Beside a word that voids the rule, or that says it is over: it may speak of something else.
        case voided
        /// Feared, or a figure of speech.
        case feared
        /// Said not to be, or to be over, played or only told of: 没人被困, 韩剧里那个人.
        case denied
    }

    func doubt(_ reading: MessageReading) -> Doubt {
        guard match(reading) == nil else { return .none }
        if isOver(reading) { return .denied }
        if !matches(reading, isVoidable: false).isEmpty { return .voided }
        if reading.has(idioms) { return .feared }
        let isFeared = !rules.matches(in: reading, masked: .none, isVoidable: false) { span in
            Negation.stands(before: span.lowerBound, in: reading.text.codes)
        }.isEmpty
        if isFeared { return .feared }
        if !rules.matches(in: reading, masked: .none, isVoidable: false).isEmpty { return .denied }
        return .none
    }

    /// 虚惊一场, 是电视剧里的; but not 不是演习, 以为是开玩笑.
    private func isOver(_ reading: MessageReading) -> Bool {
        reading.spans[over].contains { span in
            !Negation.stands(before: span.lowerBound, in: reading.text.codes)
                && !TextCursor(reading.text.codes, at: span.lowerBound).follows(["以为", "以为是", "当是", "当成"])
        }
    }

    func match(_ reading: MessageReading) -> Match? {
        guard !isOver(reading) else { return nil }
        let matches = matches(reading, isVoidable: true)
        guard var match = matches.first else { return nil }
        // 站在天台边上要跳 is no accident: who comes must know how to speak with them.
        let isGeneral = ["security.person", "injury"].contains(kinds[match.rule].category)
        if isGeneral, let crisis = matches.first(where: { kinds[$0.rule].category == "security.crisis" }) {
            match = crisis
        }
        let kind = kinds[match.rule]
        return Match(
            category: kind.category, intent: kind.intent,
            words: match.spans.map { reading.text.string($0) })
    }

    private func matches(_ reading: MessageReading, isVoidable: Bool) -> [WordRules.Match] {
        let codes = reading.text.codes
        return rules.matches(in: reading, masked: reading.spans[idioms], isVoidable: isVoidable) { span in
            Negation.stands(before: span.lowerBound, in: codes)
                || Negation.isFeared(before: span.lowerBound, in: codes)
        }
    }
}
