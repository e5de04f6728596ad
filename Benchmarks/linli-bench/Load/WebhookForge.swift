import Crypto
import CryptoExtras
import Foundation

/// The account under which the daemon knows the stand-in. None of it is a secret of anybody.
struct BenchAccount: Sendable {
    var channel = "oa"
    var appID = "wx0123456789abcdef"
    var appSecret = "0123456789abcdef0123456789abcdef"
    var token = "tokenOfTheBenchmark"
    var encodingKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
}

/// Builds WeChat's signed and sealed webhooks (safe mode, platforms.md 1.2) as whole HTTP requests, ahead of
/// the measurement: while it runs nobody encrypts but the platform, and that is not this machine.
struct WebhookForge {
    private let account: BenchAccount
    private let key: SymmetricKey
    private let start: AES._CBC.IV
    private let seconds: String
    /// Unique in one store, whatever was sent before.
    private var serial = UInt64(Date().timeIntervalSince1970 * 1000) * 1_000_000

    init(account: BenchAccount) throws {
        guard let bytes = Data(base64Encoded: account.encodingKey + "=") else {
            throw BenchError("the key of the bench account is malformed")
        }
        self.account = account
        key = SymmetricKey(data: bytes)
        start = try AES._CBC.IV(ivBytes: bytes.prefix(16))
        // Accepted for 300 s from now: no measurement that uses one set takes longer.
        seconds = String(Int64(Date().timeIntervalSince1970))
    }

    /// `count` messages of the mix, the n-th from resident `first + n % residents`.
    mutating func mixed(_ count: Int, residents: Int, first: Int = 0) throws -> RequestSet {
        var set = RequestSet()
        for number in 0..<count {
            let resident = first + number % residents
            set.add(try request(MessageMix.text(number), from: resident), resident: resident)
        }
        return set
    }

    mutating func request(_ text: String, from resident: Int) throws -> [UInt8] {
        serial += 1
        let sender = Openid.text(resident)
        let message =
            "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>"
            + "<FromUserName><![CDATA[\(sender)]]></FromUserName><CreateTime>\(seconds)</CreateTime>"
            + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[\(text)]]></Content>"
            + "<MsgId>\(serial)</MsgId></xml>"
        let sealed = try seal(Array(message.utf8))
        let nonce = String(UInt32.random(in: 1...UInt32.max))
        let body =
            "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>"
            + "<Encrypt><![CDATA[\(sealed)]]></Encrypt></xml>"
        let query =
            "signature=\(digest([account.token, seconds, nonce]))&timestamp=\(seconds)&nonce=\(nonce)"
            + "&openid=\(sender)&encrypt_type=aes"
            + "&msg_signature=\(digest([account.token, seconds, nonce, sealed]))"
        return Array(
            ("POST /hooks/\(account.channel)?\(query) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: text/xml\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }

    /// 16 random bytes, the length in network order, the message, the app id, padded to 32.
    private func seal(_ message: [UInt8]) throws -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(message.count + 80)
        for _ in 0..<2 { withUnsafeBytes(of: UInt64.random(in: 0 ... .max)) { plain.append(contentsOf: $0) } }
        withUnsafeBytes(of: UInt32(message.count).bigEndian) { plain.append(contentsOf: $0) }
        plain.append(contentsOf: message)
        plain.append(contentsOf: account.appID.utf8)
        let missing = 32 - plain.count % 32
        plain.append(contentsOf: repeatElement(UInt8(missing), count: missing))
        return try AES._CBC.encrypt(plain, using: key, iv: start, noPadding: true).base64EncodedString()
    }

    private func digest(_ parts: [String]) -> String {
        let hexadecimal = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in Insecure.SHA1.hash(data: Data(parts.sorted().joined().utf8)) {
            text.append(hexadecimal[Int(byte >> 4)])
            text.append(hexadecimal[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// WeChat's name of a person, 28 characters as there; the number in it is the resident's.
enum Openid {
    static let prefix = "oB"
    static let digits = 26

    static func text(_ resident: Int) -> String {
        let number = String(resident)
        return prefix + String(repeating: "0", count: digits - number.count) + number
    }
}

/// Whole HTTP requests, one behind the other in one piece of memory.
struct RequestSet: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private(set) var residents: [Int] = []

    var count: Int { ends.count }

    mutating func add(_ request: [UInt8], resident: Int) {
        bytes.append(contentsOf: request)
        ends.append(bytes.count)
        residents.append(resident)
    }

    func send(_ index: Int, to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { all in
            let request = all[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
            return LoopbackSocket.send(UnsafeRawBufferPointer(rebasing: request), to: descriptor)
        }
    }
}
