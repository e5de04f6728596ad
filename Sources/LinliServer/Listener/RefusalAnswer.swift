import LinliModel
import NIOHTTP1

/// The answers that the listener gives without asking a route. Terse: nobody reads them but machines.
enum RefusalAnswer {
    /// A body that no route takes is not asked for: the refusal is its route's to write.
    static func awaitsWord(_ head: HTTPRequestHead) -> Bool {
        let expects = head.headers.first(name: "expect")?.lowercased()
        guard head.version == .http1_1, expects == "100-continue" else { return false }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        return length <= Limits.adminBodyBytes
    }

    static func answer(to refusal: Refusal) -> (head: HTTPResponseHead, body: String) {
        let (status, body): (HTTPResponseStatus, String) =
            switch refusal {
            case .slow, .silent, .unread: (.requestTimeout, "too slow\n")
            case .header: (.requestHeaderFieldsTooLarge, "header fields too large\n")
            case .unanswered, .budget, .full: (.serviceUnavailable, "busy\n")
            }
        var headers = HTTPHeaders([
            ("content-type", "text/plain; charset=utf-8"),
            ("content-length", String(body.utf8.count)),
            ("connection", "close"),
        ])
        if status == .serviceUnavailable {
            headers.add(name: "retry-after", value: String(Limits.retryAfterSeconds))
        }
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), body)
    }
}
