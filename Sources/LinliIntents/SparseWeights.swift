/// The weights of a linear classifier, row after row, without those that are next to nothing.
struct SparseWeights: Sendable, Equatable {
    /// Row → where its entries begin; one more than there are rows.
    let starts: [UInt32]
    /// Entry → label: its lower eight bits, and the upper ones where there are more labels than that.
    let labels: [UInt8]
    let upperLabels: [UInt8]
    /// Entry → weight in steps of its row's scale.
    let steps: [Int8]
    /// What a step means, per row.
    let scales: [Float]

    /// A weight below this decides nothing: a hundred of them together move a margin by less than a tenth.
    private static let least: Float = 0.01

    /// `weights`: row after row, one per label.
    init(_ weights: [Float], labels count: Int) {
        var starts: [UInt32] = [0]
        var labels: [UInt8] = []
        var upperLabels: [UInt8] = []
        var steps: [Int8] = []
        var scales: [Float] = []
        for start in stride(from: 0, to: weights.count, by: max(1, count)) {
            let row = weights[start..<(start + count)]
            let largest = row.reduce(Float(0)) { max($0, abs($1)) }
            let scale = largest / 127
            scales.append(scale)
            for (label, weight) in row.enumerated() where abs(weight) >= SparseWeights.least {
                let step = Int8((weight / scale).rounded())
                guard step != 0 else { continue }
                labels.append(UInt8(label & 0xFF))
                if count > 256 { upperLabels.append(UInt8(label >> 8)) }
                steps.append(step)
            }
            starts.append(UInt32(steps.count))
        }
        self.starts = starts
        self.labels = labels
        self.upperLabels = upperLabels
        self.steps = steps
        self.scales = scales
    }

    /// As it was written to a file; nil where the parts do not fit each other or `count` labels.
    init?(
        starts: [UInt32], labels: [UInt8], upperLabels: [UInt8], steps: [Int8], scales: [Float],
        count: Int
    ) {
        let isWide = !upperLabels.isEmpty
        guard starts.count == scales.count + 1, starts.first == 0, starts.last == UInt32(steps.count),
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }), labels.count == steps.count,
            !isWide || upperLabels.count == steps.count,
            labels.indices.allSatisfy({
                Int(labels[$0]) + (isWide ? Int(upperLabels[$0]) << 8 : 0) < count
            })
        else { return nil }
        self.starts = starts
        self.labels = labels
        self.upperLabels = upperLabels
        self.steps = steps
        self.scales = scales
    }

    var rows: Int { scales.count }

    var bytes: Int {
        (starts.count + scales.count) * 4 + labels.count + upperLabels.count + steps.count
    }

    /// The innermost loop of every message: no allocation, no count of references.
    func add(row: Int, times value: Float, to margins: UnsafeMutableBufferPointer<Float>) {
        let factor = value * scales[row]
        let range = Int(starts[row])..<Int(starts[row + 1])
        if upperLabels.isEmpty {
            for entry in range { margins[Int(labels[entry])] += Float(steps[entry]) * factor }
        } else {
            for entry in range {
                margins[Int(labels[entry]) | Int(upperLabels[entry]) << 8] += Float(steps[entry]) * factor
            }
        }
    }

    /// Of one label; for `explain`.
    func weight(row: Int, label: Int) -> Float {
        for entry in Int(starts[row])..<Int(starts[row + 1])
        where Int(labels[entry]) + (upperLabels.isEmpty ? 0 : Int(upperLabels[entry]) << 8) == label {
            return Float(steps[entry]) * scales[row]
        }
        return 0
    }
}
