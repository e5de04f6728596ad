import Foundation

/// Feature → row of the weights and its rarity; only features seen in training have one. Of a hash of 64
/// bits the upper 32 are kept: two features of one model share a row once in some hundred thousand.
///
/// Rows lie in the order of their keys. A directory says where the keys with the same upper bits begin, two
/// or three each: six bytes a feature instead of the fourteen of an open table.
struct FeatureTable: Sendable, Equatable {
    /// Key and value side by side: who finds the one has read the other.
    struct Row: BitwiseCopyable, Equatable, Sendable {
        let key: UInt32
        /// Inverse document frequency.
        let rarity: Float
    }

    /// By ascending key.
    let rows: Numbers<Row>
    /// Upper bits of a key → the first row that has them; one more than there are.
    let firsts: Numbers<UInt32>
    private let shift: UInt32

    /// `keys`: ascending, none twice.
    init(_ keys: [UInt32], rarity: [Float]) {
        var bits: UInt32 = 1
        while 1 << (bits + 1) < keys.count { bits += 1 }
        let shift = 32 - bits
        var firsts = [UInt32](repeating: 0, count: (1 << Int(bits)) + 1)
        for key in keys { firsts[Int(key >> shift) + 1] += 1 }
        for bucket in 1..<firsts.count { firsts[bucket] += firsts[bucket - 1] }
        rows = Numbers(zip(keys, rarity).map { Row(key: $0, rarity: $1) })
        self.firsts = Numbers(firsts)
        self.shift = shift
    }

    /// As it was written to a file; nil where the parts do not fit each other.
    init?(rows: Numbers<Row>, firsts: Numbers<UInt32>) {
        let buckets = firsts.count - 1
        guard buckets > 1, buckets & (buckets - 1) == 0, firsts.last.map(Int.init) == rows.count
        else { return nil }
        self.rows = rows
        self.firsts = firsts
        shift = UInt32(32 - buckets.trailingZeroBitCount)
    }

    var count: Int { rows.count }
    var bytes: Int { rows.count * MemoryLayout<Row>.stride + firsts.count * 4 }

    subscript(feature: UInt64) -> Int32? { row(key: FeatureTable.key(feature)) }

    func row(key: UInt32) -> Int32? {
        let bucket = Int(key >> shift)
        for row in Int(firsts[bucket])..<Int(firsts[bucket + 1]) where rows[row].key >= key {
            return rows[row].key == key ? Int32(row) : nil
        }
        return nil
    }

    static func key(_ feature: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (feature &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}

/// A message as a point of length one: rows of the features that training knew, and their values.
enum FeatureVector {
    /// How often a feature stands counts by its logarithm.
    static func often(_ times: Int) -> Float { times == 1 ? 1 : 1 + log(Float(times)) }

    /// Calls with every known feature once, in the order of the hashes, and allocates nothing. `features` are
    /// sorted.
    static func withValues(
        of features: [UInt64], rows table: FeatureTable, _ body: (Int32, Float) -> Void
    ) {
        withValues(of: features[...], row: { table[$0] }, table: table, body)
    }

    /// The same with a row per feature.
    static func withValues<Feature: Equatable>(
        of features: ArraySlice<Feature>, row: (Feature) -> Int32?, table: FeatureTable,
        _ body: (Int32, Float) -> Void
    ) {
        typealias Entry = (row: Int32, value: Float)
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: features.count) { entries in
            var count = 0
            var norm: Float = 0
            var position = features.startIndex
            while position < features.endIndex {
                let feature = features[position]
                var end = position + 1
                while end < features.endIndex, features[end] == feature { end += 1 }
                let times = end - position
                position = end
                guard let row = row(feature) else { continue }
                let value = often(times) * table.rows[Int(row)].rarity
                entries.initializeElement(at: count, to: (row, value))
                count += 1
                norm += value * value
            }
            guard norm > 0 else { return }
            let scale = 1 / norm.squareRoot()
            for index in 0..<count { body(entries[index].row, entries[index].value * scale) }
        }
    }
}
