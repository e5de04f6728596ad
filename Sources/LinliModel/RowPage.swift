/// Which rows of a list are wanted: so many, behind those of the pages before.
///
/// What is written between two pages moves the rows: newest first, a row may come twice, and none is missed.
package struct RowPage: Sendable, Hashable, ExpressibleByIntegerLiteral {
    package let limit: Int
    package let skip: Int

    package init(limit: Int, skip: Int = 0) {
        self.limit = limit
        self.skip = skip
    }

    package init(integerLiteral limit: Int) {
        self.init(limit: limit)
    }

    /// As somebody asks for it: at least a row, and no more than a page may have.
    package init(asked limit: Int, after: String?) {
        self.init(
            limit: min(max(limit, 1), Limits.adminPageRows), skip: max(0, after.flatMap { Int($0) } ?? 0))
    }

    /// One row more than wanted tells whether there is another page.
    package var andOne: RowPage { RowPage(limit: limit + 1, skip: skip) }

    /// What `--after` of the next page is; nil where `count` rows of `andOne` were the last ones.
    package func next(found count: Int) -> String? {
        count > limit ? "\(skip + limit)" : nil
    }
}
