import LinliModel

/// A token that a platform handed out, before it is believed.
enum AccessToken {
    /// Tencent asks for room for 512 characters; nobody's has four times as many.
    static let bytes = 2_048
    static let longestSeconds: Int64 = 86_400

    /// Only printable ASCII goes into an address or a header; a lifetime is between a second and a day.
    static func verdict(_ token: String, seconds: Int64?) -> TokenVerdict {
        let isPlain = token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, (1...bytes).contains(token.utf8.count), let seconds,
            (1...longestSeconds).contains(seconds)
        else { return .retry(reason: "unreadable token") }
        return .token(token, lifetime: .seconds(seconds))
    }
}
