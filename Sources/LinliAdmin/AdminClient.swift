/// A request to the admin API, complete: what the client makes and a transport sends.
package struct AdminRequest: Sendable, Hashable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package var method: Method
    /// With the query: `/api/v1/tickets?open=1`.
    package var path: String
    package var token: String
    /// On every POST, so that a request that is sent again does nothing twice.
    package var idempotencyKey: String?
    package var body: [UInt8]

    package init(
        method: Method, path: String, token: String, idempotencyKey: String? = nil, body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.token = token
        self.idempotencyKey = idempotencyKey
        self.body = body
    }
}

package struct AdminResponse: Sendable, Hashable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// No answer came: the daemon is not there, or the connection broke.
package struct AdminUnreachable: Error, Sendable, Hashable {
    /// For a person; no personal data.
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// Why there is no answer of the wished kind.
package enum AdminClientError: Error, Sendable, Hashable {
    case unreachable(String)
    /// The daemon says no, by its own code.
    case refused(status: Int, AdminProblem)
    /// Something that is no Linli, or another version of it, has answered.
    case unreadable(status: Int)
}

/// The error of `interface.md`: stable code, what happened, what to do.
package struct AdminProblem: Codable, Sendable, Hashable {
    package var code: String
    package var message: String
    package var hint: String

    package init(code: String, message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// Speaks to the admin API over a transport that its owner supplies: libcurl in `linli`, the router itself in
/// tests.
package struct AdminClient: Sendable {
    package typealias Transport =
        @Sendable (AdminRequest) async -> Result<AdminResponse, AdminUnreachable>

    private let token: String
    private let newKey: @Sendable () -> String
    private let transport: Transport

    /// - Parameter newKey: A fresh `Idempotency-Key` for each request, such as a UUID.
    package init(token: String, newKey: @escaping @Sendable () -> String, transport: @escaping Transport) {
        self.token = token
        self.newKey = newKey
        self.transport = transport
    }

    /// `path` in parts below `/api/v1`, each escaped here. Nil values of the query are left out.
    package func get<Answer: Decodable>(
        _ path: [String], _ query: [(name: String, value: String?)] = [],
        as type: Answer.Type = Answer.self
    ) async throws(AdminClientError) -> Answer {
        try Self.check(path)
        return try await send(
            AdminRequest(method: .get, path: Self.address(path, query), token: token), as: type)
    }

    package func post<Body: Encodable, Answer: Decodable>(
        _ path: [String], _ body: Body, query: [(name: String, value: String?)] = [],
        as type: Answer.Type = Answer.self
    ) async throws(AdminClientError) -> Answer {
        try Self.check(path)
        let bytes: [UInt8]
        do {
            bytes = try AdminJSON.encode(body)
        } catch {
            throw .unreadable(status: 0)
        }
        return try await send(
            AdminRequest(
                method: .post, path: Self.address(path, query), token: token, idempotencyKey: newKey(),
                body: bytes),
            as: type)
    }

    /// An empty part, or one that means a folder, would make another path with another answer.
    private static func check(_ path: [String]) throws(AdminClientError) {
        guard path.contains(where: { ["", ".", ".."].contains($0) }) else { return }
        throw .refused(
            status: 400,
            AdminProblem(
                code: "name.missing", message: "编号或名称是空的。",
                hint: "请写明是哪一个。"))
    }

    private func send<Answer: Decodable>(
        _ request: AdminRequest, as type: Answer.Type
    ) async throws(AdminClientError) -> Answer {
        let response: AdminResponse
        switch await transport(request) {
        case .success(let answered): response = answered
        case .failure(let failure): throw .unreachable(failure.reason)
        }
        guard (200..<300).contains(response.status) else { throw Self.refusal(response) }
        do {
            return try AdminJSON.decode(type, from: response.body)
        } catch {
            throw .unreadable(status: response.status)
        }
    }

    private struct Envelope: Decodable {
        var error: AdminProblem
    }

    private static func refusal(_ response: AdminResponse) -> AdminClientError {
        do {
            let envelope = try AdminJSON.decode(Envelope.self, from: response.body)
            return .refused(status: response.status, envelope.error)
        } catch {
            return .unreadable(status: response.status)
        }
    }

    static func address(_ path: [String], _ query: [(name: String, value: String?)]) -> String {
        let pairs = query.compactMap { pair in pair.value.map { "\(escaped(pair.name))=\(escaped($0))" } }
        let address = "/api/v1/" + path.map(escaped).joined(separator: "/")
        return pairs.isEmpty ? address : "\(address)?\(pairs.joined(separator: "&"))"
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
