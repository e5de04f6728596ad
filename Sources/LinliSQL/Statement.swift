/// One SQL statement: literal text and the values bound to it.
///
/// It is written as a string literal, and an interpolation *binds*; it never becomes text:
/// ```swift
/// let statement: Statement = "SELECT state FROM tickets WHERE number = \(number)"
/// // sql: SELECT state FROM tickets WHERE number = $1      values: [.text(number)]
/// ```
/// A column list or a dialect's fragment is literal text too, and is interpolated as a `Fragment`.
/// There is no way to make a statement of a run-time string.
package struct Statement: Sendable, ExpressibleByStringInterpolation {
    package let sql: String
    package let values: [Value]

    package init(stringLiteral literal: StaticString) {
        sql = String(literal)
        values = []
    }

    package init(stringInterpolation: StringInterpolation) {
        sql = stringInterpolation.sql
        values = stringInterpolation.values
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: String
        fileprivate var values: [Value] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql = ""
            sql.reserveCapacity(literalCapacity + interpolationCount * 3)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            sql += String(literal)
        }

        package mutating func appendInterpolation(_ value: (some Bindable)?) {
            bind(value?.boundValue ?? .null)
        }

        package mutating func appendInterpolation(_ value: some Bindable) {
            bind(value.boundValue)
        }

        package mutating func appendInterpolation(_ fragment: Fragment) {
            sql += fragment.sql
        }

        /// A list of values for `IN`: `WHERE id IN (\(list: ids))`. An empty list matches nothing.
        package mutating func appendInterpolation(list values: [some Bindable]) {
            guard !values.isEmpty else {
                sql += "NULL"
                return
            }
            for (index, value) in values.enumerated() {
                if index > 0 { sql += ", " }
                bind(value.boundValue)
            }
        }

        /// Several rows for `VALUES`: `INSERT INTO t (a, b) VALUES \(rows: [[1, 2], [3, 4]])`. One
        /// statement for rows that belong together is cheaper than one each. At least one row, all of
        /// one length.
        package mutating func appendInterpolation(rows: [[any Bindable]]) {
            for (index, row) in rows.enumerated() {
                sql += index > 0 ? ", (" : "("
                for (column, value) in row.enumerated() {
                    if column > 0 { sql += ", " }
                    bind(value.boundValue)
                }
                sql += ")"
            }
        }

        private mutating func bind(_ value: Value) {
            values.append(value)
            sql += "$"
            sql += String(values.count)
        }
    }
}

/// Literal SQL text that a repository owns: a column list, a shared condition.
package struct Fragment: Sendable, ExpressibleByStringLiteral {
    package let sql: String

    package init(stringLiteral literal: StaticString) {
        sql = String(literal)
    }

    init(dialect sql: String) {
        self.sql = sql
    }
}

extension String {
    fileprivate init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }
}
