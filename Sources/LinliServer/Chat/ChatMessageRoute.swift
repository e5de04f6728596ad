import FoundationEssentials
import HTTPTypes
import Hummingbird
import LinliModel

/// `POST /chat/messages`: one message of a resident, `{"id","text"}`.
///
/// The page makes the id before it sends, and sends the same one again when it heard nothing: together with
/// the sender it is the message's external id, so that the store takes it once. 200 means on disk.
struct ChatMessageRoute: Sendable {
    let chat: Chat
    let gate: AcceptGate
    let now: @Sendable () -> Instant

    private struct Sent: Decodable {
        var id: String
        var text: String
    }

    func respond(to request: Request, _ context: ServerContext) async throws -> Response {
        guard ChatOrigin.isOwn(request) else { return ChatRefusal.foreignOrigin.response() }
        guard let sender = chat.sender(of: request) else { return ChatRefusal.noSession.response() }
        let form = request.headers[.contentType]?.lowercased() ?? ""
        guard form == "application/json" || form.hasPrefix("application/json;") else {
            return ChatRefusal.notJSON.response()
        }
        guard case .bytes(let body) = try await BoundedBody.read(request, upTo: Limits.webMessageBytes) else {
            return ChatRefusal.tooLong.response()
        }
        guard let sent = readable(body) else { return ChatRefusal.unreadable.response() }
        let receivedAt = now()
        let message = InboundMessage(
            channel: chat.channel, externalID: "\(sender):\(sent.id)", sender: sender, sentAt: nil,
            content: .text(sent.text))
        do {
            try await gate.accept([message], at: receivedAt)
        } catch {
            context.logger.error(
                "store did not take a chat message", metadata: ["error": "\(type(of: error))"])
            return ChatRefusal.unavailable.response()
        }
        let taken = "{\"id\":\"\(sent.id)\",\"at\":\(receivedAt.milliseconds)}\n"
        return .text(.ok, taken, contentType: "application/json")
    }

    /// The store refuses NUL in text; the id is ours to choose, so anything strange in it is refused.
    private func readable(_ body: [UInt8]) -> Sent? {
        guard var sent = try? JSONDecoder().decode(Sent.self, from: Data(body)) else { return nil }
        let isPlain = sent.id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, (8...64).contains(sent.id.utf8.count) else { return nil }
        guard sent.text.contains(where: { !$0.isWhitespace }) else { return nil }
        sent.text = String(sent.text.map { $0 == "\0" ? "\u{FFFD}" : $0 })
        return sent
    }
}
