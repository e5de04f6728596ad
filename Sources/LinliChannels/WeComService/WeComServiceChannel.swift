import LinliModel

/// WeCom's customer service (微信客服): residents write from WeChat, without following or installing anything.
///
/// Promise: nothing is taken for a notice that the platform did not seal for this enterprise
/// (`WeComSignature`, platforms.md 2.1). A call holds no words, only that something waits; they are pulled
/// (`PulledChannel`). All accounts of an enterprise share one webhook: a notice says whose it is.
package struct WeComServiceChannel: PulledChannel {
    package let name: String
    package let estate: String
    package let account: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .wecomCustomerService }
    package var limits: ChannelLimits { WeComServiceLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let signature: WeComSignature
    private let tokens: WeComToken
    private let outbound: WeComServiceOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(
            than: ["corp_id", "open_kfid", "secret", "token", "encoding_aes_key", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        let enterprise = try fields.identifier("corp_id")
        account = try fields.identifier("open_kfid")
        guard account.utf8.count <= WeComServiceLimits.accountBytes else {
            throw fields.finding("open_kfid must be the account's id that WeCom shows (wk…)")
        }
        let base = try fields.address("api_base", standard: "https://qyapi.weixin.qq.com")
        configuredOrigins = base.configuredOrigins
        tokens = WeComToken(base: base.text, enterprise: enterprise, secret: try fields.secret("secret"))
        outbound = WeComServiceOutbound(base: base.text, account: account)
        signature = try WeComSignature(fields, enterprise: enterprise)
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        switch signature.judge(request) {
        case .decided(let decision): return decision
        case .document(let document):
            do {
                guard let notice = try WeComServiceInbound.notice(in: document, account: account) else {
                    return .accept([], reply: WebhookReply(body: ""))
                }
                return .notice(notice, reply: WebhookReply(body: ""))
            } catch {
                return .refuse(status: 400, reason: error.reason)
            }
        }
    }

    package func pull(after cursor: String, ticket: String?, limit: Int, token: String) -> PushRequest {
        outbound.pull(after: cursor, ticket: ticket, limit: limit, token: token)
    }

    package func page(in response: PushResponse) -> PullVerdict {
        WeComServiceInbound.page(in: response, channel: name, account: account)
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

    package func givenID(of message: OutboundMessage) -> String? { outbound.key(of: message) }

    package func opening(for message: OutboundMessage, token: String?) -> PushRequest? {
        message.handle == nil ? outbound.opening(for: message.recipient, token: token ?? "") : nil
    }
}
