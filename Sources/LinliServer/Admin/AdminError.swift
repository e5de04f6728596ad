import HTTPTypes
import Hummingbird

/// A refusal of the admin API in the shape of `interface.md`: a stable code, what happened, what to do.
package struct AdminError: Error, Sendable {
    package var status: HTTPResponse.Status
    /// Stable, dotted, lower case: `ticket.not_found`.
    package var code: String
    /// One sentence for a person. No personal data.
    package var message: String
    /// What to do about it; empty where there is nothing.
    package var hint: String

    package init(status: HTTPResponse.Status, code: String, message: String, hint: String = "") {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }

    func response() -> Response {
        let fields = [("code", code), ("message", message), ("hint", hint)]
            .map { "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))" }
        let body = "{\"error\":{\(fields.joined(separator: ","))}}\n"
        var response = Response.text(status, body, contentType: "application/json")
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    static let noSuchPath = AdminError(
        status: .notFound, code: "path.not_found", message: "没有这个地址，或者不支持这种方法。",
        hint: "见 /api/v1/openapi.json。")

    static func bodyTooLarge(limit: Int) -> AdminError {
        AdminError(
            status: .contentTooLarge, code: "body.too_large",
            message: "请求内容超过 \(limit) 字节。", hint: "请分几次发送。")
    }
}
