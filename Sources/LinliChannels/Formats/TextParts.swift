/// A long text as messages that a platform takes, none of its bytes lost.
enum TextParts {
    /// Cuts on grapheme borders so that no part has more than `limit` UTF-8 bytes; joined, the parts are
    /// the text again. In the last quarter of a part a line end is preferred, then a sentence end. A
    /// single grapheme that is longer than the limit is cut between its scalars. An empty text has no parts.
    ///
    /// `limit` is at least 4, so that any scalar fits.
    static func cut(_ text: String, bytes limit: Int) -> [String] {
        guard !text.isEmpty else { return [] }
        var parts: [String] = []
        var rest = text[...]
        while rest.utf8.count > limit {
            let end = border(of: rest, limit: limit)
            parts.append(String(rest[..<end]))
            rest = rest[end...]
        }
        parts.append(String(rest))
        return parts
    }

    /// The longest start of the text that fits, with `mark` behind it where something was left out.
    static func shortened(_ text: String, bytes limit: Int, mark: String) -> String {
        guard text.utf8.count > limit else { return text }
        let end = border(of: text[...], limit: limit - mark.utf8.count)
        return text[..<end] + mark
    }

    private static let sentenceEnds: Set<Character> = ["。", "！", "？", "；", "!", "?", ";", "…"]

    /// Where the first part of a text ends that is longer than `limit`.
    private static func border(of text: Substring, limit: Int) -> Substring.Index {
        var end = text.startIndex
        var lineEnd: Substring.Index?
        var sentenceEnd: Substring.Index?
        let wanted = limit - limit / 4
        while end < text.endIndex {
            let following = text.index(after: end)
            let length = text.utf8.distance(from: text.startIndex, to: following)
            if length > limit { break }
            if length >= wanted {
                let character = text[end]
                if character.isNewline {
                    lineEnd = following
                } else if sentenceEnds.contains(character) {
                    sentenceEnd = following
                }
            }
            end = following
        }
        let border = lineEnd ?? sentenceEnd ?? end
        return border > text.startIndex ? border : scalarBorder(of: text, limit: limit)
    }

    private static func scalarBorder(of text: Substring, limit: Int) -> Substring.Index {
        let scalars = text.unicodeScalars
        var end = scalars.startIndex
        while end < scalars.endIndex {
            let following = scalars.index(after: end)
            if text.utf8.distance(from: text.startIndex, to: following) > limit { break }
            end = following
        }
        return end
    }
}
