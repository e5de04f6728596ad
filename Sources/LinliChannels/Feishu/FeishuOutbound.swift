import Crypto
import LinliModel

/// The requests of a bot to Feishu and what its answers mean (platforms.md 4.2).
///
/// Errors are a `code` in the body, whatever the status. Reasons carry the code and never the sentence.
struct FeishuOutbound {
    let base: String
    let appID: String
    let secret: String

    private static let json = PushRequest.Header("content-type", "application/json; charset=utf-8")

    func tokenRequest() -> PushRequest {
        var body = JSONWriter()
        body.raw("{\"app_id\":")
        body.string(appID)
        body.raw(",\"app_secret\":")
        body.string(secret)
        body.raw("}")
        return PushRequest(
            url: "\(base)/open-apis/auth/v3/tenant_access_token/internal", headers: [Self.json],
            body: body.bytes)
    }

    func token(from response: PushResponse) -> TokenVerdict {
        guard let (code, value) = Self.answer(response) else {
            return .retry(reason: "HTTP \(response.status) unreadable answer")
        }
        switch code {
        case 0:
            guard let token = value["tenant_access_token"]?.text else {
                return .retry(reason: "unreadable answer")
            }
            return AccessToken.verdict(token, seconds: value["expire"]?.integer)
        case 10_003, 10_012, 10_014: return .refused(reason: Self.reason(code))
        default: return .retry(reason: Self.reason(code))
        }
    }

    /// `content` is JSON as a text.
    func request(_ message: OutboundMessage, token: String) -> PushRequest {
        var content = JSONWriter(capacity: message.text.utf8.count + 32)
        content.raw("{\"text\":")
        content.string(Self.withoutTags(message.text))
        content.raw("}")
        var body = JSONWriter(capacity: message.text.utf8.count + 256)
        body.raw("{\"receive_id\":")
        body.string(message.recipient)
        body.raw(",\"msg_type\":\"text\",\"content\":")
        body.string(String(decoding: content.bytes, as: UTF8.self))
        body.raw(",\"uuid\":")
        body.string(Self.key(message.idempotencyKey))
        body.raw("}")
        return PushRequest(
            url: "\(base)/open-apis/im/v1/messages?receive_id_type=open_id",
            headers: [Self.json, .init("authorization", "Bearer \(token)")], body: body.bytes)
    }

    /// A resident's own words may come back in a reply, and `<at user_id="all">` would call everybody.
    private static func withoutTags(_ text: String) -> String {
        text.replacing("<at", with: "＜at").replacing("</at", with: "＜/at")
    }

    /// At most 50 characters; the digest of a longer key.
    private static func key(_ key: String) -> String {
        let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        if isPlain, (1...FeishuLimits.keyBytes).contains(key.utf8.count) { return key }
        let digest = Hexadecimal.lower(SHA256.hash(data: Array(key.utf8)))
        return String(decoding: digest.prefix(FeishuLimits.keyBytes), as: UTF8.self)
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        guard let (code, value) = Self.answer(response) else {
            return .retry(after: RetryAfter.span(in: response), reason: "HTTP \(response.status)")
        }
        switch code {
        case 0: return .accepted(platformID: value["data"]?["message_id"]?.text)
        case 99_991_661, 99_991_663, 99_991_664, 99_991_668: return .tokenExpired
        case 99_991_400, 230_020, 11_232:
            return .retry(after: Self.pause(response), reason: Self.reason(code))
        case 99_991_672, 230_001, 230_002, 230_006, 230_013, 230_017, 230_025, 230_028, 230_053:
            return .refused(reason: Self.reason(code))
        default: return .retry(after: nil, reason: Self.reason(code))
        }
    }

    /// The platform's own word on when to come again, in seconds; a minute where it says none.
    private static func pause(_ response: PushResponse) -> TimeSpan {
        guard let text = response.headers["x-ogw-ratelimit-reset"], let seconds = Int64(text),
            (0...3_600).contains(seconds)
        else { return RetryAfter.span(in: response) ?? FeishuLimits.frequencyPause }
        return .seconds(seconds)
    }

    private static func answer(_ response: PushResponse) -> (code: Int64, value: JSONValue)? {
        do {
            let value = try JSONReader.read(response.body)
            return value["code"]?.integer.map { ($0, value) }
        } catch {
            // The status alone decides then.
            return nil
        }
    }

    private static func reason(_ code: Int64) -> String {
        "code \(code)\(meanings[code].map { " \($0)" } ?? "")"
    }

    private static let meanings: [Int64: String] = [
        10_003: "app_id or app_secret not accepted: a person must correct it",
        10_014: "app_secret not accepted: a person must correct it",
        11_232: "too many on the platform",
        99_991_400: "too many requests",
        99_991_672: "a right is missing: a person must add it to the application",
        230_001: "request not understood",
        230_002: "the bot is not in the chat",
        230_006: "the bot is switched off: a person must enable it",
        230_013: "the person may not see this bot",
        230_020: "too many to this chat",
    ]
}
