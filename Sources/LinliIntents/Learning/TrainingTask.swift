/// All examples as points of length one, in one block of memory.
struct TrainingPoints: Sendable {
    struct Coordinate {
        /// Of a feature among the weights.
        let place: Int32
        let value: Float
    }

    /// Point → where its coordinates begin; one more than there are points.
    private var starts: [Int32] = [0]
    private(set) var coordinates: [Coordinate] = []
    /// Places of a vector, which stand behind those of the features; 0 where the points have none.
    let places: Int

    var count: Int { starts.count - 1 }

    init(_ examples: TrainingSet, _ vocabulary: TrainingVocabulary, withVectors: Bool) {
        places = withVectors ? examples.places : 0
        let rarity = vocabulary.rows.map { vocabulary.table.rows[Int($0)].rarity }
        starts.reserveCapacity(examples.count + 1)
        coordinates.reserveCapacity(examples.featureCount)
        for example in 0..<examples.count {
            let start = coordinates.count
            var norm: Float = 0
            examples.withFeatures(of: example) { number, times in
                let place = vocabulary.places[number]
                guard place >= 0 else { return }
                let value = FeatureVector.often(times) * rarity[Int(place)]
                coordinates.append(Coordinate(place: place, value: value))
                norm += value * value
            }
            let vector = withVectors ? examples.vector(of: example) : []
            if norm > 0 {
                let scale = (vector.isEmpty ? 1 : VectorShare.features) / norm.squareRoot()
                for index in start..<coordinates.count {
                    let one = coordinates[index]
                    coordinates[index] = Coordinate(place: one.place, value: one.value * scale)
                }
            }
            for (place, value) in vector.enumerated() {
                coordinates.append(
                    Coordinate(
                        place: Int32(vocabulary.rows.count + place), value: value * VectorShare.block))
            }
            starts.append(Int32(coordinates.count))
        }
    }

    func range(_ point: Int) -> Range<Int> { Int(starts[point])..<Int(starts[point + 1]) }
}

/// What a machine learns from: points, which labels hold for each, and what an error there costs.
struct TrainingTask: Sendable {
    let points: TrainingPoints
    /// Weight's place → row of the table of features.
    let rows: [Int32]
    /// With the mark, which is the last one.
    let labelCount: Int
    /// Half the inverse of what an error at each point costs.
    let dampings: [Float]
    private let labels: [Int32]
    private let seconds: [Int32]
    /// The mark where it holds for a point; `TrainingSet.none` elsewhere.
    private let marks: [Int32]

    init(
        _ examples: TrainingSet, _ points: TrainingPoints, rows: [Int32], labels: Int, hasMark: Bool,
        cost: Float
    ) {
        self.points = points
        self.rows = rows
        labelCount = labels + (hasMark ? 1 : 0)
        dampings = examples.weights.map { 0.5 / (cost * $0) }
        self.labels = examples.labels
        seconds = examples.seconds
        marks = examples.isMarked.map { hasMark && $0 ? Int32(labels) : Int32(TrainingSet.none) }
    }

    /// 1 for the labels that hold for a point, -1 for the others; sixteen of them, from label `base` on.
    func signs(_ point: Int, from base: Int32) -> LabelMachine.Lanes {
        var signs = LabelMachine.Lanes(repeating: -1)
        for label in [labels[point], seconds[point], marks[point]] {
            let lane = Int(label) - Int(base)
            if signs.indices.contains(lane) { signs[lane] = 1 }
        }
        return signs
    }
}
