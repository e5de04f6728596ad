import Crypto
import LinliModel

/// Posts `{"id","to","text"}` to a bridge, signed, and reads its status.
struct StandardOutbound: Sendable {
    let url: String
    let signature: StandardSignature

    func request(_ message: OutboundMessage, at now: Instant) -> PushRequest {
        let id = Self.identifier(message.idempotencyKey)
        var body = JSONWriter(capacity: message.text.utf8.count + 128)
        body.raw("{\"id\":")
        body.string(id)
        body.raw(",\"to\":")
        body.string(message.recipient)
        body.raw(",\"text\":")
        body.string(message.text)
        body.raw("}")
        let timestamp = String(now.milliseconds / 1000)
        return PushRequest(
            url: url,
            headers: [
                .init("content-type", "application/json; charset=utf-8"),
                .init("webhook-id", id),
                .init("webhook-timestamp", timestamp),
                .init("webhook-signature", signature.sign(id: id, timestamp: timestamp, body: body.bytes)),
            ],
            body: body.bytes)
    }

    /// A dot would let two signed texts read the same, and a header takes no other bytes: a key that has
    /// any is replaced by its digest.
    private static func identifier(_ key: String) -> String {
        let isPlain = key.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        if isPlain, (1...StandardLimits.idBytes).contains(key.utf8.count) { return key }
        return String(decoding: Hexadecimal.lower(SHA256.hash(data: Array(key.utf8))), as: UTF8.self)
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        switch response.status {
        case 200..<300: .accepted(platformID: nil)
        case 410: .refused(reason: "HTTP 410: the bridge wants no more messages")
        case 300..<400: .retry(after: nil, reason: "HTTP \(response.status): redirects are not followed")
        default: .retry(after: RetryAfter.span(in: response), reason: "HTTP \(response.status)")
        }
    }
}
