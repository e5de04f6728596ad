import LinliModel

/// A robot of an enterprise in DingTalk (钉钉), called over HTTP.
///
/// Promise: nothing is accepted without the robot's signature of the last five minutes. The signature does
/// not cover the body: `DingTalkSignature` says what follows from that. There is no address check.
package struct DingTalkChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .dingtalk }
    package var limits: ChannelLimits { DingTalkLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let robot: String
    private let signature: DingTalkSignature
    private let outbound: DingTalkOutbound
    /// Where the address of a session may lead: its call does not sign its body.
    private let origins: [String]

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(than: ["app_key", "app_secret", "robot_code", "api_base", "oapi_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        let appKey = try fields.identifier("app_key")
        let secret = try fields.secret("app_secret")
        robot = try fields.identifier("robot_code")
        let base = try fields.address("api_base", standard: "https://api.dingtalk.com")
        let sessions = try fields.address("oapi_base", standard: "https://oapi.dingtalk.com")
        configuredOrigins = Set(base.configuredOrigins + sessions.configuredOrigins).sorted()
        origins = [base.origin, sessions.origin]
        signature = DingTalkSignature(secret: secret)
        outbound = DingTalkOutbound(base: base.text, appKey: appKey, secret: secret, robot: robot)
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake") }
        guard let timestamp = request.headers["timestamp"], let sign = request.headers["sign"] else {
            return .refuse(status: 401, reason: "headers")
        }
        guard !DingTalkSignature.isStale(timestamp, at: request.receivedAt) else {
            return .refuse(status: 401, reason: "timestamp")
        }
        guard signature.verifies(sign, timestamp: timestamp) else {
            return .refuse(status: 401, reason: "sign")
        }
        do {
            let messages = try DingTalkInbound.messages(
                channel: name, robot: robot, origins: origins, body: request.body)
            return .accept(messages, reply: WebhookReply(contentType: "application/json", body: "{}"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func needsWindow(_ recipient: String) -> Bool { recipient.hasPrefix(DingTalkLimits.outsider) }

    package func parts(of text: String) -> [String] { TextParts.cut(text, bytes: DingTalkLimits.textBytes) }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { outbound.tokenRequest() }

    package func token(from response: PushResponse) -> TokenVerdict { outbound.token(from: response) }

    /// Without a token the platform answers 401, which is `tokenExpired`: the caller gets one.
    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message, token: token ?? "")
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }
}
