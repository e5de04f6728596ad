import LinliChannels
import LinliEngine
import LinliModel
import LinliTestKit
import Synchronization

/// A platform that is not there: its requests carry what a test wants to see, its answers are statuses.
///
/// 200 taken · 401 token refused · 410 refused for good · 412 window closed · 423 conversation closed ·
/// 429 again in 30 s · 500 again.
struct FakeChannel: Channel {
    var name = "oa"
    var window: ChannelLimits.Window?
    var takesKey = false
    var needsToken = false
    var delivery = ChannelDelivery.push
    var handleMessages = 0

    var kind: ChannelConfiguration.Kind { .standard }
    var estate: String { "HTL" }
    var configuredOrigins: [String] { [] }

    var limits: ChannelLimits {
        var limits = ChannelLimits(
            textBytes: nil, window: window,
            eventWindow: window.map { _ in ChannelLimits.Window(span: .minutes(1), messages: 3) },
            takesIdempotencyKey: takesKey)
        limits.handleMessages = handleMessages
        return limits
    }

    func opening(for message: OutboundMessage, token: String?) -> PushRequest? {
        PushRequest(url: "https://\(name).test/open", headers: [.init("to", message.recipient)])
    }

    func receive(_ request: WebhookRequest) -> WebhookDecision { .refuse(status: 400, reason: "not here") }

    func parts(of text: String) -> [String] { text.isEmpty ? [] : [text] }

    func tokenRequest(forceRefresh: Bool) -> PushRequest? {
        needsToken ? PushRequest(url: "https://\(name).test/token") : nil
    }

    func token(from response: PushResponse) -> TokenVerdict {
        switch response.status {
        case 200: .token(String(decoding: response.body, as: UTF8.self), lifetime: .hours(2))
        case 403: .refused(reason: "wrong secret")
        default: .retry(reason: "busy")
        }
    }

    func encode(_ message: OutboundMessage, token: String?, at now: Instant) -> PushRequest {
        PushRequest(
            url: "https://\(name).test/send",
            headers: [
                .init("to", message.recipient), .init("key", message.idempotencyKey),
                .init("token", token ?? ""), .init("handle", message.handle ?? ""),
            ],
            body: Array(message.text.utf8))
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        switch response.status {
        case 200: .accepted(platformID: "p")
        case 401: .tokenExpired
        case 410: .refused(reason: "gone")
        case 412: .windowClosed(reason: "closed")
        case 423: .conversationClosed(reason: "in other hands")
        case 429: .retry(after: .seconds(30), reason: "slow down")
        default: .retry(after: nil, reason: "status \(response.status)")
        }
    }
}

/// Stands where the push client stands: notes every request and answers as the test says.
final class Outside: Sendable {
    typealias Answer = Result<PushResponse, PushFailure>

    struct Sent: Sendable {
        let at: Instant
        let url: String
        let to: String
        let key: String
        let token: String
        let handle: String
        let text: String
    }

    let requests = Tally()
    private let log = Mutex<[Sent]>([])
    private let clock: any Clockwork
    private let answer: @Sendable (Sent, _ number: Int) async -> Answer

    /// `number` counts the requests from 1.
    init(
        clock: any Clockwork = ManualClock(),
        answer: @escaping @Sendable (Sent, Int) async -> Answer = { _, _ in .status(200) }
    ) {
        self.clock = clock
        self.answer = answer
    }

    var sent: [Sent] { log.withLock { $0 } }
    var texts: [String] { sent.map(\.text) }

    @Sendable
    func send(_ request: PushRequest) async -> Answer {
        func header(_ name: String) -> String { request.headers.first { $0.name == name }?.value ?? "" }
        let sent = Sent(
            at: clock.now(), url: request.url, to: header("to"), key: header("key"), token: header("token"),
            handle: header("handle"), text: String(decoding: request.body, as: UTF8.self))
        let number = log.withLock { log in
            log.append(sent)
            return log.count
        }
        requests.add()
        return await answer(sent, number)
    }
}

extension Outside.Answer {
    static func status(_ status: Int, _ body: String = "") -> Outside.Answer {
        .success(PushResponse(status: status, body: Array(body.utf8)))
    }

    static let lost = Outside.Answer.failure(PushFailure(.unknownOutcome, "time-out"))
}
