import HTTPTypes
import Hummingbird

/// Whether a request was made by the chat's own page.
enum ChatOrigin {
    // Valid tokens, so the fallbacks are never taken.
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .via
    static let forwardedScheme = HTTPField.Name("X-Forwarded-Proto") ?? .via
    static let proxyBuffering = HTTPField.Name("X-Accel-Buffering") ?? .via
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .via

    /// Browsers of today say so in `Sec-Fetch-Site`, and no script can change it. An older one sends
    /// `Origin` with every POST. Who sends neither is no browser, and carries no resident's cookie.
    static func isOwn(_ request: Request) -> Bool {
        if let site = request.headers[fetchSite] { return site == "same-origin" }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority, let scheme = origin.firstRange(of: "://") else {
            return false
        }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }
}
