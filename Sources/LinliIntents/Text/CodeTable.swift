/// A read-only hash table from (state, code) to a number: open addressing, a power of two, at most half
/// full. Built once at load; a lookup costs a multiplication and usually one comparison.
struct CodeTable: Sendable {
    private let keys: [UInt64]
    private let values: [Int32]

    init(_ entries: [UInt64: Int32]) {
        var size = 16
        while size < entries.count * 2 { size *= 2 }
        var keys = [UInt64](repeating: 0, count: size)
        var values = [Int32](repeating: 0, count: size)
        for (key, value) in entries {
            var slot = Self.slot(key, mask: size - 1)
            while keys[slot] != 0 { slot = (slot + 1) & (size - 1) }
            keys[slot] = key
            values[slot] = value
        }
        self.keys = keys
        self.values = values
    }

    /// `key` must not be zero.
    subscript(key: UInt64) -> Int32? {
        var slot = Self.slot(key, mask: keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }

    /// Never zero, since no message holds code 0.
    static func key(_ state: Int32, _ code: UInt32) -> UInt64 { UInt64(UInt32(state)) << 32 | UInt64(code) }

    private static func slot(_ key: UInt64, mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 36) & mask
    }
}
