import Foundation

/// The rules of one official account as the stand-in knows them (platforms.md 1.5, 1.6): no I/O.
struct WeChatAccount {
    let appID: String
    let secret: String
    var seconds: Int64
    var sends: [WeChatStandIn.Send] = []
    var faults: [WeChatFault] = []
    var tokenFaults: [WeChatFault] = []
    var acceptsEverybody = false
    var tokenLifetime: Int64 = 7_200

    private struct Window {
        var until: Int64
        var messages: Int
    }

    private var windows: [String: Window] = [:]
    private var left: Set<String> = []
    private var tokens: [(text: String, until: Int64)] = []
    private var tokenCount = 0
    private var held: [CheckedContinuation<Void, Never>] = []
    private var isOver = false

    init(appID: String, secret: String, seconds: Int64) {
        self.appID = appID
        self.secret = secret
        self.seconds = seconds
    }

    // MARK: Persons

    mutating func openWindow(_ openid: String, seconds span: Int64, messages: Int) {
        left.remove(openid)
        if let window = windows[openid], window.until > seconds + span, window.messages >= messages { return }
        windows[openid] = Window(until: seconds + span, messages: messages)
    }

    mutating func leave(_ openid: String) {
        left.insert(openid)
    }

    // MARK: Hanging calls

    /// True when there is nothing to wait for any more.
    mutating func hold(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        if !isOver { held.append(continuation) }
        return isOver
    }

    mutating func release() {
        isOver = true
        for continuation in held { continuation.resume() }
        held = []
    }

    // MARK: Tokens

    mutating func revokeToken() {
        tokens = []
    }

    private static func error(_ code: Int, _ sentence: String) -> String {
        "{\"errcode\":\(code),\"errmsg\":\"\(sentence) rid: 5f2a-0b1c-77\"}"
    }

    private static func object(_ body: Data) -> [String: Any]? {
        do {
            return try JSONSerialization.jsonObject(with: body) as? [String: Any]
        } catch {
            // Answered with 47001, as the platform does.
            return nil
        }
    }

    /// The same token while it is valid; a new one in its last five minutes, when both work; a forced
    /// one kills the others.
    mutating func token(_ body: Data) -> String {
        guard let request = Self.object(body) else { return Self.error(47_001, "data format error") }
        guard request["grant_type"] as? String == "client_credential" else {
            return Self.error(40_002, "invalid grant_type")
        }
        guard request["appid"] as? String == appID else { return Self.error(40_013, "invalid appid") }
        guard request["secret"] as? String == secret else { return Self.error(40_125, "invalid appsecret") }
        if request["force_refresh"] as? Bool == true { tokens = [] }
        tokens.removeAll { $0.until <= seconds }
        if let last = tokens.last, last.until - seconds > 300 {
            return "{\"access_token\":\"\(last.text)\",\"expires_in\":\(last.until - seconds)}"
        }
        tokenCount += 1
        let text = "\(tokenCount)_" + String(repeating: "Az09-_", count: 20)
        if let old = tokens.last { tokens = [(old.text, min(old.until, seconds + 300))] }
        tokens.append((text, seconds + tokenLifetime))
        return "{\"access_token\":\"\(text)\",\"expires_in\":\(tokenLifetime)}"
    }

    // MARK: Sends

    mutating func send(_ token: String?, _ body: Data) -> String {
        guard let token, !token.isEmpty else { return Self.error(41_001, "access_token missing") }
        guard let known = tokens.first(where: { $0.text == token }) else {
            return Self.error(40_001, "invalid credential, access_token is invalid or not latest")
        }
        guard known.until > seconds else { return Self.error(42_001, "access_token expired") }
        // The platform's reader takes no escapes of this kind: the resident would see them as they stand.
        guard let raw = String(validating: body, as: UTF8.self), !raw.contains("\\u") else {
            return Self.error(40_033, "invalid charset. please check your request, if include \\\\uxxxx")
        }
        guard let request = Self.object(body), Set(request.keys) == ["touser", "msgtype", "text"],
            let openid = request["touser"] as? String, let text = request["text"] as? [String: Any],
            Set(text.keys) == ["content"], let content = text["content"] as? String
        else { return Self.error(47_001, "data format error") }
        guard request["msgtype"] as? String == "text" else {
            return Self.error(40_008, "invalid message type")
        }
        guard !content.isEmpty else { return Self.error(44_004, "empty content") }
        guard content.utf8.count <= 2_048 else { return Self.error(45_002, "content size out of limit") }
        if let refusal = useWindow(of: openid) { return refusal }
        sends.append(WeChatStandIn.Send(openid: openid, text: content, seconds: seconds, token: token))
        return "{\"errcode\":0,\"errmsg\":\"ok\"}"
    }

    /// Takes one message off the person's window; the answer that refuses it otherwise.
    private mutating func useWindow(of openid: String) -> String? {
        if acceptsEverybody { return nil }
        guard !left.contains(openid) else { return Self.error(43_004, "require subscribe") }
        guard var window = windows[openid] else { return Self.error(40_003, "invalid openid") }
        guard window.until > seconds else {
            return Self.error(45_015, "response out of time limit or subscription is canceled")
        }
        guard window.messages > 0 else { return Self.error(45_047, "out of response count limit") }
        window.messages -= 1
        windows[openid] = window
        return nil
    }
}
