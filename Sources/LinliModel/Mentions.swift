import Glibc

extension [String] {
    package static let digits = (0...9).map(String.init)
}

extension String {
    /// Whether `word` occurs, byte by byte.
    ///
    /// The standard library's `contains` compares by canonical equivalence and takes microseconds for a short
    /// sentence; the words that the product looks for are composed characters, as are the texts of residents
    /// after normalisation, and for those both say the same.
    package func mentions(_ word: String) -> Bool {
        var text = self
        return text.withUTF8 { $0.contains(word) }
    }

    /// Whether one of the words occurs. Most are turned away by a byte of theirs that the text has nowhere: a
    /// turn looks for thousands.
    package func mentionsAny(_ words: [String]) -> Bool {
        var text = self
        return text.withUTF8 { text in
            let marks = text.marks
            for word in words where text.contains(word, marks: marks) { return true }
            return false
        }
    }

    /// Without the words, each wherever it stands, one after the other; `other` in the place of each.
    package func without(_ words: [String], leaving other: String = "") -> String {
        words.reduce(self) { rest, word in rest.mentions(word) ? rest.replacing(word, with: other) : rest }
    }

    /// Whether every part of a phrase of the settings occurs, in whatever order: `劝 电动车`.
    package func mentionsParts(of phrase: String) -> Bool {
        phrase.split(separator: " ").allSatisfy { mentions(String($0)) }
    }
}

extension StringProtocol {
    /// Only what is a letter: 修好了，谢谢！ → 修好了谢谢.
    package var letters: String { String(self).kept(\.isLetter, withDigits: false) }

    /// Only what is a letter or a number.
    package var lettersAndNumbers: String {
        String(self).kept({ $0.isLetter || $0.isNumber }, withDigits: true)
    }
}

extension String {
    /// A sentence of plain characters is read by its bytes: to ask each character what it is takes ten times
    /// as long.
    fileprivate func kept(_ isKept: (Character) -> Bool, withDigits: Bool) -> String {
        var text = self
        let plain = text.withUTF8 { $0.plainLetters(withDigits: withDigits) }
        guard let plain else { return filter(isKept) }
        return plain.count == utf8.count ? self : String(decoding: plain, as: UTF8.self)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes of the letters of a text in ASCII, ideographs and the usual signs; nil where another scalar
    /// stands in it, which may also belong to the character before it.
    fileprivate func plainLetters(withDigits: Bool) -> [UInt8]? {
        var letters: [UInt8] = []
        letters.reserveCapacity(count)
        var at = 0
        while at < count {
            let byte = self[at]
            if byte < 0x80 {
                let isLetter = (0x61...0x7a).contains(byte | 0x20)
                if isLetter || withDigits && (0x30...0x39).contains(byte) { letters.append(byte) }
                at += 1
                continue
            }
            guard at + 2 < count else { return nil }
            guard byte & 0xf0 == 0xe0 else { return nil }
            let low = UInt32(self[at + 1] & 0x3f) << 6 | UInt32(self[at + 2] & 0x3f)
            let scalar = UInt32(byte & 0x0f) << 12 | low
            switch scalar {
            case 0x4e00...0x9fff: letters.append(contentsOf: self[at..<at + 3])
            // 、。 and the full-width signs; “”‘’ — …
            case 0x3001...0x3002, 0xff01...0xff0f, 0xff1a...0xff20: break
            case 0x2013...0x2014, 0x2018...0x201d, 0x2026: break
            default: return nil
            }
            at += 3
        }
        return letters
    }

    /// For each value of the low six bits whether a byte ends in it.
    fileprivate var marks: UInt64 { reduce(0) { $0 | 1 << UInt64($1 & 0x3f) } }

    /// - Parameter marks: those of the whole text; without, every word is looked for.
    fileprivate func contains(_ word: String, marks: UInt64 = .max) -> Bool {
        let isFound = word.utf8.withContiguousStorageIfAvailable { word in
            guard let last = word.last else { return true }
            let third = word[word.count > 2 ? 2 : 0]
            let isPossible = marks >> UInt64(last & 0x3f) & marks >> UInt64(third & 0x3f) & 1 != 0
            return isPossible && contains(bytes: word)
        }
        return isFound ?? Array(word.utf8).withUnsafeBufferPointer { contains(bytes: $0) }
    }

    private func contains(bytes sought: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = baseAddress, let word = sought.baseAddress, !sought.isEmpty else {
            return sought.isEmpty
        }
        guard count >= sought.count else { return false }
        // Ideographs begin with one of six bytes and end in one of sixty-four: the third tells more.
        let pivot = word[0] >= 0xe0 && sought.count > 2 ? 2 : 0
        var from = start + pivot
        let last = start + (count - sought.count + pivot)
        while from <= last, let found = memchr(from, Int32(word[pivot]), last - from + 1) {
            if memcmp(found - pivot, word, sought.count) == 0 { return true }
            from = UnsafeRawPointer(found).assumingMemoryBound(to: UInt8.self) + 1
        }
        return false
    }
}
