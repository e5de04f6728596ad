/// Whether a small set is learnt with the words of a list beside its characters and pairs.
///
/// Where the matter is named by words (titles of letters by subject) they help by two points and more; where
/// short questions are told apart by a turn of phrase, or examples are a handful a label, they cost as much,
/// and one wrong character takes a word away whole (`Docs/Understanding.md`). So the set decides by itself:
/// both ways learn from parts of the examples and answer the others, and words come in where they win by
/// more than half of what chance would give.
///
/// Promise: the same examples in the same order give the same choice and the same model.
struct WordChoice {
    /// In so many parts each part is answered by what the others teach.
    private static let parts = 3
    private static let seed: UInt64 = 20_261_124

    private let plain: TrainingSet
    private let worded: TrainingSet?

    /// A word counts beside characters as if it stood so often where it stands once: 2.1 times as much.
    static let times = 3

    /// `worded`: the same examples in the same order, words among their features; nil where no list of words
    /// is at hand.
    init(plain: TrainingSet, worded: TrainingSet?) {
        self.plain = plain
        self.worded = worded?.count == plain.count ? worded : nil
    }

    /// The model, and whether it looks for words.
    func train(labels: [String]) -> (model: Classifier, usesWords: Bool) {
        if let worded, winsWithWords(worded, labels) {
            return (WordChoice.trainer(withWords: true).train(worded, labels: labels), true)
        }
        return (WordChoice.trainer(withWords: false).train(plain, labels: labels), false)
    }

    /// With words the matter speaks louder, and a label of few examples can be given its whole weight.
    private static func trainer(withWords: Bool) -> ClassifierTrainer {
        var trainer = ClassifierTrainer()
        trainer.balance = withWords ? .full : .root
        return trainer
    }

    /// Of the examples that one way has right and the other wrong chance gives each half; words win where
    /// their lead is above half the standard deviation of that, the root of how many there are.
    private func winsWithWords(_ worded: TrainingSet, _ labels: [String]) -> Bool {
        guard plain.hasVectors, plain.count >= ClassifierTrainer.telling,
            plain.count <= ClassifierTrainer.smallSet
        else { return false }
        let part = plain.fingerprints.map {
            Int(SeededGenerator.mixed($0 ^ WordChoice.seed) % UInt64(WordChoice.parts))
        }
        let answered = Cores.map(2 * WordChoice.parts, start: { () }) { _, task in
            let withWords = task % 2 == 1
            return WordChoice.right(
                withWords ? worded : plain, part.map { $0 == task / 2 },
                WordChoice.trainer(withWords: withWords), labels)
        }
        var gained = 0
        var lost = 0
        for current in 0..<WordChoice.parts {
            for (without, with) in zip(answered[2 * current], answered[2 * current + 1])
            where without != with {
                if with { gained += 1 } else { lost += 1 }
            }
        }
        let lead = gained - lost
        return lead > 0 && 4 * lead * lead > gained + lost
    }

    /// For each example that `isAsked` whether the others teach its label.
    private static func right(
        _ examples: TrainingSet, _ isAsked: [Bool], _ trainer: ClassifierTrainer, _ labels: [String]
    ) -> [Bool] {
        var trainer = trainer
        trainer.calibrates = false
        let lessons = isAsked.indices.map { isAsked[$0] ? nil : examples.lesson(of: $0) }
        let model = trainer.train(examples.taught(lessons, isNarrow: false), labels: labels)
        return isAsked.indices.filter { isAsked[$0] }.map { asked in
            Calibration.lead(model.margins(examples, asked))?.label == Int(examples.labels[asked])
        }
    }
}
