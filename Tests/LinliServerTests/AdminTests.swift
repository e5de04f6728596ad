import Hummingbird
import LinliModel
import Testing

@testable import LinliServer

/// The admin side: who gets in, on which listener, and in which shape it says no.
@Suite(.timeLimit(.minutes(1))) struct AdminTests {
    struct Unwell: Error {}

    static func router(metrics: MetricsRegistry = MetricsRegistry()) -> AdminRouter {
        AdminRouter(
            authenticate: { token in
                switch token {
                case "good": StaffIdentity(id: StaffID(7), name: "steward-1", role: .steward, estate: nil)
                case "unwell": throw Unwell()
                default: nil
                }
            },
            readiness: { Readiness(checks: [:]) }, metrics: metrics
        ) { groups in
            groups.open.get("/openapi.json") { _, _ in "{}" }
            groups.staff.get("/me") { _, context in
                "\(context.staff?.id.rawValue ?? 0) \(context.idempotencyKey ?? "none")"
            }
            groups.staff.post("/echo") { request, context in
                var request = request
                return "\(try await request.collectBody(upTo: context.maxUploadSize).readableBytes)"
            }
            groups.staff.get("/ticket") { _, _ -> String in
                throw AdminError(
                    status: .notFound, code: "ticket.not_found", message: "No ticket \"1\".",
                    hint: "List them.")
            }
        }
    }

    static func get(_ path: String, _ headers: String...) -> String {
        let fields = headers.map { "\($0)\r\n" }.joined()
        return "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\(fields)\r\n"
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var sent: String
        var status: Int
        var says: String
    }

    static let rows: [Row] = [
        Row(testDescription: "no token", sent: get("/api/v1/me"), status: 401, says: "\"token.missing\""),
        Row(
            testDescription: "a wrong token", sent: get("/api/v1/me", "Authorization: Bearer bad"),
            status: 401, says: "\"token.invalid\""),
        Row(
            testDescription: "another scheme", sent: get("/api/v1/me", "Authorization: Basic good"),
            status: 401, says: "\"token.missing\""),
        Row(
            testDescription: "tokens cannot be checked",
            sent: get("/api/v1/me", "Authorization: Bearer unwell"),
            status: 500, says: "\"internal\""),
        Row(
            testDescription: "a good token", sent: get("/api/v1/me", "Authorization: bearer good"),
            status: 200, says: "7 none"),
        Row(
            testDescription: "a key against repeats",
            sent: get("/api/v1/me", "Authorization: Bearer good", "Idempotency-Key: k-1"),
            status: 200, says: "7 k-1"),
        Row(
            testDescription: "a key that is none",
            sent: get("/api/v1/me", "Authorization: Bearer good", "Idempotency-Key: a b"),
            status: 400, says: "\"idempotency_key.invalid\""),
        Row(
            testDescription: "a refusal of a route",
            sent: get("/api/v1/ticket", "Authorization: Bearer good"),
            status: 404,
            says:
                #"{"error":{"code":"ticket.not_found","message":"No ticket \"1\".","hint":"List them."}}"#
        ),
        Row(
            testDescription: "no such path", sent: get("/api/v1/none", "Authorization: Bearer good"),
            status: 404, says: "\"path.not_found\""),
        Row(
            testDescription: "a declared body beyond the limit",
            sent: "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n"
                + "Content-Length: 1048577\r\n\r\n",
            status: 413, says: "\"body.too_large\""),
        Row(
            testDescription: "the description is open", sent: get("/api/v1/openapi.json"), status: 200,
            says: "{}"),
        Row(testDescription: "health", sent: get("/healthz"), status: 200, says: "ok"),
        Row(
            testDescription: "readiness", sent: get("/readyz"), status: 200,
            says: #"{"ready":true,"checks":{}}"#),
        Row(
            testDescription: "measures", sent: get("/metrics"), status: 200,
            says: "linli_http_connections_open"),
    ]

    @Test(arguments: rows) func answers(_ row: Row) async throws {
        let metrics = MetricsRegistry()
        _ = metrics.gauge("linli_http_connections_open", help: "")
        let answer = try await TestServer.running(
            { onListening in
                try AdminServer(
                    host: "127.0.0.1", port: 0, limits: TestServer.patient,
                    router: Self.router(metrics: metrics), metrics: MetricsRegistry(),
                    logger: LogBook().logger, onListening: onListening)
            },
            { server in
                try await Wire.connected(to: server.port) { wire in
                    try await wire.send(row.sent)
                    return try await wire.readAnswer()
                }
            })
        #expect(answer.status == row.status)
        #expect(answer.body.contains(row.says))
        if row.status == 401 { #expect(answer.headers["www-authenticate"] == "Bearer") }
        if row.sent.contains("/api/v1/") { #expect(answer.headers["x-request-id"]?.isEmpty == false) }
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "linli.example"])
    func isNotOfferedBeyondThisMachine(_ host: String) {
        #expect(throws: AdminServerError.beyondLoopback(host: host)) {
            try AdminServer(
                host: host, port: 0, router: Self.router(), metrics: MetricsRegistry(),
                logger: LogBook().logger)
        }
    }

    static let direct = [
        (get("/metrics"), 200), (get("/api/v1/me", "Authorization: Bearer good"), 200),
        (get("/api/v1/me"), 401),
        (get("/metrics", "X-Forwarded-For: 192.0.2.1"), 404),
        (get("/metrics", "Forwarded: for=192.0.2.1"), 404),
        (get("/metrics", "X-Real-IP: 192.0.2.1"), 404), (get("/metrics", "Via: 1.1 proxy"), 404),
        (get("/api/v1/me", "Authorization: Bearer good", "Via: 1.1 proxy"), 404),
        ("GET /metrics HTTP/1.1\r\nHost: linli.example\r\n\r\n", 404),
    ]

    @Test(arguments: direct)
    func isBesideTheWebhooksForDirectCallersOnly(sent: String, status: Int) async throws {
        let answer = try await TestServer.publicServer(admin: Self.router()) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(sent)
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == status)
    }

    @Test func isNotBesideTheWebhooksUnlessAsked() async throws {
        let answer = try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.get("/metrics"))
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == 404)
    }

    @Test func saysWhatIsNotReady() async throws {
        let readiness = Readiness(checks: ["store": "out of reach", "workers": nil])
        let answer = try await TestServer.publicServer(readiness: readiness) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.get("/readyz"))
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == 503)
        let checks = #"{"store":"out of reach","workers":"ok"}"#
        #expect(answer.body == #"{"ready":false,"checks":\#(checks)}"# + "\n")
    }

    @Test func aNoteDoesNotMakeItUnready() async throws {
        let readiness = Readiness(checks: ["store": nil], notes: ["replica": "none is attached"])
        let answer = try await TestServer.publicServer(readiness: readiness) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.get("/readyz"))
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == 200)
        let notes = #"{"replica":"none is attached"}"#
        #expect(answer.body == #"{"ready":true,"checks":{"store":"ok"},"notes":\#(notes)}"# + "\n")
    }
}
