/// A message after normalising: what every reader of this room works on.
///
/// `shown` keeps the case of Latin letters and is what gets quoted; `codes` is the same in lower case
/// and is what gets compared. Both have one entry per code point, so one range serves both.
package struct NormalizedText: Sendable, Equatable {
    package let shown: [UInt32]
    package let codes: [UInt32]

    package init(shown: [UInt32]) {
        self.shown = shown
        codes = shown.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }

    package var text: String { string(0..<shown.count) }
    package var count: Int { shown.count }
    package var isEmpty: Bool { shown.isEmpty }

    package func string(_ range: Range<Int>) -> String {
        String(codes: shown[range])
    }

    package func slice(_ range: Range<Int>) -> NormalizedText {
        NormalizedText(shown: Array(shown[range]))
    }

    /// What remains without some stretches, and without marks at its begin.
    func without(_ ranges: [Range<Int>]) -> NormalizedText {
        let kept = shown.indices.filter { position in !ranges.contains { $0.contains(position) } }
        return NormalizedText(shown: kept.drop { CodeClass.isMark(shown[$0]) }.map { shown[$0] })
    }
}

extension String {
    /// The text of code points; what is no code point becomes U+FFFD.
    init(codes: some Collection<UInt32>) {
        self.init(unsafeUninitializedCapacity: codes.count * 4) { bytes in
            var count = 0
            for code in codes {
                for byte in UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}").unsafelyUnwrapped {
                    bytes[count] = byte
                    count += 1
                }
            }
            return count
        }
    }

    var codes: [UInt32] { unicodeScalars.map(\.value) }
}

/// Classes of code points that several readers ask for.
enum CodeClass {
    static func isDigit(_ code: UInt32) -> Bool { (0x30...0x39).contains(code) }

    /// Lower case only: readers compare folded codes.
    static func isLetter(_ code: UInt32) -> Bool { (0x61...0x7A).contains(code) }

    static func isHan(_ code: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(code) || (0x3400...0x4DBF).contains(code) || code == 0x3007
    }

    /// Where one clause ends and the next begins, after normalising.
    static func isStop(_ code: UInt32) -> Bool {
        switch code {
        case "，", "。", "！", "？", "；", "、": true
        default: false
        }
    }

    /// Signs that carry no words: a template looks past them.
    static func isMark(_ code: UInt32) -> Bool {
        isStop(code) || code == 0x20 || code == 0x28 || code == 0x29 || code == 0x3A
    }
}

/// Lets a code be compared with a literal: `case "，"`.
func ~= (pattern: Unicode.Scalar, code: UInt32) -> Bool { pattern.value == code }
