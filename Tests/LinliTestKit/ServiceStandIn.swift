import Foundation
import Hummingbird
import Synchronization

/// WeCom's customer service on 127.0.0.1, in this process: what waits is a list, a page begins where its
/// cursor says and holds two messages at most. It keeps the rules of its page: a message's id once, five
/// pushes after a message of the person, none into a conversation that a person of the staff has.
package final class ServiceStandIn: Sendable {
    package struct Send: Sendable, Hashable {
        package let recipient: String
        package let text: String
        /// It went by this welcome code.
        package let code: String?
    }

    package static let secret = "secretOfTheService"
    package static let account = "wkService"
    private static let token = "tokenOfTheService"
    private static let pageItems = 2
    private static let window = 5

    private struct State {
        var items: [String] = []
        var sends: [Send] = []
        var ids: Set<String> = []
        /// Whose welcome a code is.
        var codes: [String: String] = [:]
        /// What each person may still be sent.
        var left: [String: Int] = [:]
        /// Those whose conversations a person of the staff has.
        var taken: Set<String> = []
        /// Pages that are answered before the next ones hang; nil for all.
        var pagesLeft: Int?
        var held: [CheckedContinuation<Void, Never>] = []
    }

    package let url: String
    /// Questions for a page, and pushes that were taken.
    package let asked = Tally()
    package let accepted = Tally()
    private let application: LoopbackApplication
    private let state = Mutex(State())

    private init(application: LoopbackApplication, relay: Relay) {
        url = application.url
        self.application = application
        relay.standIn.withLock { $0 = self }
    }

    private final class Relay: Sendable {
        let standIn = Mutex<ServiceStandIn?>(nil)
    }

    package static func start() async throws -> ServiceStandIn {
        let relay = Relay()
        let router = Router()
        router.get("cgi-bin/gettoken") { request, _ in
            let isRight = request.uri.queryParameters["corpsecret"].map(String.init) == secret
            return json(
                isRight
                    ? #"{"errcode":0,"access_token":"\#(token)","expires_in":7200}"# : #"{"errcode":40001}"#)
        }
        router.post("cgi-bin/kf/{act}") { request, context in
            let isAllowed = request.uri.queryParameters["access_token"].map(String.init) == token
            guard isAllowed, let standIn = relay.standIn.withLock({ $0 }) else {
                return json(#"{"errcode":40014}"#)
            }
            let body = try await object(request)
            switch context.parameters.get("act") {
            case "sync_msg": return json(await standIn.page(body))
            case "send_msg": return json(standIn.send(body))
            case "send_msg_on_event": return json(standIn.welcome(body))
            default: return json(#"{"errcode":40058}"#)
            }
        }
        router.post("cgi-bin/kf/service_state/trans") { request, _ in
            // Out of the hands of a person the platform gives no conversation.
            json(#"{"errcode":95016}"#)
        }
        return ServiceStandIn(application: try await LoopbackApplication.start(router), relay: relay)
    }

    /// Ends the server; hanging answers end with it.
    package func stop() async {
        answerAll()
        await application.stop()
    }

    // MARK: What happens at the platform

    package var sends: [Send] { state.withLock { $0.sends } }

    package func texts(to person: String) -> [String] {
        sends.filter { $0.recipient == person }.map(\.text)
    }

    /// The person writes.
    package func say(_ words: String, from person: String, id: String, at seconds: Int64) {
        let item =
            #"{"msgid":"\#(id)","open_kfid":"\#(Self.account)","external_userid":"\#(person)","origin":3,"#
            + #""send_time":\#(seconds),"msgtype":"text","text":{"content":"\#(words)"}}"#
        state.withLock { state in
            state.items.append(item)
            state.left[person] = Self.window
        }
    }

    /// The person opens the chat.
    package func enter(_ person: String, code: String, id: String, at seconds: Int64) {
        let item =
            #"{"msgid":"\#(id)","origin":4,"send_time":\#(seconds),"msgtype":"event","event":{"#
            + #""event_type":"enter_session","open_kfid":"\#(Self.account)","external_userid":"\#(person)","#
            + #""welcome_code":"\#(code)"}}"#
        state.withLock { state in
            state.items.append(item)
            state.codes[code] = person
        }
    }

    /// A person of the staff takes the conversation, or gives it back.
    package func staffHas(_ person: String, _ isTaken: Bool) {
        state.withLock { state in
            if isTaken { state.taken.insert(person) } else { state.taken.remove(person) }
        }
    }

    /// From now on so many pages are answered, the ones behind them hang.
    package func answer(pages: Int) { state.withLock { $0.pagesLeft = pages } }

    package func answerAll() {
        let held = state.withLock { state in
            defer { state.held = [] }
            state.pagesLeft = nil
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    // MARK: Its answers

    private func page(_ body: [String: Any]) async -> String {
        let hangs = state.withLock { state -> Bool in
            guard let left = state.pagesLeft else { return false }
            state.pagesLeft = max(0, left - 1)
            return left == 0
        }
        asked.add()
        if hangs { await hang() }
        guard body["open_kfid"] as? String == Self.account else { return #"{"errcode":95000}"# }
        let start = (body["cursor"] as? String).flatMap { Int($0.dropFirst()) } ?? 0
        return state.withLock { state in
            let end = min(state.items.count, start + Self.pageItems)
            let items = state.items[min(start, end)..<end].joined(separator: ",")
            return #"{"errcode":0,"next_cursor":"c\#(end)","has_more":\#(end < state.items.count ? 1 : 0),"#
                + #""msg_list":[\#(items)]}"#
        }
    }

    private func hang() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state -> Bool in
                guard state.pagesLeft != nil else { return true }
                state.held.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func send(_ body: [String: Any]) -> String {
        guard let person = body["touser"] as? String, body["open_kfid"] as? String == Self.account,
            let id = body["msgid"] as? String
        else { return #"{"errcode":40058}"# }
        return state.withLock { state in
            if state.taken.contains(person) { return #"{"errcode":95018}"# }
            guard let left = state.left[person] else { return #"{"errcode":95002}"# }
            guard left > 0 else { return #"{"errcode":95001}"# }
            guard state.ids.insert(id).inserted else {
                return #"{"errcode":40058,"errmsg":"msgid repeated"}"#
            }
            state.left[person] = left - 1
            return take(Send(recipient: person, text: Self.text(body), code: nil), id, &state)
        }
    }

    private func welcome(_ body: [String: Any]) -> String {
        guard let code = body["code"] as? String, let id = body["msgid"] as? String else {
            return #"{"errcode":40058}"#
        }
        return state.withLock { state in
            guard let person = state.codes.removeValue(forKey: code) else { return #"{"errcode":95032}"# }
            return take(Send(recipient: person, text: Self.text(body), code: code), id, &state)
        }
    }

    private func take(_ send: Send, _ id: String, _ state: inout State) -> String {
        state.sends.append(send)
        accepted.add()
        return #"{"errcode":0,"msgid":"\#(id)"}"#
    }

    /// Of a text, or the head of a menu.
    private static func text(_ body: [String: Any]) -> String {
        let text = (body["text"] as? [String: Any])?["content"] as? String
        return text ?? (body["msgmenu"] as? [String: Any])?["head_content"] as? String ?? ""
    }

    private static func object(_ request: Request) async throws -> [String: Any] {
        let body = try await request.body.collect(upTo: 1 << 20)
        return try JSONSerialization.jsonObject(with: Data(buffer: body)) as? [String: Any] ?? [:]
    }

    private static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
