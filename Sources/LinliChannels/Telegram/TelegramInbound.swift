import LinliModel

/// Reads an update of a Telegram bot (platforms.md 5).
///
/// A message in a group is answered to the person alone, and only where it names the bot, commands it or
/// answers it. A picture with words becomes a text and a message for the picture.
struct TelegramInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    /// What a chat may bring that nobody here can read: a kind reply asks for words.
    private static let others = [
        "sticker", "video", "video_note", "animation", "document", "audio", "contact", "poll", "dice",
        "story",
    ]

    private let message: JSONValue

    /// No messages for other bots, for talk in a group that is not for the bot, and for updates that are
    /// neither a message nor the end of a chat.
    static func messages(channel: String, body: [UInt8]) throws(Unreadable) -> [InboundMessage] {
        let update: JSONValue
        do {
            update = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        guard let number = update["update_id"]?.integer, number >= 0 else {
            throw Unreadable(reason: "update_id")
        }
        let (source, contents) = try read(update)
        guard let source, !contents.isEmpty else { return [] }
        let sender = try person(source["from"])
        let sentAt = source["date"]?.integer.flatMap { SignedTime.seconds(String($0)) }
        return contents.enumerated().map { place, content in
            InboundMessage(
                channel: channel, externalID: place == 0 ? "\(number)" : "\(number)#\(place)",
                sender: sender, sentAt: sentAt.map { Instant(seconds: $0) }, content: content)
        }
    }

    private static func read(
        _ update: JSONValue
    ) throws(Unreadable) -> (source: JSONValue?, contents: [InboundMessage.Content]) {
        if let message = update["message"] {
            guard message["from"]?["is_bot"] != .bool(true) else { return (nil, []) }
            let reader = TelegramInbound(message: message)
            return reader.isForUs ? (message, try reader.contents()) : (nil, [])
        }
        // What was changed afterwards is not heard as said: he is asked to write it.
        if let edited = update["edited_message"], edited["chat"]?["type"]?.text == "private" {
            return (edited, [.unsupported(kind: "edited_message")])
        }
        if let change = update["my_chat_member"], change["chat"]?["type"]?.text == "private",
            change["new_chat_member"]?["status"]?.text == "kicked"
        {
            return (change, [.event(name: "unsubscribe", key: "")])
        }
        return (nil, [])
    }

    private static func person(_ from: JSONValue?) throws(Unreadable) -> String {
        guard let id = from?["id"]?.integer, id > 0 else { throw Unreadable(reason: "from") }
        return String(id)
    }

    // MARK: Whom it is for

    private var isForUs: Bool {
        if message["chat"]?["type"]?.text == "private" { return true }
        if message["reply_to_message"]?["from"]?["is_bot"] == .bool(true) { return true }
        return entities.contains { ["mention", "bot_command"].contains($0["type"]?.text) }
    }

    /// Of the text, or of the words under a picture.
    private var entities: ArraySlice<JSONValue> {
        let all = message["entities"]?.elements ?? message["caption_entities"]?.elements ?? []
        return all.prefix(TelegramLimits.entities)
    }

    // MARK: What it says

    private func contents() throws(Unreadable) -> [InboundMessage.Content] {
        let words = try words()
        if let words, case .event = words { return [words] }
        let text = words.map { [$0] } ?? []
        if let sizes = message["photo"]?.elements, let largest = sizes.last {
            return text + [.image(media: try file(largest))]
        }
        if let voice = message["voice"] {
            return text + [.voice(media: try file(voice), recognised: nil)]
        }
        if let place = message["location"] { return [try location(place)] }
        if !text.isEmpty { return text }
        return Self.others.first { message[$0] != nil }.map { [.unsupported(kind: $0)] } ?? []
    }

    /// The text or the caption, without mentions; `/start` is somebody who opens the chat, and any other
    /// command its words.
    private func words() throws(Unreadable) -> InboundMessage.Content? {
        guard let whole = message["text"] ?? message["caption"] else { return nil }
        guard let whole = whole.text else { throw Unreadable(reason: "text") }
        let text = ChatText.trimmed(withoutNames(whole))
        guard text.hasPrefix("/") else { return text.isEmpty ? nil : .text(text) }
        let command = text.dropFirst().prefix { !$0.isWhitespace }.prefix { $0 != "@" }
        let rest = ChatText.trimmed(text.drop { !$0.isWhitespace })
        if command == "start" { return .event(name: "subscribe", key: rest) }
        let said = ChatText.trimmed("\(command) \(rest)")
        return said.isEmpty ? nil : .text(said)
    }

    private func withoutNames(_ text: String) -> String {
        let names = entities.filter { $0["type"]?.text == "mention" }
        return ChatText.without(names.map { ($0["offset"]?.integer, $0["length"]?.integer) }, in: text)
    }

    private func file(_ value: JSONValue) throws(Unreadable) -> String {
        guard let id = value["file_id"]?.text, (1...TelegramLimits.fileBytes).contains(id.utf8.count) else {
            throw Unreadable(reason: "file_id")
        }
        return UTF8Check.withoutNUL(id)
    }

    private func location(_ place: JSONValue) throws(Unreadable) -> InboundMessage.Content {
        let venue = message["venue"]
        let label = [venue?["title"]?.text, venue?["address"]?.text].compactMap { $0 }
            .filter { !$0.isEmpty }.joined(separator: " ")
        guard let latitude = place["latitude"]?.degrees(upTo: 90),
            let longitude = place["longitude"]?.degrees(upTo: 180)
        else { throw Unreadable(reason: "angle of a location") }
        return .location(latitude: latitude, longitude: longitude, label: UTF8Check.withoutNUL(label))
    }
}
