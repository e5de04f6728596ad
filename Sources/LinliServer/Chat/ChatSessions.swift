import Crypto
import LinliModel

/// Who writes in the web chat: a random number of 128 bits in a signed cookie, and nothing else.
///
/// The number is the sender's id on the channel. The signature keeps others from making one up (the ids of
/// residents appear in the store and in exports); it is compared in constant time. A new key logs
/// everybody out: they start a new conversation.
package struct ChatSessions: Sendable {
    static let cookie = "linli_chat"

    private let key: SymmetricKey
    private let random: @Sendable () -> [UInt8]

    /// - Parameters:
    ///   - key: At least 32 random bytes, the same after every start.
    ///   - random: 16 bytes of a source that cannot be guessed.
    package init(key: [UInt8], random: @escaping @Sendable () -> [UInt8]) {
        self.key = SymmetricKey(data: key)
        self.random = random
    }

    /// The sender that a cookie's value stands for; nil when it was not signed here.
    func sender(of cookie: String) -> String? {
        let parts = cookie.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 32, let code = Hexadecimal.bytes(of: parts[1]) else {
            return nil
        }
        let sender = String(parts[0])
        guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed(sender), using: key) else {
            return nil
        }
        return sender
    }

    func begin() -> (sender: String, cookie: String) {
        let sender = Hexadecimal.text(of: random())
        let code = HMAC<SHA256>.authenticationCode(for: signed(sender), using: key)
        return (sender, "\(sender).\(Hexadecimal.text(of: code))")
    }

    /// What the page may know of its session: enough to keep two apart in one browser's memory, not
    /// enough to be one.
    static func tag(of sender: String) -> String {
        String(Hexadecimal.text(of: SHA256.hash(data: Array("tag:\(sender)".utf8))).prefix(12))
    }

    /// The purpose is signed too, so that the key's other uses cannot be turned into sessions.
    private func signed(_ sender: String) -> [UInt8] {
        Array("linli web chat session \(sender)".utf8)
    }
}

enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(of bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let values = text.utf8.map { digits.firstIndex(of: $0).map(UInt8.init) }
        guard values.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: values.count, by: 2) {
            guard let high = values[index], let low = values[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
