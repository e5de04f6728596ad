/// Finds what has a form of its own: telephone numbers, plates, ticket numbers and their tails.
enum IdentifierReader {
    enum Kind: Sendable {
        case phone, plate, ticketNumber, ticketTail
    }

    struct Finding: Sendable {
        let kind: Kind
        let range: Range<Int>
        /// In the normal form of `domain.md` part 3.
        let value: String
    }

    static func read(_ codes: [UInt32]) -> [Finding] {
        var findings: [Finding] = []
        var position = 0
        while position < codes.count {
            if let finding = ticket(codes, position) ?? plate(codes, position) ?? mobile(codes, position)
                ?? landline(codes, position) ?? tail(codes, position)
            {
                findings.append(finding)
                position = finding.range.upperBound
            } else {
                position += 1
            }
        }
        // 看错了，尾巴是901，闽E3M901: the end of what is named in full is no ticket's.
        return findings.filter { tail in
            tail.kind != .ticketTail
                || !findings.contains { $0.kind == .plate && $0.value.hasSuffix(tail.value) }
        }
    }

    private static func ticket(_ codes: [UInt32], _ start: Int) -> Finding? {
        ownTicket(codes, start) ?? shortTicket(codes, start) ?? namedTicket(codes, start)
    }

    /// `LL260318-0001`, also in lower case, with a space or without the hyphen; `T0031`, as people call it.
    private static func ownTicket(_ codes: [UInt32], _ start: Int) -> Finding? {
        guard codes[start] == "l", start + 1 < codes.count, codes[start + 1] == "l" else { return nil }
        let digits = digitRun(codes, start + 2, separators: true, limit: 16)
        guard digits.text.count >= 10 else { return nil }
        let day = digits.text.prefix(6)
        return Finding(
            kind: .ticketNumber, range: start..<digits.end, value: "LL\(day)-\(digits.text.dropFirst(6))")
    }

    /// A T and four to seven digits, also spoken or with a space: T0056, T11908, t零零五六, T 0056.
    private static func shortTicket(_ codes: [UInt32], _ start: Int) -> Finding? {
        guard codes[start] == "t", start == 0 || !CodeClass.isLetter(codes[start - 1]) else { return nil }
        var digits = ""
        var end = start + 1
        if end < codes.count, codes[end] == " " { end += 1 }
        while end < codes.count, let digit = NumberReader.digit(codes[end]) ?? asciiDigit(codes[end]) {
            digits += String(digit)
            end += 1
        }
        guard (4..<longestTail).contains(digits.count) else { return nil }
        return Finding(kind: .ticketNumber, range: start..<end, value: "T" + digits)
    }

    /// A number of another system: GD20260311006, or only digits where the word for it stands before
    /// (报修单2603150027).
    private static func namedTicket(_ codes: [UInt32], _ start: Int) -> Finding? {
        func isPart(_ position: Int) -> Bool {
            codes.indices.contains(position)
                && (CodeClass.isLetter(codes[position]) || CodeClass.isDigit(codes[position]))
        }
        let isLettered =
            CodeClass.isLetter(codes[start]) && start + 1 < codes.count
            && CodeClass.isLetter(codes[start + 1])
        let isNamed = TextCursor(codes, at: start).follows(["单号", "单号是", "工单", "工单号", "报修单", "报修单号", "编号"])
        guard isPart(start), !isPart(start - 1), isLettered || isNamed else { return nil }
        let end = codes[start...].firstIndex {
            !CodeClass.isLetter($0) && !CodeClass.isDigit($0) && $0 != "-"
        }
        let range = start..<(end ?? codes.count)
        guard codes[range].count(where: CodeClass.isDigit) > longestTail, range.count <= 20 else {
            return nil
        }
        // tel13912345678: whose number it is matters more than what stands before it.
        guard !range.contains(where: { mobile(codes, $0) != nil }) else { return nil }
        return Finding(
            kind: .ticketNumber, range: range, value: String(codes: Array(codes[range])).uppercased())
    }

    /// So many digits are the end of a number at most; what is longer is a whole one.
    private static let longestTail = 8

    private static func asciiDigit(_ code: UInt32) -> Int? {
        CodeClass.isDigit(code) ? Int(code) - 0x30 : nil
    }

    private static let provinces = CodeSet("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".codes)

    /// 闽D: a province's sign and a Latin letter, of either case.
    static func opensPlate(_ codes: [UInt32], _ position: Int) -> Bool {
        guard provinces.contains(codes[position]), position + 1 < codes.count else { return false }
        return CodeClass.isLetter(codes[position + 1] | 0x20) && codes[position + 1] < 0x7F
    }

    /// A province's sign, a letter, then five or six letters and digits, at least one of them a digit.
    private static func plate(_ codes: [UInt32], _ start: Int) -> Finding? {
        guard provinces.contains(codes[start]), start + 6 < codes.count,
            CodeClass.isLetter(codes[start + 1])
        else { return nil }
        var end = start + 2
        var tail: [UInt32] = []
        while end < codes.count, tail.count < 6 {
            let code = figure(codes, end, of: tail) ?? codes[end]
            if CodeClass.isLetter(code) || CodeClass.isDigit(code) {
                tail.append(code)
            } else if code == " "
                ? tail.count > 3 && !isSpelled(codes, end) : !(tail.isEmpty && (code == "." || code == "-"))
            {
                break
            }
            end += 1
        }
        guard tail.count >= 5, tail.contains(where: CodeClass.isDigit) else { return nil }
        let text = String(codes: [codes[start], codes[start + 1]] + tail)
        return Finding(kind: .plate, range: start..<end, value: text.uppercased())
    }

    /// 闽F三二八K六: a plate that is dictated; what is written in figures (闽D12345一直停) stays written.
    private static func figure(_ codes: [UInt32], _ position: Int, of tail: [UInt32]) -> UInt32? {
        guard let digit = NumberReader.digit(codes[position]), codes[position] != "两",
            !codes[..<position].suffix(tail.count).contains(where: CodeClass.isDigit)
        else { return nil }
        // The sixth sign of a plate of five: 闽F三二八K六一直停.
        let isWord = TextCursor(codes, at: position).seesAny([
            "一直", "一天", "一个", "一次", "一早", "一样", "一辆", "一停", "一堵",
        ])
        return isWord ? nil : UInt32(digit) + 0x30
    }

    /// 闽 c 9 9 8 d d: one sign before the space and one behind it.
    private static func isSpelled(_ codes: [UInt32], _ space: Int) -> Bool {
        func isSign(_ position: Int) -> Bool {
            codes.indices.contains(position)
                && (CodeClass.isLetter(codes[position]) || CodeClass.isDigit(codes[position]))
        }
        return isSign(space + 1) && !isSign(space + 2) && !isSign(space - 2)
    }

    /// `1[3-9]` and nine more digits, also in groups.
    private static func mobile(_ codes: [UInt32], _ start: Int) -> Finding? {
        if let finding = spokenMobile(codes, start) { return finding }
        guard codes[start] == "1", start == 0 || !CodeClass.isDigit(codes[start - 1]) else { return nil }
        let digits = digitRun(codes, start, separators: true, limit: 12)
        guard digits.text.count == 11, let second = digits.text.dropFirst().first, second >= "3" else {
            return nil
        }
        return Finding(kind: .phone, range: start..<digits.end, value: digits.text)
    }

    /// 一三五零六零七八八九九, 幺三八...: said digit by digit.
    private static func spokenMobile(_ codes: [UInt32], _ start: Int) -> Finding? {
        guard !CodeClass.isDigit(codes[start]), NumberReader.digit(codes[start]) == 1, codes[start] != "壹",
            start == 0 || !CodeSet.numerals.contains(codes[start - 1]), start + 11 <= codes.count
        else { return nil }
        var digits: [Int] = []
        var end = start
        var last = start
        while end < codes.count, digits.count < 12 {
            let digit =
                asciiDigit(codes[end]) ?? NumberReader.digit(codes[end]) ?? (codes[end] == "洞" ? 0 : nil)
            // 一三八，五零二一，七七六四: who dictates a number draws breath after the third figure and the seventh.
            if digit == nil, CodeClass.isMark(codes[end]), digits.count == 3 || digits.count == 7 {
                end += 1
                continue
            }
            guard let digit else { break }
            digits.append(digit)
            end += 1
            last = end
        }
        guard digits.count == 11, digits[1] >= 3 else { return nil }
        return Finding(kind: .phone, range: start..<last, value: digits.map { "\($0)" }.joined())
    }

    /// An area code and seven or eight digits, or so many digits right after 电话.
    private static func landline(_ codes: [UInt32], _ start: Int) -> Finding? {
        guard CodeClass.isDigit(codes[start]), start == 0 || !CodeClass.isDigit(codes[start - 1]) else {
            return nil
        }
        let digits = digitRun(codes, start, separators: true, limit: 13)
        let count = digits.text.count
        let named = TextCursor(codes, at: start).follows(["电话", "电话:", "电话是", "座机", "联系"])
        let isLandline = codes[start] == "0" && (10...12).contains(count)
        guard isLandline || (named && (7...8).contains(count)) else { return nil }
        return Finding(kind: .phone, range: start..<digits.end, value: digits.text)
    }

    /// 尾号0001, 工单0001, 单号0001, 0001那单, 0001怎么样了.
    private static func tail(_ codes: [UInt32], _ start: Int) -> Finding? {
        if let finding = spokenTail(codes, start) { return finding }
        guard CodeClass.isDigit(codes[start]), start == 0 || !CodeClass.isDigit(codes[start - 1]) else {
            return nil
        }
        let digits = digitRun(codes, start, separators: false, limit: 8)
        let cursor = TextCursor(codes, at: start)
        // Who says that it is the end of a number may say two digits.
        let isEnd = cursor.follows(ends)
        if isOfAThing(cursor) { return nil }
        guard ((isEnd ? 2 : 3)...longestTail).contains(digits.text.count) else { return nil }
        let before =
            isEnd
            || cursor.follows([
                "工单", "工单号", "单号", "单号是", "编号", "t", "后四位", "后四位是", "末四位", "末四位是",
                "单子", "那张单",
            ])
        let after = TextCursor(codes, at: digits.end)
        let behind = after.seesAny(["那单", "那个单", "这单", "号单", "号工单", "那一单", "那张单", "的单", "那个工单", "的工单"])
        // No room and no hour: "0008不用来了" begins with the tail of a ticket.
        let isBare =
            start == 0 && digits.text.count == 4 && codes[start] == "0"
            && after.seesAny(["不用", "怎么", "咋", "修", "撤", "取消", "催", "到哪", "处理", "现在", "还没", "的进度", "有人"])
        guard before || behind || isBare else { return nil }
        return Finding(kind: .ticketTail, range: start..<digits.end, value: digits.text)
    }

    private static let ends: [StaticString] = [
        "尾号", "尾号是", "尾号为", "尾数", "尾数是", "尾巴", "尾巴是", "最后两位", "最后两位是", "最后两位数是", "最后三位", "最后三位是",
        "最后四位", "最后四位是", "末两位", "末两位是", "末三位", "末三位是", "后两位", "后两位是", "后三位", "后三位是",
        "末尾", "末尾是", "结尾", "结尾是",
    ]

    /// 车牌尾号778, 路灯杆编号0217: the end of something else.
    private static func isOfAThing(_ cursor: TextCursor) -> Bool {
        var before = cursor
        while before.follows(["是", "为", ":"]) { before.position -= 1 }
        if before.follows(["尾号", "尾数", "尾巴", "编号"]) {
            before.position -= 2
        } else if before.follows(["最后两位", "最后三位", "最后四位"]) {
            before.position -= 4
        } else if before.follows(["后四位", "末四位", "末两位", "末三位", "后两位", "后三位"]) {
            before.position -= 3
        } else {
            return false
        }
        if before.follows(["的"]) { before.position -= 1 }
        return before.follows([
            "车牌", "车牌号", "车", "车辆", "车子", "卡", "卡号", "身份证", "身份证号", "杆", "灯", "路灯", "电梯", "设备", "表", "盖", "箱",
            "柜",
            "桩", "车位", "消防栓", "桶", "泵", "钥匙",
        ])
    }

    /// 后四位六六零二, 尾号三二一: said digit by digit.
    private static func spokenTail(_ codes: [UInt32], _ start: Int) -> Finding? {
        guard !CodeClass.isDigit(codes[start]), NumberReader.digit(codes[start]) != nil,
            TextCursor(codes, at: start).follows(ends + ["末四位", "末四位是", "后四位", "后四位是"])
        else { return nil }
        let digits = codes[start...].prefix(longestTail).map { NumberReader.digit($0) }.prefix { $0 != nil }
        guard (2...longestTail).contains(digits.count) else { return nil }
        let text = digits.map { "\($0 ?? 0)" }.joined()
        guard !isOfAThing(TextCursor(codes, at: start)) else { return nil }
        return Finding(kind: .ticketTail, range: start..<(start + digits.count), value: text)
    }

    private static func digitRun(
        _ codes: [UInt32], _ start: Int, separators: Bool, limit: Int
    ) -> (text: String, end: Int) {
        var text = ""
        var end = start
        var position = start
        while position < codes.count, text.count <= limit {
            if CodeClass.isDigit(codes[position]) {
                text.unicodeScalars.append(Unicode.Scalar(UInt8(codes[position])))
                end = position + 1
            } else if !(separators && (codes[position] == "-" || codes[position] == " ")) {
                break
            }
            position += 1
        }
        return (text, end)
    }
}
