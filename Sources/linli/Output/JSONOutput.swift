import Foundation

extension Console {
    /// One object on one line, keys in the order of the type where it keeps one, else sorted.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        out(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
