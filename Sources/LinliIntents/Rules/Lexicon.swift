/// A group of words that a rule, a list or a slot asks for. Numbers are given out by `SymbolTable`.
struct Symbol: Hashable, Sendable, Comparable {
    let rawValue: UInt32

    init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    static func < (left: Symbol, right: Symbol) -> Bool { left.rawValue < right.rawValue }
}

/// Every phrase that anything in `Intents/` looks for, in one trie: a message is scanned once, and all
/// rules read from the hits.
struct Lexicon: Sendable {
    struct Hit: Sendable, Hashable {
        let start: Int
        let end: Int
        let phrase: Int

        var range: Range<Int> { start..<end }
        var length: Int { end - start }
    }

    /// (node, code) → node.
    fileprivate let children: CodeTable
    fileprivate let phraseOfNode: [Int32]
    fileprivate let symbolsOfPhrase: [[Symbol]]
    let phrases: [[UInt32]]

    func symbols(of hit: Hit) -> [Symbol] { symbolsOfPhrase[hit.phrase] }

    /// Every phrase at every position, by start and then length.
    func hits(in codes: [UInt32]) -> [Hit] {
        var hits: [Hit] = []
        for start in codes.indices {
            var node: Int32 = 0
            var position = start
            while position < codes.count, let next = child(node, codes[position]) {
                node = next
                position += 1
                let phrase = phraseOfNode[Int(node)]
                if phrase >= 0 { hits.append(Hit(start: start, end: position, phrase: Int(phrase))) }
            }
        }
        return hits
    }

    /// Left to right, the longest at each place, none overlapping.
    func longestHits(in codes: [UInt32]) -> [Hit] {
        var chosen: [Hit] = []
        for hit in hits(in: codes) {
            if let last = chosen.last, hit.start < last.end {
                if hit.start == last.start && hit.end > last.end { chosen[chosen.count - 1] = hit }
            } else {
                chosen.append(hit)
            }
        }
        return chosen
    }

    private func child(_ node: Int32, _ code: UInt32) -> Int32? {
        children[CodeTable.key(node, code)]
    }
}

struct LexiconBuilder {
    private var children: [UInt64: Int32] = [:]
    private var phraseOfNode: [Int32] = [-1]
    private var phrases: [[UInt32]] = []
    private var symbols: [[Symbol]] = []

    /// Adds a phrase to a group; the same phrase may stand in several groups.
    mutating func add(_ phrase: [UInt32], symbol: Symbol) {
        guard !phrase.isEmpty else { return }
        var node: Int32 = 0
        for code in phrase {
            let key = CodeTable.key(node, code)
            if let next = children[key] {
                node = next
            } else {
                phraseOfNode.append(-1)
                let next = Int32(phraseOfNode.count - 1)
                children[key] = next
                node = next
            }
        }
        if phraseOfNode[Int(node)] < 0 {
            phraseOfNode[Int(node)] = Int32(phrases.count)
            phrases.append(phrase)
            symbols.append([])
        }
        let index = Int(phraseOfNode[Int(node)])
        if !symbols[index].contains(symbol) { symbols[index].append(symbol) }
    }

    func build() -> Lexicon {
        Lexicon(
            children: CodeTable(children), phraseOfNode: phraseOfNode, symbolsOfPhrase: symbols,
            phrases: phrases)
    }
}

/// Gives a number to every named group of words.
struct SymbolTable {
    private(set) var names: [String: Symbol] = [:]
    private(set) var count: UInt32 = 0

    mutating func symbol(_ name: String) -> Symbol {
        if let known = names[name] { return known }
        let fresh = Symbol(count)
        count += 1
        names[name] = fresh
        return fresh
    }
}
