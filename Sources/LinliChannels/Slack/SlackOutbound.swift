import LinliModel

/// The requests of an app to Slack and what its answers mean (platforms.md 8).
///
/// Errors are words inside a 200 body, `ratelimited` inside a 429. Reasons carry the word.
struct SlackOutbound: Sendable {
    let base: String
    let botToken: String

    private static let json = PushRequest.Header("content-type", "application/json; charset=utf-8")

    private var bearer: PushRequest.Header { .init("authorization", "Bearer \(botToken)") }

    /// To the id of a person the platform writes in the app's chat with him.
    func request(_ message: OutboundMessage) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 192)
        body.raw("{\"channel\":")
        body.string(message.recipient)
        body.raw(",\"text\":")
        body.string(SlackText.escaped(message.text))
        body.raw(",\"mrkdwn\":false,\"unfurl_links\":false,\"unfurl_media\":false}")
        return PushRequest(
            url: "\(base)/api/chat.postMessage", headers: [Self.json, bearer], body: body.bytes)
    }

    func trial() -> PushRequest { PushRequest(url: "\(base)/api/auth.test", headers: [Self.json, bearer]) }

    func verdict(on response: PushResponse) -> PushVerdict {
        let wait = RetryAfter.span(in: response)
        if response.status == 429 {
            return .retry(after: wait ?? SlackLimits.frequencyPause, reason: "HTTP 429 ratelimited")
        }
        let answer: JSONValue
        do {
            answer = try JSONReader.read(response.body)
        } catch {
            return .retry(after: wait, reason: "HTTP \(response.status)")
        }
        if answer["ok"] == .bool(true) { return .accepted(platformID: answer["ts"]?.text) }
        guard let word = Self.plain(answer["error"]?.text) else {
            return .retry(after: wait, reason: "HTTP \(response.status) unreadable answer")
        }
        switch word {
        case "ratelimited", "rate_limited":
            return .retry(after: wait ?? SlackLimits.frequencyPause, reason: word)
        case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive":
            return .tokenRefused(reason: "\(word): bot_token not accepted: a person must correct it")
        case "internal_error", "fatal_error", "service_unavailable", "request_timeout":
            return .retry(after: wait, reason: word)
        default: return .refused(reason: word)
        }
    }

    /// Words of lower-case letters, digits and underscores only: no sentence of the platform.
    private static func plain(_ word: String?) -> String? {
        guard let word, (1...64).contains(word.utf8.count),
            word.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_")
            })
        else { return nil }
        return word
    }
}
