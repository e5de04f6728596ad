import Foundation

/// The one way in which the admin API writes and reads JSON: keys in snake_case, sorted, slashes as they are.
package enum AdminJSON {
    /// UTF-8 without a line break.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// An empty body reads like `{}`, so that an act without words needs none.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(bytes.isEmpty ? Array("{}".utf8) : bytes))
    }
}
