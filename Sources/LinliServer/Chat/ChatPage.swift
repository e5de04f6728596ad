import Crypto
import HTTPTypes
import Hummingbird

/// The page of the web chat: one document, one script, one style sheet, nothing from elsewhere.
///
/// It works on a telephone of 360 px and for a person of eighty: type from 18 px, strong contrast, one big
/// button, words instead of symbols. The policy forbids everything the page does not need, so text that a
/// resident or a clerk wrote can never run as script; it is only ever set as text.
struct ChatPage: Sendable {
    private let before: String
    private let after: String

    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    init(title: String) {
        let page = Self.document
            .replacing("{{title}}", with: Self.escaped(title))
            .replacing("{{version}}", with: Self.version)
        let parts = page.split(separator: "{{session}}", maxSplits: 1)
        before = String(parts.first ?? "")
        after = String(parts.last ?? "")
    }

    func html(session: String) -> Response {
        var response = guarded(.text(.ok, before + session + after, contentType: "text/html; charset=utf-8"))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    func script() -> Response {
        asset(.text(.ok, Self.scriptText, contentType: "text/javascript; charset=utf-8"))
    }

    func style() -> Response {
        asset(.text(.ok, Self.styleText, contentType: "text/css; charset=utf-8"))
    }

    /// The page names script and style with their version, so they may be kept for ever.
    private func asset(_ response: Response) -> Response {
        var response = guarded(response)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }

    private func guarded(_ response: Response) -> Response {
        var response = response
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer")] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }

    private static let version: String = {
        let digest = SHA256.hash(data: Array((scriptText + styleText).utf8))
        return String(Hexadecimal.text(of: digest).prefix(12))
    }()

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
