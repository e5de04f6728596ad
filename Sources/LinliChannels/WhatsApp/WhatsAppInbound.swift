import LinliModel

/// Reads one call of WhatsApp (platforms.md 7): messages and what became of ours, many of each, of all the
/// numbers of the business.
///
/// What cannot be read is left out, and the rest of its call is heard: the platform sends a call that was
/// refused again for a week, the unreadable piece with it.
struct WhatsAppInbound {
    struct Unreadable: Error, Equatable {
        let reason: String
    }

    struct Call {
        var messages: [InboundMessage] = []
        var undelivered: [Undelivered] = []
    }

    let channel: String
    let number: String

    /// - Throws: where the call is none of WhatsApp's, or nothing in it can be read.
    func read(_ body: [UInt8]) throws(Unreadable) -> Call {
        let whole: JSONValue
        do {
            whole = try JSONReader.read(body)
        } catch {
            throw Unreadable(reason: "JSON \(error)")
        }
        guard whole["object"]?.text == "whatsapp_business_account" else {
            throw Unreadable(reason: "object")
        }
        var call = Call()
        var flaw: Unreadable?
        for change in try pieces(whole["entry"]).flatMap({ $0["changes"]?.elements ?? [] })
        where change["field"]?.text == "messages" {
            guard let value = change["value"], value["metadata"]?["phone_number_id"]?.text == number else {
                continue
            }
            for message in try pieces(value["messages"]) {
                do throws(Unreadable) {
                    call.messages += try messages(of: message, among: value["contacts"]?.elements ?? [])
                } catch {
                    flaw = error
                }
            }
            call.undelivered += try pieces(value["statuses"]).compactMap(Self.undelivered)
        }
        if let flaw, call.messages.isEmpty, call.undelivered.isEmpty { throw flaw }
        return call
    }

    private func pieces(_ value: JSONValue?) throws(Unreadable) -> [JSONValue] {
        let pieces = value?.elements ?? []
        guard pieces.count <= WhatsAppLimits.pieces else { throw Unreadable(reason: "too many pieces") }
        return pieces
    }

    private static func plain(
        _ value: JSONValue?, _ most: Int, _ name: String
    ) throws(Unreadable) -> String {
        guard let text = value?.text, (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Unreadable(reason: name) }
        return text
    }

    // MARK: Messages

    private func messages(
        of message: JSONValue, among contacts: [JSONValue]
    ) throws(Unreadable) -> [InboundMessage] {
        let contents = try contents(of: message)
        guard !contents.isEmpty else { return [] }
        let id = try Self.plain(message["id"], WhatsAppLimits.messageBytes, "id")
        let sender = try sender(of: message, among: contacts)
        let sentAt = message["timestamp"]?.text.flatMap(SignedTime.seconds).map { Instant(seconds: $0) }
        return contents.enumerated().map { place, content in
            InboundMessage(
                channel: channel, externalID: place == 0 ? id : "\(id)#\(place)", sender: sender,
                sentAt: sentAt, content: content)
        }
    }

    /// His telephone number; where he hides it behind a name of his own, the id that this business knows him
    /// by, such as `CN.13491208655302741918`.
    private func sender(
        of message: JSONValue, among contacts: [JSONValue]
    ) throws(Unreadable) -> String {
        if let from = message["from"]?.text, !from.isEmpty {
            return try Self.plain(message["from"], WhatsAppLimits.senderBytes, "from")
        }
        let own = message["from_user_id"] ?? (contacts.count == 1 ? contacts[0]["user_id"] : nil)
        return try Self.plain(own, WhatsAppLimits.senderBytes, "from")
    }

    /// Nothing for a reaction and for what the platform says itself (a number was changed).
    private func contents(of message: JSONValue) throws(Unreadable) -> [InboundMessage.Content] {
        guard let kind = message["type"]?.text, !kind.isEmpty else { throw Unreadable(reason: "type") }
        let inner = message[kind]
        switch kind {
        case "text": return [.text(try words(inner?["body"]))]
        case "button": return [.text(try words(inner?["text"]))]
        case "interactive":
            return [.text(try words((inner?["button_reply"] ?? inner?["list_reply"])?["title"]))]
        case "image":
            let caption = ChatText.trimmed(inner?["caption"]?.text ?? "")
            let picture = InboundMessage.Content.image(media: try media(inner))
            return caption.isEmpty ? [picture] : [.text(caption), picture]
        case "audio": return [.voice(media: try media(inner), recognised: nil)]
        case "location": return [try location(inner)]
        case "reaction", "system": return []
        default: return [.unsupported(kind: UTF8Check.withoutNUL(String(kind.prefix(32))))]
        }
    }

    private func words(_ value: JSONValue?) throws(Unreadable) -> String {
        guard let text = value?.text else { throw Unreadable(reason: "text") }
        return ChatText.trimmed(text)
    }

    private func media(_ value: JSONValue?) throws(Unreadable) -> String {
        try Self.plain(value?["id"], WhatsAppLimits.mediaBytes, "id of a file")
    }

    private func location(_ place: JSONValue?) throws(Unreadable) -> InboundMessage.Content {
        guard let latitude = place?["latitude"]?.degrees(upTo: 90),
            let longitude = place?["longitude"]?.degrees(upTo: 180)
        else { throw Unreadable(reason: "angle of a location") }
        let label = [place?["name"]?.text, place?["address"]?.text].compactMap { $0 }
            .filter { !$0.isEmpty }.joined(separator: " ")
        return .location(latitude: latitude, longitude: longitude, label: UTF8Check.withoutNUL(label))
    }

    // MARK: What became of ours

    /// Nil unless the platform says that a message of ours did not arrive. Sent, delivered and read come in
    /// any order and change nothing: the answer to the request has said that it was taken.
    private static func undelivered(_ status: JSONValue) -> Undelivered? {
        guard status["status"]?.text == "failed" else { return nil }
        do throws(Unreadable) {
            let person = status["recipient_id"] ?? status["recipient_user_id"]
            let code = status["errors"]?.elements?.first?["code"]?.integer
            return Undelivered(
                recipient: try plain(person, WhatsAppLimits.senderBytes, "recipient_id"),
                platformID: try plain(status["id"], WhatsAppLimits.messageBytes, "id"),
                verdict: WhatsAppCode(code ?? 0).isWindow
                    ? .windowClosed(reason: "not delivered: code 131047 24 hours are over")
                    : .refused(reason: "not delivered: code \(code ?? 0)"))
        } catch {
            // Nobody can say which message it was.
            return nil
        }
    }
}
