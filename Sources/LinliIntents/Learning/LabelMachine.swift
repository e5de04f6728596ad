/// Linear support vector machines with squared hinge loss for sixteen labels side by side, by dual coordinate
/// descent (Hsieh et al. 2008, the method of LIBLINEAR).
///
/// The labels know nothing of each other; they share the walk over the points. A row of sixteen weights is a
/// line of the processor's cache, so a coordinate of a point costs one line whatever the number of labels.
struct LabelMachine {
    typealias Lanes = SIMD16<Float>
    static let width = Lanes.scalarCount

    /// A violation of the conditions of the best weights below this moves nothing.
    fileprivate static let least: Float = 0.0001

    /// What sixteen labels learnt.
    struct Learnt: Sendable {
        /// One per label, in their order.
        var columns: [SparseWeights.Column]
        var biases: [Float]
        /// Place of a vector → its weights, a lane for each label.
        var blocks: [Lanes]
    }

    private let task: TrainingTask
    /// The first label.
    private let base: Int32
    /// How many labels there are; the lanes behind them stay at rest.
    private let count: Int
    /// One per place; those of vectors behind those of the features.
    private var weights: [Lanes]
    private var bias = Lanes.zero
    private var duals: Duals

    /// What each point gives to the weights, one number per label, not yet multiplied with its sign.
    fileprivate struct Duals {
        /// One per point.
        var alphas: [Lanes]
        let dampings: [Float]
        /// How many labels there are.
        let count: Int
        /// Labels that have ended move no more.
        var hasEnded = [Bool](repeating: false, count: LabelMachine.width)
    }

    init(_ task: TrainingTask, block: Int) {
        self.task = task
        base = Int32(block * LabelMachine.width)
        count = min(LabelMachine.width, task.labelCount - Int(base))
        weights = Array(repeating: .zero, count: task.rows.count + task.points.places)
        duals = Duals(
            alphas: Array(repeating: .zero, count: task.points.count), dampings: task.dampings, count: count)
    }

    /// `orders`: in which the points are visited, pass after pass. A label ends early where no coordinate
    /// would move by more than `tolerance`.
    consuming func learn(orders: [[Int32]], epochs: Int, tolerance: Float) -> Learnt {
        var rests = [Int8](repeating: 0, count: task.points.count)
        for epoch in 0..<epochs {
            let largest = pass(orders[epoch % orders.count], epoch, &rests)
            guard epoch >= 3 else { continue }
            for lane in 0..<count where largest[lane] < tolerance { duals.hasEnded[lane] = true }
            if duals.hasEnded.prefix(count).allSatisfy({ $0 }) { break }
        }
        return Learnt(
            columns: SparseWeights.Column.columns(weights, rows: task.rows, count: count),
            biases: (0..<count).map { bias[$0] }, blocks: Array(weights[task.rows.count...]))
    }

    /// One pass over the points; the largest violation that each label met. A point that had nothing to say
    /// to any label rests for some passes.
    private mutating func pass(_ order: [Int32], _ epoch: Int, _ rests: inout [Int8]) -> Lanes {
        var largest = Lanes.zero
        let rest = Int8(clamping: epoch)
        weights.withUnsafeMutableBufferPointer { weights in
            task.points.coordinates.withUnsafeBufferPointer { all in
                for place in order {
                    let index = Int(place)
                    if rests[index] > 0 {
                        rests[index] -= 1
                        continue
                    }
                    let point = UnsafeBufferPointer(rebasing: all[task.points.range(index)])
                    let margins = LabelMachine.product(point, weights) + bias
                    let signs = task.signs(index, from: base)
                    let (step, isAtRest) = duals.step(index, margins, signs, &largest)
                    if isAtRest { rests[index] = rest }
                    guard step != .zero else { continue }
                    // Points have length one; the bias is one more coordinate of value one.
                    bias += step
                    for one in point { weights[Int(one.place)] += step * one.value }
                }
            }
        }
        return largest
    }

    private static func product(
        _ point: UnsafeBufferPointer<TrainingPoints.Coordinate>,
        _ weights: UnsafeMutableBufferPointer<Lanes>
    ) -> Lanes {
        var sum = Lanes.zero
        for one in point { sum += weights[Int(one.place)] * one.value }
        return sum
    }
}

extension LabelMachine.Duals {
    /// How far each label moves at a point, with its sign, and whether none has anything to gain there.
    /// `largest`: the largest violation that each label met.
    fileprivate mutating func step(
        _ point: Int, _ margins: LabelMachine.Lanes, _ signs: LabelMachine.Lanes,
        _ largest: inout LabelMachine.Lanes
    ) -> (step: LabelMachine.Lanes, isAtRest: Bool) {
        let damping = dampings[point]
        let scale = 1 / (2 + damping)
        var alpha = alphas[point]
        var step = LabelMachine.Lanes.zero
        var isAtRest = true
        for lane in 0..<count where !hasEnded[lane] {
            let slope = signs[lane] * margins[lane] - 1 + damping * alpha[lane]
            let projected = alpha[lane] == 0 ? min(slope, 0) : slope
            guard abs(projected) > LabelMachine.least else { continue }
            isAtRest = false
            largest[lane] = max(largest[lane], abs(projected))
            let next = max(alpha[lane] - slope * scale, 0)
            step[lane] = (next - alpha[lane]) * signs[lane]
            alpha[lane] = next
        }
        alphas[point] = alpha
        return (step, isAtRest)
    }
}
