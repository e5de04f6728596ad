import LinliModel
import LinliSQL

extension Statement.StringInterpolation {
    /// `LIMIT \(rows)`
    package mutating func appendInterpolation(_ rows: RowPage) {
        appendInterpolation(rows.limit)
        appendLiteral(" OFFSET ")
        appendInterpolation(rows.skip)
    }

    /// `\(rows, above: "due_at", "id")`: behind the last row of the page before, in an ascending list.
    package mutating func appendInterpolation(
        _ rows: RowPage, above time: StaticString, _ id: StaticString
    ) {
        appendPosition(time, id, ") > (", rows.above)
    }

    /// `\(rows, below: "starts_at", "id")`: the same in a descending list.
    package mutating func appendInterpolation(
        _ rows: RowPage, below time: StaticString, _ id: StaticString
    ) {
        appendPosition(time, id, ") < (", rows.beneath)
    }

    private mutating func appendPosition(
        _ time: StaticString, _ id: StaticString, _ sign: StaticString, _ position: RowPosition
    ) {
        appendLiteral("(")
        appendLiteral(time)
        appendLiteral(", ")
        appendLiteral(id)
        appendLiteral(sign)
        appendInterpolation(position.time)
        appendLiteral(", ")
        appendInterpolation(position.id)
        appendLiteral(")")
    }
}
