/// Bytes as hexadecimal digits.
enum Hexadecimal {
    private static let lowerDigits = Array("0123456789abcdef".utf8)
    private static let upperDigits = Array("0123456789ABCDEF".utf8)

    /// Two lower-case digits a byte, as the platforms write their SHA-1 signatures.
    static func lower(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for byte in bytes {
            digits.append(lowerDigits[Int(byte >> 4)])
            digits.append(lowerDigits[Int(byte & 15)])
        }
        return digits
    }

    static func upper(_ byte: UInt8) -> [UInt8] {
        [upperDigits[Int(byte >> 4)], upperDigits[Int(byte & 15)]]
    }
}
