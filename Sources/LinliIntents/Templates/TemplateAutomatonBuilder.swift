import LinliModel

/// Builds the automaton of `TemplateMatcher`: first with empty edges, then without.
struct TemplateAutomatonBuilder {
    struct Compiled {
        var transitions: [UInt64: Int32] = [:]
        var ranges: [Range<Int32>] = []
        var targets: [Int32] = []
        var free: [Int32: [(slot: SlotName, target: Int32)]] = [:]
        var accepts: [Int32] = []
    }

    private(set) var templates: [TemplateMatcher.Template] = []
    private var edges: [[(label: UInt32, target: Int32)]] = [[]]
    private var empty: [[Int32]] = [[]]
    private var free: [[(slot: SlotName, target: Int32)]] = [[]]
    private var accepts: [Int32] = [-1]
    private var symbols: (TemplateNode) -> Symbol?

    /// `symbols` names the symbol of a list or a typed slot; nil for a free slot.
    init(symbols: @escaping (TemplateNode) -> Symbol?) {
        self.symbols = symbols
    }

    /// Labels of lists and slots begin above the last code point.
    static func label(_ symbol: Symbol) -> UInt32 { 0x200000 + symbol.rawValue }

    mutating func add(_ node: TemplateNode, intent: Intent, text: String) {
        let end = build(node, from: 0)
        templates.append(TemplateMatcher.Template(intent: intent, text: text))
        if accepts[Int(end)] < 0 { accepts[Int(end)] = Int32(templates.count - 1) }
    }

    private mutating func state() -> Int32 {
        edges.append([])
        empty.append([])
        free.append([])
        accepts.append(-1)
        return Int32(edges.count - 1)
    }

    /// Returns the state in which the node has been said.
    private mutating func build(_ node: TemplateNode, from start: Int32) -> Int32 {
        switch node {
        case .literal(let codes):
            return codes.reduce(start) { link($0, $1) }
        case .sequence(let nodes):
            return nodes.reduce(start) { build($1, from: $0) }
        case .choice(let nodes):
            let end = state()
            for option in nodes {
                let entry = state()
                empty[Int(start)].append(entry)
                empty[Int(build(option, from: entry))].append(end)
            }
            return end
        case .slot(let name):
            if let symbol = symbols(node) { return link(start, Self.label(symbol)) }
            let end = state()
            if let slot = SlotName(rawValue: name) { free[Int(start)].append((slot, end)) }
            return end
        case .list:
            return symbols(node).map { link(start, Self.label($0)) } ?? start
        }
    }

    private mutating func link(_ from: Int32, _ label: UInt32) -> Int32 {
        let end = state()
        edges[Int(from)].append((label, end))
        return end
    }

    func compiled() -> Compiled {
        var compiled = Compiled()
        compiled.accepts = accepts
        for start in entered() {
            let closure = closure(of: Int32(start))
            var byLabel: [UInt32: [Int32]] = [:]
            for state in closure {
                for edge in edges[Int(state)] { byLabel[edge.label, default: []].append(edge.target) }
                for entry in free[Int(state)] { compiled.free[Int32(start), default: []].append(entry) }
                let accepted = accepts[Int(state)]
                if accepted >= 0 && (compiled.accepts[start] < 0 || accepted < compiled.accepts[start]) {
                    compiled.accepts[start] = accepted
                }
            }
            for (label, targets) in byLabel.sorted(by: { $0.key < $1.key }) {
                let lower = Int32(compiled.targets.count)
                compiled.targets += targets
                compiled.transitions[CodeTable.key(Int32(start), label)] = Int32(compiled.ranges.count)
                compiled.ranges.append(lower..<Int32(compiled.targets.count))
            }
        }
        return compiled
    }

    /// The start and every state that a word leads to: only these are ever current.
    private func entered() -> [Int] {
        var marks = Set([0])
        for list in edges { marks.formUnion(list.map { Int($0.target) }) }
        for list in free { marks.formUnion(list.map { Int($0.target) }) }
        return marks.sorted()
    }

    private func closure(of start: Int32) -> [Int32] {
        guard !empty[Int(start)].isEmpty else { return [start] }
        var seen: Set<Int32> = [start]
        var order = [start]
        var next = 0
        while next < order.count {
            for state in empty[Int(order[next])] where seen.insert(state).inserted { order.append(state) }
            next += 1
        }
        return order
    }
}
