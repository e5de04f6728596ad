import CPostgres
import LinliSQL

/// A statement that the server has parsed, by a name of this connection.
struct PreparedStatement {
    let name: String
    /// Made once; the text of every error.
    let sql: String
    /// What the server expects, one a parameter: as declared, or as it concluded where the value was null.
    let types: [UInt32]
    var lastUse: UInt64

    func takes(_ values: [Value]) -> Bool {
        values.count == types.count && zip(values, types).allSatisfy { WireEncoding.fits($0, $1) }
    }
}

/// The values of one run, laid out as libpq wants them.
struct BoundValues {
    private var bytes: [UInt8] = []
    /// Nil for null.
    private var places: [(offset: Int, count: Int)?] = []

    /// - Throws: `.value` for what no engine takes.
    init(_ values: [Value], as types: [UInt32], sql: String) throws(SQLError) {
        places.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            let start = bytes.count
            do {
                try WireEncoding.append(value, as: types[index], number: index + 1, to: &bytes)
            } catch {
                throw SQLError(error.kind, error.message, sql: sql)
            }
            places.append(value == .null ? nil : (start, bytes.count - start))
        }
        // An empty text is a place too, and a place needs an address.
        bytes.append(0)
    }

    /// Hands over pointers, lengths and formats (binary all) that are good during the call.
    func withPointers<Output>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) ->
            Output
    ) -> Output {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = places.map { place in place.flatMap { start?.advanced(by: $0.offset) } }
            let lengths = places.map { Int32($0?.count ?? 0) }
            let formats = [Int32](repeating: 1, count: places.count)
            return body(Int32(places.count), pointers, lengths, formats)
        }
    }
}
