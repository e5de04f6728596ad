/// A strict JSON reader (RFC 8259) for what platforms send and answer.
///
/// It refuses what Foundation's lets pass and a decision may hang on: two equal keys in one object (the
/// first wins in one parser, the last in another), documents deeper than 16, bytes after the end. A
/// half surrogate pair becomes U+FFFD, because platforms cut emoji in two and the rest is still readable.
struct JSONReader {
    enum Failure: Error, Equatable {
        case notUTF8
        case tooDeep
        case repeatedKey
        case malformed
    }

    /// Answers of platforms are two or three levels deep.
    static let depth = 16

    private let bytes: [UInt8]
    private var at = 0

    /// Reads a whole document; a byte order mark before it is skipped.
    static func read(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        guard UTF8Check.isValid(bytes) else { throw .notUTF8 }
        var reader = JSONReader(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
        let value = try reader.value(depth: 1)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw .malformed }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth <= Self.depth else { throw .tooDeep }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw .malformed }
        let same = word.withUTF8Buffer { $0.elementsEqual(bytes[at..<end]) }
        guard same else { throw .malformed }
        at = end
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> [String: JSONValue] {
        at += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw .malformed }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .malformed }
            guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw .repeatedKey
            }
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .malformed }
        return members
    }

    private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
        at += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .malformed }
        return elements
    }

    private mutating func number() throws(Failure) -> String {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func digits() throws(Failure) {
        let start = at
        while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
        guard at > start else { throw .malformed }
    }

    private mutating func string() throws(Failure) -> String {
        at += 1
        let start = at
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            at += 1
        }
        if next == UInt8(ascii: "\"") {
            at += 1
            return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
        }
        var text = Array(bytes[start..<at])
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw .malformed
            default: text.append(byte)
            }
        }
        throw .malformed
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard let byte = next else { throw .malformed }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(Character(try scalar())).utf8))
        default: throw .malformed
        }
    }

    /// The scalar of a `\u` escape, of two where they form a pair.
    private mutating func scalar() throws(Failure) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, next == UInt8(ascii: "\\"), at + 1 < bytes.count,
            bytes[at + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let before = at
        at += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second) else {
            at = before
            return "\u{FFFD}"
        }
        let value = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(Failure) -> UInt32 {
        guard at + 4 <= bytes.count else { throw .malformed }
        var value: UInt32 = 0
        for byte in bytes[at..<(at + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw .malformed }
            value = value << 4 | UInt32(digit)
        }
        at += 4
        return value
    }
}
