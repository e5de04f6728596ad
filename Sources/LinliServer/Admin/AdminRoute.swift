import Foundation
import HTTPTypes
import LinliAdmin
import LinliModel
import LinliServices
import LinliSQL

/// One path of the admin API with one method: what it needs, what it takes, what it answers.
///
/// The same table makes the router and `openapi.json`, so that neither can know a path that the other lacks.
struct AdminRoute: Sendable {
    enum Method: String, Sendable {
        case get, post
    }

    let method: Method
    /// Below `/api/v1`; parts in braces are parameters: `/tickets/{number}/accept`.
    let path: String
    /// The right that it needs; empty where any valid token will do.
    let act: String
    let query: [String]
    /// What it takes and answers, for `openapi.json`. Read off the types when that is asked for: hundreds of
    /// messages are a megabyte that no start needs.
    let request: (@Sendable () -> MessageSchema)?
    let response: @Sendable () -> MessageSchema
    /// The answer holds a secret: it is not kept for a repeated request.
    let showsSecret: Bool
    /// For a route that only reads, and reads for long: whether it may, decided by the writer; nil means yes.
    /// The answer is then made from a reader's snapshot, so that nothing waits for it.
    var admit: Admission?
    let answer: @Sendable (AdminCall, _ body: [UInt8]) throws(SQLError) -> Step

    enum Step: Sendable {
        case done(AdminAnswer)
        /// Somebody outside has to be asked, when the transaction is over.
        case later(@Sendable () async -> AdminAnswer)
    }

    typealias Admission = @Sendable (AdminCall) throws(SQLError) -> LinliServices.Refusal?

    static func reading<Answer: Codable & Sendable>(
        _ path: String, _ act: String, query: [String],
        admit: @escaping @Sendable (AdminCall) throws(SQLError) -> Ruling<Nothing>,
        _ body: @escaping @Sendable (AdminCall) throws(SQLError) -> Ruling<Answer>
    ) -> AdminRoute {
        var route = AdminRoute.get(path, act, query: query, body)
        route.admit = { call throws(SQLError) in try admit(call).refusal }
        return route
    }

    /// For a route that asks somebody outside.
    ///
    /// - Parameter admit: whether it may, in a transaction that is over when `ask` begins.
    static func asking<Admitted: Sendable, Answer: Codable & Sendable>(
        _ path: String, _ act: String,
        admit: @escaping @Sendable (AdminCall) throws(SQLError) -> Ruling<Admitted>,
        _ ask: @escaping @Sendable (Admitted) async -> Answer
    ) -> AdminRoute {
        AdminRoute(
            method: .get, path: path, act: act, query: [], request: nil,
            response: { MessageSchema(Answer.self) }, showsSecret: false
        ) { call, _ throws(SQLError) in
            switch try admit(call) {
            case .done(let admitted): .later { AdminAnswer(.done(await ask(admitted))) }
            case .refused(let refusal): .done(AdminAnswer(refusal))
            }
        }
    }

    static func get<Answer: Codable & Sendable>(
        _ path: String, _ act: String, query: [String] = [],
        _ body: @escaping @Sendable (AdminCall) throws(SQLError) -> Ruling<Answer>
    ) -> AdminRoute {
        AdminRoute(
            method: .get, path: path, act: act, query: query, request: nil,
            response: { MessageSchema(Answer.self) }, showsSecret: false
        ) { call, _ throws(SQLError) in
            .done(AdminAnswer(try body(call)))
        }
    }

    static func post<Request: Codable & Sendable, Answer: Codable & Sendable>(
        _ path: String, _ act: String, query: [String] = [], showsSecret: Bool = false,
        _ body: @escaping @Sendable (AdminCall, Request) throws(SQLError) -> Ruling<Answer>
    ) -> AdminRoute {
        AdminRoute(
            method: .post, path: path, act: act, query: query, request: { MessageSchema(Request.self) },
            response: { MessageSchema(Answer.self) }, showsSecret: showsSecret
        ) { call, bytes throws(SQLError) in
            switch AdminAnswer.read(Request.self, bytes) {
            case .done(let request): .done(AdminAnswer(try body(call, request)))
            case .refused(let refusal): .done(AdminAnswer(refusal))
            }
        }
    }

    /// Names in braces, in order.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

/// A status and a JSON body.
struct AdminAnswer: Sendable {
    let status: Int
    let body: [UInt8]

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    init<Value: Encodable & Sendable>(_ ruling: Ruling<Value>) {
        switch ruling {
        case .done(let value):
            do {
                self.init(status: 200, body: try AdminJSON.encode(value))
            } catch {
                self.init(
                    status: 500, code: "internal", message: "答复写不出来。", hint: "")
            }
        case .refused(let refusal): self.init(refusal)
        }
    }

    init(_ refusal: LinliServices.Refusal) {
        let status =
            switch refusal.kind {
            case .notFound: 404
            case .forbidden: 403
            case .conflict: 409
            case .invalid: 400
            }
        self.init(status: status, code: refusal.code, message: refusal.message, hint: refusal.hint)
    }

    private init(status: Int, code: String, message: String, hint: String) {
        let fields = [("code", code), ("message", message), ("hint", hint)]
            .map { "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))" }
        self.init(status: status, body: Array("{\"error\":{\(fields.joined(separator: ","))}}".utf8))
    }

    static func read<Request: Decodable & Sendable>(_ type: Request.Type, _ bytes: [UInt8]) -> Ruling<
        Request
    > {
        do {
            return .done(try AdminJSON.decode(type, from: bytes))
        } catch let error as DecodingError {
            return .refused(
                LinliServices.Refusal(
                    .invalid, "request.invalid", words(of: error),
                    hint: "格式见 /api/v1/openapi.json 中的 \(type)。"))
        } catch {
            return .refused(
                LinliServices.Refusal(
                    .invalid, "request.invalid", "请求内容读不懂。", hint: "请发送 JSON。"))
        }
    }

    /// Says which key is wrong, never what stood there.
    private static func words(of error: DecodingError) -> String {
        func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch error {
        case .keyNotFound(let key, let context):
            return "缺少字段 \(name(context.codingPath + [key]))。"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "字段 \(name(context.codingPath)) 的类型不对。"
        default:
            return "请求内容不是 JSON 对象。"
        }
    }
}
