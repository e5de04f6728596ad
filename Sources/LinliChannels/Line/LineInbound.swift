import LinliModel

/// Reads the events of one LINE call (platforms.md 6).
///
/// A message in a group is answered to the person alone, and only where it names the account. An event that
/// cannot be read is left out, and the others of its call are heard.
struct LineInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    private let event: JSONValue

    /// - Throws: where the call is none of LINE's, or none of its events can be read.
    static func messages(channel: String, body: [UInt8]) throws(Unreadable) -> [InboundMessage] {
        let call: JSONValue
        do {
            call = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        guard let events = call["events"]?.elements, events.count <= LineLimits.events else {
            throw Unreadable(reason: "events")
        }
        var messages: [InboundMessage] = []
        var flaw: Unreadable?
        for event in events {
            do throws(Unreadable) {
                if let message = try LineInbound(event: event).message(channel) { messages.append(message) }
            } catch {
                flaw = error
            }
        }
        if let flaw, messages.isEmpty { throw flaw }
        return messages
    }

    /// Nil for what another program answers (`standby`), and for what asks for no answer.
    private func message(_ channel: String) throws(Unreadable) -> InboundMessage? {
        guard event["mode"]?.text ?? "active" == "active", let content = try content() else { return nil }
        return InboundMessage(
            channel: channel,
            externalID: try plain(event["webhookEventId"], LineLimits.eventBytes, "webhookEventId"),
            sender: try plain(event["source"]?["userId"], LineLimits.senderBytes, "userId"),
            sentAt: event["timestamp"]?.integer.flatMap { SignedTime.instant(milliseconds: String($0)) },
            content: content)
    }

    private func plain(
        _ value: JSONValue?, _ most: Int, _ name: String
    ) throws(Unreadable) -> String {
        guard let text = value?.text, (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Unreadable(reason: name) }
        return text
    }

    private func content() throws(Unreadable) -> InboundMessage.Content? {
        switch event["type"]?.text {
        case "follow": return .event(name: "subscribe", key: "")
        case "unfollow": return .event(name: "unsubscribe", key: "")
        case "postback":
            return .event(name: "click", key: UTF8Check.withoutNUL(event["postback"]?["data"]?.text ?? ""))
        case "message":
            guard let message = event["message"] else { throw Unreadable(reason: "message") }
            return isForUs(message) ? try content(of: message) : nil
        case nil: throw Unreadable(reason: "type")
        default: return nil
        }
    }

    /// Everything in a chat of two; in a group what names the account.
    private func isForUs(_ message: JSONValue) -> Bool {
        guard event["source"]?["type"]?.text != "user" else { return true }
        let named = message["mention"]?["mentionees"]?.elements ?? []
        return named.contains { $0["isSelf"] == .bool(true) }
    }

    private func content(of message: JSONValue) throws(Unreadable) -> InboundMessage.Content {
        guard let kind = message["type"]?.text, !kind.isEmpty else { throw Unreadable(reason: "type") }
        switch kind {
        case "text":
            guard let text = message["text"]?.text else { throw Unreadable(reason: "text") }
            return .text(Self.withoutNames(text, message))
        case "image": return .image(media: try plain(message["id"], LineLimits.messageBytes, "id"))
        case "audio":
            return .voice(media: try plain(message["id"], LineLimits.messageBytes, "id"), recognised: nil)
        case "location": return try Self.location(message)
        default: return .unsupported(kind: UTF8Check.withoutNUL(String(kind.prefix(32))))
        }
    }

    private static func withoutNames(_ text: String, _ message: JSONValue) -> String {
        let names = (message["mention"]?["mentionees"]?.elements ?? []).prefix(LineLimits.events)
        let stretches = names.map { ($0["index"]?.integer, $0["length"]?.integer) }
        return ChatText.trimmed(ChatText.without(stretches, in: text))
    }

    private static func location(_ place: JSONValue) throws(Unreadable) -> InboundMessage.Content {
        let label = [place["title"]?.text, place["address"]?.text].compactMap { $0 }
            .filter { !$0.isEmpty }.joined(separator: " ")
        guard let latitude = place["latitude"]?.degrees(upTo: 90),
            let longitude = place["longitude"]?.degrees(upTo: 180)
        else { throw Unreadable(reason: "angle of a location") }
        return .location(latitude: latitude, longitude: longitude, label: UTF8Check.withoutNUL(label))
    }
}
