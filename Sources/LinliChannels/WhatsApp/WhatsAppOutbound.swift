import LinliModel

/// The requests of a business to WhatsApp and what its answers mean (platforms.md 7).
struct WhatsAppOutbound: Sendable {
    /// May end in a version, such as `https://graph.facebook.com/v23.0`; without one the platform takes the
    /// oldest that it still serves.
    let base: String
    let number: String
    let accessToken: String

    private static let json = PushRequest.Header("content-type", "application/json; charset=utf-8")

    private var bearer: PushRequest.Header { .init("authorization", "Bearer \(accessToken)") }

    func request(_ message: OutboundMessage) -> PushRequest {
        var body = JSONWriter(capacity: message.text.utf8.count + 256)
        body.raw("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",")
        // A telephone number is digits; any other id is one that the platform gave out.
        if message.recipient.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            body.raw("\"to\":")
        } else {
            body.raw("\"recipient\":")
        }
        body.string(message.recipient)
        if Self.showsButtons(message) {
            Self.buttons(message, into: &body)
        } else {
            body.raw(",\"type\":\"text\",\"text\":{\"preview_url\":false,\"body\":")
            body.string(message.text)
            body.raw("}}")
        }
        return PushRequest(
            url: "\(base)/\(number)/messages", headers: [Self.json, bearer], body: body.bytes)
    }

    /// All answers or none: one that is left out would look as if it could not be chosen.
    private static func showsButtons(_ message: OutboundMessage) -> Bool {
        (1...WhatsAppLimits.buttons).contains(message.buttons.count)
            && message.buttons.allSatisfy { (1...WhatsAppLimits.buttonCharacters).contains($0.utf16.count) }
            && Set(message.buttons).count == message.buttons.count
            && message.text.utf16.count <= WhatsAppLimits.buttonTextCharacters
    }

    private static func buttons(_ message: OutboundMessage, into body: inout JSONWriter) {
        body.raw(",\"type\":\"interactive\",\"interactive\":{\"type\":\"button\",\"body\":{\"text\":")
        body.string(message.text)
        body.raw("},\"action\":{\"buttons\":[")
        for (index, button) in message.buttons.enumerated() {
            if index > 0 { body.raw(",") }
            body.raw("{\"type\":\"reply\",\"reply\":{\"id\":")
            body.string(String(index + 1))
            body.raw(",\"title\":")
            body.string(button)
            body.raw("}}")
        }
        body.raw("]}}}")
    }

    func trial() -> PushRequest {
        PushRequest(method: .get, url: "\(base)/\(number)?fields=id", headers: [bearer])
    }

    func verdict(on response: PushResponse) -> PushVerdict {
        let wait = RetryAfter.span(in: response)
        let answer: JSONValue
        do {
            answer = try JSONReader.read(response.body)
        } catch {
            return .retry(after: wait, reason: "HTTP \(response.status)")
        }
        if let code = answer["error"]?["code"]?.integer {
            if let verdict = WhatsAppCode(code).verdict(after: wait) { return verdict }
            return (400..<500).contains(response.status) && response.status != 429
                ? .refused(reason: "HTTP \(response.status) code \(code)")
                : .retry(after: wait, reason: "HTTP \(response.status) code \(code)")
        }
        guard (200..<300).contains(response.status) else {
            return .retry(after: wait, reason: "HTTP \(response.status)")
        }
        return .accepted(platformID: answer["messages"]?.elements?.first?["id"]?.text)
    }
}
