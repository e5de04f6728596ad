import LinliModel

/// The requests of an application to WeCom and what its answers mean (platforms.md 2.2).
///
/// WeCom reports errors inside a 200, and a person whom it did not reach beside `"errcode":0`.
struct WeComOutbound {
    let base: String
    let enterprise: String
    let agent: String
    let secret: String

    /// The platform hands out the same token until it is near its end; there is no way to force another.
    func tokenRequest() -> PushRequest {
        let enterprise = PlatformAddress.encoded(enterprise)
        let secret = PlatformAddress.encoded(secret)
        return PushRequest(
            method: .get, url: "\(base)/cgi-bin/gettoken?corpid=\(enterprise)&corpsecret=\(secret)")
    }

    func token(from response: PushResponse) -> TokenVerdict {
        let answer: WeChatAnswer
        switch WeChatAnswer.read(response) {
        case .success(let read): answer = read
        case .failure(let failure): return .retry(reason: failure.reason)
        }
        if let token = answer.value["access_token"]?.text {
            return AccessToken.verdict(token, seconds: answer.value["expires_in"]?.integer)
        }
        guard let code = answer.code, code != 0 else { return .retry(reason: "unreadable answer") }
        switch code {
        case 40_001, 40_013, 40_056, 40_091, 41_002, 41_004, 50_003, 60_020, 301_002:
            return .refused(reason: Self.reason(code))
        default: return .retry(reason: Self.reason(code))
        }
    }

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
        guard let code = answer.code else { return .retry(after: nil, reason: "unreadable answer") }
        switch code {
        case 0: return delivered(answer)
        case 40_014, 41_001, 42_001, 42_009: return .tokenExpired
        case 45_009, 45_033: return .retry(after: WeComLimits.frequencyPause, reason: Self.reason(code))
        case 40_001, 40_003, 40_013, 40_031, 40_056, 40_058, 48_002, 50_003, 60_011, 60_020, 60_111,
            81_013, 82_001, 301_002:
            return .refused(reason: Self.reason(code))
        default: return .retry(after: nil, reason: Self.reason(code))
        }
    }

    /// Beside `"errcode":0` stand those whom nothing reached.
    private func delivered(_ answer: WeChatAnswer) -> PushVerdict {
        for name in ["invaliduser", "unlicenseduser"] where answer.value[name]?.text?.isEmpty == false {
            return .refused(reason: "\(name): the person may not see this application")
        }
        return .accepted(platformID: answer.messageID)
    }

    /// Such as `errcode 60020 our address is not trusted: a person must add it`.
    private static func reason(_ code: Int64) -> String {
        "errcode \(code)\(meanings[code].map { " \($0)" } ?? "")"
    }

    private static let meanings: [Int64: String] = [
        -1: "platform busy",
        40_001: "secret not accepted: a person must correct it",
        40_003: "member not known",
        40_013: "corp_id not accepted: a person must correct it",
        40_056: "agent_id not accepted: a person must correct it",
        40_058: "request not understood",
        45_009: "too many a minute",
        45_033: "too many at the same time",
        50_003: "application disabled: a person must enable it",
        60_011: "no right to reach this member",
        60_020: "our address is not trusted: a person must add it",
        60_111: "member not known",
        81_013: "nobody to send to",
        82_001: "nobody to send to",
        301_002: "agent_id is not this secret's: a person must correct it",
    ]
}
