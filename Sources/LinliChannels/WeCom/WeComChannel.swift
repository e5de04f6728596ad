import LinliModel

/// An application of WeCom (企业微信), written to by members of the enterprise.
///
/// Promise: nothing is accepted that the platform did not seal for this enterprise. A call is judged in the
/// order of platforms.md 2.1: query, time, `Encrypt`, `msg_signature`, envelope, enterprise. Up to there a
/// failure is 401; behind it the caller is the platform and what cannot be read is 400.
package struct WeComChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .wecom }
    package var limits: ChannelLimits { WeComLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let agent: String
    private let signature: WeComSignature
    private let tokens: WeComToken
    private let outbound: WeComOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(
            than: ["corp_id", "agent_id", "secret", "token", "encoding_aes_key", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        let enterprise = try fields.identifier("corp_id")
        agent = try fields.identifier("agent_id")
        guard let number = Int32(agent), number > 0, String(number) == agent else {
            throw fields.finding("agent_id must be the number that WeCom shows")
        }
        let base = try fields.address("api_base", standard: "https://qyapi.weixin.qq.com")
        configuredOrigins = base.configuredOrigins
        tokens = WeComToken(base: base.text, enterprise: enterprise, secret: try fields.secret("secret"))
        outbound = WeComOutbound(base: base.text, agent: agent)
        signature = try WeComSignature(fields, enterprise: enterprise)
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        switch signature.judge(request) {
        case .decided(let decision): return decision
        case .document(let document):
            do {
                let message = try WeComInbound.message(channel: name, agent: agent, document: document)
                return .accept([message], reply: WebhookReply(body: ""))
            } catch {
                return .refuse(status: 400, reason: error.reason)
            }
        }
    }

    package func parts(of text: String) -> [String] {
        TextParts.cut(text, bytes: Limits.wechatTextBytes)
    }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { tokens.request() }

    package func token(from response: PushResponse) -> TokenVerdict { tokens.verdict(on: response) }

    /// Without a token the platform answers 41001, which is `tokenExpired`: the caller gets one.
    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message, token: token ?? "")
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }
}
