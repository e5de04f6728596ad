/// Where a platform is called: scheme, host, optional port and path, no slash at the end.
struct PlatformAddress: Sendable, Hashable {
    let text: String
    /// False when it is the platform's own address, which nobody had to write down.
    let isConfigured: Bool

    init(text: String, isConfigured: Bool) {
        var text = text[...]
        while text.last == "/" { text.removeLast() }
        self.text = String(text)
        self.isConfigured = isConfigured
    }

    /// Scheme, host and port: `https://example.org:8443`.
    var origin: String {
        guard let scheme = text.firstRange(of: "://") else { return text }
        let end = text[scheme.upperBound...].firstIndex(of: "/") ?? text.endIndex
        return String(text[..<end])
    }

    /// For the allow list of the push client: only what a person wrote down may be a private address.
    var configuredOrigins: [String] { isConfigured ? [origin] : [] }

    static func isWellFormed(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://"),
            ["http", "https"].contains(text[..<scheme.lowerBound])
        else { return false }
        let rest = text[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let forbidden = "?#\"<>\\^`{|}".utf8
        let isPlain = rest.utf8.allSatisfy { (0x21...0x7E).contains($0) && !forbidden.contains($0) }
        guard isPlain, !authority.contains("@") else { return false }
        return isAuthority(authority)
    }

    private static func isAuthority(_ authority: Substring) -> Bool {
        var host = authority
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            let digits = authority[authority.index(after: colon)...]
            guard let port = UInt16(digits), port > 0 else { return false }
            host = authority[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !host.isEmpty && host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
    }

    /// A value for a query: everything but RFC 3986's unreserved characters is percent-encoded.
    static func encoded(_ value: String) -> String {
        var encoded: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(contentsOf: Hexadecimal.upper(byte))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
