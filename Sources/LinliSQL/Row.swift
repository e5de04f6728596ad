/// One row of a result, read by position in the order of the column list; the first column is 0.
///
/// Where the column is NULL, `integer` throws and `integerOrNil` says nil; so do `text` and `textOrNil`.
/// Every reader checks the type: a column that is not what the repository says throws a `.decoding`
/// error with the column's position, never with its content.
package struct Row: Sendable {
    package let values: [Value]

    package init(values: [Value]) {
        self.values = values
    }

    package func integer(_ column: Int) throws(SQLError) -> Int64 {
        guard case .integer(let integer) = try value(column) else { throw mismatch(column, "an integer") }
        return integer
    }

    package func integerOrNil(_ column: Int) throws(SQLError) -> Int64? {
        try value(column) == .null ? nil : try integer(column)
    }

    package func int(_ column: Int) throws(SQLError) -> Int {
        Int(try integer(column))
    }

    package func flag(_ column: Int) throws(SQLError) -> Bool {
        try integer(column) != 0
    }

    /// Both engines may hand an integral sum or average as an integer.
    package func real(_ column: Int) throws(SQLError) -> Double {
        switch try value(column) {
        case .real(let real): return real
        case .integer(let integer): return Double(integer)
        default: throw mismatch(column, "a number")
        }
    }

    package func text(_ column: Int) throws(SQLError) -> String {
        guard case .text(let text) = try value(column) else { throw mismatch(column, "text") }
        return text
    }

    package func textOrNil(_ column: Int) throws(SQLError) -> String? {
        try value(column) == .null ? nil : try text(column)
    }

    package func blob(_ column: Int) throws(SQLError) -> [UInt8] {
        guard case .blob(let bytes) = try value(column) else { throw mismatch(column, "bytes") }
        return bytes
    }

    /// A text column that holds one of the names of an enumeration.
    package func named<Name: RawRepresentable>(
        _ column: Int, _ type: Name.Type = Name.self
    ) throws(SQLError) -> Name where Name.RawValue == String {
        guard let name = Name(rawValue: try text(column)) else { throw mismatch(column, "a \(type)") }
        return name
    }

    package func value(_ column: Int) throws(SQLError) -> Value {
        guard values.indices.contains(column) else { throw mismatch(column, "present") }
        return values[column]
    }

    private func mismatch(_ column: Int, _ expected: String) -> SQLError {
        SQLError(.decoding, "column \(column) is not \(expected)")
    }
}
