import LinliModel

/// A platform as the rest of the house sees it: pure functions on bytes, no sockets, no clocks, no caches.
package protocol Channel: Sendable {
    var name: String { get }
    var kind: ChannelConfiguration.Kind { get }
    var estate: String { get }
    /// What the platform allows: length of a text, reply window, whether it takes an idempotency key.
    var limits: ChannelLimits { get }
    /// How an outgoing text reaches the person.
    var delivery: ChannelDelivery { get }
    /// The origins that a person wrote into `Config/channels.yaml` (`api_base`, `push_url`), such as
    /// `http://127.0.0.1:9000`. Only these may be private addresses: the push client's allow list.
    var configuredOrigins: [String] { get }

    /// Verifies and decodes one webhook call. Nothing is stored when the answer is a refusal.
    func receive(_ request: WebhookRequest) -> WebhookDecision

    /// The text as the messages in which it goes out: cut on grapheme borders at the platform's limit, in
    /// order; joined they are the text again. An empty text has no parts.
    func parts(of text: String) -> [String]

    /// How to get an access token; nil where the channel needs none.
    func tokenRequest(forceRefresh: Bool) -> PushRequest?
    /// Reads the answer to `tokenRequest`.
    func token(from response: PushResponse) -> TokenVerdict

    /// The exact request that sends one part. `token` is nil where the channel needs none. `at` signs.
    /// Not to be called where `delivery` is `.stream`.
    func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest
    /// What the platform's answer means.
    func verdict(on response: PushResponse) -> PushVerdict
    /// A request that shows whether the settings are right and writes to nobody; nil where there is none, and
    /// where a token is fetched, which shows the same. Its answer is judged by `verdict`.
    func trial() -> PushRequest?
    /// The platform's id of a message where `encode` gives it one; nil where the platform does.
    func givenID(of message: OutboundMessage) -> String?

    /// Whether the platform takes anything for this person only while a window is open.
    func needsWindow(_ recipient: String) -> Bool
    /// The request that may open a conversation which `verdict` called closed; nil where nothing does. Its
    /// answer is judged by `verdict` too.
    func opening(for message: OutboundMessage, token: String?) -> PushRequest?
}

extension Channel {
    package func trial() -> PushRequest? { nil }
    package func givenID(of message: OutboundMessage) -> String? { nil }
    package func needsWindow(_ recipient: String) -> Bool { limits.window != nil }
    package func opening(for message: OutboundMessage, token: String?) -> PushRequest? { nil }
}

/// How an outgoing text reaches the person.
package enum ChannelDelivery: Sendable, Hashable {
    /// A request to the platform: `encode`, the push client, `verdict`.
    case push
    /// The person's page reads it from the store over an event stream that the server holds open. The
    /// outbox row is accepted as soon as it is stored; nothing is encoded and nothing is sent.
    case stream
}

/// One call of a platform, as raw as it came.
package struct WebhookRequest: Sendable {
    package enum Method: Sendable {
        case get
        case post
    }

    package var method: Method
    /// Percent-decoded, in order; a repeated name stays repeated.
    package var query: [(name: String, value: String)]
    /// Names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]
    package var receivedAt: Instant
    /// Who posted, where the server has checked that itself (the session of the web chat). Never taken
    /// from the request's own bytes, so that no header can pretend it; nil on every platform's webhook.
    package var authenticatedSender: String?

    package init(
        method: Method, query: [(name: String, value: String)] = [], headers: [String: String] = [:],
        body: [UInt8] = [], receivedAt: Instant, authenticatedSender: String? = nil
    ) {
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
        self.authenticatedSender = authenticatedSender
    }
}

/// What to do with a call.
package enum WebhookDecision: Sendable {
    /// An address check of the platform: answer 200 with exactly this as text/plain; nothing is stored.
    case handshake(String)
    /// Store the messages (there may be none), and when they are on disk answer 200 with `reply`.
    case accept([InboundMessage], reply: WebhookReply)
    /// As `accept`, and some of what the platform had taken from us did not arrive: that is stored too.
    case report([Undelivered], beside: [InboundMessage], reply: WebhookReply)
    /// Something waits at the platform: when the notice is on disk answer 200 with `reply`.
    case notice(PullNotice, reply: WebhookReply)
    /// Answer with `status` (400 or 401); nothing is stored. `reason` is for the log: no personal data.
    case refuse(status: Int, reason: String)
}

/// What a platform had taken and then says that it did not reach the person.
package struct Undelivered: Sendable, Hashable {
    package var recipient: String
    /// The id that the platform gave when it took the message.
    package var platformID: String
    /// `windowClosed` or `refused`.
    package var verdict: PushVerdict

    package init(recipient: String, platformID: String, verdict: PushVerdict) {
        self.recipient = recipient
        self.platformID = platformID
        self.verdict = verdict
    }
}

/// The body of a 200.
package struct WebhookReply: Sendable, Hashable {
    package var contentType: String
    package var body: String

    package init(contentType: String = "text/plain; charset=utf-8", body: String) {
        self.contentType = contentType
        self.body = body
    }
}

/// What came back for an access token.
package enum TokenVerdict: Sendable, Hashable {
    /// `lifetime` as the platform says.
    case token(String, lifetime: TimeSpan)
    /// Worth another try (busy, network).
    case retry(reason: String)
    /// A wrong secret, an address that is not on the platform's list: a person must act.
    case refused(reason: String)
}

package struct ChannelLimits: Sendable, Hashable {
    /// Longest text of one message in UTF-8 bytes; nil for no limit.
    package var textBytes: Int?
    /// After a message of the resident: how many pushes, and for how long. Nil for no window.
    package var window: Window?
    /// After a follow, a scan or a menu click.
    package var eventWindow: Window?
    /// True where the platform drops a second send with the same key.
    package var takesIdempotencyKey: Bool
    /// How many messages go out by one `ReplyHandle`; 0 where the platform gives none along.
    package var handleMessages = 0
    /// False where a `ReplyHandle` comes in a call that does not sign its body. Such a one answers what came
    /// with it; what was parked before may be for other eyes.
    package var signsHandles = true

    package struct Window: Sendable, Hashable {
        package var span: TimeSpan
        package var messages: Int

        package init(span: TimeSpan, messages: Int) {
            self.span = span
            self.messages = messages
        }
    }

    package init(
        textBytes: Int?, window: Window?, eventWindow: Window? = nil, takesIdempotencyKey: Bool
    ) {
        self.textBytes = textBytes
        self.window = window
        self.eventWindow = eventWindow
        self.takesIdempotencyKey = takesIdempotencyKey
    }
}
