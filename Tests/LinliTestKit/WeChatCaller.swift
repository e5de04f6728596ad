import Crypto
import CryptoExtras
import Foundation
import Synchronization

/// WeChat's side of a webhook: signed and sealed calls, made here from the published description and not
/// by the room under test, so that a mistake there cannot agree with itself.
package struct WeChatCaller: Sendable {
    /// What is sent to `/hooks/{channel}`.
    package struct Call: Sendable {
        /// Percent-encoded, without the question mark.
        package let query: String
        /// Percent-decoded, in order.
        package let parameters: [(name: String, value: String)]
        package let body: String
    }

    package var appID: String
    package var token: String
    package var encodingKey: String
    /// The account (ToUserName).
    package var account = "gh_0123456789ab"

    package init(appID: String, token: String, encodingKey: String) {
        self.appID = appID
        self.token = token
        self.encodingKey = encodingKey
    }

    /// A caller whose secrets are fit for `Config/channels.yaml`.
    package static let standard = WeChatCaller(
        appID: "wx0123456789abcdef", token: "tokenOfTheStandIn",
        encodingKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")

    // MARK: Messages

    /// `seconds` is the platform's time: of the message and of the signature.
    package func text(_ text: String, from openid: String, id: UInt64, at seconds: Int64) throws -> Call {
        try message("text", "<Content>\(Self.data(text))</Content>", from: openid, id: id, at: seconds)
    }

    package func image(media: String, from openid: String, id: UInt64, at seconds: Int64) throws -> Call {
        let fields =
            "<PicUrl>\(Self.data("http://127.0.0.1/p"))</PicUrl><MediaId>\(Self.data(media))</MediaId>"
        return try message("image", fields, from: openid, id: id, at: seconds)
    }

    package func voice(
        media: String, recognised: String? = nil, from openid: String, id: UInt64, at seconds: Int64
    ) throws -> Call {
        let words = recognised.map { "<Recognition>\(Self.data($0))</Recognition>" } ?? ""
        let fields = "<MediaId>\(Self.data(media))</MediaId><Format>\(Self.data("amr"))</Format>\(words)"
        return try message("voice", fields, from: openid, id: id, at: seconds)
    }

    package func location(
        latitude: Double, longitude: Double, label: String, from openid: String, id: UInt64, at seconds: Int64
    ) throws -> Call {
        let fields =
            "<Location_X>\(latitude)</Location_X><Location_Y>\(longitude)</Location_Y>"
            + "<Scale>20</Scale><Label>\(Self.data(label))</Label>"
        return try message("location", fields, from: openid, id: id, at: seconds)
    }

    /// `name` as WeChat writes it: `subscribe`, `SCAN`, `CLICK`. Events have no id.
    package func event(_ name: String, key: String = "", from openid: String, at seconds: Int64) throws
        -> Call
    {
        let fields = "<Event>\(Self.data(name))</Event><EventKey>\(Self.data(key))</EventKey>"
        return try message("event", fields, from: openid, id: nil, at: seconds)
    }

    /// Any kind with its own fields as XML.
    package func message(
        _ kind: String, _ fields: String, from openid: String, id: UInt64?, at seconds: Int64
    ) throws -> Call {
        let identifier = id.map { "<MsgId>\($0)</MsgId>" } ?? ""
        let persons =
            "<ToUserName>\(Self.data(account))</ToUserName>"
            + "<FromUserName>\(Self.data(openid))</FromUserName>"
        let head = "<CreateTime>\(seconds)</CreateTime><MsgType>\(Self.data(kind))</MsgType>"
        return try seal("<xml>\(persons)\(head)\(fields)\(identifier)</xml>", from: openid, at: seconds)
    }

    private static func data(_ text: String) -> String {
        "<![CDATA[\(text.replacing("]]>", with: "]]]]><![CDATA[>"))]]>"
    }

    // MARK: Envelope

    /// Any inner document, sealed and signed (safe mode).
    package func seal(_ document: String, from openid: String, at seconds: Int64) throws -> Call {
        let sealed = try encrypt(Array(document.utf8))
        let (timestamp, nonce) = (String(seconds), String(UInt32.random(in: 1...UInt32.max)))
        let body =
            "<xml><ToUserName>\(Self.data(account))</ToUserName><Encrypt>\(Self.data(sealed))</Encrypt></xml>"
        return call(
            [
                ("signature", Self.sha1([token, timestamp, nonce])), ("timestamp", timestamp),
                ("nonce", nonce),
                ("openid", openid), ("encrypt_type", "aes"),
                ("msg_signature", Self.sha1([token, timestamp, nonce, sealed])),
            ], body: body)
    }

    /// The address check that WeChat makes when the account is set up: a GET whose answer is `echo`.
    package func addressCheck(echo: String, at seconds: Int64) -> Call {
        let (timestamp, nonce) = (String(seconds), String(UInt32.random(in: 1...UInt32.max)))
        return call(
            [
                ("signature", Self.sha1([token, timestamp, nonce])), ("echostr", echo),
                ("timestamp", timestamp), ("nonce", nonce),
            ], body: "")
    }

    private func call(_ parameters: [(String, String)], body: String) -> Call {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let query = parameters.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")"
        }
        return Call(
            query: query.joined(separator: "&"), parameters: parameters.map { (name: $0.0, value: $0.1) },
            body: body)
    }

    /// 16 random bytes, the length in network order, the message, the app id, padded to 32.
    package func encrypt(_ message: [UInt8]) throws -> String {
        var plain = (0..<16).map { _ in UInt8.random(in: 0...255) }
        withUnsafeBytes(of: UInt32(message.count).bigEndian) { plain.append(contentsOf: $0) }
        plain.append(contentsOf: message)
        plain.append(contentsOf: Array(appID.utf8))
        let missing = 32 - plain.count % 32
        plain.append(contentsOf: repeatElement(UInt8(missing), count: missing))
        guard let key = Data(base64Encoded: encodingKey + "=") else { throw CryptoKitError.incorrectKeySize }
        let start = try AES._CBC.IV(ivBytes: key.prefix(16))
        let sealed = try AES._CBC.encrypt(plain, using: SymmetricKey(data: key), iv: start, noPadding: true)
        return sealed.base64EncodedString()
    }

    package static func sha1(_ parts: [String]) -> String {
        let sorted = parts.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        return Insecure.SHA1.hash(data: Data(sorted.joined().utf8)).map { String(format: "%02x", $0) }
            .joined()
    }
}
