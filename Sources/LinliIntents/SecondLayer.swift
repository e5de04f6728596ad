import Foundation
import LinliModel

/// The second, learnt layer: it weighs the margins of all labels, of the mark and of the categories together
/// (stacked generalisation, Wolpert 1992), and says how probable each label is.
///
/// It learns from margins without what an example itself had given (`LabelMachine.ownShare`): those of the
/// model's own examples look surer than any message that it has not seen.
struct SecondLayer: Sendable, Equatable {
    /// Intents for which the margin of the category that fits best is an input.
    static let leaning: [Intent] = [
        .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService, .infoQuery, .disclosureQuery,
    ]
    /// Margins below say no more than these do.
    private static let lowest: Float = -1.6
    static let lowestLean: Float = -1.2
    /// Most margins are near the negative of this; inputs about nothing are learnt in fewer steps.
    private static let usual: Float = 1.2

    /// What a label's own margin weighs before anything is learnt, and how hard that is to leave.
    private static let own = 4.0
    private static let pull = 5.0
    private static let steps = 25

    /// Output after output: one weight per input, then the constant.
    let weights: Numbers<Float>
    let labels: Int
    private let inputs: Int

    /// Nil where the weights are not those of so many labels and their mark.
    init?(_ weights: Numbers<Float>, labels: Int) {
        guard weights.count == labels * (SecondLayer.inputs(labels) + 1) else { return nil }
        self.init(known: weights, labels: labels)
    }

    private init(known weights: Numbers<Float>, labels: Int) {
        self.weights = weights
        self.labels = labels
        inputs = SecondLayer.inputs(labels)
    }

    private static func inputs(_ labels: Int) -> Int { labels + 1 + leaning.count }

    /// What the layer sees of a message. `margins`: of the labels and the mark; `leans`: of the best category
    /// for each of `leaning`.
    static func inputs(_ margins: [Float], _ leans: [Float]) -> [Float] {
        margins.map { max($0, lowest) + usual } + leans.map { max($0, lowestLean) + usual }
    }

    /// One per label; together 1.
    func probabilities(_ inputs: [Float]) -> [Double] {
        var scores: [Double] = []
        scores.reserveCapacity(labels)
        for label in 0..<labels {
            let start = label * (self.inputs + 1)
            var score = weights[start + self.inputs]
            for input in 0..<self.inputs { score += weights[start + input] * inputs[input] }
            scores.append(Double(score))
        }
        let top = scores.max() ?? 0
        var sum = 0.0
        for label in scores.indices {
            scores[label] = exp(scores[label] - top)
            sum += scores[label]
        }
        for label in scores.indices { scores[label] /= sum }
        return scores
    }

    /// `seen`: what the layer sees of each example, and its label. Rare labels count more, by the root of how
    /// rare they are.
    static func train(_ seen: [(inputs: [Float], label: Int)], labels: Int) -> SecondLayer {
        let inputs = inputs(labels)
        var counts = [Float](repeating: 0, count: labels)
        for example in seen { counts[example.label] += 1 }
        let mean = Float(seen.count) / Float(max(1, labels))
        var fit = SoftmaxFit(inputs: inputs, outputs: labels)
        for example in seen {
            let weight = (mean / counts[example.label]).squareRoot()
            fit.add(example.inputs, outcome: example.label, weight: min(5, max(0.2, weight)))
        }
        var start = [Double](repeating: 0, count: labels * (inputs + 1))
        for label in 0..<labels { start[label * (inputs + 1) + label] = own }
        let weights = fit.solve(start: start, pull: pull, steps: steps)
        return SecondLayer(known: Numbers(weights.map(Float.init)), labels: labels)
    }
}
