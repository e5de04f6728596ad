import Crypto

/// The signature of WeChat, WeCom and DingTalk events: SHA-1 over the parts, sorted and joined
/// (platforms.md 1.1, 1.2).
enum EnvelopeSignature {
    /// 40 lower-case hexadecimal digits. Sorted by bytes: Swift's own order of strings is another one.
    static func digest(_ parts: [String]) -> [UInt8] {
        var hasher = Insecure.SHA1()
        for part in parts.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            var part = part
            part.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        return Hexadecimal.lower(hasher.finalize())
    }

    static func verifies(_ signature: String, of parts: [String]) -> Bool {
        FixedTime.equal(signature.utf8, digest(parts))
    }
}
