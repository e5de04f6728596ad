import LinliModel

/// Greetings, thanks and pleading at the edges of a message, which the classifier looks past: "师傅你好，路灯不亮，
/// 谢谢您" is about the lamp. The words are those of the cue `courtesy` in `Intents/lists/cues.yaml`.
package struct Courtesies: Sendable {
    /// What is left must have so many characters; of a shorter message the courtesy may be all that it says.
    private static let leastMatter = 4
    private static let symbol = Symbol(0)

    private let words: Lexicon

    /// `words` in the form that the normaliser gives.
    init(_ words: [String]) {
        var builder = LexiconBuilder()
        for word in words { builder.add(word.codes, symbol: Courtesies.symbol) }
        self.words = builder.build()
    }

    /// Those of a folder of intents.
    package init(directory: String) throws(Findings) {
        let sources = try IntentLoader.load(directory: directory)
        self.init((sources.cues["courtesy"] ?? []).map(\.text))
    }

    /// Looks past nothing.
    package static let none = Courtesies([])

    func matter(of codes: [UInt32]) -> Range<Int> {
        let spans = WordSpans(words.hits(in: codes), words)
        return Courtesies.matter(of: codes, between: spans[Courtesies.symbol])
    }

    /// The message without the courtesies at its edges and the marks beside them; all of it where little
    /// would remain.
    static func matter(of codes: [UInt32], between courtesies: Spans) -> Range<Int> {
        let isMark = { CodeClass.isMark(codes[$0]) }
        var start = 0
        var place = 0
        while place < codes.count {
            // By start and then length: the last one that begins here is the longest.
            if let longest = courtesies.last(where: { $0.lowerBound == place }) {
                place = longest.upperBound
                start = codes[place...].indices.first { !isMark($0) } ?? codes.count
                place = start
            } else if isMark(place) {
                place += 1
            } else {
                break
            }
        }
        var end = codes.count
        place = end
        while place > start {
            if let longest = courtesies.first(where: { $0.upperBound == place }) {
                place = max(start, longest.lowerBound)
                while place > start, isMark(place - 1) { place -= 1 }
                end = place
            } else if isMark(place - 1) {
                place -= 1
            } else {
                break
            }
        }
        return end - start >= leastMatter ? start..<end : 0..<codes.count
    }
}
