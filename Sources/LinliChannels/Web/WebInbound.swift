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
        guard let id = value["id"]?.text, isPlain(id) else { throw Unreadable(reason: "id") }
        guard let text = value["text"]?.text, text.contains(where: { !$0.isWhitespace }) else {
            throw Unreadable(reason: "text")
        }
        return InboundMessage(
            channel: channel, externalID: "\(sender):\(id)", sender: sender, sentAt: now,
            content: .text(UTF8Check.withoutNUL(text)))
    }
    /// Letters, digits and hyphens, as in a UUID: what goes back into the answer needs no escaping.
    private static func isPlain(_ id: String) -> Bool {
        guard (1...WebLimits.idBytes).contains(id.utf8.count) else { return false }
        return id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
