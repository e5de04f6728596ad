/// What one code point becomes. A careful part of NFKC: only what people type in chats, so that ㈱ and
/// its kind do not turn into words.
enum CodeFolding {
    static func append(_ code: UInt32, to codes: inout [UInt32]) {
        switch code {
        case 0x09, 0x0A, 0x0D: appendBreak(code, to: &codes)
        case 0x20, 0xA0, 0x3000, 0x2000...0x200A, 0x202F, 0x205F: codes.append(0x20)
        case 0x21...0x7E: appendPlain(code, to: &codes)
        case 0xFF01...0xFF5E: appendPlain(code - 0xFEE0, to: &codes)
        case 0x4E00..<0xA000:
            codes.append(UInt32(TraditionalCharacters.table[Int(code - TraditionalCharacters.first)]))
        case 0x2460...0x2473: appendNumber(code - 0x245F, to: &codes)
        case 0x2474...0x2487: appendNumber(code - 0x2473, to: &codes)
        case 0x2776...0x277F: appendNumber(code - 0x2775, to: &codes)
        case 0x2160...0x2168: codes += roman[Int(code - 0x2160)]
        default: appendOther(code, to: &codes)
        }
    }

    /// ① to ⑳.
    static func isCircled(_ code: UInt32) -> Bool { (0x2460...0x2473).contains(code) }

    /// What a number stands before as a part of a name: ①号楼, ②单元.
    static func isNumbered(_ code: UInt32) -> Bool { numbered.contains(code) }

    private static let numbered = CodeSet("号號栋棟幢座单單期#、，。.,".codes)

    /// A line's end divides like a comma; other white space like a space.
    private static func appendBreak(_ code: UInt32, to codes: inout [UInt32]) {
        guard code != 0x09 else { return codes.append(0x20) }
        if let last = codes.last, !CodeClass.isStop(last) { codes.append(0xFF0C) }
    }

    private static func appendPlain(_ code: UInt32, to codes: inout [UInt32]) {
        switch code {
        case "!": codes.append(0xFF01)
        case "?": codes.append(0xFF1F)
        case ",": codes.append(0xFF0C)
        case ";": codes.append(0xFF1B)
        case "\"", "'", "`", "|", "*", "\\", "^": break
        case "~": appendDash(to: &codes)
        case "{": codes.append(0x28)
        case "}": codes.append(0x29)
        default: codes.append(code)
        }
    }

    private static func appendNumber(_ number: UInt32, to codes: inout [UInt32]) {
        if number >= 10 { codes.append(0x30 + number / 10) }
        codes.append(0x30 + number % 10)
    }

    /// A wave or a long dash is a range between digits and a pause elsewhere; the pause is dropped later
    /// where nothing stands before it.
    private static func appendDash(to codes: inout [UInt32]) {
        if let last = codes.last, CodeClass.isDigit(last) {
            codes.append(0x2D)
        }
    }

    private static func appendOther(_ code: UInt32, to codes: inout [UInt32]) {
        switch code {
        case "。", "．", "｡": codes.append(0x3002)
        case "，", "、", "！", "？", "；": codes.append(code)
        case "…", "—": if let last = codes.last, !CodeClass.isStop(last) { appendPause(to: &codes) }
        case "～", "〜": appendDash(to: &codes)
        case 0x2010...0x2013, 0x2212, 0xFE63, 0xFF0D: codes.append(0x2D)
        case "【", "〔", "（": codes.append(0x28)
        case "】", "〕", "）": codes.append(0x29)
        case 0x3400...0x4DBF, 0x3007: codes.append(code)
        case 0x3105...0x312F: break
        case 0xC0...0x24F, 0x370...0x3FF, 0x400...0x4FF, 0x3040...0x30FA, 0xAC00...0xD7A3:
            codes.append(code)
        case "°", "㎡", "¥", "€", "£": codes.append(code)
        case 0x20000...0x3FFFF: codes.append(code)
        default: break
        }
    }

    private static func appendPause(to codes: inout [UInt32]) {
        codes.append(codes.last.map(CodeClass.isDigit) == true ? 0x2D : 0xFF0C)
    }

    private static let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].map(\.codes)
}
