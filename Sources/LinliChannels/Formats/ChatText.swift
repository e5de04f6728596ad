/// Words of a person out of a platform's text.
enum ChatText {
    /// Without white space at its ends, and with U+FFFD for NUL.
    static func trimmed(_ text: some StringProtocol) -> String {
        let text = UTF8Check.withoutNUL(String(text)).drop(while: \.isWhitespace)
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(text[...last])
    }

    /// Without the stretches where somebody is named. `offset` and `length` count UTF-16 units, as the
    /// platforms do; a stretch that does not lie within the text is none.
    static func without(_ stretches: [(offset: Int64?, length: Int64?)], in text: String) -> String {
        let units = Array(text.utf16)
        var isKept = [Bool](repeating: true, count: units.count)
        for stretch in stretches {
            guard let offset = stretch.offset.flatMap({ Int(exactly: $0) }),
                let length = stretch.length.flatMap({ Int(exactly: $0) }),
                (0...units.count).contains(offset), (1...max(1, units.count)).contains(length),
                length <= units.count - offset
            else { continue }
            for place in offset..<(offset + length) { isKept[place] = false }
        }
        return String(decoding: zip(units, isKept).filter(\.1).map(\.0), as: UTF16.self)
    }
}
