import HTTPTypes
import Hummingbird
import LinliModel

/// The admin side as one responder, so that two listeners can answer with it: `/api/v1`, `/metrics`, health.
package struct AdminRouter: Sendable {
    /// The two doors into `/api/v1`. Routes added to `staff` find `context.staff` set.
    package struct Groups {
        /// Without a token: the description of the API.
        package let open: RouterGroup<ServerContext>
        /// With a valid token only.
        package let staff: RouterGroup<ServerContext>
    }

    let routes: RouterResponder<ServerContext>

    /// - Parameters:
    ///   - authenticate: Nil for a token that is unknown, expired or revoked. Throws when it cannot tell;
    ///     then the answer is 500 and nobody is let in.
    ///   - api: Adds the routes of `/api/v1`; their paths are relative to it.
    package init(
        authenticate: @escaping @Sendable (_ token: String) async throws -> StaffIdentity?,
        readiness: @escaping @Sendable () async -> Readiness, metrics: MetricsRegistry,
        api: (Groups) -> Void = { _ in }
    ) {
        let router = Router(context: ServerContext.self)
        HealthRoutes(readiness: readiness).mount(on: router)
        router.get("/metrics") { _, _ in
            Response.text(.ok, MetricsText.write(metrics), contentType: MetricsText.contentType)
        }
        router.add(middleware: AdminErrors())
        let open = router.group("/api/v1")
        let staff = router.group("/api/v1").add(middleware: AdminEntry(authenticate: authenticate))
        api(Groups(open: open, staff: staff))
        routes = router.buildResponder()
    }
}

/// The admin side on the public listener, for direct callers on this machine only.
///
/// A reverse proxy on the same machine also calls from loopback. One that is not configured for Linli must
/// not open the admin side to the world, so a request with any trace of a proxy, or for another name than
/// this machine's own, finds nothing here. The name also keeps out a web page that has its own name point
/// to 127.0.0.1.
struct DirectAdmin: Sendable {
    let admin: AdminRouter

    private static let traces: [HTTPField.Name] = [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via",
    ].compactMap { HTTPField.Name($0) }

    /// - Returns: Nil where the path is not of the admin side.
    func respond(to request: Request, context: ServerContext) async throws -> Response? {
        let path = request.uri.path
        guard path == "/metrics" || path == "/api/v1" || path.hasPrefix("/api/v1/") else { return nil }
        guard isDirect(request, context) else { return .text(.notFound, "not found\n") }
        return try await admin.routes.respond(to: request, context: context)
    }

    private func isDirect(_ request: Request, _ context: ServerContext) -> Bool {
        guard context.peerIsLoopback else { return false }
        guard let authority = request.head.authority,
            Loopback.contains(host: Authority.host(of: authority))
        else { return false }
        return !Self.traces.contains { request.headers[$0] != nil }
    }
}

enum Authority {
    /// `localhost:8080` → `localhost`; `[::1]:8080` → `[::1]`.
    static func host(of authority: String) -> String {
        if authority.hasPrefix("[") {
            return authority.prefix { $0 != "]" } + "]"
        }
        return String(authority.prefix { $0 != ":" })
    }
}
