import LinliModel

/// Reads what WeCom's customer service sends: notices, and the pages that are pulled (platforms.md 2.3).
enum WeComServiceInbound {
    // MARK: Notices

    /// Nil for an event about something else: the same webhook gets those of the whole enterprise.
    static func notice(
        in document: [UInt8], account: String
    ) throws(WeChatInbound.Unreadable) -> PullNotice? {
        let fields = try WeChatInbound.fields(
            of: document, names: ["MsgType", "Event", "Token", "OpenKfId"])
        guard let kind = fields["MsgType"] else { throw WeChatInbound.Unreadable(reason: "MsgType") }
        guard kind == "event", fields["Event"] == "kf_msg_or_event" else { return nil }
        // Where the platform does not say whose it is, it may be ours.
        let named = fields["OpenKfId"] ?? account
        guard let account = plain(named, WeComServiceLimits.accountBytes) else {
            throw WeChatInbound.Unreadable(reason: "OpenKfId")
        }
        return PullNotice(account: account, ticket: plain(fields["Token"], WeComServiceLimits.ticketBytes))
    }

    /// Printable ASCII of 1 to `most` bytes, or nil.
    private static func plain(_ text: String?, _ most: Int) -> String? {
        guard let text, (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text
    }

    // MARK: Pages

    static func page(in response: PushResponse, channel: String, account: String) -> PullVerdict {
        let answer: WeChatAnswer
        switch WeChatAnswer.read(response) {
        case .success(let read): answer = read
        case .failure(let failure): return .retry(after: failure.after, reason: failure.reason)
        }
        guard let number = answer.code else { return .retry(after: nil, reason: "unreadable answer") }
        let code = WeComCode(number)
        switch code.kind {
        case .done: break
        case .token: return .tokenExpired
        case .ticket: return .ticketRefused
        case .frequency: return .retry(after: WeComLimits.frequencyPause, reason: code.reason)
        // Nothing else in it could be wrong.
        case .request: return .cursorRefused(reason: code.reason)
        case .refused: return .refused(reason: code.reason)
        case .window, .conversation, .passing: return .retry(after: nil, reason: code.reason)
        }
        let next = answer.value["next_cursor"]?.text ?? ""
        guard next.isEmpty || plain(next, WeComServiceLimits.cursorBytes) != nil else {
            return .retry(after: nil, reason: "unreadable answer")
        }
        var page = PullPage(items: [], cursor: next, hasMore: isSet(answer.value["has_more"]))
        for value in answer.value["msg_list"]?.elements ?? [] {
            do throws(WeChatInbound.Unreadable) {
                let item = Item(value: value, channel: channel, account: account)
                if let read = try item.read() { page.items.append(read) }
            } catch {
                page.unreadable += 1
            }
        }
        return .page(page)
    }

    private static func isSet(_ value: JSONValue?) -> Bool {
        value == .bool(true) || (value?.integer ?? 0) != 0
    }

    // MARK: Items

    /// One entry of `msg_list`.
    private struct Item {
        let value: JSONValue
        let channel: String
        let account: String

        /// Nil for what is not ours to answer: what staff wrote (origin 5), what happened to the account.
        func read() throws(WeChatInbound.Unreadable) -> PullPage.Item? {
            guard value["open_kfid"]?.text ?? account == account else { return nil }
            switch value["origin"]?.integer {
            case 3: return .message(try message(from: sender(in: value), try content()))
            case 4: return try event()
            default: return nil
            }
        }

        private func message(
            from sender: String, _ content: InboundMessage.Content, handle: ReplyHandle? = nil
        ) throws(WeChatInbound.Unreadable) -> InboundMessage {
            InboundMessage(
                channel: channel, externalID: try plain(value, "msgid", WeComServiceLimits.messageBytes),
                sender: sender, sentAt: sentAt, content: content, handle: handle)
        }

        private func sender(in value: JSONValue?) throws(WeChatInbound.Unreadable) -> String {
            try plain(value, "external_userid", WeComServiceLimits.senderBytes)
        }

        private func plain(
            _ value: JSONValue?, _ name: String, _ most: Int
        ) throws(WeChatInbound.Unreadable) -> String {
            guard let text = WeComServiceInbound.plain(value?[name]?.text, most) else {
                throw WeChatInbound.Unreadable(reason: name)
            }
            return text
        }

        private var sentAt: Instant? {
            guard case .number(let digits) = value["send_time"] else { return nil }
            return SignedTime.seconds(digits).map { Instant(seconds: $0) }
        }

        private func content() throws(WeChatInbound.Unreadable) -> InboundMessage.Content {
            guard let kind = value["msgtype"]?.text, !kind.isEmpty else {
                throw WeChatInbound.Unreadable(reason: "msgtype")
            }
            switch kind {
            case "text": return .text(try words(value["text"], "content"))
            case "image": return .image(media: try words(value["image"], "media_id"))
            case "voice": return .voice(media: try words(value["voice"], "media_id"), recognised: nil)
            case "location": return try location()
            default: return .unsupported(kind: UTF8Check.withoutNUL(String(kind.prefix(32))))
            }
        }

        private func words(
            _ value: JSONValue?, _ name: String
        ) throws(WeChatInbound.Unreadable) -> String {
            guard let text = value?[name]?.text else { throw WeChatInbound.Unreadable(reason: name) }
            return UTF8Check.withoutNUL(text)
        }

        private func location() throws(WeChatInbound.Unreadable) -> InboundMessage.Content {
            let place = value["location"]
            let label = [place?["name"]?.text, place?["address"]?.text].compactMap { $0 }
                .filter { !$0.isEmpty }.joined(separator: " ")
            guard let latitude = place?["latitude"]?.degrees(upTo: 90),
                let longitude = place?["longitude"]?.degrees(upTo: 180)
            else { throw WeChatInbound.Unreadable(reason: "location") }
            return .location(latitude: latitude, longitude: longitude, label: UTF8Check.withoutNUL(label))
        }

        /// Who opened the chat is welcomed where the platform says by which code; what did not arrive goes
        /// back to the outbox. The others (states of conversations and of staff, recalls) change nothing
        /// here.
        private func event() throws(WeChatInbound.Unreadable) -> PullPage.Item? {
            let event = value["event"]
            guard event?["open_kfid"]?.text ?? account == account else { return nil }
            switch event?["event_type"]?.text {
            case "enter_session":
                let code = WeComServiceInbound.plain(
                    event?["welcome_code"]?.text, WeComServiceLimits.codeBytes)
                guard let code, let sentAt else { return nil }
                let handle = ReplyHandle(key: code, until: sentAt + .seconds(Limits.welcomeSeconds))
                return .message(
                    try message(
                        from: sender(in: event), .event(name: "enter_session", key: ""), handle: handle))
            case "msg_send_fail":
                return .undelivered(
                    Undelivered(
                        recipient: try sender(in: event),
                        platformID: try plain(event, "fail_msgid", WeComServiceLimits.messageBytes),
                        verdict: Self.failure(event?["fail_type"]?.integer ?? 0)))
            default: return nil
            }
        }

        private static func failure(_ kind: Int64) -> PushVerdict {
            switch kind {
            case 4: .windowClosed(reason: "not delivered: 48 hours are over")
            case 5: .windowClosed(reason: "not delivered: the conversation has ended")
            case 6: .windowClosed(reason: "not delivered: count of the reply window used up")
            case 8: .refused(reason: "not delivered: the enterprise is not verified: a person must act")
            case 10: .refused(reason: "not delivered: the person refuses messages")
            case 11: .refused(reason: "not delivered: nobody of the enterprise has signed in: a person must")
            default: .refused(reason: "not delivered (\(kind))")
            }
        }
    }
}
