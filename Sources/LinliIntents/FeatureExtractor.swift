/// Turns a message into hashed features: runs of one to three characters for Chinese, words, pairs of
/// words and runs of three and four letters for Latin script, and tags that the caller adds.
///
/// What has a form of its own (addresses, telephone numbers, dates) is replaced by one sign per kind, in
/// training as in use: "3栋501" and "12栋1203" are the same to the classifier.
enum FeatureExtractor {
    /// Code points beyond Unicode stand for what was masked and for tags.
    static let maskBase: UInt32 = 0x300000
    static let tagBase: UInt64 = 0x7467_0000_0000_0000
    private static let edge: UInt32 = 0x2F_FFFF

    /// Distinct features, in no particular order.
    static func features(_ codes: [UInt32], tags: [UInt64] = []) -> [UInt64] {
        var features: [UInt64] = []
        features.reserveCapacity(codes.count * 4 + tags.count)
        var padded = [edge]
        padded.reserveCapacity(codes.count + 2)
        for code in codes where !CodeClass.isStop(code) { padded.append(code) }
        padded.append(edge)
        for start in padded.indices {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for length in 1...4 where start + length <= padded.count {
                let code = padded[start + length - 1]
                hash = mixed(hash, code)
                let latin = isLatin(padded[start]) && isLatin(code)
                if latin ? length >= 3 : (length <= 3 && !(length == 1 && code == edge)) {
                    features.append(hash)
                }
            }
        }
        appendWords(padded, &features)
        for tag in tags { features.append(tagBase ^ tag) }
        features.sort()
        return deduplicated(features)
    }

    private static func isLatin(_ code: UInt32) -> Bool {
        CodeClass.isLetter(code) || code == 0x20 || code == 0x27
    }

    /// Latin words and pairs of neighbours.
    private static func appendWords(_ codes: [UInt32], _ features: inout [UInt64]) {
        var word: UInt64 = 0
        var previous: UInt64 = 1
        for code in codes {
            if CodeClass.isLetter(code) || (word != 0 && CodeClass.isDigit(code)) {
                word = mixed(word == 0 ? 0x9E37_79B9_7F4A_7C15 : word, code)
            } else if word != 0 {
                features.append(word)
                features.append((previous &* 0x0000_0100_0000_01B3) ^ word)
                previous = word
                word = 0
            }
        }
    }

    private static func mixed(_ hash: UInt64, _ code: UInt32) -> UInt64 {
        var mixed = (hash ^ UInt64(code)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        return mixed
    }

    private static func deduplicated(_ sorted: [UInt64]) -> [UInt64] {
        var distinct: [UInt64] = []
        distinct.reserveCapacity(sorted.count)
        for feature in sorted where distinct.last != feature { distinct.append(feature) }
        return distinct
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
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
