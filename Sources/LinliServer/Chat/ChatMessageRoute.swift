import HTTPTypes
import Hummingbird
import LinliChannels
import LinliModel

/// `POST /chat/messages`: one message of a resident, `{"id","text"}`, which the web channel reads.
///
/// The page makes the id before it sends, and sends the same one again when it heard nothing: together with
/// the sender it is the message's external id, so that the store takes it once. 200 means on disk.
struct ChatMessageRoute: Sendable {
    let chat: Chat
    let gate: AcceptGate
    let now: @Sendable () -> Instant

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
        let receivedAt = now()
        let decision = chat.channel.receive(
            WebhookRequest(method: .post, body: body, receivedAt: receivedAt, authenticatedSender: sender))
        // The channel knows who writes: what it refuses or has no message for could not be read.
        guard case .accept(let messages, let reply) = decision else {
            return ChatRefusal.unreadable.response()
        }
        do {
            try await gate.accept(messages, at: receivedAt)
        } catch {
            context.logger.error(
                "store did not take a chat message", metadata: ["error": "\(type(of: error))"])
            return ChatRefusal.unavailable.response()
        }
        return .text(.ok, reply.body, contentType: reply.contentType)
    }
}
