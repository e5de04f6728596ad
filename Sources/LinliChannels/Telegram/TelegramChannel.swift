import LinliModel

/// A bot in Telegram.
///
/// Promise: nothing is accepted without the word that this channel gave to `setWebhook`. Nothing signs the
/// body: whoever knows the word may say what he likes, so it is compared in fixed time and never logged.
package struct TelegramChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .telegram }
    package var limits: ChannelLimits { TelegramLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let signature: TelegramSignature
    private let outbound: TelegramOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(than: ["bot_token", "secret_token", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        let base = try fields.address("api_base", standard: "https://api.telegram.org")
        configuredOrigins = base.configuredOrigins
        let token = try fields.secret("bot_token")
        guard Self.isBotToken(token) else {
            throw fields.finding("bot_token must be as @BotFather gives it: digits, a colon, letters")
        }
        outbound = TelegramOutbound(base: base.text, botToken: token)
        guard let signature = TelegramSignature(secret: try fields.secret("secret_token")) else {
            throw fields.finding("secret_token must be 1 to 256 of A-Z, a-z, 0-9, _ and -")
        }
        self.signature = signature
    }

    /// It stands in the path of every address: nothing that would end a path may be in it.
    private static func isBotToken(_ token: String) -> Bool {
        let halves = token.split(separator: ":", omittingEmptySubsequences: false)
        return halves.count == 2 && token.utf8.count <= TelegramLimits.botTokenBytes
            && !halves[0].isEmpty && halves[0].utf8.allSatisfy { (0x30...0x39).contains($0) }
            && !halves[1].isEmpty && halves[1].utf8.allSatisfy(TelegramSignature.isPlain)
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake") }
        guard let given = request.headers[TelegramSignature.header] else {
            return .refuse(status: 401, reason: "headers")
        }
        guard signature.verifies(given) else { return .refuse(status: 401, reason: "secret_token") }
        do {
            let messages = try TelegramInbound.messages(channel: name, body: request.body)
            return .accept(messages, reply: WebhookReply(body: "ok"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func parts(of text: String) -> [String] { TextParts.cut(text, bytes: TelegramLimits.textBytes) }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { nil }

    package func token(from response: PushResponse) -> TokenVerdict {
        .refused(reason: "this channel has no access token")
    }

    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        outbound.request(message)
    }

    package func verdict(on response: PushResponse) -> PushVerdict { outbound.verdict(on: response) }

    package func trial() -> PushRequest? { outbound.trial() }
}
