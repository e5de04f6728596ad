/// A mark without 分: 解决了，4; 满分5给3吧. And the full mark that it is held against.
struct ScoreReader {
    let codes: [UInt32]

    /// From 0 to 10, nil where no figure judges.
    func read() -> Int? {
        for start in codes.indices where CodeSet.numerals.contains(codes[start]) {
            var cursor = TextCursor(codes, at: start)
            guard let number = cursor.number(), (0...10).contains(number.value), !isWithin(start) else {
                continue
            }
            let isEnding = cursor.isAtEnd || CodeClass.isMark(cursor.peek()) || cursor.seesAny(["吧", "个星"])
            let before = TextCursor(codes, at: start)
            if isEnding, before.follows(["给", "打", "评", "回复", "回复:", "我给", "评分", "评分:"]) {
                return number.value
            }
            let isLast = cursor.isAtEnd && !number.isSpoken
            if isLast, start == 0 || CodeClass.isStop(codes[start - 1]) { return number.value }
        }
        return nil
    }

    /// 满分10分, 十分制, 百分制 say it; else marks to five are of five, to ten of ten, above of a hundred.
    func scale(of score: Int) -> Int {
        for start in codes.indices {
            var cursor = TextCursor(codes, at: start)
            if cursor.acceptAny(["满分是", "满分", "总分"]), let full = cursor.number() { return full.value }
            cursor = TextCursor(codes, at: start)
            if let full = cursor.number(), cursor.acceptAny(["分制", "分满分"]), full.value > 0 {
                return full.value
            }
        }
        return score <= 5 ? 5 : score <= 10 ? 10 : 100
    }

    private func isWithin(_ start: Int) -> Bool {
        start > 0 && (CodeSet.numerals.contains(codes[start - 1]) || CodeClass.isLetter(codes[start - 1]))
    }
}
