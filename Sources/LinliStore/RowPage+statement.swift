import LinliModel
import LinliSQL

extension Statement.StringInterpolation {
    /// `LIMIT \(rows)`
    package mutating func appendInterpolation(_ rows: RowPage) {
        appendInterpolation(rows.limit)
    }

    /// `\(rows, above: "due_at", "id")`: behind the last row of the page before, in an ascending list.
    package mutating func appendInterpolation(
        _ rows: RowPage, above key: StaticString, _ id: StaticString
    ) {
        appendPosition(key, id, ") > (", rows.above)
    }

    /// `\(rows, below: "starts_at", "id")`: the same in a descending list.
    package mutating func appendInterpolation(
        _ rows: RowPage, below key: StaticString, _ id: StaticString
    ) {
        appendPosition(key, id, ") < (", rows.beneath)
    }

    private mutating func appendPosition(
        _ key: StaticString, _ id: StaticString, _ sign: StaticString, _ position: RowPosition
    ) {
        appendLiteral("(")
        appendLiteral(key)
        appendLiteral(", ")
        appendLiteral(id)
        appendLiteral(sign)
        appendInterpolation(position.key)
        appendLiteral(", ")
        appendInterpolation(position.id)
        appendLiteral(")")
    }
}
