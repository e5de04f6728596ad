import LinliModel

/// Reads `{"id","from","text","attachments"}` of a bridge.
///
/// An attachment is `{"kind":"image"|"voice"|"location"|…,"media":"…"}`; voice may bring `"text"`, its
/// transcript; location has `"latitude"`, `"longitude"` and perhaps `"label"`. The text and each attachment
/// become a message of their own, so that none is dropped.
struct StandardInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    /// `id` is the `webhook-id`, which stays the same when the bridge sends again. The body's own `id`
    /// is the bridge's name for the message and decides nothing here.
    static func messages(
        channel: String, id: String, sentAt: Instant, body: [UInt8]
    ) throws(Unreadable) -> [InboundMessage] {
        let value: JSONValue
        do {
            value = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        guard let sender = value["from"]?.text, (1...StandardLimits.senderBytes).contains(sender.utf8.count),
            sender.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw Unreadable(reason: "from") }
        let contents = try contents(of: value)
        return contents.enumerated().map { place, content in
            InboundMessage(
                channel: channel, externalID: place == 0 ? id : "\(id)#\(place)", sender: sender,
                sentAt: sentAt, content: content)
        }
    }

    private static func contents(of value: JSONValue) throws(Unreadable) -> [InboundMessage.Content] {
        var contents: [InboundMessage.Content] = []
        switch value["text"] {
        case .string(let text): contents.append(.text(UTF8Check.withoutNUL(text)))
        case .null, nil: break
        default: throw Unreadable(reason: "text is no text")
        }
        switch value["attachments"] {
        case .array(let attachments) where attachments.count <= StandardLimits.attachments:
            for attachment in attachments { contents.append(try content(of: attachment)) }
            // An empty text beside an attachment says nothing.
            if contents.count > 1, contents.first == .text("") { contents.removeFirst() }
        case .null, nil: break
        default: throw Unreadable(reason: "attachments")
        }
        guard !contents.isEmpty else { throw Unreadable(reason: "neither text nor attachments") }
        return contents
    }

    private static func content(of attachment: JSONValue) throws(Unreadable) -> InboundMessage.Content {
        guard let kind = attachment["kind"]?.text else { throw Unreadable(reason: "kind of an attachment") }
        let media = UTF8Check.withoutNUL(attachment["media"]?.text ?? "")
        switch kind {
        case "image" where !media.isEmpty: return .image(media: media)
        case "voice" where !media.isEmpty:
            return .voice(media: media, recognised: attachment["text"]?.text.map(UTF8Check.withoutNUL))
        case "location":
            guard let latitude = attachment["latitude"]?.degrees(upTo: 90),
                let longitude = attachment["longitude"]?.degrees(upTo: 180)
            else { throw Unreadable(reason: "angle of a location") }
            return .location(
                latitude: latitude, longitude: longitude,
                label: UTF8Check.withoutNUL(attachment["label"]?.text ?? ""))
        case "image", "voice": throw Unreadable(reason: "media of an attachment")
        default: return .unsupported(kind: UTF8Check.withoutNUL(String(kind.prefix(32))))
        }
    }
}
