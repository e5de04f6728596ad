import Foundation

/// Multinomial logistic regression with a pull towards the weights that it starts from, by L-BFGS (Liu and
/// Nocedal 1989): some dozens of inputs, some dozens of outcomes.
///
/// The examples are summed in parts of fixed size, and the sums in the order of the parts: the same examples
/// give the same weights, byte for byte, on one core or two.
struct SoftmaxFit: Sendable {
    typealias Lanes = SIMD16<Float>

    private let inputs: Int
    private let outputs: Int
    /// Sixteen outcomes side by side.
    private let blocks: Int
    /// Example after example, `inputs` each, then a one for the constant.
    private var values: [Float] = []
    private var outcomes: [Int32] = []
    private var weights: [Float] = []

    /// Examples in one part of a sum.
    private static let part = 1_024
    /// Steps that are remembered.
    private static let memory = 8

    init(inputs: Int, outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        blocks = (outputs + 15) / 16
    }

    mutating func add(_ inputs: [Float], outcome: Int, weight: Float) {
        values += inputs
        values.append(1)
        outcomes.append(Int32(outcome))
        weights.append(weight)
    }

    /// Output after output: one weight per input, then the constant. `start`: laid out likewise; `pull`: what
    /// leaving it costs, as half its square; the constants are free.
    func solve(start: [Double], pull: Double, steps: Int) -> [Double] {
        var point = start
        var (loss, slope) = cost(point, start, pull)
        var moves: [(move: [Double], change: [Double], product: Double)] = []
        for _ in 0..<steps {
            let direction = SoftmaxFit.direction(slope, moves)
            let descent = SoftmaxFit.product(direction, slope)
            guard descent < 0 else { break }
            var length = 1.0
            var next = zip(point, direction).map { $0 + $1 }
            var (nextLoss, nextSlope) = cost(next, start, pull)
            for _ in 0..<20 where !(nextLoss <= loss + 1e-4 * length * descent) {
                length /= 2
                next = zip(point, direction).map { $0 + length * $1 }
                (nextLoss, nextSlope) = cost(next, start, pull)
            }
            guard nextLoss < loss else { break }
            let move = zip(next, point).map { $0 - $1 }
            let change = zip(nextSlope, slope).map { $0 - $1 }
            let product = SoftmaxFit.product(move, change)
            if product > 1e-10 { moves.append((move, change, product)) }
            if moves.count > SoftmaxFit.memory { moves.removeFirst() }
            (point, loss, slope) = (next, nextLoss, nextSlope)
        }
        return point
    }

    /// Downhill, by what the last steps told of the curvature.
    private static func direction(
        _ slope: [Double], _ moves: [(move: [Double], change: [Double], product: Double)]
    ) -> [Double] {
        var direction = slope
        var shares: [Double] = []
        for step in moves.reversed() {
            let share = product(step.move, direction) / step.product
            shares.append(share)
            for index in direction.indices { direction[index] -= share * step.change[index] }
        }
        let scale =
            moves.last.map { $0.product / product($0.change, $0.change) }
            ?? 1 / max(1e-12, product(slope, slope).squareRoot())
        for index in direction.indices { direction[index] *= scale }
        for (step, share) in zip(moves, shares.reversed()) {
            let back = product(step.change, direction) / step.product
            for index in direction.indices { direction[index] += (share - back) * step.move[index] }
        }
        return direction.map { -$0 }
    }

    private static func product(_ one: [Double], _ other: [Double]) -> Double {
        var sum = 0.0
        for index in one.indices { sum += one[index] * other[index] }
        return sum
    }

    /// The mean surprise and the pull, and the slope of both.
    private func cost(_ point: [Double], _ start: [Double], _ pull: Double) -> (Double, [Double]) {
        let width = inputs + 1
        var lanes = [Lanes](repeating: .zero, count: width * blocks)
        for output in 0..<blocks * 16 {
            for input in 0..<width {
                // A place without an outcome is one that never comes.
                let weight =
                    output < outputs ? Float(point[output * width + input]) : input == inputs ? -1e4 : 0
                lanes[input * blocks + output / 16][output % 16] = weight
            }
        }
        let parts = (outcomes.count + SoftmaxFit.part - 1) / SoftmaxFit.part
        let sums = Cores.map(parts, start: { () }) { [lanes] _, part in
            let end = min(outcomes.count, (part + 1) * SoftmaxFit.part)
            return sum(part * SoftmaxFit.part..<end, lanes)
        }
        let total = max(1, weights.reduce(0) { $0 + Double($1) })
        var loss = sums.reduce(0) { $0 + $1.loss }
        var slope = [Double](repeating: 0, count: point.count)
        for output in 0..<outputs {
            for input in 0..<width {
                let index = output * width + input
                let away = input == inputs ? 0 : pull * (point[index] - start[index])
                slope[index] =
                    sums.reduce(away) { $0 + Double($1.slope[input * blocks + output / 16][output % 16]) }
                    / total
                if input < inputs {
                    loss += 0.5 * pull * (point[index] - start[index]) * (point[index] - start[index])
                }
            }
        }
        return (loss / total, slope)
    }

    /// Surprise of a part of the examples, weighted, and its slope: per input sixteen outcomes at a time.
    private func sum(_ part: Range<Int>, _ lanes: [Lanes]) -> (loss: Double, slope: [Lanes]) {
        let width = inputs + 1
        var loss = 0.0
        var slope = [Lanes](repeating: .zero, count: width * blocks)
        var scores = [Lanes](repeating: .zero, count: blocks)
        values.withUnsafeBufferPointer { values in
            lanes.withUnsafeBufferPointer { lanes in
                slope.withUnsafeMutableBufferPointer { slope in
                    for example in part {
                        let own = UnsafeBufferPointer(
                            rebasing: values[example * width..<(example + 1) * width])
                        for block in 0..<blocks {
                            var score = Lanes.zero
                            for input in 0..<width { score += lanes[input * blocks + block] * own[input] }
                            scores[block] = score
                        }
                        let outcome = Int(outcomes[example])
                        let weight = weights[example]
                        loss += Double(weight * SoftmaxFit.surprise(&scores, outcome))
                        scores[outcome / 16][outcome % 16] -= 1
                        for block in 0..<blocks {
                            let error = scores[block] * weight
                            for input in 0..<width { slope[input * blocks + block] += error * own[input] }
                        }
                    }
                }
            }
        }
        return (loss, slope)
    }

    /// Turns scores into chances; the surprise at the outcome.
    private static func surprise(_ scores: inout [Lanes], _ outcome: Int) -> Float {
        var top = -Float.infinity
        for block in scores { top = max(top, block.max()) }
        let own = scores[outcome / 16][outcome % 16] - top
        var sum: Float = 0
        for block in scores.indices {
            var chances = Lanes.zero
            for lane in 0..<16 { chances[lane] = exp(max(-80, scores[block][lane] - top)) }
            sum += chances.sum()
            scores[block] = chances
        }
        for block in scores.indices { scores[block] *= 1 / sum }
        return log(sum) - own
    }
}
