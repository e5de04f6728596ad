import LinliModel

/// A bot of an enterprise in Feishu (飞书), or of Lark.
///
/// Promise: nothing is accepted that the platform did not sign over every byte, seal with this bot's key and
/// mark with its verification token, within five minutes of our clock. Up to there a failure is 401; behind
/// it the caller is the platform and what cannot be read is 400. The address check has a seal and the token
/// and no signature, and stores nothing.
package struct FeishuChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .feishu }
    package var limits: ChannelLimits { FeishuLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let appID: String
    private let verificationToken: String
    private let signature: FeishuSignature
    private let outbound: FeishuOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(
            than: ["app_id", "app_secret", "encrypt_key", "verification_token", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        appID = try fields.identifier("app_id")
        let base = try fields.address("api_base", standard: "https://open.feishu.cn")
        configuredOrigins = base.configuredOrigins
        outbound = FeishuOutbound(
            base: base.text, appID: appID, secret: try fields.secret("app_secret"))
        signature = FeishuSignature(encryptKey: try fields.secret("encrypt_key"))
        verificationToken = try fields.secret("verification_token")
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake by GET") }
        let flaw = signatureFlaw(request)
        guard let event = opened(request.body) else { return .refuse(status: 401, reason: "envelope") }
        if event["type"]?.text == "url_verification", event["header"] == nil { return challenge(event) }
        if let flaw { return .refuse(status: 401, reason: flaw) }
        guard isOurs(event["header"]?["token"]) else { return .refuse(status: 401, reason: "token") }
        guard event["header"]?["app_id"]?.text == appID else { return .refuse(status: 400, reason: "app_id") }
        do {
            let messages = try FeishuInbound.messages(channel: name, event: event)
            return .accept(messages, reply: WebhookReply(contentType: "application/json", body: "{}"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    /// What the signature lacks; nil where it covers the call and is fresh.
    private func signatureFlaw(_ request: WebhookRequest) -> String? {
        guard let timestamp = request.headers["x-lark-request-timestamp"],
            let nonce = request.headers["x-lark-request-nonce"],
            let given = request.headers["x-lark-signature"]
        else { return "headers" }
        guard let seconds = SignedTime.seconds(timestamp),
            !SignedTime.isStale(seconds, at: request.receivedAt)
        else { return "timestamp" }
        let isCovered = signature.verifies(given, timestamp: timestamp, nonce: nonce, body: request.body)
        return isCovered ? nil : "signature"
    }

    /// Nil for anything but `{"encrypt":…}` that opens and holds JSON: nobody has proved to be the platform.
    private func opened(_ body: [UInt8]) -> JSONValue? {
        do {
            guard let sealed = try JSONReader.read(body)["encrypt"]?.text else { return nil }
            return try JSONReader.read(try signature.open(sealed))
        } catch {
            // Not worth a reason of its own.
            return nil
        }
    }

    private func isOurs(_ token: JSONValue?) -> Bool {
        guard let token = token?.text else { return false }
        return FixedTime.equal(token.utf8, verificationToken.utf8)
    }

    /// The platform wants its word back as JSON.
    private func challenge(_ event: JSONValue) -> WebhookDecision {
        guard isOurs(event["token"]) else { return .refuse(status: 401, reason: "token") }
        guard let word = event["challenge"]?.text,
            (1...FeishuLimits.challengeBytes).contains(word.utf8.count)
        else { return .refuse(status: 400, reason: "challenge") }
        var body = JSONWriter()
        body.raw("{\"challenge\":")
        body.string(word)
        body.raw("}")
        let text = String(decoding: body.bytes, as: UTF8.self)
        return .accept([], reply: WebhookReply(contentType: "application/json", body: text))
    }

    package func parts(of text: String) -> [String] { TextParts.cut(text, bytes: FeishuLimits.textBytes) }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { outbound.tokenRequest() }

    package func token(from response: PushResponse) -> TokenVerdict { outbound.token(from: response) }

    /// Without a token the platform answers 99991661, which is `tokenExpired`: the caller gets one.
    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message, token: token ?? "")
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }
}
