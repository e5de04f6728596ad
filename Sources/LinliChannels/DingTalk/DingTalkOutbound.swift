import LinliModel

/// The requests of a robot to DingTalk's open interface and what its answers mean (platforms.md 3.2).
///
/// An answer of 200 names those whom nothing reached; errors are 4xx with `code` and `requestid`. Reasons
/// carry both and never the platform's sentence.
struct DingTalkOutbound {
    let base: String
    let appKey: String
    let secret: String
    let robot: String

    private static let json = PushRequest.Header("content-type", "application/json; charset=utf-8")

    func tokenRequest() -> PushRequest {
        var body = JSONWriter()
        body.raw("{\"appKey\":")
        body.string(appKey)
        body.raw(",\"appSecret\":")
        body.string(secret)
        body.raw("}")
        return PushRequest(url: "\(base)/v1.0/oauth2/accessToken", headers: [Self.json], body: body.bytes)
    }

    func token(from response: PushResponse) -> TokenVerdict {
        let answer = Answer(response)
        if response.status == 200, let token = answer.value?["accessToken"]?.text {
            return AccessToken.verdict(token, seconds: answer.value?["expireIn"]?.integer)
        }
        switch response.status {
        case 400, 401, 403: return .refused(reason: "\(answer.reason): a person must look at the key")
        default: return .retry(reason: answer.reason)
        }
    }

    /// `msgParam` is JSON as a text. The address of a session needs no token: it is one.
    func request(_ message: OutboundMessage, token: String) -> PushRequest {
        if let address = message.handle {
            var body = JSONWriter(capacity: message.text.utf8.count + 64)
            body.raw("{\"msgtype\":\"text\",\"text\":{\"content\":")
            body.string(message.text)
            body.raw("}}")
            return PushRequest(url: address, headers: [Self.json], body: body.bytes)
        }
        var parameter = JSONWriter(capacity: message.text.utf8.count + 32)
        parameter.raw("{\"content\":")
        parameter.string(message.text)
        parameter.raw("}")
        var body = JSONWriter(capacity: message.text.utf8.count + 256)
        body.raw("{\"robotCode\":")
        body.string(robot)
        body.raw(",\"userIds\":[")
        body.string(message.recipient)
        body.raw("],\"msgKey\":\"sampleText\",\"msgParam\":")
        body.string(String(decoding: parameter.bytes, as: UTF8.self))
        body.raw("}")
        return PushRequest(
            url: "\(base)/v1.0/robot/oToMessages/batchSend",
            headers: [Self.json, .init("x-acs-dingtalk-access-token", token)], body: body.bytes)
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        let answer = Answer(response)
        switch response.status {
        case 200: return delivered(answer)
        case 401: return .tokenExpired
        case 403 where !answer.isThrottled, 400 where !answer.isThrottled && answer.code != nil, 404:
            return .refused(reason: answer.reason)
        case 400, 403, 429:
            let after = RetryAfter.span(in: response) ?? DingTalkLimits.frequencyPause
            return .retry(after: after, reason: answer.reason)
        default: return .retry(after: RetryAfter.span(in: response), reason: answer.reason)
        }
    }

    private func delivered(_ answer: Answer) -> PushVerdict {
        guard let value = answer.value else { return .retry(after: nil, reason: "unreadable answer") }
        if let code = value["errcode"]?.integer { return answered(code) }
        if value["flowControlledStaffIdList"]?.elements?.isEmpty == false {
            return .retry(after: DingTalkLimits.frequencyPause, reason: "flow control of this person")
        }
        if value["invalidStaffIdList"]?.elements?.isEmpty == false {
            return .refused(reason: "not a member of the enterprise, or may not see this robot")
        }
        guard let key = value["processQueryKey"]?.text else {
            return .retry(after: nil, reason: "unreadable answer")
        }
        return .accepted(platformID: key)
    }

    /// What a session says.
    private func answered(_ code: Int64) -> PushVerdict {
        switch code {
        case 0: .accepted(platformID: nil)
        case 300_001, 300_005: .windowClosed(reason: "errcode \(code) the session has ended")
        case 130_101:
            .retry(after: DingTalkLimits.frequencyPause, reason: "errcode \(code) too many a minute")
        case -1: .retry(after: nil, reason: "errcode \(code) platform busy")
        default: .refused(reason: "errcode \(code)")
        }
    }

    private struct Answer {
        let status: Int
        /// Nil where the body is no JSON.
        let value: JSONValue?

        init(_ response: PushResponse) {
            status = response.status
            do {
                value = try JSONReader.read(response.body)
            } catch {
                // The status alone decides then.
                value = nil
            }
        }

        /// Such as `Forbidden.AccessDenied.QpsLimitForApi`; nil where the answer names none that is plain.
        var code: String? { Self.plain(value?["code"]?.text) }

        var isThrottled: Bool {
            guard let code else { return false }
            return code.contains("QpsLimit") || code.contains("Throttling") || code.contains("FlowControl")
        }

        var reason: String {
            let requestID = Self.plain(value?["requestid"]?.text).map { " (requestid \($0))" } ?? ""
            return "HTTP \(status)\(code.map { " \($0)" } ?? "")\(requestID)"
        }

        private static func plain(_ text: String?) -> String? {
            guard let text, (1...96).contains(text.utf8.count),
                text.utf8.allSatisfy({
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                        || [0x2D, 0x2E, 0x5F].contains($0)
                })
            else { return nil }
            return text
        }
    }
}
