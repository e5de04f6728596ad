import LinliModel

/// Reads `{"id","text"}` of the chat page.
enum WebInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    /// The page's `id` is unique for its sender only, so the sender is part of the key: nobody can use up
    /// another's ids.
    static func message(
        channel: String, sender: String, body: [UInt8], at now: Instant
    ) throws(Unreadable) -> InboundMessage {
        guard body.count <= Limits.webMessageBytes else { throw Unreadable(reason: "too long") }
        let value: JSONValue
        do {
            value = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        guard let id = value["id"]?.text, (1...WebLimits.idBytes).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Unreadable(reason: "id") }
        guard let text = value["text"]?.text else { throw Unreadable(reason: "text") }
        return InboundMessage(
            channel: channel, externalID: "\(sender):\(id)", sender: sender, sentAt: now,
            content: .text(UTF8Check.withoutNUL(text)))
    }
}
