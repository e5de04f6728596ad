/// Comparison of secrets in a time that depends on their length only.
enum FixedTime {
    /// True when both hold the same bytes. Looks at every byte, also after the first difference.
    @inline(never)
    static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) {
            difference |= one ^ other
        }
        return difference == 0
    }
}
