/// The weights of a linear classifier, row after row, without those that are next to nothing.
struct SparseWeights: Sendable, Equatable {
    /// Row → where its entries begin; one more than there are rows.
    let starts: Numbers<UInt32>
    /// Entry → label: its lower eight bits, and the upper ones where there are more labels than that.
    let labels: Numbers<UInt8>
    let upperLabels: Numbers<UInt8>
    /// Entry → weight in steps of its row's scale.
    let steps: Numbers<Int8>
    /// What a step means, per row.
    let scales: Numbers<Float>

    /// A weight below this decides nothing: a hundred of them together move a margin by less than a fifth.
    private static let least: Float = 0.02

    /// The weights of one label that decide something.
    struct Column: Sendable {
        fileprivate var rows: [Int32] = []
        fileprivate var weights: [Float] = []

        /// Those of `count` labels that lie side by side. `rows`: place of a weight → its row.
        static func columns(_ all: [LabelMachine.Lanes], rows: [Int32], count: Int) -> [Column] {
            var columns = [Column](repeating: Column(), count: count)
            for (row, weights) in zip(rows, all) {
                for lane in 0..<count where abs(weights[lane]) >= SparseWeights.least {
                    columns[lane].rows.append(row)
                    columns[lane].weights.append(weights[lane])
                }
            }
            return columns
        }
    }

    /// `columns`: one per label, in their order.
    init(_ columns: [Column], rows: Int) {
        // A sort by counting: rows in their order, labels within them as they came.
        var starts = [UInt32](repeating: 0, count: rows + 1)
        var largest = [Float](repeating: 0, count: rows)
        for column in columns {
            for (row, weight) in zip(column.rows, column.weights) {
                starts[Int(row) + 1] += 1
                largest[Int(row)] = max(largest[Int(row)], abs(weight))
            }
        }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        let count = Int(starts[rows])
        var next = starts
        var lower = [UInt8](repeating: 0, count: count)
        var upper = [UInt8](repeating: 0, count: columns.count > 256 ? count : 0)
        var steps = [Int8](repeating: 0, count: count)
        for (label, column) in columns.enumerated() {
            for (row, weight) in zip(column.rows, column.weights) {
                let place = Int(next[Int(row)])
                next[Int(row)] += 1
                lower[place] = UInt8(label & 0xFF)
                if columns.count > 256 { upper[place] = UInt8(label >> 8) }
                steps[place] = Int8((weight * 127 / largest[Int(row)]).rounded())
            }
        }
        self.starts = Numbers(starts)
        labels = Numbers(lower)
        upperLabels = Numbers(upper)
        self.steps = Numbers(steps)
        scales = Numbers(largest.map { $0 / 127 })
    }

    /// As it was written to a file; nil where the parts do not fit each other.
    init?(
        starts: Numbers<UInt32>, labels: Numbers<UInt8>, upperLabels: Numbers<UInt8>, steps: Numbers<Int8>,
        scales: Numbers<Float>
    ) {
        guard starts.count == scales.count + 1, labels.count == steps.count,
            upperLabels.isEmpty || upperLabels.count == steps.count
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
