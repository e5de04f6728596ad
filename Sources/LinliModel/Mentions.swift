import Glibc

extension String {
    /// Whether `word` occurs, byte by byte.
    ///
    /// The standard library's `contains` compares by canonical equivalence and takes microseconds for a short
    /// sentence; the words that the product looks for are composed characters, as are the texts of residents
    /// after normalisation, and for those both say the same.
    package func mentions(_ word: String) -> Bool {
        var text = self
        var word = word
        return text.withUTF8 { text in word.withUTF8 { text.contains(bytes: $0) } }
    }

    package func mentionsAny(_ words: [String]) -> Bool {
        words.contains { mentions($0) }
    }

    /// Without the words, each wherever it stands, one after the other.
    package func without(_ words: [String]) -> String {
        words.reduce(self) { rest, word in rest.mentions(word) ? rest.replacing(word, with: "") : rest }
    }

    /// Whether every part of a phrase of the settings occurs, in whatever order: `劝 电动车`.
    package func mentionsParts(of phrase: String) -> Bool {
        phrase.split(separator: " ").allSatisfy { mentions(String($0)) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(bytes sought: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = baseAddress, let word = sought.baseAddress, !sought.isEmpty else {
            return sought.isEmpty
        }
        guard count >= sought.count else { return false }
        var from = start
        let last = start + (count - sought.count)
        while from <= last, let found = memchr(from, Int32(word[0]), last - from + 1) {
            if memcmp(found, word, sought.count) == 0 { return true }
            from = UnsafeRawPointer(found).assumingMemoryBound(to: UInt8.self) + 1
        }
        return false
    }
}
