/// Where the words of each group stand in one message: a few dozen entries in one block of memory, sorted by
/// group, then by where they begin. A dictionary of arrays cost more than all that was asked of it.
struct WordSpans: Sendable {
    /// Group in the upper 24 bits, start and end in 20 bits each: a message has `Limits.messageCharacters`.
    private let entries: [UInt64]

    init(_ hits: [Lexicon.Hit], _ lexicon: Lexicon) {
        var entries: [UInt64] = []
        entries.reserveCapacity(hits.count * 2)
        for hit in hits {
            for symbol in lexicon.symbols(of: hit) {
                entries.append(UInt64(symbol.rawValue) << 40 | UInt64(hit.start) << 20 | UInt64(hit.end))
            }
        }
        entries.sort()
        self.entries = entries
    }

    /// The spans of one group, by start and then length; none where none of its words stands.
    subscript(symbol: Symbol) -> Spans {
        let first = place(of: UInt64(symbol.rawValue) << 40)
        var last = first
        while last < entries.count, entries[last] >> 40 == UInt64(symbol.rawValue) { last += 1 }
        return Spans(entries: entries[first..<last])
    }

    func has(_ symbol: Symbol) -> Bool {
        let first = place(of: UInt64(symbol.rawValue) << 40)
        return first < entries.count && entries[first] >> 40 == UInt64(symbol.rawValue)
    }

    /// Every group of which a word stands in the message, once, with its spans.
    func forEach(_ body: (Symbol, Spans) -> Void) {
        var first = 0
        while first < entries.count {
            let group = entries[first] >> 40
            var last = first + 1
            while last < entries.count, entries[last] >> 40 == group { last += 1 }
            body(Symbol(UInt32(truncatingIfNeeded: group)), Spans(entries: entries[first..<last]))
            first = last
        }
    }

    /// The first entry that is not below a key.
    private func place(of key: UInt64) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Spans of one group's words in a message.
struct Spans: RandomAccessCollection, Sendable {
    fileprivate let entries: ArraySlice<UInt64>

    static let none = Spans(entries: [])

    var startIndex: Int { entries.startIndex }
    var endIndex: Int { entries.endIndex }

    subscript(index: Int) -> Range<Int> {
        let entry = entries[index]
        return Int(truncatingIfNeeded: entry >> 20 & 0xF_FFFF)..<Int(truncatingIfNeeded: entry & 0xF_FFFF)
    }
}
