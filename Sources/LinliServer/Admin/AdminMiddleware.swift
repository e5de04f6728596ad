import HTTPTypes
import Hummingbird
import LinliModel

/// Gives every answer a request id and every error its shape.
struct AdminErrors: RouterMiddleware {
    typealias Context = ServerContext

    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as AdminError {
            response = error.response()
        } catch let error as HTTPError where error.status == .notFound {
            response = AdminError.noSuchPath.response()
        } catch let error as HTTPError where error.status == .contentTooLarge {
            response = AdminError.bodyTooLarge(limit: Limits.adminBodyBytes).response()
        } catch let error as HTTPError {
            response = AdminError(
                status: error.status, code: "request.invalid",
                message: error.body ?? "请求读不懂。"
            ).response()
        } catch {
            guard !ConnectionError.isOne(error) else { throw error }
            context.logger.error("an admin route failed", metadata: ["error": "\(type(of: error))"])
            response = AdminError(
                status: .internalServerError, code: "internal", message: "服务办这一步时出错。",
                hint: "请按答复里的 request id 查日志。"
            ).response()
        }
        response.headers[.requestID] = context.id
        return response
    }
}

/// Lets through only who brings a valid bearer token, and only bodies within the limit.
struct AdminEntry: RouterMiddleware {
    typealias Context = ServerContext

    let authenticate: @Sendable (_ token: String) async throws -> StaffIdentity?

    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard let token = bearerToken(of: request) else {
            throw AdminError(
                status: .unauthorized, code: "token.missing", message: "需要令牌。",
                hint: "请设置 LINLI_TOKEN，或请管理员用 `linli staff token` 生成。")
        }
        guard let staff = try await authenticate(token) else {
            throw AdminError(
                status: .unauthorized, code: "token.invalid", message: "令牌无效。",
                hint: "可能已经吊销或过期；请管理员生成新的。")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > Limits.adminBodyBytes
        {
            throw AdminError.bodyTooLarge(limit: Limits.adminBodyBytes)
        }
        var context = context
        context.staff = staff
        context.idempotencyKey = try idempotencyKey(of: request)
        return try await next(request, context)
    }

    private func bearerToken(of request: Request) -> String? {
        guard let value = request.headers[.authorization] else { return nil }
        let parts = value.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Printable ASCII, at most 128 characters: it is stored beside the effect it stands for.
    private func idempotencyKey(of request: Request) throws -> String? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        let isPlain = key.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isPlain, (1...Limits.idempotencyKeyBytes).contains(key.utf8.count) else {
            throw AdminError(
                status: .badRequest, code: "idempotency_key.invalid",
                message: "Idempotency-Key 是 1 到 128 个可见的 ASCII 字符，没有空格。")
        }
        return key
    }
}

extension HTTPField.Name {
    // Both names are valid tokens, so the fallbacks are never taken.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .via
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .via
}
