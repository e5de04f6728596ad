/// All examples as points of length one, in one block of memory.
struct TrainingPoints: Sendable {
    struct Coordinate {
        let row: Int32
        let value: Float
    }

    /// Point → where its coordinates begin; one more than there are points.
    private(set) var starts: [Int32] = [0]
    private(set) var coordinates: [Coordinate] = []

    /// `chosen`: the examples of the set that teach; `rows`: feature's number → row, -1 where it has none.
    init(_ examples: TrainingSet, _ chosen: [Int], rows: [Int32], rarity: Numbers<Float>) {
        starts.reserveCapacity(chosen.count + 1)
        coordinates.reserveCapacity(chosen.reduce(0) { $0 + examples.features(of: $1).count })
        for example in chosen {
            let start = coordinates.count
            var norm: Float = 0
            examples.withFeatures(of: example) { number, times in
                let row = rows[number]
                guard row >= 0 else { return }
                let value = FeatureVector.often(times) * rarity[Int(row)]
                coordinates.append(Coordinate(row: row, value: value))
                norm += value * value
            }
            if norm > 0 {
                let scale = 1 / norm.squareRoot()
                for index in start..<coordinates.count {
                    let one = coordinates[index]
                    coordinates[index] = Coordinate(row: one.row, value: one.value * scale)
                }
            }
            starts.append(Int32(coordinates.count))
        }
    }
}

/// One label's linear support vector machine with squared hinge loss, by dual coordinate descent
/// (Hsieh et al. 2008, the method of LIBLINEAR); its memory serves the next label again.
struct LabelMachine: Sendable {
    /// One per row.
    private(set) var weights: [Float]
    private(set) var bias: Float = 0
    private var alphas: [Float]
    private var rests: [Int8]
    private let points: TrainingPoints
    let labels: [Int32]
    /// Half the inverse of what an error of each example costs.
    private let dampings: [Float]

    /// `labels`, `weights`: of each point; how much an error costs is its weight times `cost`.
    init(points: TrainingPoints, rows: Int, labels: [Int32], weights: [Float], cost: Float) {
        self.weights = Array(repeating: 0, count: rows)
        alphas = Array(repeating: 0, count: labels.count)
        rests = Array(repeating: 0, count: labels.count)
        self.points = points
        self.labels = labels
        dampings = weights.map { 0.5 / (cost * $0) }
    }

    /// `isRight`: whether the label holds for each point. `orders`: in which the points are visited, pass
    /// after pass. Ends early where no coordinate would move by more than `tolerance`.
    mutating func learn(_ isRight: [Bool], orders: [[Int32]], epochs: Int, tolerance: Float) {
        for row in weights.indices { weights[row] = 0 }
        for index in alphas.indices {
            alphas[index] = 0
            rests[index] = 0
        }
        bias = 0
        for epoch in 0..<epochs {
            let largest = pass(isRight, orders[epoch % orders.count], epoch)
            if largest < tolerance, epoch >= 3 { return }
        }
    }

    /// One pass over the points; the largest violation that it met. A point that had nothing to say rests
    /// for some passes.
    private mutating func pass(_ isRight: [Bool], _ order: [Int32], _ epoch: Int) -> Float {
        var largest: Float = 0
        let rest = Int8(clamping: epoch)
        points.starts.withUnsafeBufferPointer { starts in
            points.coordinates.withUnsafeBufferPointer { all in
                weights.withUnsafeMutableBufferPointer { weights in
                    for place in order {
                        let index = Int(place)
                        if rests[index] > 0 {
                            rests[index] -= 1
                            continue
                        }
                        let point = UnsafeBufferPointer(
                            rebasing: all[Int(starts[index])..<Int(starts[index + 1])])
                        let sign: Float = isRight[index] ? 1 : -1
                        let damping = dampings[index]
                        let alpha = alphas[index]
                        let margin = LabelMachine.product(point, UnsafeBufferPointer(weights)) + bias
                        let slope = sign * margin - 1 + damping * alpha
                        let projected = alpha == 0 ? min(slope, 0) : slope
                        guard abs(projected) > 1e-6 else {
                            rests[index] = rest
                            continue
                        }
                        largest = max(largest, abs(projected))
                        // Points have length one; the bias is one more coordinate of value one.
                        let next = max(alpha - slope / (2 + damping), 0)
                        alphas[index] = next
                        let step = (next - alpha) * sign
                        bias += step
                        for one in point { weights[Int(one.row)] += step * one.value }
                    }
                }
            }
        }
        return largest
    }

    /// Four sums side by side: none waits for the one before it.
    private static func product(
        _ point: UnsafeBufferPointer<TrainingPoints.Coordinate>, _ weights: UnsafeBufferPointer<Float>
    ) -> Float {
        var sums = SIMD4<Float>.zero
        var place = 0
        while place &+ 4 <= point.count {
            let (one, two) = (point[place], point[place &+ 1])
            let (three, four) = (point[place &+ 2], point[place &+ 3])
            sums += SIMD4(
                weights[Int(one.row)] * one.value, weights[Int(two.row)] * two.value,
                weights[Int(three.row)] * three.value, weights[Int(four.row)] * four.value)
            place &+= 4
        }
        var sum = sums.sum()
        while place < point.count {
            sum += weights[Int(point[place].row)] * point[place].value
            place &+= 1
        }
        return sum
    }
}
