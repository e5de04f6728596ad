import LinliModel

/// Reads what a Feishu bot is told (platforms.md 4.1, schema 2.0).
///
/// A message in a group is answered to the person alone, and only where the bot is named. The text of a
/// message is JSON inside the JSON.
struct FeishuInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    private let channel: String
    private let message: JSONValue
    private let sender: String

    /// No messages for events of other kinds, for what other bots say, and for talk in a group that does
    /// not name the bot.
    static func messages(channel: String, event: JSONValue) throws(Unreadable) -> [InboundMessage] {
        guard event["header"]?["event_type"]?.text == "im.message.receive_v1" else { return [] }
        guard let body = event["event"], let message = body["message"] else {
            throw Unreadable(reason: "message")
        }
        guard body["sender"]?["sender_type"]?.text ?? "user" == "user" else { return [] }
        let names = message["mentions"]?.elements ?? []
        if message["chat_type"]?.text == "group", names.isEmpty { return [] }
        let sender = try plain(
            body["sender"]?["sender_id"]?["open_id"]?.text, FeishuLimits.senderBytes, "open_id")
        return try FeishuInbound(channel: channel, message: message, sender: sender).messages()
    }

    private func messages() throws(Unreadable) -> [InboundMessage] {
        // The platform's page says that event_id may change between deliveries, and this does not.
        let id = try Self.plain(message["message_id"]?.text, FeishuLimits.messageBytes, "message_id")
        let sentAt = message["create_time"]?.text.flatMap(SignedTime.instant(milliseconds:))
        return try contents().enumerated().map { place, content in
            InboundMessage(
                channel: channel, externalID: place == 0 ? id : "\(id)#\(place)", sender: sender,
                sentAt: sentAt, content: content)
        }
    }

    private static func plain(
        _ text: String?, _ most: Int, _ name: String
    ) throws(Unreadable) -> String {
        guard let text, (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw Unreadable(reason: name) }
        return text
    }

    private func contents() throws(Unreadable) -> [InboundMessage.Content] {
        guard let kind = message["message_type"]?.text, !kind.isEmpty else {
            throw Unreadable(reason: "message_type")
        }
        guard let inner = message["content"]?.text else { throw Unreadable(reason: "content") }
        let content: JSONValue
        do {
            content = try JSONReader.read(Array(inner.utf8))
        } catch {
            throw Unreadable(reason: "content JSON \(error)")
        }
        switch kind {
        case "text":
            guard let text = content["text"]?.text else { throw Unreadable(reason: "text") }
            return [.text(withoutNames(text))]
        case "post": return try post(content)
        case "image": return [.image(media: try media(content["image_key"]))]
        case "audio": return [.voice(media: try media(content["file_key"]), recognised: nil)]
        case "location": return [try location(content)]
        default: return [.unsupported(kind: UTF8Check.withoutNUL(String(kind.prefix(32))))]
        }
    }

    private func media(_ key: JSONValue?) throws(Unreadable) -> String {
        guard let key = key?.text, !key.isEmpty else { throw Unreadable(reason: "key of a file") }
        return UTF8Check.withoutNUL(key)
    }

    /// Where somebody is named stands a placeholder such as `@_user_1`.
    private func withoutNames(_ text: String) -> String {
        var text = text
        for name in (message["mentions"]?.elements ?? []).prefix(FeishuLimits.pieces) {
            guard let key = name["key"]?.text, key.hasPrefix("@_") else { continue }
            text = text.replacing(key, with: "")
        }
        return ChatText.trimmed(text)
    }

    /// `{"title","content":[[{"tag","text"|"image_key"}]]}`: one text, and a message for each picture.
    private func post(_ content: JSONValue) throws(Unreadable) -> [InboundMessage.Content] {
        guard let paragraphs = content["content"]?.elements, paragraphs.count <= FeishuLimits.pieces else {
            throw Unreadable(reason: "post")
        }
        var lines = [content["title"]?.text ?? ""]
        var pictures: [InboundMessage.Content] = []
        for paragraph in paragraphs {
            let pieces = paragraph.elements ?? []
            guard pieces.count <= FeishuLimits.pieces else { throw Unreadable(reason: "post") }
            let words = pieces.filter { ["text", "a"].contains($0["tag"]?.text) }
            lines.append(words.compactMap { $0["text"]?.text }.joined())
            for piece in pieces where piece["tag"]?.text == "img" {
                pictures.append(.image(media: try media(piece["image_key"])))
            }
        }
        let text = withoutNames(lines.filter { !$0.isEmpty }.joined(separator: "\n"))
        let contents = (text.isEmpty ? [] : [.text(text)]) + pictures
        return contents.isEmpty ? [.unsupported(kind: "post")] : contents
    }

    private func location(_ content: JSONValue) throws(Unreadable) -> InboundMessage.Content {
        guard let latitude = content["latitude"]?.degrees(upTo: 90),
            let longitude = content["longitude"]?.degrees(upTo: 180)
        else { throw Unreadable(reason: "angle of a location") }
        return .location(
            latitude: latitude, longitude: longitude,
            label: UTF8Check.withoutNUL(content["name"]?.text ?? ""))
    }
}
