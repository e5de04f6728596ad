import LinliModel

/// A business's number in WhatsApp (Cloud API).
///
/// Promise: nothing is accepted that the platform did not sign over every byte. The address check has a word
/// instead, stores nothing and proves nothing for later calls.
package struct WhatsAppChannel: Channel {
    package let name: String
    package let estate: String
    package let configuredOrigins: [String]
    package var kind: ChannelConfiguration.Kind { .whatsapp }
    package var limits: ChannelLimits { WhatsAppLimits.channel }
    package var delivery: ChannelDelivery { .push }

    private let number: String
    private let verifyToken: String
    private let signature: WhatsAppSignature
    private let outbound: WhatsAppOutbound

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(
            than: ["phone_number_id", "app_secret", "access_token", "verify_token", "api_base"])
        name = fields.configuration.name
        estate = fields.configuration.estate
        number = try fields.identifier("phone_number_id")
        guard number.utf8.count <= WhatsAppLimits.numberBytes,
            number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw fields.finding("phone_number_id must be digits (not the telephone number itself)") }
        let base = try fields.address("api_base", standard: "https://graph.facebook.com")
        configuredOrigins = base.configuredOrigins
        signature = WhatsAppSignature(secret: try fields.secret("app_secret"))
        verifyToken = try fields.secret("verify_token")
        outbound = WhatsAppOutbound(
            base: base.text, number: number, accessToken: try fields.secret("access_token"))
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        if request.method == .get { return challenge(request) }
        guard let given = request.headers[WhatsAppSignature.header] else {
            return .refuse(status: 401, reason: "headers")
        }
        guard signature.verifies(given, body: request.body) else {
            return .refuse(status: 401, reason: "signature")
        }
        let reply = WebhookReply(body: "ok")
        do {
            let call = try WhatsAppInbound(channel: name, number: number).read(request.body)
            return call.undelivered.isEmpty
                ? .accept(call.messages, reply: reply)
                : .report(call.undelivered, beside: call.messages, reply: reply)
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    private func challenge(_ request: WebhookRequest) -> WebhookDecision {
        func only(_ name: String) -> String? {
            let values = request.query.filter { $0.name == name }
            return values.count == 1 ? values[0].value : nil
        }
        guard only("hub.mode") == "subscribe", let token = only("hub.verify_token"),
            FixedTime.equal(Array(token.utf8), Array(verifyToken.utf8))
        else { return .refuse(status: 401, reason: "verify_token") }
        guard let word = only("hub.challenge"),
            (1...WhatsAppLimits.challengeBytes).contains(word.utf8.count),
            word.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return .refuse(status: 400, reason: "challenge") }
        return .handshake(word)
    }

    package func parts(of text: String) -> [String] { TextParts.cut(text, bytes: WhatsAppLimits.textBytes) }

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
