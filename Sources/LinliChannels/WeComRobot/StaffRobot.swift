import LinliModel

/// A WeCom group robot that tells the staff of an escalation (platforms.md 2.4).
///
/// Its key is its password and stands in the address: no reason and no finding repeats it.
package struct StaffRobot: Sendable {
    package let name: String
    /// What a person wrote into `api_base`: the push client's allow list.
    package let configuredOrigins: [String]
    /// The robot takes this many messages a minute; the caller spaces them.
    package let messagesPerMinute = Limits.robotMessagesPerMinute

    private let url: String

    package init(_ configuration: ChannelConfiguration) throws(Finding) {
        let fields = ChannelFields(configuration)
        guard configuration.kind == .wecomRobot else {
            throw fields.finding("kind \(configuration.kind.rawValue) belongs under channels")
        }
        try fields.refuseOthers(than: ["key", "api_base", "for"])
        name = configuration.name
        let base = try fields.address("api_base", standard: "https://qyapi.weixin.qq.com")
        configuredOrigins = base.configuredOrigins
        let key = PlatformAddress.encoded(try fields.secret("key"))
        url = "\(base.text)/cgi-bin/webhook/send?key=\(key)"
    }

    /// One message; what is longer than `Limits.robotMarkdownBytes` is cut on a grapheme border and
    /// ends in `…`.
    package func encode(markdown: String) -> PushRequest {
        let content = TextParts.shortened(markdown, bytes: Limits.robotMarkdownBytes, mark: "…")
        var body = JSONWriter(capacity: content.utf8.count + 64)
        body.raw("{\"msgtype\":\"markdown\",\"markdown\":{\"content\":")
        body.string(content)
        body.raw("}}")
        return PushRequest(
            url: url, headers: [.init("content-type", "application/json; charset=utf-8")], body: body.bytes)
    }

    package func verdict(on response: PushResponse) -> PushVerdict {
        switch WeChatAnswer.read(response) {
        case .failure(let failure): return .retry(after: failure.after, reason: failure.reason)
        case .success(let answer): return verdict(on: answer)
        }
    }

    private func verdict(on answer: WeChatAnswer) -> PushVerdict {
        guard let code = answer.code else { return .retry(after: nil, reason: "unreadable answer") }
        switch code {
        case 0: return .accepted(platformID: nil)
        case 45_009: return .retry(after: .seconds(60), reason: "errcode 45009 too many a minute")
        case 93_000, 93_004, 93_008:
            return .refused(reason: "errcode \(code) robot gone or key wrong: a person must act")
        case 40_008, 40_058, 45_002, 47_001:
            return .refused(reason: "errcode \(code) message not accepted")
        default: return .retry(after: nil, reason: "errcode \(code)")
        }
    }
}
