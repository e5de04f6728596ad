import LinliModel

/// A bridge of one's own, spoken to by Standard Webhooks in both directions.
///
/// Promise: what is accepted was signed with the shared secret over every byte of its body, within five
/// minutes of our clock. There is no address check: a GET is refused.
package struct StandardChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .standard }
    package var limits: ChannelLimits { StandardLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let signature: StandardSignature
    private let outbound: StandardOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(than: ["secret", "push_url"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        guard let signature = StandardSignature(secret: try fields.secret("secret")) else {
            throw fields.finding("secret must be whsec_ and base64 of at least 16 random bytes")
        }
        self.signature = signature
        let address = try fields.requiredAddress("push_url")
        configuredOrigins = address.configuredOrigins
        outbound = StandardOutbound(url: address.text, signature: signature)
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake") }
        guard let id = request.headers["webhook-id"], let timestamp = request.headers["webhook-timestamp"],
            let list = request.headers["webhook-signature"], Self.isPlain(id)
        else { return .refuse(status: 401, reason: "headers") }
        guard let seconds = SignedTime.seconds(timestamp),
            !SignedTime.isStale(seconds, at: request.receivedAt)
        else { return .refuse(status: 401, reason: "timestamp") }
        guard signature.verifies(list, id: id, timestamp: timestamp, body: request.body) else {
            return .refuse(status: 401, reason: "signature")
        }
        do {
            let messages = try StandardInbound.messages(
                channel: name, id: id, sentAt: Instant(seconds: seconds), body: request.body)
            return .accept(messages, reply: WebhookReply(body: "ok"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    /// A dot in the id would make the signed text ambiguous.
    private static func isPlain(_ id: String) -> Bool {
        (1...StandardLimits.idBytes).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ".") }
    }

    package func parts(of text: String) -> [String] { text.isEmpty ? [] : [text] }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { nil }

    package func token(from response: PushResponse) -> TokenVerdict {
        .refused(reason: "this channel has no access token")
    }

    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message, at: now)
    }

    package func verdict(on response: PushResponse) -> PushVerdict {
        outbound.verdict(on: response)
    }
}
