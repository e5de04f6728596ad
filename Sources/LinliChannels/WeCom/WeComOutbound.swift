import LinliModel

/// The requests of an application to WeCom and what its answers mean (platforms.md 2.2).
///
/// WeCom reports errors inside a 200, and a person whom it did not reach beside `"errcode":0`.
struct WeComOutbound {
    let base: String
    let agent: String

    func request(_ message: OutboundMessage, token: String) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 128)
        body.raw("{\"touser\":")
        body.string(message.recipient)
        body.raw(",\"msgtype\":\"text\",\"agentid\":")
        body.number(agent)
        body.raw(",\"text\":{\"content\":")
        body.string(message.text)
        body.raw("},\"safe\":0,\"enable_duplicate_check\":0}")
        return PushRequest(
            url: "\(base)/cgi-bin/message/send?access_token=\(PlatformAddress.encoded(token))",
            headers: [.init("content-type", "application/json; charset=utf-8")], body: body.bytes)
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
        case .done: return delivered(answer)
        case .token: return .tokenExpired
        case .frequency: return .retry(after: WeComLimits.frequencyPause, reason: code.reason)
        case .request, .refused: return .refused(reason: code.reason)
        case .window, .conversation, .ticket, .passing: return .retry(after: nil, reason: code.reason)
        }
    }

    /// Beside `"errcode":0` stand those whom nothing reached.
    private func delivered(_ answer: WeChatAnswer) -> PushVerdict {
        for name in ["invaliduser", "unlicenseduser"] where answer.value[name]?.text?.isEmpty == false {
            return .refused(reason: "\(name): the person may not see this application")
        }
        return .accepted(platformID: answer.messageID)
    }
}
