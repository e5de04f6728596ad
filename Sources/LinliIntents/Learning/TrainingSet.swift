/// What a classifier learns from: messages as features, each with its label and its weight.
///
/// Everything lies in a few blocks of memory, four bytes a feature. An array per message costs three times as
/// much, and what training once took the daemon keeps in part for good.
struct TrainingSet {
    /// Stands for an example that belongs to no label: it teaches every one of them.
    static let none = -1

    private(set) var labels: [Int32] = []
    /// A second label that holds for an example as well; `none` where there is no such.
    private(set) var seconds: [Int32] = []
    /// 1 for a sentence that a person wrote; less for one that a template said.
    private(set) var weights: [Float] = []
    /// The sentence that a person wrote and its variants have the same number.
    private(set) var families: [Int32] = []
    /// A number that follows from an example's features alone: what is decided by it stays as it is when
    /// other examples come or go.
    private(set) var fingerprints: [UInt64] = []
    /// Whether an example is such a sentence.
    private(set) var isWritten: [Bool] = []
    /// Whether the mark, which stands beside the labels, holds for an example.
    private(set) var isMarked: [Bool] = []
    /// Feature's number → its key in the table of features.
    private(set) var keys: [UInt32] = []
    /// Whether a feature is two characters that stand near each other.
    private(set) var isWide: [Bool] = []
    private var starts: [UInt32] = [0]
    /// Numbers of the features of all messages, in the order of their hashes.
    private var numbers: [UInt32] = []
    private var known: [UInt32: UInt32] = [:]
    /// Numbers of a text's vector; 0 where the examples have none.
    let places: Int
    /// The vectors of all messages, one behind the other; nothing but zeros where no word of it is known.
    private var vectors: [Float] = []
    /// Whether any message has one.
    private(set) var hasVectors = false

    init(places: Int = 0) {
        self.places = places
    }

    var count: Int { labels.count }

    /// `features`: sorted, as `FeatureExtractor` gives them; a feature may stand several times.
    /// `isVariant`: says the same as the example before it in other words. `vector`: the text's; empty where
    /// no word of it is known.
    mutating func add(
        _ features: [UInt64], label: Int, second: Int = none, weight: Float = 1, isVariant: Bool = false,
        isMarked: Bool = false, vector: [Float] = []
    ) {
        var fingerprint: UInt64 = 0
        for feature in features {
            let key = FeatureTable.key(feature)
            fingerprint = SeededGenerator.mixed(fingerprint ^ UInt64(key))
            if let number = known[key] {
                numbers.append(number)
            } else {
                let number = UInt32(keys.count)
                known[key] = number
                keys.append(key)
                isWide.append(FeatureExtractor.isWide(feature))
                numbers.append(number)
            }
        }
        starts.append(UInt32(numbers.count))
        fingerprints.append(fingerprint)
        labels.append(Int32(label))
        seconds.append(Int32(second))
        weights.append(weight)
        families.append((families.last ?? -1) + (isVariant ? 0 : 1))
        isWritten.append(weight >= 0.5 && !isVariant)
        self.isMarked.append(isMarked)
        guard places > 0 else { return }
        let isThere = vector.count == places
        vectors += isThere ? vector : [Float](repeating: 0, count: places)
        hasVectors = hasVectors || isThere
    }

    /// Ends the adding: what was only needed for it is given back.
    mutating func close() { known = [:] }

    /// How many features stand in all messages together.
    var featureCount: Int { numbers.count }

    /// What one head is to learn from a message.
    struct Lesson: Sendable {
        var label: Int
        var second = TrainingSet.none
        var weight: Float = 1
    }

    func lesson(of example: Int) -> Lesson {
        Lesson(
            label: Int(labels[example]), second: Int(seconds[example]), weight: weights[example])
    }

    /// Some of the messages, for another head or another round. `lessons`: one per message; those without one
    /// do not teach and are left out. `isNarrow`: without characters that stand near each other.
    func taught(_ lessons: [Lesson?], isNarrow: Bool) -> TrainingSet {
        var taught = TrainingSet(places: places)
        taught.keys = keys
        taught.isWide = isWide
        for (example, lesson) in lessons.enumerated() {
            guard let lesson else { continue }
            taught.numbers += features(of: example).lazy.filter { !isNarrow || !isWide[Int($0)] }
            taught.starts.append(UInt32(taught.numbers.count))
            taught.labels.append(Int32(lesson.label))
            taught.seconds.append(Int32(lesson.second))
            taught.weights.append(lesson.weight)
            taught.families.append(families[example])
            taught.fingerprints.append(fingerprints[example])
            taught.isWritten.append(isWritten[example])
            taught.isMarked.append(false)
            taught.vectors += vectors[(example * places)..<((example + 1) * places)]
        }
        taught.hasVectors = hasVectors
        return taught
    }

    /// The vector of a message; empty where it has none.
    func vector(of example: Int) -> [Float] {
        let vector = vectors[(example * places)..<((example + 1) * places)]
        return hasVectors && vector.contains { $0 != 0 } ? Array(vector) : []
    }

    func features(of example: Int) -> ArraySlice<UInt32> {
        numbers[Int(starts[example])..<Int(starts[example + 1])]
    }

    /// Calls once with every distinct feature of an example and how often it stands there.
    func withFeatures(of example: Int, _ body: (Int, Int) -> Void) {
        let range = Int(starts[example])..<Int(starts[example + 1])
        numbers.withUnsafeBufferPointer { numbers in
            var position = range.lowerBound
            while position < range.upperBound {
                let number = numbers[position]
                var end = position + 1
                while end < range.upperBound, numbers[end] == number { end += 1 }
                body(Int(number), end - position)
                position = end
            }
        }
    }

    /// How much more rare labels count.
    enum Balance: Sendable {
        /// By the root of how rare they are, twice as much at most.
        case root
        /// By how rare they are, four times as much at most.
        case full
    }

    /// Rare labels count more, so that the label with most examples does not swallow its neighbours.
    mutating func balance(_ labelCount: Int, by balance: Balance) {
        var totals = [Float](repeating: 0, count: labelCount)
        for (label, weight) in zip(labels, weights) where label >= 0 { totals[Int(label)] += weight }
        let mean = totals.reduce(0, +) / Float(max(1, labelCount))
        for (index, label) in labels.enumerated() where label >= 0 {
            let root = min(2, max(0.5, (mean / totals[Int(label)]).squareRoot()))
            weights[index] *= balance == .full ? root * root : root
        }
    }
}
