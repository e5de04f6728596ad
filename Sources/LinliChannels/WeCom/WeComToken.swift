import LinliModel

/// How an enterprise gets an access token of WeCom's, for an application or the customer service
/// (platforms.md 2.2).
struct WeComToken {
    let base: String
    let enterprise: String
    let secret: String

    /// The platform hands out the same token until it is near its end; there is no way to force another.
    func request() -> PushRequest {
        let enterprise = PlatformAddress.encoded(enterprise)
        let secret = PlatformAddress.encoded(secret)
        return PushRequest(
            method: .get, url: "\(base)/cgi-bin/gettoken?corpid=\(enterprise)&corpsecret=\(secret)")
    }

    func verdict(on response: PushResponse) -> TokenVerdict {
        let answer: WeChatAnswer
        switch WeChatAnswer.read(response) {
        case .success(let read): answer = read
        case .failure(let failure): return .retry(reason: failure.reason)
        }
        if let token = answer.value["access_token"]?.text {
            return AccessToken.verdict(token, seconds: answer.value["expires_in"]?.integer)
        }
        guard let number = answer.code else { return .retry(reason: "unreadable answer") }
        let code = WeComCode(number)
        switch code.kind {
        case .done: return .retry(reason: "unreadable answer")
        case .refused: return .refused(reason: code.reason)
        default: return .retry(reason: code.reason)
        }
    }
}
