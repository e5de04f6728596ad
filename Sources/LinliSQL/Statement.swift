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
    /// Which statement this is, whatever its values: what a driver keeps prepared statements by.
    package private(set) var shape: StatementShape
    package let values: [Value]

    /// The text, made anew with every call: for preparing and for errors, not for every run.
    package var sql: String { shape.sql }

    /// An INSERT that answers with the id of its row.
    package var returningID: Statement {
        var statement = self
        statement.shape.append(.text(LiteralText(" RETURNING id")))
        return statement
    }

    package init(stringLiteral literal: StaticString) {
        var shape = StatementShape()
        shape.append(.text(LiteralText(literal)))
        self.shape = shape
        values = []
    }

    package init(stringInterpolation: StringInterpolation) {
        shape = stringInterpolation.shape
        values = stringInterpolation.values
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var shape = StatementShape()
        fileprivate var values: [Value] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            shape.reserve(interpolationCount * 2 + 1)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            shape.append(.text(LiteralText(literal)))
        }

        package mutating func appendInterpolation(_ value: (some Bindable)?) {
            bind(value?.boundValue ?? .null)
        }

        package mutating func appendInterpolation(_ value: some Bindable) {
            bind(value.boundValue)
        }

        package mutating func appendInterpolation(_ fragment: Fragment) {
            shape.append(fragment.piece)
        }

        /// `estate = $n`, or nothing that holds a row back where the value is nil: a condition on the value
        /// itself (`estate = $1 OR $2 = 1`) would keep the engine from using an index.
        package mutating func appendInterpolation(column: StaticString, is value: (some Bindable)?) {
            guard let value else { return appendLiteral("1 = 1") }
            appendLiteral(column)
            appendLiteral(" = ")
            bind(value.boundValue)
        }

        /// A whole statement inside another, as behind EXPLAIN.
        package mutating func appendInterpolation(_ statement: Statement) {
            for piece in statement.shape.pieces { shape.append(piece) }
            values += statement.values
        }

        /// A list of values for `IN`: `WHERE id IN (\(list: ids))`. An empty list matches nothing.
        ///
        /// The last value is repeated up to the next power of two, which means the same and leaves few
        /// texts to prepare where lists have any length.
        package mutating func appendInterpolation(list values: [some Bindable]) {
            guard let last = values.last else {
                shape.append(.list(0))
                return
            }
            var width = 1
            while width < values.count { width *= 2 }
            shape.append(.list(width))
            for value in values { self.values.append(value.boundValue) }
            for _ in values.count..<width { self.values.append(last.boundValue) }
        }

        /// Several rows for `VALUES`: `INSERT INTO t (a, b) VALUES \(rows: [[1, 2], [3, 4]])`. One
        /// statement for rows that belong together is cheaper than one each. At least one row, all of
        /// one length.
        package mutating func appendInterpolation(rows: [[any Bindable]]) {
            shape.append(.rows(rows.count, width: rows.first?.count ?? 0))
            for row in rows {
                for value in row { values.append(value.boundValue) }
            }
        }

        /// For CREATE TABLE: a CHECK that a column has one of these values, or is NULL.
        ///
        /// Written out, because SQLite builds a table of the values of an IN with three or more each time
        /// that a row is written.
        package mutating func appendInterpolation(check column: StaticString, among values: [StaticString]) {
            let cases = values.map { "\(column) = '\($0)'" }
            shape.append(.made("CHECK (\(cases.joined(separator: " OR ")))"))
        }

        private mutating func bind(_ value: Value) {
            values.append(value)
            shape.append(.value)
        }
    }
}

/// Literal SQL text that a repository owns: a column list, a shared condition.
package struct Fragment: Sendable, ExpressibleByStringLiteral {
    let piece: StatementShape.Piece

    package init(stringLiteral literal: StaticString) {
        piece = .text(LiteralText(literal))
    }

    init(dialect sql: String) {
        piece = .made(sql)
    }
}
