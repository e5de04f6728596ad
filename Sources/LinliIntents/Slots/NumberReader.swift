/// Reads numerals, Arabic, Chinese and mixed: 501, 五零一, 幺洞洞六, 十二零三, 一千零一, 廿三, 两.
enum NumberReader {
    struct Number: Equatable {
        /// As digits, with the zeros that were said: "0001", "1203".
        let digits: String
        let value: Int
        let end: Int
        /// Written with Chinese numerals, at least in part.
        let isSpoken: Bool
    }

    /// The longest numeral that begins at `start`; nil where none does or it is longer than 18 digits.
    static func read(_ codes: [UInt32], at start: Int) -> Number? {
        var end = start
        var spoken = false
        while end < codes.count, isNumeral(codes, end) {
            if !CodeClass.isDigit(codes[end]) {
                // "903一开就跳": a row of figures ends where words begin; "3百" and "1千" go on.
                if !spoken, end - start >= 2, unit(codes[end]) == nil { break }
                // "C1三楼": the floor of a building.
                if !spoken, end > start, unit(codes[end]) == nil, namesFloor(codes, end + 1) { break }
                spoken = true
            }
            end += 1
            // A row without end would cost its square, since a number is looked for at every figure.
            if end - start > 18 { return nil }
        }
        guard end > start else { return nil }
        let run = codes[start..<end]
        guard spoken else {
            let digits = String(codes: run)
            return Int(digits).map { Number(digits: digits, value: $0, end: end, isSpoken: false) }
        }
        guard let digits = digits(ofSpoken: Array(run)), digits.count <= 18, let value = Int(digits) else {
            return nil
        }
        return Number(digits: digits, value: value, end: end, isSpoken: true)
    }

    private static func namesFloor(_ codes: [UInt32], _ position: Int) -> Bool {
        TextCursor(codes, at: position).seesAny(["楼", "层"])
    }

    private static func isNumeral(_ codes: [UInt32], _ position: Int) -> Bool {
        let code = codes[position]
        if CodeClass.isDigit(code) || digit(code) != nil || unit(code) != nil { return true }
        if code == "拐" { return isSeven(codes, position) }
        // 洞 says zero only inside a row of digits: 幺洞洞六, not 墙上一个洞.
        guard code == "洞" as Unicode.Scalar, position > 0 else { return false }
        let before = codes[position - 1]
        let follows = position + 1 < codes.count ? codes[position + 1] : 0
        let zeroAfter =
            follows == Unicode.Scalar("洞").value || digit(follows) != nil
            || (follows == "拐" && !turns(codes, position + 1))
        return before == Unicode.Scalar("洞").value || ((digit(before) != nil) && zeroAfter)
    }

    /// 八洞拐: seven at the end of a row that is said digit by digit; 一拐弯 and 三楼拐角 say something else.
    private static func isSeven(_ codes: [UInt32], _ position: Int) -> Bool {
        guard position >= 2, !turns(codes, position) else { return false }
        return codes[(position - 2)..<position].allSatisfy { $0 == "洞" || $0 == "拐" || digit($0) != nil }
    }

    private static func turns(_ codes: [UInt32], _ position: Int) -> Bool {
        TextCursor(codes, at: position + 1).seesAny(["角", "弯", "杖", "进", "过", "到", "走", "出", "个"])
    }

    static func digit(_ code: UInt32) -> Int? {
        switch code {
        case "零", "〇": 0
        case "一", "幺", "壹": 1
        case "二", "两", "贰": 2
        case "三", "叁": 3
        case "四": 4
        case "五": 5
        case "六": 6
        case "七": 7
        case "八": 8
        case "九": 9
        default: nil
        }
    }

    private static func unit(_ code: UInt32) -> Int? {
        switch code {
        case "十": 10
        case "百": 100
        case "千": 1000
        case "廿": 20
        default: nil
        }
    }

    /// Spoken numerals in two ways: by place ("一千零一") and in a row ("五零一", "十二零三").
    private static func digits(ofSpoken run: [UInt32]) -> String? {
        if run.contains(where: { $0 == Unicode.Scalar("百").value || $0 == Unicode.Scalar("千").value }) {
            return placeValue(run).map(String.init)
        }
        guard let ten = run.firstIndex(where: { unit($0) != nil }) else { return row(run) }
        guard ten <= 1, run[(ten + 1)...].allSatisfy({ unit($0) == nil }) else { return nil }
        return tens(run, ten)
    }

    /// "十二" 12, "三十五" 35, "十二零三" 1203, "十零一" 1001, "廿三" 23.
    private static func tens(_ run: [UInt32], _ ten: Int) -> String? {
        let base = unit(run[ten]) ?? 10
        let lead = ten == 0 ? 1 : plainDigit(run[0]) ?? 0
        guard lead > 0 else { return nil }
        var value = base == 20 ? 20 : lead * 10
        var rest = Array(run[(ten + 1)...])
        if rest.count == 1 || (rest.count == 3 && plainDigit(rest[0]) != 0), let last = plainDigit(rest[0]) {
            value += last
            rest.removeFirst()
        }
        return String(value) + (row(rest) ?? "")
    }

    private static func row(_ run: [UInt32]) -> String? {
        var text = ""
        for code in run {
            guard let value = plainDigit(code) else { return nil }
            text += String(value)
        }
        return text
    }

    private static func plainDigit(_ code: UInt32) -> Int? {
        if CodeClass.isDigit(code) { return Int(code - 0x30) }
        if code == "拐" { return 7 }
        return code == Unicode.Scalar("洞").value ? 0 : digit(code)
    }

    /// "一千零一" 1001, "两百五十" 250, "一百二" 120. Nil for rows that name no number.
    private static func placeValue(_ run: [UInt32]) -> Int? {
        var total = 0
        var pending = 0
        var lastUnit = 10_000
        var sawZero = false
        for code in run {
            if let size = unit(code), size != 20 {
                guard size < lastUnit else { return nil }
                total += max(pending, size == 10 && pending == 0 ? 1 : pending) * size
                pending = 0
                lastUnit = size
                sawZero = false
            } else if let value = plainDigit(code) {
                if value == 0 { sawZero = true }
                pending = pending * 10 + value
                guard pending < 1000 else { return nil }
            } else {
                return nil
            }
        }
        if pending > 0 && pending < 10 && !sawZero && lastUnit > 10 && lastUnit < 10_000 {
            pending *= lastUnit / 10
        }
        return total + pending
    }
}

/// Compares a code with a literal: `code == "洞"`.
func == (code: UInt32, scalar: Unicode.Scalar) -> Bool { code == scalar.value }
func != (code: UInt32, scalar: Unicode.Scalar) -> Bool { code != scalar.value }
