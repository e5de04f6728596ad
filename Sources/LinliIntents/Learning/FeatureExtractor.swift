/// Turns a message into hashed features: characters and pairs for Chinese, words, pairs
/// of words and runs of two to five letters for Latin script, and tags that the caller adds.
///
/// What has a form of its own (addresses, telephone numbers, dates) is replaced by one sign per kind, in
/// training as in use: "3栋501" and "12栋1203" are the same to the classifier.
enum FeatureExtractor {
    /// Code points beyond Unicode stand for what was masked and for tags.
    static let maskBase: UInt32 = 0x300000
    static let tagBase: UInt64 = 0x7467_0000_0000_0000
    private static let edge: UInt32 = 0x2F_FFFF
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The last bit of a feature that is a pair of sounds; all others have it clear.
    static let soundBit: UInt64 = 1
    private static let soundStart: UInt64 = 0x9AE1_6A3B_2F90_404F
    /// The last bit but one marks two characters that stand near each other.
    private static let wideBit: UInt64 = 2
    private static let wideStart: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let wordStart: UInt64 = 0x1656_67B1_9E37_79F9
    /// So far apart at most, and only so far into a message.
    private static let reach = 5
    private static let longest = 64

    /// Features in the order of their hashes; one that stands twice is there twice. `sounds` adds pairs of
    /// sounds, for which 投述 and 投诉 are the same; `wide` adds characters that stand near each other in
    /// either order, for which 灯又坏了 and 坏了三盏灯 have something in common.
    static func features(
        _ codes: [UInt32], tags: [UInt64] = [], sounds: Bool = false, wide: Bool = false
    ) -> [UInt64] {
        var features: [UInt64] = []
        features.reserveCapacity(codes.count * (wide ? 4 + reach : 4) + tags.count)
        var padded = [edge]
        padded.reserveCapacity(codes.count + 2)
        for code in codes { padded.append(code) }
        padded.append(edge)
        for position in padded.indices {
            isLatin(padded[position])
                ? appendLetters(padded, position, &features) : appendCharacters(padded, position, &features)
        }
        appendWords(padded, &features)
        for tag in tags { features.append(tagBase ^ tag) }
        for index in features.indices { features[index] &= ~(soundBit | wideBit) }
        if sounds { appendSounds(codes, &features) }
        if wide { appendWide(codes, &features) }
        features.sort()
        return features
    }

    /// A tag as it stands among the features.
    static func feature(tag: UInt64) -> UInt64 { (tagBase ^ tag) & ~(soundBit | wideBit) }

    /// A word of a list as it stands among the features. `packed`: its characters in one number.
    static func feature(word packed: UInt64) -> UInt64 {
        SeededGenerator.mixed(packed ^ wordStart) & ~(soundBit | wideBit)
    }

    /// What the features of single characters and pairs stand for; for `explain`.
    static func names(_ codes: [UInt32]) -> [UInt64: String] {
        func shown(_ code: UInt32) -> String {
            if code == edge { return "|" }
            return code >= maskBase ? "#\(code - maskBase)" : String(codes: [code])
        }
        let padded = [edge] + codes + [edge]
        var names: [UInt64: String] = [:]
        for position in padded.indices {
            let one = mixed(start, padded[position])
            names[one & ~(soundBit | wideBit)] = shown(padded[position])
            guard position + 1 < padded.count else { continue }
            names[mixed(one, padded[position + 1]) & ~(soundBit | wideBit)] =
                shown(padded[position]) + shown(padded[position + 1])
        }
        return names
    }

    /// Chinese: the character and the pair. Longer runs and pairs with a gap did not help.
    private static func appendCharacters(_ codes: [UInt32], _ position: Int, _ features: inout [UInt64]) {
        let one = mixed(start, codes[position])
        if codes[position] != edge { features.append(one) }
        guard position + 1 < codes.count else { return }
        features.append(mixed(one, codes[position + 1]))
    }

    private static func appendSounds(_ codes: [UInt32], _ features: inout [UInt64]) {
        var last: UInt32 = 0
        for code in codes {
            let sound = UInt32(Sounds.of(code))
            if last != 0, sound != 0 {
                features.append(mark(mixed(mixed(soundStart, last), sound), soundBit))
            }
            last = sound
        }
    }

    /// Without the characters that stand near each other: what a model that never saw them looks for.
    static func narrow(_ features: [UInt64]) -> [UInt64] { features.filter { !isWide($0) } }

    static func isWide(_ feature: UInt64) -> Bool { feature & wideBit != 0 }

    private static func appendWide(_ codes: [UInt32], _ features: inout [UInt64]) {
        let end = min(codes.count, longest)
        for first in 0..<end where !CodeClass.isMark(codes[first]) {
            for second in min(end, first + 2)..<min(end, first + 1 + reach)
            where !CodeClass.isMark(codes[second]) {
                let (low, high) = (min(codes[first], codes[second]), max(codes[first], codes[second]))
                features.append(mark(mixed(mixed(wideStart, low), high), wideBit))
            }
        }
    }

    private static func mark(_ hash: UInt64, _ bit: UInt64) -> UInt64 {
        (hash & ~(soundBit | wideBit)) | bit
    }

    /// Latin script: runs of two to five letters, also across a space.
    private static func appendLetters(_ codes: [UInt32], _ position: Int, _ features: inout [UInt64]) {
        var hash = mixed(start, codes[position])
        for length in 2...5 {
            guard position + length <= codes.count else { return }
            // A市出租车: beside Chinese a letter makes a pair and no run.
            if length > 2, CodeClass.isHan(codes[position + length - 1]) { return }
            hash = mixed(hash, codes[position + length - 1])
            features.append(hash)
        }
    }

    private static func isLatin(_ code: UInt32) -> Bool {
        CodeClass.isLetter(code) || code == 0x20 || code == 0x27
    }

    /// Latin words and pairs of neighbours. A letter that stands alone before Chinese (A市) is a character
    /// like the others, and two words with Chinese between them are no pair.
    private static func appendWords(_ codes: [UInt32], _ features: inout [UInt64]) {
        var word: UInt64 = 0
        var letters = 0
        var previous: UInt64 = 1
        for code in codes {
            if CodeClass.isLetter(code) || (word != 0 && CodeClass.isDigit(code)) {
                word = mixed(word == 0 ? 0x9E37_79B9_7F4A_7C15 : word, code)
                letters += 1
                continue
            }
            if word != 0 {
                if letters > 1 || !CodeClass.isHan(code) {
                    features.append(word)
                    if previous != 0 { features.append((previous &* 0x0000_0100_0000_01B3) ^ word) }
                    previous = word
                }
                word = 0
                letters = 0
            }
            if CodeClass.isHan(code) { previous = 0 }
        }
    }

    private static func mixed(_ hash: UInt64, _ code: UInt32) -> UInt64 {
        var mixed = (hash ^ UInt64(code)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        return mixed
    }
}

/// A small generator whose numbers follow from its seed alone (SplitMix64), so that training and
/// sampling give the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SeededGenerator.finished(state)
    }

    /// A number that looks like chance and follows from another one alone.
    static func mixed(_ number: UInt64) -> UInt64 { finished(number &+ 0x9E37_79B9_7F4A_7C15) }

    private static func finished(_ number: UInt64) -> UInt64 {
        var value = number
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
