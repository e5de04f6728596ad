import LinliModel

/// An official account in LINE.
///
/// Promise: nothing is accepted that the platform did not sign over every byte. There is no address check;
/// the console's button sends a call without events, which is taken and stores nothing.
package struct LineChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .line }
    package var limits: ChannelLimits { LineLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let signature: LineSignature
    private let outbound: LineOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(than: ["channel_secret", "access_token", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        let base = try fields.address("api_base", standard: "https://api.line.me")
        configuredOrigins = base.configuredOrigins
        signature = LineSignature(secret: try fields.secret("channel_secret"))
        outbound = LineOutbound(base: base.text, accessToken: try fields.secret("access_token"))
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake") }
        guard let given = request.headers[LineSignature.header] else {
            return .refuse(status: 401, reason: "headers")
        }
        guard signature.verifies(given, body: request.body) else {
            return .refuse(status: 401, reason: "signature")
        }
        do {
            let messages = try LineInbound.messages(channel: name, body: request.body)
            return .accept(messages, reply: WebhookReply(body: "ok"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func parts(of text: String) -> [String] { TextParts.cut(text, bytes: LineLimits.textBytes) }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { nil }

    package func token(from response: PushResponse) -> TokenVerdict {
        .refused(reason: "the access token of this channel stands in its settings")
    }

    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message)
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }

    package func trial() -> PushRequest? { outbound.trial() }
}
