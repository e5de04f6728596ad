import Crypto
import Foundation
import LinliModel

/// HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0, platforms.md 9), both ways.
struct StandardSignature: Sendable {
    private let key: SymmetricKey

    /// Nil unless the secret, with or without `whsec_` and padding, is base64 of at least 16 bytes.
    init?(secret: String) {
        var encoded = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        while encoded.hasSuffix("=") { encoded.removeLast() }
        encoded += String(repeating: "=", count: (4 - encoded.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: encoded), bytes.count >= StandardLimits.secretBytes
        else { return nil }
        key = SymmetricKey(data: bytes)
    }

    private func code(id: String, timestamp: String, body: [UInt8]) -> HMAC<SHA256>.MAC {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("\(id).\(timestamp).".utf8))
        code.update(data: body)
        return code.finalize()
    }

    /// Such as `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`.
    func sign(id: String, timestamp: String, body: [UInt8]) -> String {
        "v1," + Data(code(id: id, timestamp: timestamp, body: body)).base64EncodedString()
    }

    /// True when any `v1` in the list fits; other versions and malformed entries are skipped.
    func verifies(_ list: String, id: String, timestamp: String, body: [UInt8]) -> Bool {
        let expected = Array(code(id: id, timestamp: timestamp, body: body))
        var fits = false
        let entries = list.split(separator: " ").prefix(StandardLimits.signatures)
        for entry in entries where entry.hasPrefix("v1,") {
            guard let given = Data(base64Encoded: String(entry.dropFirst(3))) else { continue }
            fits = FixedTime.equal(given, expected) || fits
        }
        return fits
    }
}
