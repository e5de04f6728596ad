import Crypto
import CryptoExtras
import Foundation
import LinliModel

@testable import LinliChannels

/// The platform's side of the envelope, written from platforms.md 1.2 on its own: it seals, the room opens.
struct WeChatSealer {
    var token = "tokenOfTheTest"
    var encodingKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    var appID = "wx0123456789abcdef"
    var nonce = "1320562132"
    var timestamp = "1773799200"
    var random = Array("0123456789abcdef".utf8)

    var now: Instant { Instant(seconds: Int64(timestamp) ?? 0) }

    func channel(mode: String? = nil, _ changes: [String: String?] = [:]) throws -> any Channel {
        var fields: [String: String] = [
            "app_id": appID, "app_secret": "secretOfTheTest", "token": token,
            "encoding_aes_key": encodingKey,
        ]
        fields["mode"] = mode
        for (name, value) in changes { fields[name] = value }
        return try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "oa", kind: .wechat, estate: "HTL", fields: fields, file: "channels.yaml", line: 2))
    }

    static func sha1(_ parts: [String]) -> String {
        let text = parts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
        return Insecure.SHA1.hash(data: text).map { String(format: "%02x", $0) }.joined()
    }

    func padded(_ message: [UInt8], length: UInt32? = nil, receiver: String? = nil) -> [UInt8] {
        var bytes = random
        let count = length ?? UInt32(message.count)
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
        bytes += message
        bytes += Array((receiver ?? appID).utf8)
        let pad = 32 - bytes.count % 32
        return bytes + [UInt8](repeating: UInt8(pad), count: pad)
    }

    func encrypt(_ padded: [UInt8]) throws -> String {
        let key = Data(base64Encoded: encodingKey + "=") ?? Data()
        let sealed = try AES._CBC.encrypt(
            padded, using: SymmetricKey(data: key), iv: AES._CBC.IV(ivBytes: key.prefix(16)), noPadding: true)
        return sealed.base64EncodedString()
    }

    func query(sealed: String?) -> [(name: String, value: String)] {
        var query = [
            (name: "signature", value: Self.sha1([token, timestamp, nonce])),
            (name: "timestamp", value: timestamp), (name: "nonce", value: nonce),
            (name: "openid", value: "oResidentA"),
        ]
        if let sealed {
            query.append((name: "encrypt_type", value: "aes"))
            query.append((name: "msg_signature", value: Self.sha1([token, timestamp, nonce, sealed])))
        }
        return query
    }

    func call(sealed: String, body: String? = nil) -> WebhookRequest {
        let envelope =
            "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>"
            + "<Encrypt><![CDATA[\(sealed)]]></Encrypt></xml>"
        return WebhookRequest(
            method: .post, query: query(sealed: sealed), body: Array((body ?? envelope).utf8), receivedAt: now
        )
    }

    /// A call of the platform that is right in every way, whatever the message.
    func call(_ message: [UInt8]) throws -> WebhookRequest {
        call(sealed: try encrypt(padded(message)))
    }

    func call(_ message: String) throws -> WebhookRequest {
        try call(Array(message.utf8))
    }
}

/// What a decision comes to, in a form that can be compared.
enum Outcome: Equatable, CustomStringConvertible {
    case handshake(String)
    case messages([InboundMessage])
    case report([Undelivered], beside: [InboundMessage])
    case notice(PullNotice)
    case refused(Int)

    init(_ decision: WebhookDecision) {
        switch decision {
        case .handshake(let echo): self = .handshake(echo)
        case .accept(let messages, _): self = .messages(messages)
        case .report(let lost, let messages, _): self = .report(lost, beside: messages)
        case .notice(let notice, _): self = .notice(notice)
        case .refuse(let status, _): self = .refused(status)
        }
    }

    var description: String {
        switch self {
        case .handshake(let echo): "handshake(\(echo))"
        case .messages(let messages): "messages(\(messages))"
        case .report(let lost, let messages): "report(\(lost), beside: \(messages))"
        case .notice(let notice): "notice(\(notice))"
        case .refused(let status): "refused(\(status))"
        }
    }
}
