/// Puts right what voice input and hasty fingers write by sound: 电剃 is 电梯, 报秀 is 报修.
///
/// A few characters become a keyword (`keywords` in `Intents/lists/spellings.yaml`) when they sound like it,
/// share a character with it in its place, and no pair among them stands anywhere under `Intents/`: what the
/// files know as written (保修期) is left alone.
struct SoundSpelling: Sendable {
    private let keywords: [[UInt32]]
    /// Sounds in a row → keyword.
    private let bySound: CodeTable
    /// Pairs of characters, in order.
    private let known: [UInt32]

    static let none = SoundSpelling(keywords: [], known: [])

    /// `known`: texts whose pairs of characters are right as they stand.
    init(keywords: [[UInt32]], known: [[UInt32]]) {
        var entries: [UInt64: Int32] = [:]
        var kept: [[UInt32]] = []
        for word in keywords where (2...SoundSpelling.longest).contains(word.count) {
            guard let key = SoundSpelling.key(word[...]), entries[key] == nil else { continue }
            entries[key] = Int32(kept.count)
            kept.append(word)
        }
        self.keywords = kept
        bySound = CodeTable(entries)
        var pairs: Set<UInt32> = []
        for text in known + keywords {
            for index in text.indices.dropLast() {
                if let pair = SoundSpelling.pair(text, index) { pairs.insert(pair) }
            }
        }
        self.known = pairs.sorted()
    }

    private static let longest = 4

    func corrected(_ codes: [UInt32]) -> [UInt32] {
        guard !keywords.isEmpty else { return codes }
        var codes = codes
        var position = 0
        while position + 1 < codes.count {
            position += replaced(&codes, at: position) ?? 1
        }
        return codes
    }

    /// The length of the keyword that was put here, the longest first.
    private func replaced(_ codes: inout [UInt32], at start: Int) -> Int? {
        for length in stride(from: SoundSpelling.longest, through: 2, by: -1)
        where start + length <= codes.count {
            let window = codes[start..<(start + length)]
            // 举报闽D12345 names a plate and no 报名.
            guard !IdentifierReader.opensPlate(codes, start + length - 1) else { continue }
            guard let key = SoundSpelling.key(window), let index = bySound[key] else { continue }
            let word = keywords[Int(index)]
            let shared = zip(window, word).filter { $0 == $1 }.count
            guard shared >= 1, shared < length else { continue }
            let isWritten = (start..<(start + length - 1)).contains {
                SoundSpelling.pair(codes, $0).map(isKnown) == true
                    && !(codes[$0] == word[$0 - start] && codes[$0 + 1] == word[$0 + 1 - start])
            }
            guard !isWritten else { continue }
            codes.replaceSubrange(start..<(start + length), with: word)
            return length
        }
        return nil
    }

    private func isKnown(_ pair: UInt32) -> Bool {
        var low = 0
        var high = known.count
        while low < high {
            let middle = (low + high) / 2
            if known[middle] < pair { low = middle + 1 } else { high = middle }
        }
        return low < known.count && known[low] == pair
    }

    /// Nil where a character has no known sound.
    private static func key(_ codes: ArraySlice<UInt32>) -> UInt64? {
        var key: UInt64 = 0
        for code in codes {
            let sound = Sounds.of(code)
            guard sound != 0 else { return nil }
            key = key << 12 | UInt64(sound)
        }
        return key
    }

    /// Nil beyond the first plane of Unicode, where no character has a known sound.
    private static func pair(_ codes: [UInt32], _ index: Int) -> UInt32? {
        guard codes[index] <= 0xFFFF, codes[index + 1] <= 0xFFFF else { return nil }
        return codes[index] << 16 | codes[index + 1]
    }
}
