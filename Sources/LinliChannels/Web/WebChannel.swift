import LinliModel

/// The built-in web chat. There is no platform: the server itself serves the page.
///
/// The page posts `{"id","text"}` with its session cookie. The server verifies the cookie, puts the
/// session's person into `WebhookRequest.authenticatedSender` and calls `receive`; without it the answer
/// is 401. Replies are not pushed (`delivery` is `.stream`): the page reads them from the store over the
/// event stream that the server holds open.
package struct WebChannel: Channel {
    package let name: String
    package let estate: String
    package var kind: ChannelConfiguration.Kind { .web }
    package var limits: ChannelLimits { WebLimits.channel }
    package var delivery: ChannelDelivery { .stream }
    package var configuredOrigins: [String] { [] }

    init(_ fields: ChannelFields) throws(Finding) {
        try fields.refuseOthers(than: [])
        name = fields.configuration.name
        estate = fields.configuration.estate
    }

    package func receive(_ request: WebhookRequest) -> WebhookDecision {
        guard let sender = request.authenticatedSender, !sender.isEmpty else {
            return .refuse(status: 401, reason: "no session")
        }
        guard request.method == .post else { return .refuse(status: 400, reason: "no handshake") }
        do {
            let message = try WebInbound.message(
                channel: name, sender: sender, body: request.body, at: request.receivedAt)
            return .accept(
                [message], reply: WebhookReply(contentType: "application/json", body: "{\"accepted\":true}"))
        } catch {
            return .refuse(status: 400, reason: error.reason)
        }
    }

    package func parts(of text: String) -> [String] { text.isEmpty ? [] : [text] }

    package func tokenRequest(forceRefresh: Bool) -> PushRequest? { nil }

    package func token(from response: PushResponse) -> TokenVerdict {
        .refused(reason: "this channel has no access token")
    }

    /// A request to nowhere, which the push client refuses unsent: `delivery` says not to call this.
    package func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        PushRequest(url: "")
    }

    package func verdict(on response: PushResponse) -> PushVerdict {
        .refused(reason: "the web chat is read from the store, nothing is pushed")
    }
}
