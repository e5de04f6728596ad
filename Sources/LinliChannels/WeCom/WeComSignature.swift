import LinliModel

/// What in a call proves that it comes from WeCom: the `msg_signature` over the sealed text, and a seal that
/// opens for this enterprise. Nothing comes unsealed, address checks neither (platforms.md 2.1).
/// Applications and the customer service are called in the same way.
struct WeComSignature {
    enum Failure: Error, Equatable {
        case signature
        case envelope(EnvelopeCipher.Failure)

        var reason: String {
            switch self {
            case .signature: "msg_signature"
            case .envelope(let failure): "envelope \(failure)"
            }
        }
    }

    /// What a call comes to before anybody reads its words.
    enum Judgement {
        /// An address check, or not authentic.
        case decided(WebhookDecision)
        /// What the platform sealed.
        case document([UInt8])
    }

    let token: String
    let cipher: EnvelopeCipher

    init(_ fields: ChannelFields, enterprise: String) throws(Finding) {
        token = try fields.secret("token")
        let key = try fields.secret("encoding_aes_key")
        guard let cipher = EnvelopeCipher(encodingKey: key, receiver: enterprise) else {
            throw fields.finding("encoding_aes_key must be the 43 letters and digits that WeCom shows")
        }
        self.cipher = cipher
    }

    func judge(_ request: WebhookRequest) -> Judgement {
        guard let query = EnvelopeQuery(request.query) else {
            return .decided(.refuse(status: 401, reason: "query"))
        }
        switch request.method {
        case .get: return .decided(handshake(query))
        case .post: return message(query, request)
        }
    }

    /// The time is not checked: an echo stores nothing, and an application must be able to be set up on a
    /// machine whose clock is off.
    private func handshake(_ query: EnvelopeQuery) -> WebhookDecision {
        guard let sealed = query.echo else { return .refuse(status: 401, reason: "echostr") }
        do {
            let echo = try open(sealed, signedBy: query)
            guard (1...WeChatLimits.echoBytes).contains(echo.count),
                echo.allSatisfy({ (0x20...0x7E).contains($0) })
            else { return .refuse(status: 400, reason: "echostr") }
            return .handshake(String(decoding: echo, as: UTF8.self))
        } catch {
            return .refuse(status: 401, reason: error.reason)
        }
    }

    private func message(_ query: EnvelopeQuery, _ request: WebhookRequest) -> Judgement {
        guard !query.isStale(at: request.receivedAt) else {
            return .decided(.refuse(status: 401, reason: "timestamp"))
        }
        guard let sealed = WeChatInbound.sealed(in: request.body) else {
            return .decided(.refuse(status: 401, reason: "no Encrypt"))
        }
        do {
            return .document(try open(sealed, signedBy: query))
        } catch {
            return .decided(.refuse(status: 401, reason: error.reason))
        }
    }

    /// What was sealed: a message, or the answer to an address check.
    private func open(_ sealed: String, signedBy query: EnvelopeQuery) throws(Failure) -> [UInt8] {
        guard let signature = query.messageSignature,
            EnvelopeSignature.verifies(signature, of: [token, query.timestamp, query.nonce, sealed])
        else { throw .signature }
        do {
            return try cipher.open(sealed)
        } catch {
            throw .envelope(error)
        }
    }
}
