/// A set of characters to ask "can anything begin here?" of every place of a message: one bit per code of the
/// first plane, 8 KB, and no hashing.
struct CodeSet: Sendable {
    private let bits: [UInt64]

    init(_ codes: some Sequence<UInt32>) {
        var bits = [UInt64](repeating: 0, count: 1024)
        for code in codes where code < 0x10000 { bits[Int(code >> 6)] |= 1 << UInt64(code & 63) }
        self.bits = bits
    }

    /// The first characters of words.
    init(firstOf words: [StaticString]) {
        self.init(words.compactMap { $0.description.unicodeScalars.first?.value })
    }

    func union(_ other: CodeSet) -> CodeSet { CodeSet(bits: zip(bits, other.bits).map { $0 | $1 }) }

    func contains(_ code: UInt32) -> Bool {
        code < 0x10000 && bits[Int(code >> 6)] & (1 << UInt64(code & 63)) != 0
    }

    private init(bits: [UInt64]) {
        self.bits = bits
    }

    /// With which a numeral begins (`NumberReader`).
    static let numerals = CodeSet("0123456789零〇一幺壹二两贰三叁四五六七八九十百千廿".codes)
}
