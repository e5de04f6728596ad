import Foundation

/// Feature → row of the weights and its rarity; only features seen in training have one. Of a hash of 64
/// bits the upper 32 are kept: two features of one model share a row once in some hundred thousand.
struct FeatureTable: Sendable, Equatable {
    let keys: [UInt32]
    let places: [UInt32]
    /// Inverse document frequency per row.
    let rarity: [Float]

    /// Keys of features in the order of their rows, none twice.
    init(_ known: [UInt32], rarity: [Float]) {
        var size = 16
        while size * 3 < known.count * 4 { size *= 2 }
        var keys = [UInt32](repeating: 0, count: size)
        var places = [UInt32](repeating: 0, count: size)
        for (row, key) in known.enumerated() {
            var slot = Int(key) & (size - 1)
            while keys[slot] != 0 { slot = (slot + 1) & (size - 1) }
            keys[slot] = key
            places[slot] = UInt32(row)
        }
        self.keys = keys
        self.places = places
        self.rarity = rarity
    }

    /// As it was written to a file; nil where it is none of ours: the places must be rows, the size a power
    /// of two with room left, or a search would not end.
    init?(keys: [UInt32], places: [UInt32], rarity: [Float]) {
        guard keys.count == places.count, keys.count >= 16, keys.count & (keys.count - 1) == 0,
            keys.contains(0), places.allSatisfy({ $0 == 0 || Int($0) < rarity.count })
        else { return nil }
        self.keys = keys
        self.places = places
        self.rarity = rarity
    }

    var bytes: Int { keys.count * 8 + rarity.count * 4 }

    subscript(feature: UInt64) -> Int32? { row(key: FeatureTable.key(feature)) }

    func row(key: UInt32) -> Int32? {
        var slot = Int(key) & (keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == key { return Int32(places[slot]) }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }

    /// Never zero, which marks a free place.
    static func key(_ feature: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (feature &* 0x9E37_79B9_7F4A_7C15) >> 32) | 1
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
        of features: ArraySlice<Feature>, row: (Feature) -> Int32?, rarity: [Float],
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
