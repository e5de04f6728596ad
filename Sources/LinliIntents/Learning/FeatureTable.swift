import Foundation

/// Feature → row of the weights and its rarity; only features seen in training have one. Of a hash of 64
/// bits the upper 32 are kept: two features of one model share a row once in some hundred thousand.
///
/// Rows lie in the order of their keys. A directory says where the keys with the same upper bits begin, two
/// or three each: six bytes a feature instead of the fourteen of an open table.
struct FeatureTable: Sendable, Equatable {
    /// Row → key, ascending.
    let keys: Numbers<UInt32>
    /// Inverse document frequency per row.
    let rarity: Numbers<Float>
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
        self.keys = Numbers(keys)
        self.rarity = Numbers(rarity)
        self.firsts = Numbers(firsts)
        self.shift = shift
    }

    /// As it was written to a file; nil where the parts do not fit each other.
    init?(keys: Numbers<UInt32>, rarity: Numbers<Float>, firsts: Numbers<UInt32>) {
        let buckets = firsts.count - 1
        guard keys.count == rarity.count, buckets > 1, buckets & (buckets - 1) == 0 else { return nil }
        self.keys = keys
        self.rarity = rarity
        self.firsts = firsts
        shift = UInt32(32 - buckets.trailingZeroBitCount)
    }

    var bytes: Int { (keys.count + rarity.count + firsts.count) * 4 }

    subscript(feature: UInt64) -> Int32? { row(key: FeatureTable.key(feature)) }

    func row(key: UInt32) -> Int32? {
        let bucket = Int(key >> shift)
        for row in Int(firsts[bucket])..<Int(firsts[bucket + 1]) where keys[row] >= key {
            return keys[row] == key ? Int32(row) : nil
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
        withValues(of: features[...], row: { table[$0] }, rarity: table.rarity, body)
    }

    /// The same with a row per feature.
    static func withValues<Feature: Equatable>(
        of features: ArraySlice<Feature>, row: (Feature) -> Int32?, rarity: Numbers<Float>,
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
                let value = often(times) * rarity[Int(row)]
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
