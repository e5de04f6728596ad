import Crypto
import LinliModel

/// The requests of an account to LINE and what its answers mean (platforms.md 6).
///
/// Everything is pushed: the token that comes with a message answers once, for a minute, and a second answer
/// by it tells nothing. A push has a retry key, by which the platform knows the second one; it counts to the
/// month's quota. Errors have no code: reasons carry the status.
struct LineOutbound: Sendable {
    let base: String
    let accessToken: String

    private static let json = PushRequest.Header("content-type", "application/json; charset=utf-8")

    private var bearer: PushRequest.Header { .init("authorization", "Bearer \(accessToken)") }

    func request(_ message: OutboundMessage) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 192)
        body.raw("{\"to\":")
        body.string(message.recipient)
        body.raw(",\"messages\":[{\"type\":\"text\",\"text\":")
        body.string(message.text)
        Self.quickReplies(message.buttons, into: &body)
        body.raw("}]}")
        return PushRequest(
            url: "\(base)/v2/bot/message/push",
            headers: [Self.json, bearer, .init("x-line-retry-key", Self.key(message))], body: body.bytes)
    }

    /// All answers or none: one that is left out would look as if it could not be chosen.
    private static func quickReplies(_ buttons: [String], into body: inout JSONWriter) {
        guard (1...LineLimits.quickReplies).contains(buttons.count),
            buttons.allSatisfy({ (1...LineLimits.labelCharacters).contains($0.utf16.count) })
        else { return }
        body.raw(",\"quickReply\":{\"items\":[")
        for (index, button) in buttons.enumerated() {
            if index > 0 { body.raw(",") }
            body.raw("{\"type\":\"action\",\"action\":{\"type\":\"message\",\"label\":")
            body.string(button)
            body.raw(",\"text\":")
            body.string(button)
            body.raw("}}")
        }
        body.raw("]}")
    }

    /// A UUID of version 8, made of the digest of our key, so that it is the same at every attempt.
    private static func key(_ message: OutboundMessage) -> String {
        var bytes = Array(SHA256.hash(data: Array(message.idempotencyKey.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = String(decoding: Hexadecimal.lower(bytes), as: UTF8.self)
        var groups: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups.joined(separator: "-")
    }

    func trial() -> PushRequest {
        PushRequest(method: .get, url: "\(base)/v2/bot/info", headers: [bearer])
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        switch response.status {
        case 200..<300: .accepted(platformID: Self.sentID(response))
        // The same retry key was there before: it went out then.
        case 409: .accepted(platformID: nil)
        case 400: .refused(reason: "HTTP 400 message not accepted, or no such person")
        case 401: .tokenRefused(reason: "HTTP 401 access_token not accepted: a person must correct it")
        case 403: .refused(reason: "HTTP 403 a right is missing: a person must look at the account")
        case 429 where Self.isMonthUsedUp(response):
            .windowClosed(reason: "HTTP 429 the month's messages are used up")
        case 429:
            .retry(
                after: RetryAfter.span(in: response) ?? LineLimits.frequencyPause, reason: "HTTP 429 too many"
            )
        default: .retry(after: RetryAfter.span(in: response), reason: "HTTP \(response.status)")
        }
    }

    private static func sentID(_ response: PushResponse) -> String? {
        do {
            return try JSONReader.read(response.body)["sentMessages"]?.elements?.first?["id"]?.text
        } catch {
            // The status has said that it went out.
            return nil
        }
    }

    /// The quota has the status of haste; only its sentence tells them apart.
    private static func isMonthUsedUp(_ response: PushResponse) -> Bool {
        do {
            return try JSONReader.read(response.body)["message"]?.text?.contains("monthly limit") == true
        } catch {
            // Then it is haste, and is tried again.
            return false
        }
    }
}
