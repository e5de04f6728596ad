import HTTPTypes
import Hummingbird
import LinliModel

/// `/chat`: the page, its messages and its stream of replies.
///
/// A browser gets a session with the page. Messages are taken only with that session, as JSON and from the
/// page's own origin, so that no other site can write in a resident's name.
struct ChatRoutes: Sendable {
    let chat: Chat
    let gate: AcceptGate
    let now: @Sendable () -> Instant
    private let page: ChatPage
    private let seats: StreamSeats

    init(chat: Chat, gate: AcceptGate, now: @escaping @Sendable () -> Instant) {
        self.chat = chat
        self.gate = gate
        self.now = now
        page = ChatPage(title: chat.title)
        seats = StreamSeats(chat.streams)
    }

    /// - Returns: The paths it answers, with their methods.
    func mount(on router: Router<ServerContext>) -> [(path: String, methods: [HTTPRequest.Method])] {
        router.get("/") { _, _ in Response(status: .found, headers: [.location: "/chat"]) }
        router.get("/chat") { request, _ in show(to: request) }
        router.get("/chat/app.js") { _, _ in page.script() }
        router.get("/chat/style.css") { _, _ in page.style() }
        router.post("/chat/messages") { request, context in
            try await ChatMessageRoute(chat: chat, gate: gate, now: now).respond(to: request, context)
        }
        router.get("/chat/events") { request, context in events(for: request, context) }
        return [
            (path: "/", methods: [.get]), (path: "/chat", methods: [.get]),
            (path: "/chat/app.js", methods: [.get]), (path: "/chat/style.css", methods: [.get]),
            (path: "/chat/messages", methods: [.post]), (path: "/chat/events", methods: [.get]),
        ]
    }

    private func show(to request: Request) -> Response {
        if let sender = chat.sender(of: request) { return page.html(session: ChatSessions.tag(of: sender)) }
        let (sender, value) = chat.sessions.begin()
        var response = page.html(session: ChatSessions.tag(of: sender))
        // A year: a resident who comes back in autumn finds his conversation.
        var cookie = "\(ChatSessions.cookie)=\(value); Path=/chat; Max-Age=31536000; HttpOnly; SameSite=Lax"
        if request.headers[ChatOrigin.forwardedScheme] == "https" { cookie += "; Secure" }
        response.headers[.setCookie] = cookie
        return response
    }

    private func events(for request: Request, _ context: ServerContext) -> Response {
        guard let sender = chat.sender(of: request) else { return ChatRefusal.noSession.response() }
        guard ChatOrigin.isOwn(request) else { return ChatRefusal.foreignOrigin.response() }
        guard let seat = seats.take() else { return ChatRefusal.crowded.response() }
        let asked = request.uri.queryParameters["after"].map { "\($0)" }
        let last = request.headers[ChatOrigin.lastEventID] ?? asked
        let stream = ChatStream(
            chat: chat, sender: sender, after: max(0, last.flatMap { Int64($0) } ?? 0), seat: seat, now: now,
            logger: context.logger)
        var response = Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in try await stream.write(to: &writer) })
        response.headers[.xContentTypeOptions] = "nosniff"
        // nginx holds answers back until a buffer is full, unless told otherwise.
        response.headers[ChatOrigin.proxyBuffering] = "no"
        return response
    }
}

extension Chat {
    func sender(of request: Request) -> String? {
        request.cookies[ChatSessions.cookie].flatMap { sessions.sender(of: $0.value) }
    }
}

/// Why the chat does not take a request. The page turns the code into a sentence.
enum ChatRefusal: String {
    case noSession = "chat.no_session"
    case foreignOrigin = "chat.foreign_origin"
    case notJSON = "chat.not_json"
    case tooLong = "chat.too_long"
    case unreadable = "chat.unreadable"
    case crowded = "chat.crowded"
    case unavailable = "chat.unavailable"

    func response() -> Response {
        let status: HTTPResponse.Status =
            switch self {
            case .noSession: .unauthorized
            case .foreignOrigin: .forbidden
            case .notJSON: .unsupportedMediaType
            case .tooLong: .contentTooLarge
            case .unreadable: .badRequest
            case .crowded, .unavailable: .serviceUnavailable
            }
        var response = Response.text(
            status, "{\"error\":{\"code\":\"\(rawValue)\"}}\n", contentType: "application/json")
        if status == .serviceUnavailable {
            response.headers[.retryAfter] = String(Limits.retryAfterSeconds)
        }
        return response
    }
}
