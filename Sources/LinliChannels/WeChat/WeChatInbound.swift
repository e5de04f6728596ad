import Crypto
import LinliModel

/// Turns the fields of a WeChat or WeCom message into the house's own message (platforms.md 1.3, 2.1).
///
/// The sender is known to be the platform when this is called; what cannot be read here is the
/// platform's mistake or ours, and is answered with 400.
struct WeChatInbound {
    /// What cannot be read, without the value.
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    static let names = [
        "FromUserName", "CreateTime", "MsgType", "MsgId", "MsgID", "Content", "MediaId", "Recognition",
        "Location_X", "Location_Y", "Label", "Event", "EventKey", "AgentID",
    ]

    private let fields: [String: String]

    /// WeCom only: the application that was written to.
    var agent: String? { fields["AgentID"] }

    /// The fields of an XML or JSON document, told apart by its first byte.
    init(document: [UInt8]) throws(Unreadable) {
        fields = try Self.fields(of: document, names: Self.names)
    }

    static func fields(of document: [UInt8], names: [String]) throws(Unreadable) -> [String: String] {
        if document.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            return try jsonFields(of: document, names: names)
        }
        do {
            return try XMLReader.fields(of: document, wanted: names)
        } catch {
            throw Unreadable(reason: "XML \(error)")
        }
    }

    /// The value of `Encrypt`; nil where there is none, two, or a document that the strict readers refuse.
    static func sealed(in body: [UInt8]) -> String? {
        do {
            return try fields(of: body, names: ["Encrypt"])["Encrypt"]
        } catch {
            // Not worth a reason of its own: nobody has proved yet to be the platform.
            return nil
        }
    }

    private static func jsonFields(
        of document: [UInt8], names: [String]
    ) throws(Unreadable) -> [String: String] {
        guard document.count <= Limits.xmlBytes else { throw Unreadable(reason: "JSON tooLong") }
        let value: JSONValue
        do {
            value = try JSONReader.read(document)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        var fields: [String: String] = [:]
        for name in names {
            switch value[name] {
            case .string(let text), .number(let text): fields[name] = text
            case .null, nil: break
            case .bool, .array, .object: throw Unreadable(reason: "JSON \(name) is no text")
            }
        }
        return fields
    }

    func message(channel: String) throws(Unreadable) -> InboundMessage {
        let sender = fields["FromUserName"] ?? ""
        guard (1...WeChatLimits.senderBytes).contains(sender.utf8.count),
            sender.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw Unreadable(reason: "FromUserName") }
        let seconds = fields["CreateTime"].flatMap { SignedTime.seconds(Self.trimmed($0)) }
        let content = try content()
        return InboundMessage(
            channel: channel, externalID: try key(sender: sender, seconds: seconds, content: content),
            sender: sender, sentAt: seconds.map { Instant(seconds: $0) }, content: content)
    }

    private func text(_ name: String) throws(Unreadable) -> String {
        guard let text = fields[name] else { throw Unreadable(reason: "\(name) is missing") }
        return UTF8Check.withoutNUL(text)
    }

    private static func trimmed(_ text: String) -> String {
        // Looking at characters one by one costs as much as the whole XML, and there is hardly ever a
        // space: printable ASCII at both ends is not one.
        let ends = [text.utf8.first, text.utf8.last]
        if ends.allSatisfy({ (0x21...0x7E).contains($0 ?? 0) }) { return text }
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private func content() throws(Unreadable) -> InboundMessage.Content {
        let kind = Self.trimmed(try text("MsgType"))
        switch kind {
        case "text": return .text(try text("Content"))
        case "image": return .image(media: try text("MediaId"))
        case "voice":
            let words = fields["Recognition"].map(UTF8Check.withoutNUL) ?? ""
            return .voice(media: try text("MediaId"), recognised: words.isEmpty ? nil : words)
        case "location":
            return .location(
                latitude: try degrees("Location_X", 90), longitude: try degrees("Location_Y", 180),
                label: fields["Label"].map(UTF8Check.withoutNUL) ?? "")
        case "event":
            return .event(
                name: Self.trimmed(try text("Event")).lowercased(),
                key: fields["EventKey"].map(UTF8Check.withoutNUL) ?? "")
        case "": throw Unreadable(reason: "MsgType is empty")
        default: return .unsupported(kind: String(kind.prefix(32)))
        }
    }

    private func degrees(_ name: String, _ most: Double) throws(Unreadable) -> Double {
        guard let degrees = Double(Self.trimmed(try text(name))), degrees.magnitude <= most else {
            throw Unreadable(reason: "\(name) is not an angle")
        }
        return degrees
    }

    /// The key against redelivery: MsgId; for events, which have none, sender, time, name and key. The
    /// template result's own MsgID joins, so that two results in one second stay two.
    private func key(
        sender: String, seconds: Int64?, content: InboundMessage.Content
    ) throws(Unreadable) -> String {
        let identifier = fields["MsgId"].map(Self.trimmed) ?? ""
        if case .event(let name, let key) = content {
            guard let seconds else { throw Unreadable(reason: "CreateTime of an event") }
            let result = fields["MsgID"] ?? ""
            return Self.joined(["event", sender, String(seconds), name, key, identifier + result])
        }
        guard identifier.isEmpty else { return Self.joined([identifier]) }
        guard let seconds else { throw Unreadable(reason: "neither MsgId nor CreateTime") }
        return Self.joined(["message", sender, String(seconds), String(describing: content)])
    }

    /// The parts with a colon between them; their digest where that would be long or could be read in
    /// two ways.
    private static func joined(_ parts: [String]) -> String {
        let plain = parts.joined(separator: ":")
        let isPlain = parts.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A } }
        if isPlain, plain.utf8.count <= WeChatLimits.keyBytes { return plain }
        var hasher = SHA256()
        for part in parts {
            hasher.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return "digest:" + String(decoding: Hexadecimal.lower(hasher.finalize()), as: UTF8.self)
    }
}
