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
        outbound = WeComOutbound(
            base: base.text, enterprise: enterprise, agent: agent, secret: try fields.secret("secret"))
        let token = try fields.secret("token")
        let key = try fields.secret("encoding_aes_key")
        guard let cipher = EnvelopeCipher(encodingKey: key, receiver: enterprise) else {
            throw fields.finding("encoding_aes_key must be the 43 letters and digits that WeCom shows")
        }
        signature = WeComSignature(token: token, cipher: cipher)
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard let query = EnvelopeQuery(request.query) else { return .refuse(status: 401, reason: "query") }
        switch request.method {
        case .get: return handshake(query)
        case .post: return message(query, request)
        }
    }

    /// The time is not checked: an echo stores nothing, and an application must be able to be set up on a
    /// machine whose clock is off.
    private func handshake(_ query: EnvelopeQuery) -> WebhookDecision {
        guard let sealed = query.echo else { return .refuse(status: 401, reason: "echostr") }
        do {
            let echo = try signature.open(sealed, signedBy: query)
            guard (1...WeChatLimits.echoBytes).contains(echo.count),
                echo.allSatisfy({ (0x20...0x7E).contains($0) })
            else { return .refuse(status: 400, reason: "echostr") }
            return .handshake(String(decoding: echo, as: UTF8.self))
        } catch {
            return .refuse(status: 401, reason: error.reason)
        }
    }

    private func message(_ query: EnvelopeQuery, _ request: WebhookRequest) -> WebhookDecision {
        guard !query.isStale(at: request.receivedAt) else {
            return .refuse(status: 401, reason: "timestamp")
        }
        guard let sealed = WeChatInbound.sealed(in: request.body) else {
            return .refuse(status: 401, reason: "no Encrypt")
        }
        let document: [UInt8]
        do {
            document = try signature.open(sealed, signedBy: query)
        } catch {
            return .refuse(status: 401, reason: error.reason)
        }
        do {
            let message = try WeComInbound.message(channel: name, agent: agent, document: document)
            return .accept([message], reply: WebhookReply(body: ""))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func parts(of text: String) -> [String] {
        TextParts.cut(text, bytes: Limits.wechatTextBytes)
    }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { outbound.tokenRequest() }

    package func token(from response: PushResponse) -> TokenVerdict { outbound.token(from: response) }

    /// Without a token the platform answers 41001, which is `tokenExpired`: the caller gets one.
    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message, token: token ?? "")
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }
}
