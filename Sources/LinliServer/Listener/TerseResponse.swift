import Hummingbird
import HTTPTypes
import LinliModel

/// Short answers in plain text, for machines and for the eye of an operator with curl.
extension Response {
    static func text(
        _ status: HTTPResponse.Status, _ text: String, contentType: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// 503 that says when to come again.
    static func comeAgain() -> Response {
        var response = Response.text(.serviceUnavailable, "busy\n")
        response.headers[.retryAfter] = String(Limits.retryAfterSeconds)
        return response
    }

    static func notAllowed(_ methods: [HTTPRequest.Method]) -> Response {
        var response = Response.text(.methodNotAllowed, "method not allowed\n")
        response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
        return response
    }
}
