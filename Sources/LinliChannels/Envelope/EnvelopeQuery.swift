import LinliModel

/// The parts of a query of WeChat or WeCom that verification needs. Each name must stand there exactly once.
struct EnvelopeQuery {
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
