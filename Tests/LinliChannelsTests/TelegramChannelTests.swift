import Foundation
import LinliModel
import Testing

@testable import LinliChannels

@Suite("Telegram: a bot's updates")
struct TelegramChannelTests {
    private let now = Instant(seconds: 1_773_799_201)

    private func channel() throws -> any Channel {
        try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "tg", kind: .telegram, estate: "HTL",
                fields: ["bot_token": "12:abc-DEF", "secret_token": "w0rd"]))
    }

    private func call(_ body: String, word: String? = "w0rd") -> WebhookRequest {
        WebhookRequest(
            method: .post, headers: word.map { ["x-telegram-bot-api-secret-token": $0] } ?? [:],
            body: Array(body.utf8), receivedAt: now)
    }

    /// An update with a message in a chat of two, as platforms.md 5 describes it.
    private func update(_ more: String, chat: String = "private", bot: Bool = false) -> String {
        #"{"update_id":77,"message":{"message_id":5,"from":{"id":4001,"is_bot":\#(bot)},"#
            + #""chat":{"id":4001,"type":"\#(chat)"},"date":1773799199,\#(more)}}"#
    }

    private func contents(_ body: String) throws -> [InboundMessage.Content]? {
        guard case .messages(let messages) = Outcome(try channel().receive(call(body))) else { return nil }
        return messages.map(\.content)
    }

    @Test func aTextIsRead() throws {
        let expected = InboundMessage(
            channel: "tg", externalID: "77", sender: "4001", sentAt: Instant(seconds: 1_773_799_199),
            content: .text("3栋灯坏了"))
        let body = update(#""text":" 3栋灯坏了\n""#)
        #expect(Outcome(try channel().receive(call(body))) == .messages([expected]))
    }

    private static let readings: [(String, [InboundMessage.Content])] = [
        (#""text":"/start htl""#, [.event(name: "subscribe", key: "htl")]),
        (#""text":"/balance@LinliBot 今年""#, [.text("balance 今年")]),
        (
            #""photo":[{"file_id":"s"},{"file_id":"l"}],"caption":"漏水""#,
            [.text("漏水"), .image(media: "l")]
        ),
        (#""voice":{"file_id":"v"}"#, [.voice(media: "v", recognised: nil)]),
        (
            #""location":{"latitude":26.1,"longitude":119.3},"venue":{"title":"东门","address":"1号"}"#,
            [.location(latitude: 26.1, longitude: 119.3, label: "东门 1号")]
        ),
        (#""sticker":{"file_id":"x"}"#, [.unsupported(kind: "sticker")]),
        (#""pinned_message":{}"#, []),
    ]

    @Test(arguments: readings)
    func reads(message: String, expected: [InboundMessage.Content]) throws {
        #expect(try contents(update(message)) == expected)
    }

    @Test("A picture with words keeps both apart by their keys")
    func keys() throws {
        let body = update(#""photo":[{"file_id":"l"}],"caption":"漏水""#)
        guard case .messages(let messages) = Outcome(try channel().receive(call(body))) else {
            Issue.record("refused")
            return
        }
        #expect(messages.map(\.externalID) == ["77", "77#1"])
    }

    @Test("In a group the bot hears what names it, without the name, and what answers it")
    func groups() throws {
        let named = #""text":"😀@LinliBot 灯坏了","entities":[{"type":"mention","offset":2,"length":9}]"#
        #expect(try contents(update(named, chat: "supergroup")) == [.text("😀 灯坏了")])
        let answer = #""text":"3栋","reply_to_message":{"from":{"id":12,"is_bot":true}}"#
        #expect(try contents(update(answer, chat: "group")) == [.text("3栋")])
        #expect(try contents(update(#""text":"灯坏了""#, chat: "group")) == [])
    }

    @Test(arguments: [(-1, 3), (3, 90), (0, 0), (9_000_000_000, 2)])
    func mentionsOutsideTheText(offset: Int, length: Int) throws {
        let more =
            #""text":"灯坏了","entities":[{"type":"mention","offset":\#(offset),"length":\#(length)}]"#
        #expect(try contents(update(more)) == [.text("灯坏了")])
    }

    @Test func whatIsNoMessage() throws {
        #expect(try contents(update(#""text":"a""#, bot: true)) == [])
        #expect(try contents(#"{"update_id":1,"poll":{}}"#) == [])
        let chat = #""from":{"id":4001},"chat":{"id":4001,"type":"private"}"#
        #expect(
            try contents(#"{"update_id":1,"edited_message":{\#(chat),"text":"5栋"}}"#)
                == [.unsupported(kind: "edited_message")])
        #expect(
            try contents(
                #"{"update_id":1,"my_chat_member":{\#(chat),"new_chat_member":{"status":"kicked"}}}"#)
                == [.event(name: "unsubscribe", key: "")])
    }

    @Test("Without the word of the webhook nothing is heard")
    func forgeries() throws {
        let body = update(#""text":"a""#)
        for word in [nil, "", "w0rD", "w0rd2"] {
            #expect(Outcome(try channel().receive(call(body, word: word))) == .refused(401))
        }
        var get = call(body)
        get.method = .get
        #expect(Outcome(try channel().receive(get)) == .refused(400))
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"update_id":-1}"#,
        #"{"update_id":1,"message":{"chat":{"type":"private"},"text":"a"}}"#,
        #"{"update_id":1,"message":{"from":{"id":1},"chat":{"type":"private"},"text":5}}"#,
        #"{"update_id":1,"message":{"from":{"id":1},"chat":{"type":"private"},"voice":{}}}"#,
    ])
    func authenticButUnreadable(body: String) throws {
        #expect(Outcome(try channel().receive(call(body))) == .refused(400))
    }

    @Test func requests() throws {
        let message = OutboundMessage(
            channel: "tg", recipient: "4001", text: "好\n\"1\"", buttons: ["是", "不是"], idempotencyKey: "k")
        let request = try channel().encode(message, token: nil, at: now)
        #expect(request.url == "https://api.telegram.org/bot12:abc-DEF/sendMessage")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"chat_id":"4001","text":"好\n\"1\"","link_preview_options":{"is_disabled":true},"#
                + #""reply_markup":{"keyboard":[[{"text":"是"}],[{"text":"不是"}]],"#
                + #""resize_keyboard":true,"one_time_keyboard":true}}"#)
        let trial = try #require(try channel().trial())
        #expect(trial.method == .get && trial.url.hasSuffix("/getMe"))
        let long = String(repeating: "长", count: 3_000)
        let parts = try channel().parts(of: long)
        #expect(parts.joined() == long && parts.allSatisfy { $0.utf16.count <= 4_096 })
    }

    @Test(
        arguments: [
            (200, #"{"ok":true,"result":{"message_id":9}}"#, .accepted(platformID: "9")),
            (200, #"{"ok":true,"result":{"id":12,"is_bot":true}}"#, .accepted(platformID: nil)),
            (
                429, #"{"ok":false,"error_code":429,"parameters":{"retry_after":7}}"#,
                .retry(after: .seconds(7), reason: "error_code 429 too many")
            ),
            (
                403, #"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by 王"}"#,
                .refused(reason: "error_code 403 the person has stopped the bot or never started it")
            ),
            (
                401, #"{"ok":false,"error_code":401}"#,
                .tokenRefused(reason: "error_code 401 bot_token not accepted: a person must correct it")
            ),
            (500, #"{"ok":false,"error_code":500}"#, .retry(after: nil, reason: "error_code 500")),
            (502, "<html>", .retry(after: nil, reason: "HTTP 502")),
        ] as [(Int, String, PushVerdict)])
    func verdicts(status: Int, body: String, verdict: PushVerdict) throws {
        #expect(
            try channel().verdict(on: PushResponse(status: status, body: Array(body.utf8))) == verdict)
    }
}
