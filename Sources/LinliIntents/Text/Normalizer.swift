import LinliModel

/// Brings what people type to one form: full width to half width, traditional to simplified, one form
/// of each punctuation mark, no emoji, no `[表情]`, no spaces inside Chinese, no long repeats, known
/// misspellings put right (`Intents/lists/spellings.yaml`).
///
/// Promise: it answers for every string, drops nothing that carries words, and costs time in the length
/// of the message up to `Limits.messageCharacters`; what stands beyond is cut.
package struct Normalizer: Sendable {
    private let spellings: Lexicon
    private let replacements: [[UInt32]]
    private let sounds: SoundSpelling

    /// `spellings`: wrong form → right form, both already simplified.
    package init(spellings: [String: String] = [:]) {
        self.init(spellings: spellings, sounds: .none)
    }

    init(spellings: [String: String], sounds: SoundSpelling) {
        self.sounds = sounds
        var builder = LexiconBuilder()
        var replacements: [[UInt32]] = []
        for (wrong, right) in spellings.sorted(by: { $0.key < $1.key }) {
            builder.add(wrong.codes, symbol: Symbol(UInt32(replacements.count)))
            replacements.append(right.codes)
        }
        self.spellings = builder.build()
        self.replacements = replacements
    }

    package func normalize(_ text: String) -> NormalizedText {
        var codes = folded(text)
        codes = withoutStickers(codes)
        codes = joined(codes)
        codes = withoutRepeats(codes)
        return NormalizedText(shown: sounds.corrected(respelled(codes)))
    }

    /// Code by code: width, form, case of punctuation; drops what nobody can read.
    private func folded(_ text: String) -> [UInt32] {
        var codes: [UInt32] = []
        codes.reserveCapacity(min(text.utf8.count, Limits.messageCharacters))
        var wasCircled = false
        for scalar in text.unicodeScalars.prefix(Limits.messageCharacters * 8) {
            if codes.count >= Limits.messageCharacters { break }
            // ①3栋的灯 begins a list and is no 13栋; ①号楼 is a building.
            if wasCircled, !CodeFolding.isNumbered(scalar.value) { codes.append(0x3001) }
            wasCircled = CodeFolding.isCircled(scalar.value)
            CodeFolding.append(scalar.value, to: &codes)
        }
        return codes
    }

    /// Drops `[微笑]` and the like: a bracket with one to six characters inside, none of them a digit.
    private func withoutStickers(_ codes: [UInt32]) -> [UInt32] {
        guard codes.contains(0x5B) else { return codes }
        var kept: [UInt32] = []
        var position = 0
        while position < codes.count {
            if codes[position] == 0x5B, let close = stickerEnd(codes, position) {
                position = close + 1
            } else {
                if codes[position] != 0x5B && codes[position] != 0x5D { kept.append(codes[position]) }
                position += 1
            }
        }
        return kept
    }

    private func stickerEnd(_ codes: [UInt32], _ open: Int) -> Int? {
        for position in (open + 1)..<min(open + 8, codes.count) where codes[position] == 0x5D {
            let inside = codes[(open + 1)..<position]
            return inside.isEmpty || inside.contains(where: CodeClass.isDigit) ? nil : position
        }
        return nil
    }

    /// Spaces stay only between two Latin letters or digits; punctuation beside Chinese takes its
    /// Chinese form; marks at the edges go.
    private func joined(_ codes: [UInt32]) -> [UInt32] {
        var kept: [UInt32] = []
        kept.reserveCapacity(codes.count)
        var run = 0
        // Where a flat that stands alone between two spaces ends.
        var flatEnd: Int?
        var isPlaced = false
        for (position, code) in codes.enumerated() {
            if code == 0x20 {
                let next = position + 1 < codes.count ? codes[position + 1] : 0x20
                if let last = kept.last, isPlain(last), isPlain(next) {
                    kept.append(code)
                } else if let last = kept.last, partsNumerals(last, next) {
                    kept.append(0xFF0C)
                } else if run >= 3, let last = kept.last, CodeClass.isHan(last), divides(codes, position) {
                    // Many write a space where a comma belongs.
                    kept.append(0xFF0C)
                } else if run >= 3, let last = kept.last, CodeClass.isHan(last) {
                    flatEnd = SpacedPlaces.flat(codes, behind: position)
                    let isSecond = isPlaced && SpacedPlaces.opens(codes, behind: position)
                    if flatEnd != nil || isSecond { kept.append(0xFF0C) }
                } else if position == flatEnd {
                    kept.append(0xFF0C)
                }
                run = 0
            } else if code == 0x2E {
                let next = position + 1 < codes.count ? codes[position + 1] : 0x20
                let inside = kept.last.map(isPlain) ?? false
                kept.append(inside && isPlain(next) ? code : 0x3002)
            } else {
                kept.append(code)
                run = CodeClass.isStop(code) ? 0 : run + 1
                isPlaced = isPlaced || SpacedPlaces.isSign(code)
            }
        }
        while let last = kept.last, last == 0x20 || last == 0xFF0C || last == 0x3001 { kept.removeLast() }
        let start = kept.firstIndex { $0 != 0x20 && !CodeClass.isStop($0) } ?? kept.count
        return start == 0 ? kept : Array(kept[start...])
    }

    /// A Chinese numeral and a figure with a space between them are two numbers: 十点二十 8栋, 6-1 五楼.
    private func partsNumerals(_ last: UInt32, _ next: UInt32) -> Bool {
        func isSpoken(_ code: UInt32) -> Bool { !CodeClass.isDigit(code) && CodeSet.numerals.contains(code) }
        return (CodeClass.isDigit(next) && isSpoken(last)) || (CodeClass.isDigit(last) && isSpoken(next))
    }

    /// Whether at least three characters follow a space before the next one: "灯 坏 了" is one sentence.
    private func divides(_ codes: [UInt32], _ space: Int) -> Bool {
        guard space + 3 < codes.count, CodeClass.isHan(codes[space + 1]) else { return false }
        return codes[(space + 1)...(space + 3)].allSatisfy { $0 != 0x20 && !CodeClass.isStop($0) }
    }

    private func isPlain(_ code: UInt32) -> Bool { code > 0x20 && code < 0x7F }

    /// A punctuation mark stands once, every other sign but a digit at most twice in a row; 一三九零零零零 is a
    /// number that is said figure by figure.
    private func withoutRepeats(_ codes: [UInt32]) -> [UInt32] {
        var kept: [UInt32] = []
        kept.reserveCapacity(codes.count)
        for code in codes {
            let run = kept.last == code ? (kept.dropLast().last == code ? 2 : 1) : 0
            let isFigure = CodeClass.isDigit(code) || NumberReader.digit(code) != nil
            if isFigure || run == 0 || (run == 1 && !CodeClass.isStop(code)) {
                kept.append(code)
            }
        }
        return kept
    }

    private func respelled(_ codes: [UInt32]) -> [UInt32] {
        let hits = spellings.longestHits(in: codes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })
        guard !hits.isEmpty else { return codes }
        var kept: [UInt32] = []
        var position = 0
        for hit in hits {
            kept += codes[position..<hit.start]
            kept += replacements[Int(spellings.symbols(of: hit)[0].rawValue)]
            position = hit.end
        }
        return kept + codes[position...]
    }
}
