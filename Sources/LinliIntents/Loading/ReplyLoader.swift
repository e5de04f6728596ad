import LinliModel
import Yams

/// Reads `Intents/replies/*.yaml` and checks every text.
struct ReplyLoader {
    private(set) var replies: [String: ReplyTemplates.Reply] = [:]
    private var forbidden: [String] = []

    /// A file holds `replies` (key → text, or key → `text`, texts per channel and `buttons`) and may add
    /// `forbidden` words, which count for its own texts and for those of files read after it.
    mutating func read(_ root: Node.Mapping, _ file: inout SourceFile) {
        if let words = root["forbidden"] { forbidden += file.texts(words, "a forbidden word").map(\.text) }
        for (key, value) in file.mapping(.mapping(root), "a reply file") {
            switch key {
            case "forbidden": break
            case "replies":
                for (name, node) in file.mapping(value, "replies") { readReply(name, node, &file) }
            default: file.report(value, "unknown key \(key)")
            }
        }
    }

    private mutating func readReply(_ name: String, _ node: Node, _ file: inout SourceFile) {
        if replies[name] != nil { file.report(node, "the reply \(name) stands twice: remove one") }
        var standard: [ReplyTemplates.Part]?
        var variants: [ChannelConfiguration.Kind: [ReplyTemplates.Part]] = [:]
        var buttons = ReplyTemplates.Buttons.words([])
        if case .scalar = node {
            standard = parts(name, node, &file)
            if standard == nil { return }
        } else {
            for (key, value) in file.mapping(node, "the reply \(name)") {
                if key == "text" {
                    standard = parts(name, value, &file)
                } else if key == "buttons" {
                    buttons = readButtons(name, value, &file)
                } else if let kind: ChannelConfiguration.Kind = file.choice(key, value, "channel kind") {
                    variants[kind] = parts(name, value, &file)
                }
            }
        }
        guard let standard else { return file.report(node, "the reply \(name) has no text: add one") }
        replies[name] = ReplyTemplates.Reply(standard: standard, variants: variants, buttons: buttons)
    }

    /// A list of words, or `numbers`: one for each line of `{list}`.
    private func readButtons(_ name: String, _ node: Node, _ file: inout SourceFile) -> ReplyTemplates.Buttons
    {
        if case .scalar(let scalar) = node, scalar.string == "numbers" { return .numbersOfList }
        let words = file.texts(node, "a button").map(\.text)
        if words.count > Limits.replyButtonItems {
            file.report(
                node, "the reply \(name) has more than \(Limits.replyButtonItems) buttons: leave some out")
        }
        for word in words where word.utf8.count > Limits.replyButtonBytes || word.contains("\n") {
            file.report(node, "the button \(word) of \(name) is too long: a button is a word or two")
        }
        return .words(words)
    }

    private func parts(_ name: String, _ node: Node, _ file: inout SourceFile) -> [ReplyTemplates.Part]? {
        guard let source = file.text(node, "the reply \(name)") else { return nil }
        do {
            let parts = try ReplyTemplates.parse(source.text)
            if ReplyTemplates.length(parts) > Limits.replyCharacters {
                file.report(
                    node,
                    "the reply \(name) is longer than \(Limits.replyCharacters) characters: shorten it")
            }
            let literal = ReplyTemplates.literals(parts)
            for word in forbidden where literal.contains(word) {
                file.report(node, "the reply \(name) holds the forbidden word \(word): say it differently")
            }
            return parts
        } catch {
            file.report(node, "the reply \(name): \(error.message)")
            return nil
        }
    }
}
