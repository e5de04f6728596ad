import LinliModel

/// Reads what a DingTalk robot is told (platforms.md 3.1).
///
/// A message in a group is answered to the person alone: what an estate's office says to somebody is nobody
/// else's. So who is no member of the enterprise, and can be written to by his session's address alone,
/// has an answer where he wrote to the robot by himself. Pieces of a rich text become one text and a
/// message for each picture.
struct DingTalkInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    /// No messages where the robot hears itself.
    static func messages(
        channel: String, robot: String, origins: [String], body: [UInt8]
    ) throws(Unreadable) -> [InboundMessage] {
        let value: JSONValue
        do {
            value = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        if let named = value["robotCode"]?.text, named != robot {
            throw Unreadable(reason: "robotCode of another robot")
        }
        let sender = try sender(in: value)
        if let own = value["chatbotUserId"]?.text, value["senderId"]?.text == own { return [] }
        let id = try plain(value["msgId"]?.text, DingTalkLimits.messageBytes, "msgId")
        let sentAt = time(value["createAt"])
        let handle = handle(in: value, origins: origins)
        return try contents(of: value).enumerated().map { place, content in
            InboundMessage(
                channel: channel, externalID: place == 0 ? id : "\(id)#\(place)", sender: sender,
                sentAt: sentAt, content: content, handle: handle)
        }
    }

    /// The address by which the chat of somebody who is no member is answered for a while; nil for a
    /// member, in a group, and where it leads anywhere but to a session at the platform: the call does not
    /// sign its body, and whoever runs a group's robot has an address there too.
    private static func handle(in value: JSONValue, origins: [String]) -> ReplyHandle? {
        guard value["senderStaffId"]?.text ?? "" == "", value["conversationType"]?.text == "1",
            let address = value["sessionWebhook"]?.text, let until = time(value["sessionWebhookExpiredTime"])
        else { return nil }
        let forbidden = "#\"<>\\^`{|}".utf8
        let isPlain = address.utf8.allSatisfy { (0x21...0x7E).contains($0) && !forbidden.contains($0) }
        guard isPlain, address.utf8.count <= DingTalkLimits.addressBytes,
            origins.contains(where: { address.hasPrefix($0 + DingTalkLimits.sessionPath + "?") })
        else { return nil }
        return ReplyHandle(key: address, until: until)
    }

    /// The member's id, by which he can be written to. Who is no member of the enterprise has another one, by
    /// which the platform sends nothing.
    private static func sender(in value: JSONValue) throws(Unreadable) -> String {
        let member = value["senderStaffId"]?.text ?? ""
        return try plain(
            member.isEmpty ? value["senderId"]?.text : member, DingTalkLimits.senderBytes, "senderStaffId")
    }

    private static func plain(
        _ text: String?, _ most: Int, _ name: String
    ) throws(Unreadable) -> String {
        guard let text, (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw Unreadable(reason: name) }
        return text
    }

    private static func time(_ value: JSONValue?) -> Instant? {
        switch value {
        case .number(let digits), .string(let digits): SignedTime.instant(milliseconds: digits)
        default: nil
        }
    }

    private static func contents(of value: JSONValue) throws(Unreadable) -> [InboundMessage.Content] {
        guard let kind = value["msgtype"]?.text, !kind.isEmpty else { throw Unreadable(reason: "msgtype") }
        let content = value["content"]
        switch kind {
        case "text":
            guard let text = value["text"]?["content"]?.text else { throw Unreadable(reason: "text") }
            return [.text(ChatText.trimmed(text))]
        case "picture": return [.image(media: try media(content))]
        case "audio":
            let words = ChatText.trimmed(content?["recognition"]?.text ?? "")
            return [.voice(media: try media(content), recognised: words.isEmpty ? nil : words)]
        case "richText": return try pieces(of: content)
        default: return [.unsupported(kind: UTF8Check.withoutNUL(String(kind.prefix(32))))]
        }
    }

    private static func media(_ content: JSONValue?) throws(Unreadable) -> String {
        guard let code = content?["downloadCode"]?.text, !code.isEmpty else {
            throw Unreadable(reason: "downloadCode")
        }
        return UTF8Check.withoutNUL(code)
    }

    private static func pieces(of content: JSONValue?) throws(Unreadable) -> [InboundMessage.Content] {
        guard let pieces = content?["richText"]?.elements, pieces.count <= DingTalkLimits.pieces else {
            throw Unreadable(reason: "richText")
        }
        let text = ChatText.trimmed(pieces.compactMap { $0["text"]?.text }.joined())
        var contents: [InboundMessage.Content] = text.isEmpty ? [] : [.text(text)]
        for piece in pieces where piece["type"]?.text == "picture" {
            contents.append(.image(media: try media(piece)))
        }
        return contents.isEmpty ? [.unsupported(kind: "richText")] : contents
    }
}
