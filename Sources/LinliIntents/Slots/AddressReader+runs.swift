import LinliModel

/// Numerals that voice input writes without a mark between them: 三零二六栋 is the flat 302 and the sixth
/// building, 八点三十五楼 half past eight and the fifth floor.
extension AddressReader {
    /// The flat at the head of a row of numerals whose tail is the number of the next building or unit; the
    /// tail is one figure, or a number said by place (五零一十二栋).
    ///
    /// - Returns: the flat's digits and where the tail begins; nil where the row is one number.
    func flatBeforeNumber(at start: Int) -> (digits: String, end: Int)? {
        guard start == 0 || !CodeSet.numerals.contains(codes[start - 1]) else { return nil }
        var end = start
        while end < codes.count, CodeSet.numerals.contains(codes[end]), end - start <= Self.longestRow {
            end += 1
        }
        let sign = TextCursor(codes, at: end)
        // 9栋1203单元门坏了 names the door.
        guard end - start > 3, !sign.seesAny(["单元门", "单元楼", "单元口", "单元大门", "单元的"]),
            sign.seesAny(["栋", "幢", "号楼", "单元", "#"])
        else {
            return nil
        }
        return (3...4).map { start + $0 }.first { cut in
            cut < end && isTail(cut..<end) && isFlatNumber(start..<cut)
        }
        .map { cut in (digits(start..<cut) ?? "", cut) }
    }

    /// In characters: a flat of four figures and 二十五.
    private static let longestRow = 7

    private func isTail(_ range: Range<Int>) -> Bool {
        guard let number = NumberReader.read(codes, at: range.lowerBound), number.end == range.upperBound,
            (1...Self.mostBuildings).contains(number.value)
        else { return false }
        return range.count == 1 || codes[range].contains { $0 == "十" }
            || (range.count == 2 && codes[range].allSatisfy(CodeClass.isDigit)
                && codes[range.lowerBound] != 0x30)
    }

    private static let mostBuildings = 60
    private static let mostFloors = 40

    private func isFlatNumber(_ range: Range<Int>) -> Bool {
        guard let digits = digits(range), let value = Int(digits) else { return false }
        return looksLikeRoom(digits) && value / 100 <= Self.mostFloors
    }

    /// A row said figure by figure; nil where a ten or a hundred stands in it.
    private func digits(_ range: Range<Int>) -> String? {
        let figures = codes[range].map { CodeClass.isDigit($0) ? Int($0 - 0x30) : NumberReader.digit($0) }
        guard figures.allSatisfy({ $0 != nil }) else { return nil }
        return figures.compactMap { $0.map(String.init) }.joined()
    }

    /// 三洞五零一: one figure before 洞 and a flat behind it, which together are no number of anything; 八洞七 is one.
    /// `cursor` stands behind 洞.
    func isFlatBehindNought(_ cursor: TextCursor) -> Bool {
        guard cursor.peek(-1) == "洞", !CodeSet.numerals.contains(cursor.peek(-3)) else { return false }
        var cursor = cursor
        guard let flat = cursor.number() else { return false }
        return (3...4).contains(flat.digits.count) && looksLikeRoom(flat.digits)
    }

    /// 八点三十五楼, 七点四十五栋: whether what begins here are the minutes of an hour, and the place only their
    /// tail. Buildings and floors above thirty are rarer than half past.
    func opensMinutes(_ start: Int) -> Bool {
        guard start > 0, codes[start - 1] == "点", let tens = NumberReader.digit(codes[start]), tens >= 2
        else {
            return false
        }
        let cursor = TextCursor(codes, at: start + 1)
        guard cursor.peek() == "十", let ones = NumberReader.digit(cursor.peek(1)), isPlaceSign(start + 3)
        else {
            return false
        }
        return tens >= 3 || isUnknown(tens * 10 + ones, but: ones, at: start + 3)
    }

    /// 十点二十三栋 where the estate has a third building and none with the number 23.
    private func isUnknown(_ whole: Int, but ones: Int, at sign: Int) -> Bool {
        guard let register, TextCursor(codes, at: sign).seesAny(["栋", "幢", "号楼"]) else { return false }
        return register.hasBuilding("\(ones)") && !register.hasBuilding("\(whole)")
    }

    /// The fifth floor of 八点三十五楼.
    func followsMinutes(_ start: Int) -> Bool {
        start >= 3 && codes[start - 1] == "十" && opensMinutes(start - 2)
    }

    private func isPlaceSign(_ position: Int) -> Bool {
        TextCursor(codes, at: position).seesAny(["栋", "幢", "号楼", "楼", "层", "座", "单元"])
    }
}
