import LinliModel

/// What in a call proves that it comes from the platform.
///
/// The request never chooses how it is verified: `encrypt_type` is not looked at, and each name must
/// stand in the query exactly once.
struct WeChatSignature {
    private let token: String

    init(token: String) {
        self.token = token
    }

    /// The `signature` of the query; it covers the token, the time and the nonce, not the body.
    func covers(query: WeChatQuery) -> Bool {
        guard let signature = query.signature else { return false }
        return EnvelopeSignature.verifies(signature, of: [token, query.timestamp, query.nonce])
    }

    /// The `msg_signature`, which covers the sealed body as well.
    func covers(sealed: String, query: WeChatQuery) -> Bool {
        guard let signature = query.messageSignature else { return false }
        return EnvelopeSignature.verifies(signature, of: [token, query.timestamp, query.nonce, sealed])
    }
}

/// The parts of the query that verification needs.
struct WeChatQuery {
    let timestamp: String
    let nonce: String
    let signature: String?
    let messageSignature: String?
    let echo: String?

    /// Nil when a name is missing or repeated: two values leave open which of them was signed.
    init?(_ query: [(name: String, value: String)]) {
        var timestamp, nonce, signature, messageSignature, echo: String?
        for (name, value) in query {
            let isRepeated =
                switch name {
                case "timestamp": Self.isTaken(&timestamp, by: value)
                case "nonce": Self.isTaken(&nonce, by: value)
                case "signature": Self.isTaken(&signature, by: value)
                case "msg_signature": Self.isTaken(&messageSignature, by: value)
                case "echostr": Self.isTaken(&echo, by: value)
                default: false
                }
            if isRepeated { return nil }
        }
        guard let timestamp, let nonce else { return nil }
        self.timestamp = timestamp
        self.nonce = nonce
        self.signature = signature
        self.messageSignature = messageSignature
        self.echo = echo
    }

    private static func isTaken(_ part: inout String?, by value: String) -> Bool {
        defer { part = value }
        return part != nil
    }

    /// True when the signed time is further from ours than `Limits.signatureAgeSeconds`, or no time at all.
    func isStale(at now: Instant) -> Bool {
        guard let seconds = SignedTime.seconds(timestamp) else { return true }
        return SignedTime.isStale(seconds, at: now)
    }
}
