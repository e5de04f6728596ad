/// What in a call proves that it comes from WeCom: the `msg_signature` over the sealed text, and a seal that
/// opens for this enterprise. Nothing comes unsealed, address checks neither (platforms.md 2.1).
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

    let token: String
    let cipher: EnvelopeCipher

    /// What was sealed: a message, or the answer to an address check.
    func open(_ sealed: String, signedBy query: EnvelopeQuery) throws(Failure) -> [UInt8] {
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
