import LinliModel

/// A strict reader for the one kind of document that WeChat and WeCom send: an `<xml>` root whose
/// children are the fields.
///
/// Own code instead of FoundationXML, because a resident's message must never reach a parser that knows
/// DTDs, that has no depth limit or that drops the text of an unknown entity without a word; it also
/// costs a tenth of the time. Anything beyond elements, text, CDATA, the five named and the numeric
/// entities is refused: DOCTYPE, processing instructions, comments. Attributes are skipped.
struct XMLReader {
    enum Failure: Error, Equatable {
        case tooLong
        case tooDeep
        case notUTF8
        /// DOCTYPE, ENTITY, a comment, a processing instruction or an entity of its own.
        case forbidden
        /// A wanted field stands there twice: which one counts would be a guess.
        case repeatedField
        case malformed
    }

    private let bytes: [UInt8]
    private let wanted: [String]
    private var at = 0
    /// Where the names of the open elements stand.
    private var open: [Range<Int>] = []
    /// The place in `wanted` of the field that is being read.
    private var field: Int?
    private var value: [UInt8] = []
    private var values: [String?]

    /// The text of the wanted children of the root, text and CDATA joined, deeper elements left out.
    static func fields(of bytes: [UInt8], wanted: [String]) throws(Failure) -> [String: String] {
        guard bytes.count <= Limits.xmlBytes else { throw .tooLong }
        guard UTF8Check.isValid(bytes) else { throw .notUTF8 }
        var reader = XMLReader(bytes: bytes, wanted: wanted)
        try reader.document()
        var fields: [String: String] = [:]
        for (name, value) in zip(wanted, reader.values) {
            fields[name] = value
        }
        return fields
    }

    private init(bytes: [UInt8], wanted: [String]) {
        self.bytes = bytes
        self.wanted = wanted
        values = Array(repeating: nil, count: wanted.count)
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func skipSpace() {
        while let byte = next, Self.isSpace(byte) { at += 1 }
    }

    private func sees(_ text: StaticString) -> Bool {
        let end = at + text.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        return text.withUTF8Buffer { text in
            for (place, byte) in text.enumerated() where bytes[at + place] != byte { return false }
            return true
        }
    }

    private mutating func document() throws(Failure) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        if sees("<?xml ") { try skipDeclaration() }
        skipSpace()
        guard sees("<xml>") || sees("<xml ") || sees("<xml/") else {
            throw sees("<!") || sees("<?") ? .forbidden : .malformed
        }
        repeat {
            if next == UInt8(ascii: "<") {
                try markup()
            } else {
                try text()
            }
        } while !open.isEmpty
        skipSpace()
        guard at == bytes.count else { throw sees("<!") || sees("<?") ? .forbidden : .malformed }
    }

    private mutating func skipDeclaration() throws(Failure) {
        while at < bytes.count, !sees("?>") { at += 1 }
        guard at < bytes.count else { throw .malformed }
        at += 2
    }

    private mutating func markup() throws(Failure) {
        if sees("<![CDATA[") {
            try characterData()
        } else if sees("<!") || sees("<?") {
            throw .forbidden
        } else if sees("</") {
            try endTag()
        } else {
            try startTag()
        }
    }

    private mutating func characterData() throws(Failure) {
        at += 9
        let start = at
        while at < bytes.count, !(bytes[at] == UInt8(ascii: "]") && sees("]]>")) { at += 1 }
        guard at < bytes.count else { throw .malformed }
        keep(start..<at)
        at += 3
    }

    private mutating func text() throws(Failure) {
        let start = at
        while let byte = next, byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&") { at += 1 }
        keep(start..<at)
        guard let byte = next else { throw .malformed }
        if byte == UInt8(ascii: "&") { try entity() }
    }

    private mutating func keep(_ range: Range<Int>) {
        if field != nil, open.count == 2 { value.append(contentsOf: bytes[range]) }
    }

    private mutating func entity() throws(Failure) {
        let start = at + 1
        // The longest is &#x10FFFF; with its leading zeros nobody needs.
        guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { throw .forbidden }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        guard let scalar = Self.scalar(of: name) else { throw .forbidden }
        at = end + 1
        if field != nil, open.count == 2 { value.append(contentsOf: Array(String(Character(scalar)).utf8)) }
    }

    private static func scalar(of name: String) -> Unicode.Scalar? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.first == "#" else { return nil }
        let isHexadecimal = name.dropFirst().first == "x"
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.first != "+" else { return nil }
        return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
    }

    private mutating func name() throws(Failure) -> Range<Int> {
        let start = at
        while let byte = next, Self.isNameByte(byte) { at += 1 }
        guard at > start else { throw .malformed }
        return start..<at
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...:
            true
        default: false
        }
    }

    private mutating func startTag() throws(Failure) {
        at += 1
        let name = try name()
        let isEmpty = try skipAttributes()
        guard open.count < Limits.xmlDepth else { throw .tooDeep }
        open.append(name)
        if open.count == 2 {
            field = wanted.firstIndex { $0.utf8.count == name.count && $0.utf8.elementsEqual(bytes[name]) }
            value.removeAll(keepingCapacity: true)
        }
        if isEmpty { try close() }
    }

    /// Moves behind the `>` of a start tag; true when it was `/>`.
    private mutating func skipAttributes() throws(Failure) -> Bool {
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: ">"): return false
            case UInt8(ascii: "/"):
                guard next == UInt8(ascii: ">") else { throw .malformed }
                at += 1
                return true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                while let other = next, other != byte, other != UInt8(ascii: "<") { at += 1 }
                guard next == byte else { throw .malformed }
                at += 1
            case UInt8(ascii: "<"): throw .malformed
            default: break
            }
        }
        throw .malformed
    }

    private mutating func endTag() throws(Failure) {
        at += 2
        let name = try name()
        skipSpace()
        guard next == UInt8(ascii: ">"), let started = open.last,
            bytes[started] == bytes[name]
        else { throw .malformed }
        at += 1
        try close()
    }

    private mutating func close() throws(Failure) {
        if open.count == 2, let field {
            guard values[field] == nil else { throw .repeatedField }
            values[field] = String(decoding: value, as: UTF8.self)
            self.field = nil
        }
        open.removeLast()
    }
}
