import Crypto
import LinliModel

/// The requests of a customer service account to WeCom and what its answers mean (platforms.md 2.3).
///
/// WeCom reports errors inside a 200. What it has taken may still not arrive: that comes with a later pull
/// (`WeComServiceInbound`).
struct WeComServiceOutbound {
    let base: String
    let account: String

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

    /// 32 hexadecimal digits, the same for every attempt of a round. The platform takes an id once for ever,
    /// also of what it then does not deliver, and a store made anew counts its keys from one: so person,
    /// time of queueing and round are part of it. The first round adds nothing: its ids are those of before
    /// there were rounds, under which a message may be under way.
    func key(of message: OutboundMessage) -> String {
        let queued = message.queuedAt.map { String($0.milliseconds) } ?? ""
        let round = message.round == 0 ? [] : [String(message.round)]
        var hasher = SHA256()
        for part in [account, message.recipient, message.idempotencyKey, queued] + round {
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
        guard let number = answer.code else { return .retry(after: nil, reason: "unreadable answer") }
        let code = WeComCode(number)
        switch code.kind {
        case .done: return .accepted(platformID: answer.messageID)
        case .token: return .tokenExpired
        case .frequency: return .retry(after: WeComLimits.frequencyPause, reason: code.reason)
        case .window: return .windowClosed(reason: code.reason)
        case .conversation: return .conversationClosed(reason: code.reason)
        // Our ids are well formed: one that the platform does not take again it has taken before.
        case _ where answer.value["errmsg"]?.text?.contains("msgid") == true:
            return .accepted(platformID: nil)
        case .request, .refused: return .refused(reason: code.reason)
        case .ticket, .passing: return .retry(after: nil, reason: code.reason)
        }
    }
}
