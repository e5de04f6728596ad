import Foundation

/// Turns margins into probabilities that mean what they say. Learnt from examples that the model had not
/// seen: of the answers given with 0.8, eight in ten shall be right.
package struct Calibration: Sendable, Equatable, Codable {
    /// Probability of one label: logistic in its margin (Platt).
    let slope: Double
    let offset: Double
    /// Confidence in the best label: logistic in its margin and in its lead over the second.
    let top: [Double]

    static let none = Calibration(slope: 4, offset: 0, top: [2, 4, 0])

    init(slope: Double, offset: Double, top: [Double]) {
        self.slope = slope
        self.offset = offset
        self.top = top
    }

    /// `seen`: margins of all labels for an example, and its right label.
    init(_ seen: [(margins: [Float], label: Int)]) {
        var single = LogisticFit(inputs: 1)
        var best = LogisticFit(inputs: 2)
        for entry in seen {
            // Labels far below the border say nothing about its shape and would drown the rest.
            for (label, margin) in entry.margins.enumerated() where margin > -1 || label == entry.label {
                single.add([Double(margin)], label == entry.label)
            }
            guard let (label, margin, lead) = Calibration.lead(entry.margins) else { continue }
            best.add([Double(margin), Double(lead)], label == entry.label)
        }
        let line = single.solve(start: [Calibration.none.slope, Calibration.none.offset])
        slope = max(0.5, line[0])
        offset = line[1]
        top = best.solve(start: Calibration.none.top)
    }

    /// The best label, its margin and its lead over the second. Nil without labels.
    static func lead(_ margins: [Float]) -> (label: Int, margin: Float, lead: Float)? {
        var best = -1
        var second: Float = -10
        for (label, margin) in margins.enumerated() {
            if best < 0 || margin > margins[best] {
                if best >= 0 { second = margins[best] }
                best = label
            } else if margin > second {
                second = margin
            }
        }
        return best < 0 ? nil : (best, margins[best], margins[best] - second)
    }

    func probability(_ margin: Float) -> Float {
        Float(1 / (1 + exp(-(slope * Double(margin) + offset))))
    }

    /// 0 … 1: how often an answer with this margin and this lead is right.
    package func confidence(margin: Float, lead: Float) -> Double {
        1 / (1 + exp(-(top[0] * Double(margin) + top[1] * Double(lead) + top[2])))
    }
}

/// Logistic regression in a few inputs by Newton's method, with a little pull towards the start so that it
/// always has a solution.
struct LogisticFit {
    private let inputs: Int
    private var points: [(values: [Double], isRight: Bool)] = []

    init(inputs: Int) {
        self.inputs = inputs
    }

    mutating func add(_ values: [Double], _ isRight: Bool) {
        points.append((values + [1], isRight))
    }

    /// One weight per input and the constant.
    func solve(start: [Double]) -> [Double] {
        guard points.count >= 10 else { return start }
        var weights = start
        for _ in 0..<25 {
            var gradient = zip(weights, start).map { 0.5 * ($0 - $1) }
            var curvature = [[Double]](
                repeating: [Double](repeating: 0, count: inputs + 1), count: inputs + 1)
            for index in 0...inputs { curvature[index][index] = 0.5 }
            for point in points {
                let value = zip(weights, point.values).reduce(0) { $0 + $1.0 * $1.1 }
                let chance = 1 / (1 + exp(-max(-30, min(30, value))))
                let error = chance - (point.isRight ? 1 : 0)
                for row in 0...inputs {
                    gradient[row] += error * point.values[row]
                    for column in 0...inputs {
                        curvature[row][column] +=
                            chance * (1 - chance) * point.values[row] * point.values[column]
                    }
                }
            }
            var step = LogisticFit.solved(curvature, gradient)
            // Far from the best weights a whole step can land farther away: half of it then, and so on.
            let before = loss(weights, start)
            var next = zip(weights, step).map { $0 - $1 }
            for _ in 0..<20 where !(loss(next, start) <= before) {
                step = step.map { $0 / 2 }
                next = zip(weights, step).map { $0 - $1 }
            }
            weights = next
            if step.allSatisfy({ abs($0) < 1e-7 }) { break }
        }
        return weights
    }

    /// What the weights cost: surprise at every point and the pull towards the start.
    private func loss(_ weights: [Double], _ start: [Double]) -> Double {
        let pull = zip(weights, start).reduce(0) { $0 + 0.25 * ($1.0 - $1.1) * ($1.0 - $1.1) }
        return points.reduce(pull) { sum, point in
            let value = zip(weights, point.values).reduce(0) { $0 + $1.0 * $1.1 }
            let against = point.isRight ? -value : value
            return sum + (against > 30 ? against : log(1 + exp(against)))
        }
    }

    /// Gaussian elimination; the matrix is positive definite.
    private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var matrix = matrix
        var right = right
        let size = right.count
        for pivot in 0..<size {
            for row in (pivot + 1)..<max(size, pivot + 1) {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                for column in pivot..<size { matrix[row][column] -= factor * matrix[pivot][column] }
                right[row] -= factor * right[pivot]
            }
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            for column in (row + 1)..<max(size, row + 1) { right[row] -= matrix[row][column] * right[column] }
            right[row] /= matrix[row][row]
        }
        return right
    }
}
