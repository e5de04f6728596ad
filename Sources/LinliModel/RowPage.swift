/// Which rows of a list are wanted: so many, behind those of the pages before.
///
/// A list in the order of its ids goes on below the last id that was shown, one in the order of a time behind
/// the last time and id, so that what is written between two pages moves no row. Any other list counts the
/// rows before: newest first, a row may come twice there, and none is missed.
package struct RowPage: Sendable, Hashable, ExpressibleByIntegerLiteral {
    package let limit: Int
    package let skip: Int
    /// Only rows with a smaller id; the largest number where the page is the first.
    package let below: Int64
    /// Only rows behind this one, in a list in the order of a time; nil where the page is the first.
    package let behind: RowPosition?

    package init(limit: Int, skip: Int = 0, below: Int64 = .max, behind: RowPosition? = nil) {
        self.limit = limit
        self.skip = skip
        self.below = below
        self.behind = behind
    }

    package init(integerLiteral limit: Int) {
        self.init(limit: limit)
    }

    /// As somebody asks for it: at least a row, and no more than a page may have. `n4711` goes on below that
    /// id, `t1773626400000.4711` behind that time and id, `50` behind so many rows.
    package init(asked limit: Int, after: String?) {
        let limit = min(max(limit, 1), Limits.adminPageRows)
        switch after.flatMap(Place.init) {
        case .below(let id): self.init(limit: limit, below: id)
        case .behind(let position): self.init(limit: limit, behind: position)
        case .skip(let count): self.init(limit: limit, skip: count)
        case nil: self.init(limit: limit)
        }
    }

    /// Whether a page can begin there.
    package static func canBegin(after text: String) -> Bool { Place(text) != nil }

    private enum Place {
        case below(Int64)
        case behind(RowPosition)
        case skip(Int)

        init?(_ text: String) {
            if text.hasPrefix("n") {
                guard let id = Int64(text.dropFirst()), id >= 0 else { return nil }
                self = .below(id)
            } else if text.hasPrefix("t") {
                let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
                guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1])
                else { return nil }
                self = .behind(RowPosition(time: time, id: id))
            } else {
                guard let count = Int(text), count >= 0 else { return nil }
                self = .skip(count)
            }
        }
    }

    /// Where an ascending list goes on: above this.
    package var above: RowPosition { behind ?? RowPosition(time: .min, id: .min) }

    /// Where a descending list goes on: below this.
    package var beneath: RowPosition { behind ?? RowPosition(time: .max, id: .max) }

    /// One row more than wanted tells whether there is another page.
    package var andOne: RowPage { RowPage(limit: limit + 1, skip: skip, below: below, behind: behind) }

    /// What `--after` of the next page is; nil where `count` rows of `andOne` were the last ones.
    ///
    /// - Parameter last: the last row of this page.
    package func next(found count: Int, last: Any? = nil) -> String? {
        guard count > limit else { return nil }
        switch last {
        case let row as any NewestFirst: return "n\(row.place)"
        case let row as any InOrder: return "t\(row.position.time).\(row.position.id)"
        default: return "\(skip + limit)"
        }
    }
}

/// A row of a list whose pages go from the newest id down.
package protocol NewestFirst {
    var place: Int64 { get }
}

/// A row of a list in the order of a time, and of ids where that is the same.
package protocol InOrder {
    var position: RowPosition { get }
}

package struct RowPosition: Sendable, Hashable {
    /// Milliseconds since 1970.
    package let time: Int64
    package let id: Int64

    package init(time: Int64, id: Int64) {
        self.time = time
        self.id = id
    }

    package init(_ time: Instant, _ id: Identifier<some Any>) {
        self.init(time: time.milliseconds, id: id.rawValue)
    }
}
