import Crypto
import LinliModel

/// The requests of a customer service account to WeCom and what its answers mean (platforms.md 2.3).
///
/// WeCom reports errors inside a 200. What it has taken may still not arrive: that comes with a later pull
/// (`WeComServiceInbound`).
struct WeComServiceOutbound {
    let base: String
    let account: String
    /// How an enterprise gets its access token.
    let tokens: WeComOutbound

    private static let headers = [
        PushRequest.Header("content-type", "application/json; charset=utf-8")
    ]

    /// A welcome goes out by its code, which names the person; everything else by his id.
    func request(_ message: OutboundMessage, token: String) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 256)
        if let code = message.handle {
            body.raw("{\"code\":")
            body.string(code)
        } else {
            body.raw("{\"touser\":")
            body.string(message.recipient)
            body.raw(",\"open_kfid\":")
            body.string(account)
        }
        body.raw(",\"msgid\":")
        body.string(key(of: message))
        if Self.fitsMenu(message) {
            Self.write(menu: message, to: &body)
        } else {
            body.raw(",\"msgtype\":\"text\",\"text\":{\"content\":")
            body.string(message.text)
            body.raw("}}")
        }
        return post(message.handle == nil ? "send_msg" : "send_msg_on_event", body, token: token)
    }

    private static func fitsMenu(_ message: OutboundMessage) -> Bool {
        !message.buttons.isEmpty && message.buttons.count <= WeComServiceLimits.menuItems
            && message.text.utf8.count <= WeComServiceLimits.menuBytes
    }

    /// What is pressed comes back as a text message with the words of the item.
    private static func write(menu message: OutboundMessage, to body: inout JSONWriter) {
        body.raw(",\"msgtype\":\"msgmenu\",\"msgmenu\":{\"head_content\":")
        body.string(message.text)
        body.raw(",\"list\":[")
        for (index, button) in message.buttons.enumerated() {
            if index > 0 { body.raw(",") }
            body.raw("{\"type\":\"click\",\"click\":{\"id\":")
            body.string(String(index + 1))
            body.raw(",\"content\":")
            body.string(button)
            body.raw("}}")
        }
        body.raw("]}}")
    }

    /// 32 hexadecimal digits, the same for every attempt. The platform takes an id once for ever, and a store
    /// made anew counts its keys from one: so person and time of queueing are part of it.
    private func key(of message: OutboundMessage) -> String {
        let queued = message.queuedAt.map { String($0.milliseconds) } ?? ""
        var hasher = SHA256()
        for part in [account, message.recipient, message.idempotencyKey, queued] {
            hasher.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        let digest = Hexadecimal.lower(hasher.finalize())
        return String(decoding: digest.prefix(WeComServiceLimits.keyBytes), as: UTF8.self)
    }

    /// Voices come as AMR.
    func pull(after cursor: String, ticket: String?, limit: Int, token: String) -> PushRequest {
        var body = JSONWriter()
        body.raw("{\"cursor\":")
        body.string(cursor)
        if let ticket {
            body.raw(",\"token\":")
            body.string(ticket)
        }
        body.raw(",\"limit\":")
        body.number(String(limit))
        body.raw(",\"voice_format\":0,\"open_kfid\":")
        body.string(account)
        body.raw("}")
        var request = post("sync_msg", body, token: token)
        request.answerBytes = Limits.pullAnswerBytes
        return request
    }

    /// Gives the conversation to the program. The platform does so from states 0 and 1; out of the hands of a
    /// person it gives none, and an ended one begins when the resident writes.
    func opening(for recipient: String, token: String) -> PushRequest {
        var body = JSONWriter()
        body.raw("{\"open_kfid\":")
        body.string(account)
        body.raw(",\"external_userid\":")
        body.string(recipient)
        body.raw(",\"service_state\":1}")
        return post("service_state/trans", body, token: token)
    }

    private func post(_ path: String, _ body: JSONWriter, token: String) -> PushRequest {
        PushRequest(
            url: "\(base)/cgi-bin/kf/\(path)?access_token=\(PlatformAddress.encoded(token))",
            headers: Self.headers, body: body.bytes)
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        let answer: WeChatAnswer
        switch WeChatAnswer.read(response) {
        case .success(let read): answer = read
        case .failure(let failure): return .retry(after: failure.after, reason: failure.reason)
        }
        guard let code = answer.code else { return .retry(after: nil, reason: "unreadable answer") }
        let reason = Self.reason(code)
        switch code {
        case 0: return .accepted(platformID: answer.messageID)
        case 40_014, 41_001, 42_001, 42_009: return .tokenExpired
        case 45_009, 45_033: return .retry(after: WeComServiceLimits.frequencyPause, reason: reason)
        case 95_001, 95_002: return .windowClosed(reason: reason)
        case 95_013, 95_016, 95_018: return .conversationClosed(reason: reason)
        // Our ids are well formed: one that the platform does not take again it has taken before.
        case _ where answer.value["errmsg"]?.text?.contains("msgid") == true:
            return .accepted(platformID: nil)
        case 40_001, 40_003, 40_013, 40_056, 40_058, 40_201, 48_002, 50_003, 60_020, 60_030, 95_000, 95_003,
            95_004, 95_012, 95_017, 301_002:
            return .refused(reason: reason)
        default: return .retry(after: nil, reason: reason)
        }
    }

    /// Such as `errcode 95002 48 hours are over`.
    static func reason(_ code: Int64) -> String {
        "errcode \(code)\(meanings[code].map { " \($0)" } ?? "")"
    }

    private static let meanings: [Int64: String] = [
        -1: "platform busy",
        40_001: "secret not accepted: a person must correct it",
        40_003: "person not known to this account",
        40_013: "corp_id not accepted: a person must correct it",
        40_058: "request not understood",
        40_201: "the platform does not let these words through",
        45_009: "too many a minute",
        45_033: "too many at the same time",
        48_002: "the secret's application may not use the customer service: a person must allow it",
        50_003: "application disabled: a person must enable it",
        60_020: "our address is not trusted: a person must add it",
        60_030: "the account is outside what the application may see: a person must add it",
        95_000: "open_kfid not accepted: a person must correct it",
        95_001: "count of the reply window used up",
        95_002: "48 hours are over",
        95_003: "the enterprise is not verified: a person must act",
        95_004: "open_kfid not accepted: a person must correct it",
        95_012: "the customer service is not enabled: a person must enable it",
        95_013: "the conversation has ended",
        95_016: "the conversation is in other hands",
        95_017: "the account is not managed by the interface: a person must allow it",
        95_018: "the conversation is with a person of the staff, or has ended",
    ]
}
