import LinliAdmin

/// The name and the keys of one message of the API, read off its type.
///
/// The type decodes itself from a probe that notes every key it asks for, so that the description cannot
/// differ from what the server reads and writes.
struct MessageSchema: Sendable, Hashable {
    indirect enum Shape: Sendable, Hashable {
        case text, integer, flag
        case list(Shape)
        case message(MessageSchema)
    }

    struct Field: Sendable, Hashable {
        /// In snake_case, as on the wire.
        let name: String
        let shape: Shape
        let isRequired: Bool
    }

    let name: String
    let fields: [Field]

    init<Message: Codable>(_ type: Message.Type) {
        self.init(type, depth: 0)
    }

    fileprivate init<Message: Decodable>(_ type: Message.Type, depth: Int) {
        name = Self.name(of: "\(type)")
        let probe = SchemaProbe(depth: depth)
        do {
            _ = try Message(from: probe)
        } catch {
            // A type that cannot be decoded from dummies (an enumeration) has no keys, and the test that
            // counts keys of every message says so.
        }
        fields = probe.book.fields
    }

    /// `Page<TicketLine>` is called `PageOfTicketLine`.
    private static func name(of type: String) -> String {
        type.replacing("<", with: "Of").replacing(">", with: "")
    }

    /// This message and all inside it.
    var all: [MessageSchema] {
        [self] + fields.flatMap { Self.messages($0.shape) }
    }

    private static func messages(_ shape: Shape) -> [MessageSchema] {
        switch shape {
        case .text, .integer, .flag: []
        case .list(let inner): messages(inner)
        case .message(let schema): schema.all
        }
    }
}

/// What a probe has been asked for. A class, because containers are copied.
private final class FieldBook {
    var fields: [MessageSchema.Field] = []
}

private struct SchemaProbe: Decoder {
    let depth: Int
    let book = FieldBook()
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyProbe<Key>(depth: depth, book: book))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw SchemaProbeError() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw SchemaProbeError() }
}

private struct SchemaProbeError: Error {}

private struct KeyProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let depth: Int
    let book: FieldBook
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try note(type, key, isRequired: true)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try note(type, key, isRequired: false)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try note(type, key, isRequired: false)
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try note(type, key, isRequired: false)
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try note(type, key, isRequired: false)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try note(type, key, isRequired: false)
    }

    private func note<Value: Decodable>(_ type: Value.Type, _ key: Key, isRequired: Bool) throws -> Value {
        let (shape, dummy) = try dummy(type)
        book.fields.append(.init(name: key.stringValue.snakeCase, shape: shape, isRequired: isRequired))
        guard let value = dummy as? Value else { throw SchemaProbeError() }
        return value
    }

    private func dummy(_ type: any Decodable.Type) throws -> (MessageSchema.Shape, Any) {
        if type == String.self { return (.text, "") }
        if type == Int.self { return (.integer, 0) }
        if type == Int64.self { return (.integer, Int64(0)) }
        if type == Bool.self { return (.flag, false) }
        guard depth < 4 else { throw SchemaProbeError() }
        if let list = type as? any ListOfMessages.Type {
            let (inner, _) = try dummy(list.element)
            return (.list(inner), list.empty)
        }
        return (.message(schema(type)), try value(type))
    }

    private func schema<Message: Decodable>(_ type: Message.Type) -> MessageSchema {
        MessageSchema(type, depth: depth + 1)
    }

    private func value<Message: Decodable>(_ type: Message.Type) throws -> Message {
        try Message(from: SchemaProbe(depth: depth + 1))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw SchemaProbeError() }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaProbeError()
    }
    func superDecoder() throws -> any Decoder { throw SchemaProbeError() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw SchemaProbeError() }
}

/// Lets the probe see what a list is of.
private protocol ListOfMessages {
    static var element: any Decodable.Type { get }
    static var empty: Any { get }
}

extension Array: ListOfMessages where Element: Decodable {
    fileprivate static var element: any Decodable.Type { Element.self }
    fileprivate static var empty: Any { [Element]() }
}

extension String {
    /// `dueAt` is `due_at` on the wire.
    fileprivate var snakeCase: String {
        reduce(into: "") { result, character in
            if character.isUppercase {
                result += "_\(character.lowercased())"
            } else {
                result.append(character)
            }
        }
    }
}
