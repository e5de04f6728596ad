import Crypto

/// Secrets stand in the store as hashes only: a stolen backup opens nothing.
///
/// Tokens carry at least 128 random bits, so a plain SHA-256 is enough; an eight-digit code is protected by
/// its five tries and seven days, and its salt keeps equal codes from looking equal.
package enum SecretHash {
    /// Lower-case hex of SHA-256 over `salt:secret`.
    package static func of(_ secret: String, salt: String = "") -> String {
        let digits = Array("0123456789abcdef".utf8)
        var hex: [UInt8] = []
        hex.reserveCapacity(64)
        for byte in SHA256.hash(data: Array("\(salt):\(secret)".utf8)) {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        return String(decoding: hex, as: UTF8.self)
    }
}
