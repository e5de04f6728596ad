import LinliModel

/// A WeChat official account (公众号, 服务号).
///
/// Promise: nothing is accepted that the platform did not sign; in `safe` and `compat` mode that covers
/// every byte of the message. A call is judged in the order of platforms.md 1.2: query signature, time,
/// `Encrypt`, `msg_signature`, base64, block size, padding, length, app id. Up to there a failure is 401;
/// behind it the caller is the platform and what cannot be read is 400.
package struct WeChatChannel: Channel {
    enum Mode: String {
        /// The body holds `Encrypt` only.
        case safe
        /// The body holds `Encrypt` and a plain copy, which nothing protects: the copy is not read.
        case compat
        /// Nothing protects the body. Must be asked for with `mode: plain`.
        case plain
    }

    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .wechat }
    package var limits: ChannelLimits { WeChatLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let signature: WeChatSignature
    /// Nil in plain mode.
    private let cipher: EnvelopeCipher?
    private let outbound: WeChatOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(
            than: ["mode", "app_id", "app_secret", "token", "encoding_aes_key", "api_base", "menus"])
        guard let mode = Mode(rawValue: fields.optional("mode") ?? "safe") else {
            throw fields.finding("mode must be safe, compat or plain")
        }
        name = fields.configuration.name
        estate = fields.configuration.estate
        let appID = try fields.identifier("app_id")
        let base = try fields.address("api_base", standard: "https://api.weixin.qq.com")
        configuredOrigins = base.configuredOrigins
        outbound = WeChatOutbound(
            base: base.text, appID: appID, secret: try fields.secret("app_secret"),
            showsMenus: try fields.flag("menus"))
        signature = WeChatSignature(token: try fields.secret("token"))
        cipher = mode == .plain ? nil : try Self.cipher(fields, appID: appID)
    }

    private static func cipher(_ fields: ChannelFields, appID: String) throws(Finding) -> EnvelopeCipher {
        let key = try fields.secret("encoding_aes_key")
        guard let cipher = EnvelopeCipher(encodingKey: key, receiver: appID) else {
            throw fields.finding("encoding_aes_key must be the 43 letters and digits that WeChat shows")
        }
        return cipher
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard let query = EnvelopeQuery(request.query), signature.covers(query: query) else {
            return .refuse(status: 401, reason: "signature")
        }
        switch request.method {
        case .get: return handshake(query)
        case .post: return message(query, request)
        }
    }

    /// The time is not checked here: an echo stores nothing and reveals nothing, and an account must be
    /// able to be set up on a machine whose clock is off.
    private func handshake(_ query: EnvelopeQuery) -> WebhookDecision {
        guard let echo = query.echo, (1...WeChatLimits.echoBytes).contains(echo.utf8.count),
            echo.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return .refuse(status: 400, reason: "echostr") }
        return .handshake(echo)
    }

    private func message(_ query: EnvelopeQuery, _ request: WebhookRequest) -> WebhookDecision {
        guard !query.isStale(at: request.receivedAt) else {
            return .refuse(status: 401, reason: "timestamp")
        }
        guard let cipher else { return read(request.body) }
        guard let sealed = WeChatInbound.sealed(in: request.body) else {
            return .refuse(status: 401, reason: "no Encrypt")
        }
        guard signature.covers(sealed: sealed, query: query) else {
            return .refuse(status: 401, reason: "msg_signature")
        }
        do {
            return read(try cipher.open(sealed))
        } catch {
            return .refuse(status: 401, reason: "envelope \(error)")
        }
    }

    private func read(_ document: [UInt8]) -> WebhookDecision {
        do {
            let message = try WeChatInbound(document: document).message(channel: name)
            return .accept([message], reply: WebhookReply(body: "success"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func parts(of text: String) -> [String] {
        TextParts.cut(text, bytes: Limits.wechatTextBytes)
    }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? {
        outbound.tokenRequest(forceRefresh: forceRefresh)
    }

    package func token(from response: PushResponse) -> TokenVerdict {
        outbound.token(from: response)
    }

    /// Without a token the platform answers 41001, which is `tokenExpired`: the caller gets one.
    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message, token: token ?? "")
    }

    package func verdict(on response: PushResponse) -> PushVerdict {
        outbound.verdict(on: response)
    }
}
