/// Telephone and identity numbers inside what people write (`domain.md` 2.10).
///
/// A number keeps its first three and its last four digits: 138****5678. The stored words stay as they are;
/// this is how staff read them. Numbers of tickets, days, rooms and meters are left alone.
extension Masking {
    package static func numbers(in text: String) -> String {
        var scan = NumberScan(text)
        return scan.masked()
    }
}

private struct NumberScan {
    private let text: [Character]
    private var position = 0
    private var result = ""

    init(_ text: String) {
        self.text = Array(text)
    }

    private static let mobileDigits = 11
    private static let identityDigits = 18
    private static let keptFirst = 3
    private static let keptLast = 4
    private static let separators: Set<Character> = [" ", "-", "－", "—", "\u{3000}", ")", "）"]
    private static let telephoneWords = ["电话", "手机", "座机", "联系", "打给", "拨打", "致电", "tel"]

    mutating func masked() -> String {
        while position < text.count {
            guard text[position].countedDigit != nil else {
                result.append(text[position])
                position += 1
                continue
            }
            let ticket = endOfTicket()
            if ticket == nil, let end = endOfNumber() {
                hide(upTo: end)
            } else {
                let end = ticket ?? endOfRun(from: position)
                result += String(text[position..<end])
                position = end
            }
        }
        return result
    }

    // MARK: What stands here

    /// The digits of `LL260318-0001`.
    private func endOfTicket() -> Int? {
        guard position >= 2, text[position - 1].uppercased() == "L", text[position - 2].uppercased() == "L"
        else { return nil }
        var end = endOfRun(from: position)
        if end - position == 6, end < text.count, text[end] == "-" { end = endOfRun(from: end + 1) }
        return end
    }

    /// Nil where no telephone or identity number begins.
    private func endOfNumber() -> Int? {
        endOfIdentity() ?? endOfMobile() ?? endOfLandline() ?? endOfLongRun() ?? endOfNamedRun()
    }

    /// Eighteen digits, the last one perhaps an X, also as place, birthday and rest.
    private func endOfIdentity() -> Int? {
        guard let (digits, end) = grouped(count: Self.identityDigits - 1, groups: [6, 8]), digits.count == 17,
            end < text.count, text[end].countedDigit != nil || text[end].uppercased() == "X"
        else { return nil }
        return isFree(end + 1) ? end + 1 : nil
    }

    /// 1[3-9] and nine more, in groups of at least three.
    private func endOfMobile() -> Int? {
        guard let (digits, end) = grouped(count: Self.mobileDigits, groups: nil), digits.first == 1,
            digits[1] >= 3, isFree(end)
        else { return nil }
        return end
    }

    /// An area code and seven or eight digits.
    private func endOfLandline() -> Int? {
        guard text[position].countedDigit == 0 else { return nil }
        for count in [12, 11, 10] {
            if let (_, end) = grouped(count: count, groups: nil), isFree(end) { return end }
        }
        return nil
    }

    /// Bank cards, old identity numbers, a flat and a telephone written together. What has letters before
    /// it is a number of another system.
    private func endOfLongRun() -> Int? {
        let end = endOfRun(from: position)
        let isLettered = position > 0 && text[position - 1].isASCII && text[position - 1].isLetter
        guard end - position >= (isLettered ? 15 : Self.mobileDigits) else { return nil }
        return end
    }

    /// Seven or eight digits behind a word that says what they are.
    private func endOfNamedRun() -> Int? {
        let end = endOfRun(from: position)
        guard (7...8).contains(end - position) else { return nil }
        let before = String(text[max(0, position - 6)..<position]).lowercased()
        return Self.telephoneWords.contains { before.contains($0) } ? end : nil
    }

    // MARK: Reading

    private func endOfRun(from start: Int) -> Int {
        text[start...].firstIndex { $0.countedDigit == nil } ?? text.count
    }

    private func isFree(_ end: Int) -> Bool { end >= text.count || text[end].countedDigit == nil }

    /// So many digits with single separators between groups: of at least three digits each, or of exactly
    /// these lengths, of which a separator may stand behind each.
    private func grouped(count: Int, groups: [Int]?) -> (digits: [Int], end: Int)? {
        var digits: [Int] = []
        var group = 0
        var lengths: [Int] = []
        var index = position
        while index < text.count, digits.count < count {
            if let digit = text[index].countedDigit {
                digits.append(digit)
                group += 1
            } else {
                guard Self.separators.contains(text[index]), group >= 3 else { return nil }
                lengths.append(group)
                group = 0
            }
            index += 1
        }
        guard digits.count == count, group >= 3 else { return nil }
        if let groups, !lengths.isEmpty {
            var sum = 0
            let cuts = groups.map { length in
                sum += length
                return sum
            }
            var place = 0
            for length in lengths {
                place += length
                guard cuts.contains(place) else { return nil }
            }
        }
        return (digits, index)
    }

    /// Separators stay, so that it is still seen what stood there.
    private mutating func hide(upTo end: Int) {
        let range = position..<end
        let count = range.count { isPart(text[$0]) }
        let first = count < Self.mobileDigits - 1 ? 0 : Self.keptFirst
        var seen = 0
        for index in range {
            guard isPart(text[index]) else {
                result.append(text[index])
                continue
            }
            result.append(seen < first || seen >= count - Self.keptLast ? text[index] : "*")
            seen += 1
        }
        position = end
    }

    private func isPart(_ character: Character) -> Bool {
        character.countedDigit != nil || character.uppercased() == "X"
    }
}

extension Character {
    private static let spoken: [Character: Int] = [
        "〇": 0, "零": 0, "一": 1, "幺": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    /// Of any script, also said digit by digit: 一三八….
    fileprivate var countedDigit: Int? {
        if let spoken = Self.spoken[self] { return spoken }
        guard let number = wholeNumberValue, (0...9).contains(number) else { return nil }
        return number
    }
}
