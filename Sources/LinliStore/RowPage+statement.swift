import LinliModel
import LinliSQL

extension Statement.StringInterpolation {
    /// `LIMIT \(rows)`
    package mutating func appendInterpolation(_ rows: RowPage) {
        appendInterpolation(rows.limit)
        appendLiteral(" OFFSET ")
        appendInterpolation(rows.skip)
    }
}
