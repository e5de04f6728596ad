/// A sentence template as it was written: `[请]帮我(修|看)一下{place}的{object}`.
///
/// The whole grammar (`Intents/README.md`): plain text, `[optional]`, `(one|of|these)`, `{slot}`,
/// `<list>`. Punctuation in a template is ignored, as it is in a message.
indirect enum TemplateNode: Sendable, Equatable {
    case literal([UInt32])
    case sequence([TemplateNode])
    case choice([TemplateNode])
    case slot(String)
    case list(String)

    /// Every slot or list that is named, in order.
    func names(slots: Bool) -> [String] {
        switch self {
        case .literal: []
        case .sequence(let nodes), .choice(let nodes): nodes.flatMap { $0.names(slots: slots) }
        case .slot(let name): slots ? [name] : []
        case .list(let name): slots ? [] : [name]
        }
    }

    /// How many different sentences it can say, a slot or a list counted once. Saturates.
    var expansions: Int {
        switch self {
        case .literal, .slot, .list: 1
        case .sequence(let nodes): nodes.reduce(1) { min(1_000_000_000, $0 * $1.expansions) }
        case .choice(let nodes): nodes.reduce(0) { min(1_000_000_000, $0 + $1.expansions) }
        }
    }

    /// Whether it can be said without a word: such a template would match every message.
    var canBeEmpty: Bool {
        switch self {
        case .literal(let codes): codes.isEmpty
        case .sequence(let nodes): nodes.allSatisfy(\.canBeEmpty)
        case .choice(let nodes): nodes.contains(where: \.canBeEmpty)
        case .slot, .list: false
        }
    }
}

/// Why a template cannot be read: one sentence that says what to do.
struct TemplateFailure: Error, Equatable {
    let message: String
}

/// Parses one template.
struct TemplateGrammar {
    private let codes: [UInt32]
    private var position = 0

    static func parse(_ text: String, normalizer: Normalizer) throws(TemplateFailure) -> TemplateNode {
        var grammar = TemplateGrammar(codes: text.codes)
        let node = try grammar.choice(closing: nil)
        let folded = folded(node, normalizer)
        if folded.canBeEmpty {
            throw TemplateFailure(message: "the template can be empty: leave one word outside []")
        }
        return folded
    }

    private init(codes: [UInt32]) {
        self.codes = codes
    }

    private mutating func choice(closing: UInt32?) throws(TemplateFailure) -> TemplateNode {
        var options: [TemplateNode] = []
        while true {
            let option = try sequence()
            let ended = position >= codes.count || codes[position] != "|"
            if !ended || !options.isEmpty, case .sequence(let nodes) = option, nodes.isEmpty {
                throw TemplateFailure(
                    message: "an alternative is empty: write [a|b] for an optional choice")
            }
            options.append(option)
            if ended { break }
            position += 1
        }
        if let closing {
            guard position < codes.count, codes[position] == closing else {
                throw TemplateFailure(message: "a bracket is not closed: add \(String(codes: [closing]))")
            }
            position += 1
            if options.allSatisfy({ $0 == .sequence([]) }) {
                throw TemplateFailure(message: "a bracket is empty: write something inside or remove it")
            }
        } else if position < codes.count {
            throw TemplateFailure(message: "\(String(codes: [codes[position]])) closes nothing: remove it")
        }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() throws(TemplateFailure) -> TemplateNode {
        var nodes: [TemplateNode] = []
        var literal: [UInt32] = []
        func flush(_ nodes: inout [TemplateNode]) {
            if !literal.isEmpty { nodes.append(.literal(literal)) }
            literal = []
        }
        while position < codes.count {
            let code = codes[position]
            if code == "|" || code == ")" || code == "]" || code == "}" || code == ">" { break }
            guard code == "(" || code == "[" || code == "{" || code == "<" else {
                literal.append(code)
                position += 1
                continue
            }
            flush(&nodes)
            position += 1
            switch code {
            case "(": nodes.append(try choice(closing: 0x29))
            case "[": nodes.append(.choice([try choice(closing: 0x5D), .sequence([])]))
            case "{": nodes.append(.slot(try name(closing: 0x7D)))
            default: nodes.append(.list(try name(closing: 0x3E)))
            }
        }
        flush(&nodes)
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func name(closing: UInt32) throws(TemplateFailure) -> String {
        guard let end = codes[position...].firstIndex(of: closing), end > position else {
            throw TemplateFailure(message: "a name is not closed: add \(String(codes: [closing]))")
        }
        defer { position = end + 1 }
        return String(codes: codes[position..<end])
    }

    /// Literals take the form that messages have after normalising, without marks.
    private static func folded(_ node: TemplateNode, _ normalizer: Normalizer) -> TemplateNode {
        switch node {
        case .literal(let codes):
            .literal(normalizer.normalize(String(codes: codes)).codes.filter { !CodeClass.isMark($0) })
        case .sequence(let nodes): .sequence(nodes.map { folded($0, normalizer) })
        case .choice(let nodes): .choice(nodes.map { folded($0, normalizer) })
        case .slot, .list: node
        }
    }
}

/// All sentences of a node without slots, for the entries of lists.
enum TemplateExpansion {
    /// Nil when there are more than `limit`, or when lists name each other in a circle.
    static func phrases(
        _ node: TemplateNode, lists: [String: [TemplateNode]], limit: Int, depth: Int = 0
    ) -> [[UInt32]]? {
        guard depth < 8 else { return nil }
        var phrases: [[UInt32]] = []
        switch node {
        case .literal(let codes): return [codes]
        case .slot: return nil
        case .list(let name):
            for entry in lists[name] ?? [] {
                guard let more = Self.phrases(entry, lists: lists, limit: limit, depth: depth + 1) else {
                    return nil
                }
                phrases += more
            }
        case .choice(let nodes):
            for option in nodes {
                guard let more = Self.phrases(option, lists: lists, limit: limit, depth: depth) else {
                    return nil
                }
                phrases += more
            }
        case .sequence(let nodes):
            phrases = [[]]
            for part in nodes {
                guard let more = Self.phrases(part, lists: lists, limit: limit, depth: depth) else {
                    return nil
                }
                guard phrases.count * more.count <= limit else { return nil }
                phrases = phrases.flatMap { head in more.map { head + $0 } }
            }
        }
        return phrases.count <= limit ? phrases : nil
    }
}
