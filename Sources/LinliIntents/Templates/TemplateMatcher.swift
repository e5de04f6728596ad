import LinliModel

/// All templates of all intents compiled into one automaton that is walked once over a message.
///
/// An edge is a character, a list or a typed slot; what lists and slots span was found beforehand, so
/// that nothing is tried twice and nothing is undone. A message that no template can say dies out after
/// a few characters. Cost: characters × states alive, the latter capped by `Limits.matcherStates`.
struct TemplateMatcher: Sendable {
    struct Template: Sendable {
        let intent: Intent
        let text: String
    }

    struct Match: Sendable {
        let template: Int
        /// Free slots ({matter}, {reason}, …) and what they span.
        let captures: [(slot: SlotName, range: Range<Int>)]
        let score: Int
    }

    /// What a list or a typed slot spans in the message.
    struct Edge: Sendable {
        let start: Int
        let end: Int
        let symbol: Symbol
    }

    let templates: [Template]
    private let transitions: CodeTable
    /// Ranges of `targets`, as transitions name them.
    private let ranges: [Range<Int32>]
    private let targets: [Int32]
    private let free: [Int32: [(slot: SlotName, target: Int32)]]
    private let accepts: [Int32]

    init(_ builder: TemplateAutomatonBuilder) {
        let compiled = builder.compiled()
        templates = builder.templates
        transitions = CodeTable(compiled.transitions)
        ranges = compiled.ranges
        targets = compiled.targets
        free = compiled.free
        accepts = compiled.accepts
    }

    /// The best template that says the whole message; nil where none does. `skips` are politeness and
    /// particles, which every template looks past.
    func match(_ codes: [UInt32], edges: [Edge], skips: [Range<Int>]) -> Match? {
        guard !codes.isEmpty else { return nil }
        var walk = Walk(length: codes.count)
        walk.add(Walk.Item(state: 0, score: 0, parent: -1, capture: nil), at: 0)
        var edge = 0
        var skip = 0
        for position in codes.indices {
            while edge < edges.count, edges[edge].start < position { edge += 1 }
            guard walk.first[position] >= 0 else { continue }
            let here = edges[edge...].prefix { $0.start == position }
            while skip < skips.count, skips[skip].lowerBound < position { skip += 1 }
            let skipped = skips[skip...].prefix { $0.lowerBound == position }
            var index = walk.first[position]
            while index >= 0 {
                step(&walk, index, position, codes, here, skipped)
                index = walk.items[index].next
            }
        }
        return best(walk, length: codes.count)
    }

    private func step(
        _ walk: inout Walk, _ index: Int, _ position: Int, _ codes: [UInt32], _ edges: ArraySlice<Edge>,
        _ skips: ArraySlice<Range<Int>>
    ) {
        let item = walk.items[index]
        follow(&walk, index, label: codes[position], to: position + 1, gain: 10)
        for edge in edges {
            let gain = 10 * (edge.end - edge.start) - 1
            follow(
                &walk, index, label: TemplateAutomatonBuilder.label(edge.symbol), to: edge.end, gain: gain)
        }
        if CodeClass.isMark(codes[position]) {
            walk.add(
                Walk.Item(state: item.state, score: item.score, parent: index, capture: nil),
                at: position + 1)
        }
        for skip in skips {
            walk.add(
                Walk.Item(state: item.state, score: item.score, parent: index, capture: nil),
                at: skip.upperBound)
        }
        guard let open = free[item.state] else { return }
        let last = min(codes.count, position + Limits.freeSlotCharacters)
        guard position + 2 <= last else { return }
        for (slot, target) in open {
            for end in (position + 2)...last {
                let score = item.score + end - position
                walk.add(
                    Walk.Item(state: target, score: score, parent: index, capture: (slot, position..<end)),
                    at: end)
            }
        }
    }

    private func follow(_ walk: inout Walk, _ index: Int, label: UInt32, to end: Int, gain: Int) {
        let item = walk.items[index]
        guard let range = transitions[CodeTable.key(item.state, label)] else { return }
        for target in targets[Int(ranges[Int(range)].lowerBound)..<Int(ranges[Int(range)].upperBound)] {
            walk.add(
                Walk.Item(state: target, score: item.score + gain, parent: index, capture: nil), at: end)
        }
    }

    private func best(_ walk: Walk, length: Int) -> Match? {
        var best: (index: Int, template: Int32, score: Int)?
        var next = walk.first[length]
        while next >= 0 {
            let index = next
            let item = walk.items[index]
            next = item.next
            let template = accepts[Int(item.state)]
            guard template >= 0, item.score > 0 else { continue }
            if best == nil || (item.score, -Int(template)) > (best!.score, -Int(best!.template)) {
                best = (index, template, item.score)
            }
        }
        guard let best else { return nil }
        var captures: [(slot: SlotName, range: Range<Int>)] = []
        var index = best.index
        while index >= 0 {
            if let capture = walk.items[index].capture { captures.append(capture) }
            index = walk.items[index].parent
        }
        return Match(template: Int(best.template), captures: captures.reversed(), score: best.score)
    }
}

/// The states alive at each position of one message; of two ways to the same state the better stays.
private struct Walk {
    struct Item {
        let state: Int32
        var score: Int
        var parent: Int
        var capture: (slot: SlotName, range: Range<Int>)?
        /// The next item at the same position; -1 at the end.
        var next = -1
    }

    private(set) var items: [Item] = []
    /// The first item at each position; -1 where none is.
    private(set) var first: [Int]

    init(length: Int) {
        first = Array(repeating: -1, count: length + 1)
        items.reserveCapacity(length * 4)
    }

    mutating func add(_ item: Item, at position: Int) {
        var last = -1
        var count = 0
        var index = first[position]
        while index >= 0 {
            if items[index].state == item.state {
                // Nothing has gone on from here yet: positions are walked in order.
                if items[index].score < item.score {
                    items[index].score = item.score
                    items[index].parent = item.parent
                    items[index].capture = item.capture
                }
                return
            }
            last = index
            index = items[index].next
            count += 1
        }
        guard count < Limits.matcherStates else { return }
        items.append(item)
        if last < 0 { first[position] = items.count - 1 } else { items[last].next = items.count - 1 }
    }
}
