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

    /// A weight below this decides nothing: a hundred of them together move a margin by less than a fifth.
    private static let least: Float = 0.02

    /// Takes the weights of one label after the other, so that all of them never stand in memory at once.
    struct Builder {
        private struct Entry {
            let row: Int32
            let label: Int32
            let weight: Float
        }

        private let labels: Int
        private var entries: [Entry] = []
        /// The largest weight of each row, without its sign.
        private var largest: [Float]

        init(rows: Int, labels: Int) {
            self.labels = labels
            largest = Array(repeating: 0, count: rows)
        }

        /// `weights`: one per row. Labels come in their order.
        mutating func add(_ weights: [Float], label: Int) {
            for (row, weight) in weights.enumerated() where abs(weight) >= SparseWeights.least {
                largest[row] = max(largest[row], abs(weight))
                entries.append(Entry(row: Int32(row), label: Int32(label), weight: weight))
            }
        }

        consuming func build() -> SparseWeights {
            // A sort by counting: rows in their order, labels within them as they came.
            var starts = [UInt32](repeating: 0, count: largest.count + 1)
            for entry in entries { starts[Int(entry.row) + 1] += 1 }
            for row in largest.indices { starts[row + 1] += starts[row] }
            var next = starts
            var lower = [UInt8](repeating: 0, count: entries.count)
            var upper = [UInt8](repeating: 0, count: labels > 256 ? entries.count : 0)
            var steps = [Int8](repeating: 0, count: entries.count)
            for entry in entries {
                let place = Int(next[Int(entry.row)])
                next[Int(entry.row)] += 1
                lower[place] = UInt8(entry.label & 0xFF)
                if labels > 256 { upper[place] = UInt8(entry.label >> 8) }
                steps[place] = Int8((entry.weight * 127 / largest[Int(entry.row)]).rounded())
            }
            return SparseWeights(
                starts: starts, labels: lower, upperLabels: upper, steps: steps,
                scales: largest.map { $0 / 127 })
        }
    }

    private init(
        starts: [UInt32], labels: [UInt8], upperLabels: [UInt8], steps: [Int8], scales: [Float]
    ) {
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
        self.init(starts: starts, labels: labels, upperLabels: upperLabels, steps: steps, scales: scales)
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
