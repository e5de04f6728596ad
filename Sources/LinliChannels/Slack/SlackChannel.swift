import LinliModel

/// An app in Slack (Events API).
///
/// Promise: nothing is accepted that the platform did not sign over every byte within five minutes of our
/// clock, the address check neither. That a call is a repetition changes nothing: the first may never have
/// arrived.
package struct SlackChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .slack }
    package var limits: ChannelLimits { SlackLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let signature: SlackSignature
    private let outbound: SlackOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(than: ["signing_secret", "bot_token", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        let base = try fields.address("api_base", standard: "https://slack.com")
        configuredOrigins = base.configuredOrigins
        signature = SlackSignature(secret: try fields.secret("signing_secret"))
        outbound = SlackOutbound(base: base.text, botToken: try fields.secret("bot_token"))
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake by GET") }
        guard let given = request.headers[SlackSignature.header],
            let timestamp = request.headers[SlackSignature.timeHeader]
        else { return .refuse(status: 401, reason: "headers") }
        guard let seconds = SignedTime.seconds(timestamp),
            !SignedTime.isStale(seconds, at: request.receivedAt)
        else { return .refuse(status: 401, reason: "timestamp") }
        guard signature.verifies(given, timestamp: timestamp, body: request.body) else {
            return .refuse(status: 401, reason: "signature")
        }
        do {
            switch try SlackInbound.read(channel: name, body: request.body) {
            case .challenge(let word): return .handshake(word)
            case .messages(let messages): return .accept(messages, reply: WebhookReply(body: "ok"))
            }
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func parts(of text: String) -> [String] { TextParts.cut(text, bytes: SlackLimits.textBytes) }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { nil }

    package func token(from response: PushResponse) -> TokenVerdict {
        .refused(reason: "the bot token of this channel stands in its settings")
    }

    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message)
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }

    package func trial() -> PushRequest? { outbound.trial() }
}
