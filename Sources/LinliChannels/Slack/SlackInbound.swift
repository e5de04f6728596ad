import LinliModel

/// Reads what a Slack app is told (platforms.md 8).
///
/// Heard is what is written to the app alone, and what names it in a channel; the answer goes to the person
/// alone. The key against redelivery is the place and time of the message: one message may come with several
/// `event_id`, as itself and as the naming of the app.
struct SlackInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    enum Call {
        case challenge(String)
        case messages([InboundMessage])
    }

    static func read(channel: String, body: [UInt8]) throws(Unreadable) -> Call {
        let call: JSONValue
        do {
            call = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        switch call["type"]?.text {
        case "url_verification":
            guard let word = call["challenge"]?.text,
                (1...SlackLimits.challengeBytes).contains(word.utf8.count),
                word.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { throw Unreadable(reason: "challenge") }
            return .challenge(word)
        case "event_callback":
            guard let event = call["event"] else { throw Unreadable(reason: "event") }
            return .messages(try SlackInbound(event: event).messages(channel))
        case nil: throw Unreadable(reason: "type")
        default: return .messages([])
        }
    }

    private let event: JSONValue

    private func messages(_ channel: String) throws(Unreadable) -> [InboundMessage] {
        guard isForUs else { return [] }
        let sender = try plain("user", SlackLimits.senderBytes)
        let time = try plain("ts", SlackLimits.timeBytes)
        let id = "\(try plain("channel", SlackLimits.placeBytes)):\(time)"
        let sentAt = SignedTime.seconds(String(time.prefix { $0 != "." })).map { Instant(seconds: $0) }
        return try contents().enumerated().map { place, content in
            InboundMessage(
                channel: channel, externalID: place == 0 ? id : "\(id)#\(place)", sender: sender,
                sentAt: sentAt, content: content)
        }
    }

    /// Not what bots say, and not what tells of other messages (changed, deleted, somebody joined).
    private var isForUs: Bool {
        guard event["bot_id"] == nil, [nil, "file_share"].contains(event["subtype"]?.text) else {
            return false
        }
        switch event["type"]?.text {
        case "app_mention": return true
        case "message": return event["channel_type"]?.text == "im"
        default: return false
        }
    }

    private func plain(_ name: String, _ most: Int) throws(Unreadable) -> String {
        guard let text = event[name]?.text, (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Unreadable(reason: name) }
        return text
    }

    private func contents() throws(Unreadable) -> [InboundMessage.Content] {
        guard let marked = event["text"]?.text else { throw Unreadable(reason: "text") }
        let text = ChatText.trimmed(SlackText.plain(marked))
        let files = (event["files"]?.elements ?? []).prefix(SlackLimits.files)
        let contents = (text.isEmpty ? [] : [.text(text)]) + (try files.map(Self.content))
        return contents.isEmpty ? [.text("")] : contents
    }

    private static func content(of file: JSONValue) throws(Unreadable) -> InboundMessage.Content {
        guard let id = file["id"]?.text, (1...SlackLimits.fileBytes).contains(id.utf8.count) else {
            throw Unreadable(reason: "id of a file")
        }
        let kind = file["mimetype"]?.text ?? ""
        let media = UTF8Check.withoutNUL(id)
        if kind.hasPrefix("image/") { return .image(media: media) }
        if kind.hasPrefix("audio/") { return .voice(media: media, recognised: nil) }
        return .unsupported(kind: "file")
    }
}
