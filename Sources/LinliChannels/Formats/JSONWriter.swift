/// Writes JSON as the platforms want it: raw UTF-8 and keys in a fixed order.
///
/// Foundation's encoder is not used for two reasons: WeChat shows `\uXXXX` to the resident as it stands
/// (platforms.md 1.6), and tests compare whole requests byte for byte.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Syntax and keys, taken as they are.
    mutating func raw(_ syntax: StaticString) {
        syntax.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Digits that were checked to be a number.
    mutating func number(_ digits: String) {
        bytes.append(contentsOf: Array(digits.utf8))
    }

    /// A quoted string. Line feed, return and tab are escaped; every other control character becomes a
    /// space, because the only way to write it is the `\u` form that WeChat does not understand.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            for byte in utf8 {
                append(escaping: byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        case 0..<0x20: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
    }
}
