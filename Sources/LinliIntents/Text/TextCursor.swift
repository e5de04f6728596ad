/// Reads a message left to right; every method leaves the position untouched where it finds nothing.
struct TextCursor {
    let codes: [UInt32]
    var position: Int

    init(_ codes: [UInt32], at position: Int = 0) {
        self.codes = codes
        self.position = position
    }

    var isAtEnd: Bool { position >= codes.count }

    /// 0 beyond the end, which no message contains.
    func peek(_ offset: Int = 0) -> UInt32 {
        let index = position + offset
        return index >= 0 && index < codes.count ? codes[index] : 0
    }

    mutating func accept(_ word: StaticString) -> Bool {
        guard let end = end(of: word, at: position) else { return false }
        position = end
        return true
    }

    /// The first of the words that stands here; the longer ones are to be listed first.
    mutating func acceptAny(_ words: [StaticString]) -> Bool {
        for word in words where accept(word) { return true }
        return false
    }

    func sees(_ word: StaticString) -> Bool { end(of: word, at: position) != nil }

    func seesAny(_ words: [StaticString]) -> Bool { words.contains { sees($0) } }

    /// Whether one of the words ends right before the position.
    func follows(_ words: [StaticString]) -> Bool {
        for word in words {
            let start = position - TextCursor.length(of: word)
            if start >= 0, end(of: word, at: start) == position { return true }
        }
        return false
    }

    /// In characters.
    private static func length(of word: StaticString) -> Int {
        var length = 0
        for offset in 0..<word.utf8CodeUnitCount where word.utf8Start[offset] & 0xC0 != 0x80 { length += 1 }
        return length
    }

    mutating func number() -> NumberReader.Number? {
        guard position < codes.count, let number = NumberReader.read(codes, at: position) else {
            return nil
        }
        position = number.end
        return number
    }

    mutating func skip(_ marks: [UInt32]) {
        while position < codes.count, marks.contains(codes[position]) { position += 1 }
    }

    /// The words are ASCII or Chinese, so UTF-8 is decoded by hand: no allocation in the hot path.
    private func end(of word: StaticString, at start: Int) -> Int? {
        var index = start
        let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        var offset = 0
        while offset < bytes.count {
            let lead = UInt32(bytes[offset])
            var code = lead
            var length = 1
            if lead >= 0xE0 {
                code =
                    (lead & 0x0F) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6
                    | UInt32(bytes[offset + 2] & 0x3F)
                length = 3
            }
            guard index < codes.count, codes[index] == code else { return nil }
            index += 1
            offset += length
        }
        return index
    }
}
