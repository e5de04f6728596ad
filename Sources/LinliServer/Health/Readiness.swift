import HTTPTypes
import Hummingbird

/// Whether the daemon can do its work, by check: the store answers, the workers run.
package struct Readiness: Sendable {
    /// By the check's name: nil when it is well, otherwise what is wrong, without personal data.
    package var checks: [String: String?]
    /// By a check's name: what an operator should know though the daemon can do its work.
    package var notes: [String: String]

    package init(checks: [String: String?], notes: [String: String] = [:]) {
        self.checks = checks
        self.notes = notes
    }

    package var isReady: Bool { checks.values.allSatisfy { $0 == nil } }
}

/// `/healthz` (alive) and `/readyz` (can work): for a supervisor, never cached.
struct HealthRoutes: Sendable {
    let readiness: @Sendable () async -> Readiness

    static let paths: [(path: String, methods: [HTTPRequest.Method])] = [
        (path: "/healthz", methods: [.get, .head]), (path: "/readyz", methods: [.get, .head]),
    ]

    func mount(on router: Router<ServerContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/healthz", method: method) { _, _ in uncached(.text(.ok, "ok")) }
            router.on("/readyz", method: method) { _, _ in await ready() }
        }
    }

    private func ready() async -> Response {
        let report = await readiness()
        let checks = JSONText.object(report.checks.mapValues { $0 ?? "ok" })
        let notes = report.notes.isEmpty ? "" : ",\"notes\":\(JSONText.object(report.notes))"
        let body = "{\"ready\":\(report.isReady),\"checks\":\(checks)\(notes)}\n"
        return uncached(
            .text(report.isReady ? .ok : .serviceUnavailable, body, contentType: "application/json"))
    }

    private func uncached(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

enum JSONText {
    /// An object in the order of its keys.
    static func object(_ texts: [String: String]) -> String {
        let members = texts.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
        return "{\(members.joined(separator: ","))}"
    }

    /// A string as a JSON literal, also safe inside an event of an event stream: no line breaks.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case let control where control.value < 0x20 || (0x7f...0x9f).contains(control.value):
                let digits = String(control.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
