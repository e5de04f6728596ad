import LinliModel

/// The requests to WeChat and what its answers mean (platforms.md 1.5, 1.6).
///
/// WeChat reports errors inside a 200; only `"errcode":0` that could be read is a delivery. Reasons carry
/// the code and WeChat's request id, never its sentence, which may quote the message.
struct WeChatOutbound {
    let base: String
    let appID: String
    let secret: String
    /// Buttons go out as a menu. Only a verified service account may: all others are answered 40200.
    let showsMenus: Bool

    private static let headers = [
        PushRequest.Header("content-type", "application/json; charset=utf-8")
    ]

    func tokenRequest(forceRefresh: Bool) -> PushRequest {
        var body = JSONWriter()
        body.raw("{\"grant_type\":\"client_credential\",\"appid\":")
        body.string(appID)
        body.raw(",\"secret\":")
        body.string(secret)
        body.raw(forceRefresh ? ",\"force_refresh\":true}" : ",\"force_refresh\":false}")
        return PushRequest(url: "\(base)/cgi-bin/stable_token", headers: Self.headers, body: body.bytes)
    }

    func request(_ message: OutboundMessage, token: String) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 128)
        body.raw("{\"touser\":")
        body.string(message.recipient)
        if showsMenus, !message.buttons.isEmpty, message.text.utf8.count <= WeChatLimits.menuBytes {
            Self.write(menu: message, to: &body)
        } else {
            body.raw(",\"msgtype\":\"text\",\"text\":{\"content\":")
            body.string(message.text)
            body.raw("}}")
        }
        let url = "\(base)/cgi-bin/message/custom/send?access_token=\(PlatformAddress.encoded(token))"
        return PushRequest(url: url, headers: Self.headers, body: body.bytes)
    }

    /// What is pressed comes back as a text message with the words of the item.
    private static func write(menu message: OutboundMessage, to body: inout JSONWriter) {
        body.raw(",\"msgtype\":\"msgmenu\",\"msgmenu\":{\"head_content\":")
        body.string(message.text)
        body.raw(",\"list\":[")
        for (index, button) in message.buttons.enumerated() {
            body.raw(index == 0 ? "{\"id\":" : ",{\"id\":")
            body.string(String(index + 1))
            body.raw(",\"content\":")
            body.string(button)
            body.raw("}")
        }
        body.raw("],\"tail_content\":\"\"}}")
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
        case 40_001, 40_002, 40_013, 40_125, 40_164, 40_243, 41_002, 41_004, 48_001, 48_004, 50_002,
            61_024, 89_503:
            return .refused(reason: answer.reason)
        default:
            return .retry(reason: answer.reason)
        }
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        let answer: WeChatAnswer
        switch WeChatAnswer.read(response) {
        case .success(let read): answer = read
        case .failure(let failure): return .retry(after: failure.after, reason: failure.reason)
        }
        guard let code = answer.code else { return .retry(after: nil, reason: "unreadable answer") }
        switch code {
        case 0: return .accepted(platformID: answer.messageID)
        case 40_001, 40_014, 41_001, 42_001: return .tokenExpired
        case 45_015, 45_047: return .windowClosed(reason: answer.reason)
        case 45_009: return .retry(after: WeChatLimits.quotaPause, reason: answer.reason)
        case 45_011: return .retry(after: WeChatLimits.frequencyPause, reason: answer.reason)
        case 40_003, 40_008, 40_013, 40_033, 40_164, 43_004, 43_019, 45_002, 47_001, 48_001, 48_002,
            48_004, 50_002, 50_005:
            return .refused(reason: answer.reason)
        default: return .retry(after: nil, reason: answer.reason)
        }
    }
}

/// One answer of WeChat that could be read.
struct WeChatAnswer {
    struct Failure: Error {
        let after: TimeSpan?
        let reason: String
    }

    let value: JSONValue
    /// Nil where the answer has no `errcode`.
    let code: Int64?

    static func read(_ response: PushResponse) -> Result<WeChatAnswer, Failure> {
        guard response.status == 200 else {
            return .failure(Failure(after: RetryAfter.span(in: response), reason: "HTTP \(response.status)"))
        }
        do {
            let value = try JSONReader.read(response.body)
            return .success(WeChatAnswer(value: value, code: value["errcode"]?.integer))
        } catch {
            return .failure(Failure(after: nil, reason: "unreadable answer"))
        }
    }

    var messageID: String? {
        switch value["msgid"] {
        case .number(let digits): digits
        case .string(let text): text
        default: nil
        }
    }

    /// Such as `45015 outside the window or not following (rid 6…)`.
    var reason: String {
        let code = code ?? 0
        let meaning = Self.meanings[code].map { " \($0)" } ?? ""
        return "errcode \(code)\(meaning)\(requestID.map { " (rid \($0))" } ?? "")"
    }

    /// The id that Tencent asks for in support cases: hexadecimal digits and dashes behind `rid: `.
    private var requestID: String? {
        guard let sentence = value["errmsg"]?.text, let mark = sentence.firstRange(of: "rid: ")
        else { return nil }
        let identifier = sentence[mark.upperBound...].prefix { $0 == "-" || ($0.isASCII && $0.isHexDigit) }
        return identifier.isEmpty || identifier.count > 64 ? nil : String(identifier)
    }

    private static let meanings: [Int64: String] = [
        -1: "platform busy",
        40_001: "secret or token not accepted",
        40_003: "openid not known to this account",
        40_013: "app_id not accepted: a person must correct it",
        40_125: "app_secret not accepted: a person must correct it",
        40_200: "menus need a verified service account: set menus: false and restart",
        40_164: "our address is not on the account's list: a person must add it",
        40_243: "app_secret is frozen: a person must unfreeze it",
        43_004: "not following",
        43_019: "on the account's black list",
        45_002: "text too long",
        45_009: "daily quota used up",
        45_011: "too many a minute",
        45_015: "outside the reply window or not following",
        45_047: "count of the reply window used up",
        47_001: "request not understood",
        48_001: "interface not authorised: a person must enable it",
        48_002: "the person turned messages off",
        48_004: "interface banned: a person must act",
        50_002: "the person's account is restricted",
        50_005: "not following",
    ]
}
