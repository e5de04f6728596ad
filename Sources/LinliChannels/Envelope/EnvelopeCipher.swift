import Crypto
import CryptoExtras
import Foundation

/// The sealed envelope of WeChat and WeCom: AES-256-CBC over
/// `16 random bytes ‖ length of the message, UInt32 big-endian ‖ message ‖ receiver`, padded by PKCS#7
/// to a multiple of 32 (platforms.md 1.2). The key is read once and kept.
struct EnvelopeCipher: Sendable {
    /// Why an envelope does not open. Each one means: not authentic.
    enum Failure: Error, Equatable {
        case base64
        case blockSize
        case padding
        case length
        case receiver
    }

    private static let block = 32
    private static let header = 20

    private let key: SymmetricKey
    private let start: AES._CBC.IV
    private let receiver: [UInt8]

    /// Nil when the key is not 43 base64 characters.
    ///
    /// 43 characters carry 258 bits; the last two may be anything, so the decoder must not insist that
    /// they are zero. `receiver` is the app id (WeChat) or the corporation id (WeCom).
    init?(encodingKey: String, receiver: String) {
        guard encodingKey.utf8.count == 43, !encodingKey.contains("="),
            let bytes = Data(base64Encoded: encodingKey + "="), bytes.count == 32
        else { return nil }
        do {
            start = try AES._CBC.IV(ivBytes: bytes.prefix(16))
        } catch {
            return nil
        }
        key = SymmetricKey(data: bytes)
        self.receiver = Array(receiver.utf8)
    }

    /// The message inside. Every check stands before the value that it guards is used: SDKs crashed on a
    /// length they trusted and let forgeries pass by a padding they guessed.
    func open(_ sealed: String) throws(Failure) -> [UInt8] {
        guard let ciphertext = Data(base64Encoded: sealed) else { throw .base64 }
        guard !ciphertext.isEmpty, ciphertext.count.isMultiple(of: Self.block) else { throw .blockSize }
        let padded: Data
        do {
            padded = try AES._CBC.decrypt(ciphertext, using: key, iv: start, noPadding: true)
        } catch {
            throw .blockSize
        }
        return try unwrap(Array(padded))
    }

    private func unwrap(_ padded: [UInt8]) throws(Failure) -> [UInt8] {
        guard let pad = padded.last.map(Int.init), (1...Self.block).contains(pad), pad <= padded.count,
            padded.suffix(pad).allSatisfy({ Int($0) == pad })
        else { throw .padding }
        let end = padded.count - pad
        guard end >= Self.header else { throw .length }
        let length = padded[16..<Self.header].reduce(0) { $0 << 8 | Int($1) }
        guard length <= end - Self.header else { throw .length }
        let messageEnd = Self.header + length
        guard padded[messageEnd..<end].elementsEqual(receiver) else { throw .receiver }
        return Array(padded[Self.header..<messageEnd])
    }
}
