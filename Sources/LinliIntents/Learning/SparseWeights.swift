/// The weights of a linear classifier, row after row, without those that are next to nothing.
struct SparseWeights: Sendable, Equatable {
    struct Row: BitwiseCopyable, Equatable, Sendable {
        /// The first of its entries; they end where those of the next row begin.
        let start: UInt32
        /// What a step means.
        let scale: Float
    }

    struct Entry: BitwiseCopyable, Equatable, Sendable {
        /// The lower eight bits of it.
        let label: UInt8
        /// The weight in steps of its row's scale.
        let step: Int8
    }

    /// The last one is none: it says where the entries end.
    let rows: Numbers<Row>
    let entries: Numbers<Entry>
    /// Entry → the upper bits of its label; empty where eight bits are enough for all.
    let upperLabels: Numbers<UInt8>

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
        var entries = [Entry](repeating: Entry(label: 0, step: 0), count: count)
        var upper = [UInt8](repeating: 0, count: columns.count > 256 ? count : 0)
        for (label, column) in columns.enumerated() {
            for (row, weight) in zip(column.rows, column.weights) {
                let place = Int(next[Int(row)])
                next[Int(row)] += 1
                let step = Int8((weight * 127 / largest[Int(row)]).rounded())
                entries[place] = Entry(label: UInt8(label & 0xFF), step: step)
                if columns.count > 256 { upper[place] = UInt8(label >> 8) }
            }
        }
        self.rows = Numbers(zip(starts, largest + [0]).map { Row(start: $0, scale: $1 / 127) })
        self.entries = Numbers(entries)
        upperLabels = Numbers(upper)
    }

    /// As it was written to a file; nil where the parts do not fit each other.
    init?(rows: Numbers<Row>, entries: Numbers<Entry>, upperLabels: Numbers<UInt8>) {
        guard rows.last.map({ Int($0.start) }) == entries.count,
            upperLabels.isEmpty || upperLabels.count == entries.count
        else { return nil }
        self.rows = rows
        self.entries = entries
        self.upperLabels = upperLabels
    }

    var count: Int { rows.count - 1 }

    var bytes: Int {
        rows.count * MemoryLayout<Row>.stride + entries.count * MemoryLayout<Entry>.stride
            + upperLabels.count
    }

    /// The innermost loop of every message: no allocation, no count of references.
    func add(row: Int, times value: Float, to margins: UnsafeMutableBufferPointer<Float>) {
        let factor = value * rows[row].scale
        if upperLabels.isEmpty {
            for place in range(of: row) {
                let entry = entries[place]
                margins[Int(entry.label)] += Float(entry.step) * factor
            }
        } else {
            for place in range(of: row) {
                margins[label(at: place)] += Float(entries[place].step) * factor
            }
        }
    }

    /// Of one label; for `explain`.
    func weight(row: Int, label: Int) -> Float {
        for place in range(of: row) where self.label(at: place) == label {
            return Float(entries[place].step) * rows[row].scale
        }
        return 0
    }

    private func range(of row: Int) -> Range<Int> { Int(rows[row].start)..<Int(rows[row + 1].start) }

    private func label(at place: Int) -> Int {
        Int(entries[place].label) | (upperLabels.isEmpty ? 0 : Int(upperLabels[place]) << 8)
    }
}
