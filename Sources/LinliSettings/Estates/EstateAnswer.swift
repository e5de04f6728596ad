import LinliModel

extension Estate {
    /// An answer that somebody has published: what it says, on what paper it stands, and until when it is
    /// true. Nothing of it is computed or guessed (`domain.md` E05, E10–E13).
    package struct Answer: Sendable, Hashable {
        /// An item of `info`, `finance` or `governance` in `categories.yaml`.
        package var topic: String
        /// How the board of what may be asked calls it: "物业费".
        package var name: String
        /// Any of them in a question means this row; the longest one counts.
        package var words: [String]
        package var text: String
        package var source: String
        package var published: CivilDate
        /// The last day on which it is told.
        package var until: CivilDate

        package init(
            topic: String, name: String, words: [String], text: String, source: String,
            published: CivilDate, until: CivilDate
        ) {
            self.topic = topic
            self.name = name
            self.words = words
            self.text = text
            self.source = source
            self.published = published
            self.until = until
        }

        package func isValid(on day: CivilDate) -> Bool { (published...until).contains(day) }
    }

    /// The published row that the words mean on that day: of several the one with the longest word.
    package func answer(to words: String, on day: CivilDate) -> Answer? {
        var best: (answer: Answer, length: Int)?
        for answer in answers where answer.isValid(on: day) {
            let length = answer.words.filter { words.mentions($0) }.map(\.count).max() ?? 0
            if length > best?.length ?? 0 { best = (answer, length) }
        }
        return best?.answer
    }

    /// - Parameter categories: nil where that file has findings of its own.
    static func readAnswer(_ item: Item, _ categories: CategoryTable?) -> Answer? {
        guard let table = item.table else { return nil }
        let topic = table.required("topic")?.parsed("an item of info, finance or governance") { code in
            let isTopic = ["info.", "finance.", "governance."].contains(where: code.hasPrefix)
            return isTopic && (categories == nil || categories?[code] != nil) ? code : nil
        }
        let name = table.required("name")?.text
        let words = table.required("words")?.texts
        let text = table.required("answer")?.text
        let source = table.required("source")?.text
        let published = table.required("published")?.date
        let untilItem = table.required("until")
        table.finish()
        guard let topic, let name, let words, let text, let source, let published,
            let until = untilItem?.date
        else { return nil }
        if until < published { untilItem?.report("the answer ends before it is published") }
        if words.isEmpty { item.report("the answer \(name) has no words; write at least one") }
        if text.count > Limits.estateAnswerCharacters {
            item.report("the answer \(name) has more than \(Limits.estateAnswerCharacters) characters")
        }
        return Answer(
            topic: topic, name: name, words: words, text: text, source: source, published: published,
            until: until)
    }
}
