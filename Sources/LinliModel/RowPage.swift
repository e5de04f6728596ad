/// Which rows of a list are wanted: so many, behind those of the pages before.
///
/// A list in the order of its ids goes on behind the last id that was shown, one in the order of a time
/// behind the last time and id, so that what is written between two pages moves no row.
package struct RowPage: Sendable, Hashable, ExpressibleByIntegerLiteral {
    package let limit: Int
    /// Only rows with a smaller id; the largest number where the page is the first.
    package let below: Int64
    /// Only rows with a larger id, in a list whose oldest row comes first; the smallest number where the page
    /// is the first.
    package let past: Int64
    /// Only rows behind this one, in a list in the order of a time; nil where the page is the first.
    package let behind: RowPosition?

    package init(limit: Int, below: Int64 = .max, past: Int64 = .min, behind: RowPosition? = nil) {
        self.limit = limit
        self.below = below
        self.past = past
        self.behind = behind
    }

    package init(integerLiteral limit: Int) {
        self.init(limit: limit)
    }

    /// As somebody asks for it: at least a row, and no more than a page may have. `n4711` goes on below that
    /// id, `o4711` above it, `t1773626400000.4711` behind that time and id.
    package init(asked limit: Int, after: String?) {
        let limit = min(max(limit, 1), Limits.adminPageRows)
        switch after.flatMap(Place.init) {
        case .below(let id): self.init(limit: limit, below: id)
        case .past(let id): self.init(limit: limit, past: id)
        case .behind(let position): self.init(limit: limit, behind: position)
        case nil: self.init(limit: limit)
        }
    }

    /// Whether a page can begin there.
    package static func canBegin(after text: String) -> Bool { Place(text) != nil }

    private enum Place {
        case below(Int64)
        case past(Int64)
        case behind(RowPosition)

        init?(_ text: String) {
            let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Int64($0) }
            guard numbers.count == parts.count else { return nil }
            switch (text.first, numbers.count) {
            case ("n", 1) where numbers[0] >= 0: self = .below(numbers[0])
            case ("o", 1) where numbers[0] >= 0: self = .past(numbers[0])
            case ("t", 2): self = .behind(RowPosition(key: numbers[0], id: numbers[1]))
            default: return nil
            }
        }
    }

    /// Where an ascending list goes on: above this.
    package var above: RowPosition { behind ?? RowPosition(key: .min, id: .min) }

    /// Where a descending list goes on: below this.
    package var beneath: RowPosition { behind ?? RowPosition(key: .max, id: .max) }

    /// One row more than wanted tells whether there is another page.
    package var andOne: RowPage { RowPage(limit: limit + 1, below: below, past: past, behind: behind) }

    /// What `--after` of the next page is; nil where `count` rows of `andOne` were the last ones.
    ///
    /// - Parameter last: the last row of this page.
    package func next(found count: Int, last: (any ListedRow)?) -> String? {
        count > limit ? last?.mark : nil
    }
}

/// A row of a list that has pages: by its mark the next one begins behind it.
package protocol ListedRow {
    var mark: String { get }
}

/// A row of a list whose pages go from the newest id down.
package protocol NewestFirst: ListedRow {
    var place: Int64 { get }
}

extension NewestFirst {
    package var mark: String { "n\(place)" }
}

/// A row of a list whose pages go from the oldest id up, as those of what waits.
package protocol OldestFirst: ListedRow {
    var place: Int64 { get }
}

extension OldestFirst {
    package var mark: String { "o\(place)" }
}

/// A row of a list in the order of a time or of points, and of ids where that is the same.
package protocol InOrder: ListedRow {
    var position: RowPosition { get }
}

extension InOrder {
    package var mark: String { "t\(position.key).\(position.id)" }
}

package struct RowPosition: Sendable, Hashable {
    /// What the list is ordered by: milliseconds since 1970, or points.
    package let key: Int64
    package let id: Int64

    package init(key: Int64, id: Int64) {
        self.key = key
        self.id = id
    }

    package init(_ time: Instant, _ id: Identifier<some Any>) {
        self.init(key: time.milliseconds, id: id.rawValue)
    }
}
