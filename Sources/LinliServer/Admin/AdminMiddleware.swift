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
                message: error.body ?? "The request cannot be read."
            ).response()
        } catch {
            guard !ConnectionError.isOne(error) else { throw error }
            context.logger.error("an admin route failed", metadata: ["error": "\(type(of: error))"])
            response = AdminError(
                status: .internalServerError, code: "internal", message: "The daemon failed at this.",
                hint: "See its log at the request id of this answer."
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
                status: .unauthorized, code: "token.missing", message: "This needs a bearer token.",
                hint: "Set LINLI_TOKEN, or ask an admin for `linli staff token`.")
        }
        guard let staff = try await authenticate(token) else {
            throw AdminError(
                status: .unauthorized, code: "token.invalid", message: "This token is not valid.",
                hint: "It may be revoked; ask an admin for a new one.")
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
                message: "Idempotency-Key takes 1 to 128 printable ASCII characters without spaces.")
        }
        return key
    }
}

extension HTTPField.Name {
    // Both names are valid tokens, so the fallbacks are never taken.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .via
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .via
}
