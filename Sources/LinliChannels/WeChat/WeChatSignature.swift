/// What in a call proves that it comes from the platform.
///
/// The request never chooses how it is verified: `encrypt_type` is not looked at.
struct WeChatSignature {
    private let token: String

    init(token: String) {
        self.token = token
    }

    /// The `signature` of the query; it covers the token, the time and the nonce, not the body.
    func covers(query: EnvelopeQuery) -> Bool {
        guard let signature = query.signature else { return false }
        return EnvelopeSignature.verifies(signature, of: [token, query.timestamp, query.nonce])
    }

    /// The `msg_signature`, which covers the sealed body as well.
    func covers(sealed: String, query: EnvelopeQuery) -> Bool {
        guard let signature = query.messageSignature else { return false }
        return EnvelopeSignature.verifies(signature, of: [token, query.timestamp, query.nonce, sealed])
    }
}
