/// A value as JSON, written straight into its text: every turn saves its conversation on the writer's thread,
/// and Foundation's encoder builds a tree of the value before it writes the first byte.
///
/// A container does not say when it is full. Where one is written to, those that were opened inside it are
/// closed first: whoever encodes one thing after the other, as all code that the compiler writes does, gets
/// what Foundation would have written, in the order of the properties.
enum JSONText {
    /// - Throws: `EncodingError` for a number that is not finite, and what the value itself throws.
    static func of(_ value: some Encodable) throws -> String {
        let page = JSONPage()
        try page.write(value)
        page.text.close(above: 0)
        return String(decoding: page.text.bytes, as: UTF8.self)
    }
}

/// The text so far, and what is open in it. A value, so that what is written in one go is one access.
private struct JSONBytes {
    private(set) var bytes: [UInt8] = []
    /// The brackets that are still owed, the outermost first, and whether anything stands before them.
    private var open: [(closing: UInt8, isEmpty: Bool)] = []

    init() { bytes.reserveCapacity(1_024) }

    /// Opens a container and returns its depth.
    mutating func begin(_ opening: UInt8, _ closing: UInt8) -> Int {
        bytes.append(opening)
        open.append((closing, true))
        return open.count
    }

    mutating func close(above depth: Int) {
        while open.count > depth, let last = open.popLast() { bytes.append(last.closing) }
    }

    /// The place for the next value of the container at this depth.
    mutating func next(at depth: Int) {
        close(above: depth)
        if !open[depth - 1].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[depth - 1].isEmpty = false
    }

    mutating func name(_ name: String, at depth: Int) {
        next(at: depth)
        text(name)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func text(_ text: String) {
        bytes.append(Self.quote)
        var text = text
        text.withUTF8 { utf8 in
            guard utf8.contains(where: Self.mustEscape) else { return bytes.append(contentsOf: utf8) }
            for byte in utf8 { Self.mustEscape(byte) ? escape(byte) : bytes.append(byte) }
        }
        bytes.append(Self.quote)
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == quote || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return bytes.append(byte) }
        bytes.append(contentsOf: "u00".utf8)
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
    }

    private static let quote = UInt8(ascii: "\"")
    private static let digits = Array("0123456789abcdef".utf8)

    mutating func word(_ word: some CustomStringConvertible) {
        var text = word.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }
}

/// What all containers of one value write on.
private final class JSONPage {
    var text = JSONBytes()

    func number(_ number: Double) throws {
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: [], debugDescription: "JSON has no such number")
            throw EncodingError.invalidValue(number, context)
        }
        text.word(number)
    }

    func write(_ value: some Encodable) throws {
        let before = text.bytes.count
        try value.encode(to: JSONEncoding(page: self))
        // A value that writes nothing is an empty object, as with Foundation.
        if text.bytes.count == before { text.word("{}") }
    }

    func object<Key: CodingKey>() -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(
            JSONObject<Key>(page: self, depth: text.begin(UInt8(ascii: "{"), UInt8(ascii: "}"))))
    }

    func list() -> JSONList {
        JSONList(page: self, depth: text.begin(UInt8(ascii: "["), UInt8(ascii: "]")))
    }
}

/// Where a value stands is not kept: only an error would tell it, and a state of a conversation has none.
private struct JSONEncoding: Encoder {
    let page: JSONPage
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> { page.object() }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { page.list() }
    func singleValueContainer() -> any SingleValueEncodingContainer { JSONValue(page: page) }
}

private struct JSONObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let page: JSONPage
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        page.text.name(key.stringValue, at: depth)
        page.text.word("null")
    }

    func encode(_ value: String, forKey key: Key) {
        page.text.name(key.stringValue, at: depth)
        page.text.text(value)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        page.text.name(key.stringValue, at: depth)
        try page.write(value)
    }

    func nestedContainer<Inner: CodingKey>(
        keyedBy keyType: Inner.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        page.text.name(key.stringValue, at: depth)
        return page.object()
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        page.text.name(key.stringValue, at: depth)
        return page.list()
    }

    func superEncoder() -> any Encoder {
        page.text.name("super", at: depth)
        return JSONEncoding(page: page)
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        page.text.name(key.stringValue, at: depth)
        return JSONEncoding(page: page)
    }
}

private struct JSONList: UnkeyedEncodingContainer {
    let page: JSONPage
    let depth: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(page: JSONPage, depth: Int) {
        self.page = page
        self.depth = depth
    }

    private mutating func next() {
        page.text.next(at: depth)
        count += 1
    }

    mutating func encodeNil() {
        next()
        page.text.word("null")
    }

    mutating func encode(_ value: some Encodable) throws {
        next()
        try page.write(value)
    }

    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy keyType: Inner.Type
    ) -> KeyedEncodingContainer<Inner> {
        next()
        return page.object()
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        next()
        return page.list()
    }

    mutating func superEncoder() -> any Encoder {
        next()
        return JSONEncoding(page: page)
    }
}

private struct JSONValue: SingleValueEncodingContainer {
    let page: JSONPage
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { page.text.word("null") }
    func encode(_ value: Bool) { page.text.word(value) }
    func encode(_ value: String) { page.text.text(value) }
    func encode(_ value: Double) throws { try page.number(value) }
    func encode(_ value: Float) throws { try page.number(Double(value)) }
    func encode(_ value: Int) { page.text.word(value) }
    func encode(_ value: Int8) { page.text.word(value) }
    func encode(_ value: Int16) { page.text.word(value) }
    func encode(_ value: Int32) { page.text.word(value) }
    func encode(_ value: Int64) { page.text.word(value) }
    func encode(_ value: UInt) { page.text.word(value) }
    func encode(_ value: UInt8) { page.text.word(value) }
    func encode(_ value: UInt16) { page.text.word(value) }
    func encode(_ value: UInt32) { page.text.word(value) }
    func encode(_ value: UInt64) { page.text.word(value) }
    func encode(_ value: some Encodable) throws { try page.write(value) }
}
