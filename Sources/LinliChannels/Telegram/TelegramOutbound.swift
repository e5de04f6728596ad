import LinliModel

/// The requests of a bot to Telegram and what its answers mean (platforms.md 5).
///
/// The token stands in the path of every address. Reasons carry the platform's number and never its
/// sentence, which may repeat what was sent.
struct TelegramOutbound: Sendable {
    let base: String
    let botToken: String

    private static let json = PushRequest.Header("content-type", "application/json; charset=utf-8")

    func request(_ message: OutboundMessage) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 192)
        body.raw("{\"chat_id\":")
        body.string(message.recipient)
        body.raw(",\"text\":")
        body.string(message.text)
        body.raw(",\"link_preview_options\":{\"is_disabled\":true}")
        if !message.buttons.isEmpty { Self.keyboard(message.buttons, into: &body) }
        body.raw("}")
        return PushRequest(url: "\(base)/bot\(botToken)/sendMessage", headers: [Self.json], body: body.bytes)
    }

    /// A row for each answer, so that a long one is read whole; what is pressed is sent as his words.
    private static func keyboard(_ buttons: [String], into body: inout JSONWriter) {
        body.raw(",\"reply_markup\":{\"keyboard\":[")
        for (index, button) in buttons.enumerated() {
            if index > 0 { body.raw(",") }
            body.raw("[{\"text\":")
            body.string(button)
            body.raw("}]")
        }
        body.raw("],\"resize_keyboard\":true,\"one_time_keyboard\":true}")
    }

    func trial() -> PushRequest { PushRequest(method: .get, url: "\(base)/bot\(botToken)/getMe") }

    func verdict(on response: PushResponse) -> PushVerdict {
        let answer: JSONValue
        do {
            answer = try JSONReader.read(response.body)
        } catch {
            return .retry(after: RetryAfter.span(in: response), reason: "HTTP \(response.status)")
        }
        if answer["ok"] == .bool(true) {
            return .accepted(platformID: answer["result"]?["message_id"]?.integer.map(String.init))
        }
        let code = answer["error_code"]?.integer ?? Int64(response.status)
        switch code {
        case 400: return .refused(reason: "error_code 400 message not accepted, or no such chat")
        case 403: return .refused(reason: "error_code 403 the person has stopped the bot or never started it")
        case 401, 404:
            return .tokenRefused(
                reason: "error_code \(code) bot_token not accepted: a person must correct it")
        case 429:
            return .retry(
                after: Self.pause(answer) ?? RetryAfter.span(in: response) ?? TelegramLimits.frequencyPause,
                reason: "error_code 429 too many")
        default: return .retry(after: nil, reason: "error_code \(code)")
        }
    }

    private static func pause(_ answer: JSONValue) -> TimeSpan? {
        guard let seconds = answer["parameters"]?["retry_after"]?.integer, (0...86_400).contains(seconds)
        else { return nil }
        return .seconds(seconds)
    }
}
