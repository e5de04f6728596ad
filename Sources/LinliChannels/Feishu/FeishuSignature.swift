import Crypto
import CryptoExtras
import Foundation
import LinliModel

/// What proves that a call comes from Feishu: a digest over time, nonce, key and the raw body, and a seal
/// that opens with the key (platforms.md 4.1). A bot without an encrypt key has neither and is not started.
struct FeishuSignature: Sendable {
    enum Failure: Error, Equatable {
        case base64
        case blockSize
        case padding
    }

    private static let block = 16

    private let encryptKey: [UInt8]
    private let key: SymmetricKey

    init(encryptKey: String) {
        self.encryptKey = Array(encryptKey.utf8)
        key = SymmetricKey(data: SHA256.hash(data: self.encryptKey))
    }

    /// 64 lower-case hexadecimal digits. A plain digest and no HMAC: so the platform wants it.
    func digest(timestamp: String, nonce: String, body: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: Array("\(timestamp)\(nonce)".utf8))
        hasher.update(data: encryptKey)
        hasher.update(data: body)
        return Hexadecimal.lower(hasher.finalize())
    }

    func verifies(_ signature: String, timestamp: String, nonce: String, body: [UInt8]) -> Bool {
        FixedTime.equal(signature.utf8, digest(timestamp: timestamp, nonce: nonce, body: body))
    }

    /// The JSON inside: base64 of 16 bytes to start with and AES-256-CBC, padded by PKCS#7 to 16.
    func open(_ sealed: String) throws(Failure) -> [UInt8] {
        guard let bytes = Data(base64Encoded: sealed) else { throw .base64 }
        guard bytes.count >= 2 * Self.block, bytes.count.isMultiple(of: Self.block) else { throw .blockSize }
        let padded: [UInt8]
        do {
            let start = try AES._CBC.IV(ivBytes: bytes.prefix(Self.block))
            padded = Array(
                try AES._CBC.decrypt(bytes.dropFirst(Self.block), using: key, iv: start, noPadding: true))
        } catch {
            throw .blockSize
        }
        guard let pad = padded.last.map(Int.init), (1...Self.block).contains(pad), pad <= padded.count,
            padded.suffix(pad).allSatisfy({ Int($0) == pad })
        else { throw .padding }
        return Array(padded.dropLast(pad))
    }
}
