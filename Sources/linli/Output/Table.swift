import LinliModel

/// Columns for people. A Chinese character takes two places on a terminal, so widths are counted in places.
struct Table {
    let titles: [String]
    let rows: [[String]]

    /// Lines without trailing blanks; no line where there is no row.
    var lines: [String] { lines(within: nil) }

    /// No wider than so many places, as on a terminal: the widest columns give way first, and what is cut
    /// ends in "…".
    func lines(within places: Int?) -> [String] {
        guard !rows.isEmpty else { return [] }
        let cells = ([titles] + rows).map { $0.map(Self.oneLine) }
        var widths = titles.indices.map { column in
            cells.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        if let places { Self.narrow(&widths, to: places - Self.gap * (titles.count - 1)) }
        return cells.map { row in
            var line = ""
            for (column, cell) in row.enumerated() where column < widths.count {
                let cut = DisplayWidth.cut(cell, to: widths[column])
                line += cut
                if column < row.count - 1 {
                    line += String(
                        repeating: " ", count: widths[column] - DisplayWidth.of(cut) + Self.gap)
                }
            }
            while line.last == " " { line.removeLast() }
            return places.map { DisplayWidth.cut(line, to: $0) } ?? line
        }
    }

    private static let gap = 2

    /// The first column is the number that the next command takes: it gives way to none.
    private static func narrow(_ widths: inout [Int], to room: Int) {
        while widths.reduce(0, +) > room, let most = widths.dropFirst().max(),
            most > 2 * Limits.narrowColumnCharacters,
            let column = widths.indices.dropFirst().last(where: { widths[$0] == most })
        {
            widths[column] -= 1
        }
    }

    /// What people wrote may hold line breaks and control characters: a terminal must not obey them.
    static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}

enum DisplayWidth {
    static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The beginning that fits, with "…" for the rest; never half of a double-width character.
    static func cut(_ text: String, to places: Int) -> String {
        guard of(text) > places else { return text }
        var kept = ""
        var width = 1
        for character in text {
            width += of(character)
            if width > places { break }
            kept.append(character)
        }
        return places > 0 ? kept + "…" : ""
    }

    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar.value) || isPicture(character, scalar) ? 2 : 1
        }
    }

    /// An emoji by itself, or a character that a variation selector makes one (❤️, 1️⃣).
    private static func isPicture(_ character: Character, _ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmojiPresentation || character.unicodeScalars.contains { $0.value == 0xFE0F }
    }

    /// East Asian Wide and Fullwidth (Unicode annex 11), by block.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
