import Crypto
import Foundation
import LinliModel

@testable import LinliChannels

/// The bridge's side of Standard Webhooks, written from the specification on its own.
struct BridgeCaller {
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    var now = Instant(seconds: 1_614_265_330)

    func channel(_ changes: [String: String?] = [:]) throws -> any Channel {
        var fields: [String: String] = ["secret": secret, "push_url": "https://bridge.example/in?"]
        fields["push_url"] = "https://bridge.example/in"
        for (name, value) in changes { fields[name] = value }
        return try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "bridge", kind: .standard, estate: "HTL", fields: fields, file: "channels.yaml", line: 9
            ))
    }

    func signature(id: String, timestamp: String, body: String) -> String {
        let key = SymmetricKey(data: Data(base64Encoded: String(secret.dropFirst(6))) ?? Data())
        let signed = Data("\(id).\(timestamp).\(body)".utf8)
        return "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }

    func call(id: String = "msg_1", timestamp: String = "1614265330", body: String) -> WebhookRequest {
        WebhookRequest(
            method: .post,
            headers: [
                "webhook-id": id, "webhook-timestamp": timestamp,
                "webhook-signature": signature(id: id, timestamp: timestamp, body: body),
            ],
            body: Array(body.utf8), receivedAt: now)
    }
}
