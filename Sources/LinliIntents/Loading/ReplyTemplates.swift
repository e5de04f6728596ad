import LinliModel

/// Why a reply could not be written: the key is unknown, or a value that it needs is missing.
package struct ReplyFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        case unknownKey
        case missingValue(String)
    }

    package let kind: Kind
    package let key: String

    package var description: String {
        switch kind {
        case .unknownKey: "no reply is called \(key): add it under Intents/replies"
        case .missingValue(let name): "the reply \(key) needs a value for {\(name)}"
        }
    }
}

/// The texts that residents read (`Intents/replies/*.yaml`): a key, a text with `{name}` placeholders, and
/// `[… {name} …]` parts that disappear where a value inside is missing or empty.
///
/// Promise: every text was checked at load (brackets, length, forbidden words), so that rendering can
/// only fail where the caller forgot a value; no placeholder ever reaches a resident.
package struct ReplyTemplates: Sendable {
    enum Part: Sendable, Equatable {
        case text(String)
        case value(String)
        case optional([Part])
    }

    struct Reply: Sendable {
        let standard: [Part]
        let variants: [ChannelConfiguration.Kind: [Part]]
        let buttons: Buttons
    }

    enum Buttons: Sendable, Equatable {
        case words([String])
        /// One number for each line of the value `list`.
        case numbersOfList
    }

    let replies: [String: Reply]

    package var keys: [String] { replies.keys.sorted() }

    package func has(_ key: String) -> Bool { replies[key] != nil }

    /// The text for a channel; the default text where the channel has none of its own. An empty value
    /// counts as missing.
    package func render(
        _ key: String, _ values: [String: String] = [:], channel: ChannelConfiguration.Kind? = nil
    ) throws(ReplyFailure) -> String {
        guard let reply = replies[key] else { throw ReplyFailure(kind: .unknownKey, key: key) }
        let parts = channel.flatMap { reply.variants[$0] } ?? reply.standard
        var text = ""
        for part in parts { text += try rendered(part, values, key) }
        return text
    }

    /// The answers to a reply that can be pressed instead of typed; none for most.
    package func buttons(_ key: String, _ values: [String: String] = [:]) -> [String] {
        switch replies[key]?.buttons {
        case .words(let words): return words
        case .numbersOfList:
            let lines = values["list"]?.split(separator: "\n").count ?? 0
            return lines > 0 && lines <= Limits.replyButtonItems ? (1...lines).map(String.init) : []
        case nil: return []
        }
    }

    private func rendered(_ part: Part, _ values: [String: String], _ key: String) throws(ReplyFailure)
        -> String
    {
        switch part {
        case .text(let text):
            return text
        case .value(let name):
            guard let value = values[name], !value.isEmpty else {
                throw ReplyFailure(kind: .missingValue(name), key: key)
            }
            return value
        case .optional(let inner):
            let isComplete = ReplyTemplates.names(inner).allSatisfy { values[$0]?.isEmpty == false }
            guard isComplete else { return "" }
            var text = ""
            for part in inner { text += try rendered(part, values, key) }
            return text
        }
    }

    static func names(_ parts: [Part]) -> [String] {
        parts.flatMap { part -> [String] in
            switch part {
            case .text: []
            case .value(let name): [name]
            case .optional(let inner): names(inner)
            }
        }
    }

    /// Parses one text; the failure is one sentence that says what to do.
    static func parse(_ text: String) throws(TemplateFailure) -> [Part] {
        var parser = ReplyParser()
        for character in text { try parser.take(character) }
        return try parser.finish()
    }

    /// The longest that a text can be without its values, in characters.
    static func length(_ parts: [Part]) -> Int {
        parts.reduce(0) { sum, part in
            switch part {
            case .text(let text): sum + text.count
            case .value: sum
            case .optional(let inner): sum + length(inner)
            }
        }
    }

    /// Every literal piece, for the list of forbidden words.
    static func literals(_ parts: [Part]) -> String {
        parts.map { part -> String in
            switch part {
            case .text(let text): text
            case .value: "{}"
            case .optional(let inner): literals(inner)
            }
        }.joined()
    }
}

/// Reads a reply's text character by character.
private struct ReplyParser {
    private var stack: [[ReplyTemplates.Part]] = [[]]
    private var literal = ""
    private var name: String?

    mutating func take(_ character: Character) throws(TemplateFailure) {
        if let open = name { return try takeName(open, character) }
        switch character {
        case "{":
            flush()
            name = ""
        case "}": throw TemplateFailure(message: "} closes nothing: remove it")
        case "[":
            flush()
            stack.append([])
        case "]": try close()
        default: literal.append(character)
        }
    }

    mutating func finish() throws(TemplateFailure) -> [ReplyTemplates.Part] {
        flush()
        if name != nil { throw TemplateFailure(message: "a placeholder is not closed: add }") }
        if stack.count > 1 { throw TemplateFailure(message: "an optional part is not closed: add ]") }
        if stack[0].isEmpty { throw TemplateFailure(message: "the reply is empty: write a text") }
        return stack[0]
    }

    private mutating func takeName(_ open: String, _ character: Character) throws(TemplateFailure) {
        if character == "}" {
            if open.isEmpty { throw TemplateFailure(message: "a placeholder has no name: write {name}") }
            stack[stack.count - 1].append(.value(open))
            name = nil
        } else {
            guard character.isLetter || character.isNumber || character == "_" else {
                throw TemplateFailure(message: "a placeholder is not closed: write {name}")
            }
            name = open + String(character)
        }
    }

    private mutating func close() throws(TemplateFailure) {
        flush()
        guard stack.count > 1, let inner = stack.popLast() else {
            throw TemplateFailure(message: "] closes nothing: remove it")
        }
        if ReplyTemplates.names(inner).isEmpty {
            throw TemplateFailure(
                message: "an optional part without {name} is never left out: remove the []")
        }
        stack[stack.count - 1].append(.optional(inner))
    }

    private mutating func flush() {
        if !literal.isEmpty { stack[stack.count - 1].append(.text(literal)) }
        literal = ""
    }
}
