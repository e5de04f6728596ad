/// Which rows of a list are wanted: so many, behind those of the pages before.
///
/// A list in the order of its ids goes on below the last id that was shown, so that what is written between
/// two pages moves no row. Any other list counts the rows before: newest first, a row may come twice there,
/// and none is missed.
package struct RowPage: Sendable, Hashable, ExpressibleByIntegerLiteral {
    package let limit: Int
    package let skip: Int
    /// Only rows with a smaller id; the largest number where the page is the first.
    package let below: Int64

    package init(limit: Int, skip: Int = 0, below: Int64 = .max) {
        self.limit = limit
        self.skip = skip
        self.below = below
    }

    package init(integerLiteral limit: Int) {
        self.init(limit: limit)
    }

    /// As somebody asks for it: at least a row, and no more than a page may have. `n4711` goes on below that
    /// id, `50` behind so many rows.
    package init(asked limit: Int, after: String?) {
        let limit = min(max(limit, 1), Limits.adminPageRows)
        if let after, after.hasPrefix("n"), let below = Int64(after.dropFirst()) {
            self.init(limit: limit, below: below)
        } else {
            self.init(limit: limit, skip: max(0, after.flatMap { Int($0) } ?? 0))
        }
    }

    /// One row more than wanted tells whether there is another page.
    package var andOne: RowPage { RowPage(limit: limit + 1, skip: skip, below: below) }

    /// What `--after` of the next page is; nil where `count` rows of `andOne` were the last ones.
    ///
    /// - Parameter last: the id of the last row of this page, in a list that is in the order of ids.
    package func next(found count: Int, last: Int64? = nil) -> String? {
        guard count > limit else { return nil }
        return last.map { "n\($0)" } ?? "\(skip + limit)"
    }
}

/// A row of a list whose pages go from the newest id down.
package protocol NewestFirst {
    var place: Int64 { get }
}
