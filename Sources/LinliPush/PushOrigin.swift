/// Scheme, host and port of an address, in one spelling.
///
/// Stricter than libcurl on purpose: where the two could read an address differently (user names,
/// backslashes, percent signs in the host), there is no origin and nothing is sent.
struct PushOrigin: Hashable, Sendable {
    let scheme: String
    let host: String
    let port: UInt16

    /// The part of an address that decides where it leads, as it is written: everything before the path.
    /// Found by bytes, because it is looked up for every request. Nil when a byte of the whole address is
    /// no printable ASCII.
    static func part(of url: String) -> Substring? {
        var slashes = 0
        var end: String.Index?
        for place in url.utf8.indices {
            let byte = url.utf8[place]
            guard (0x21...0x7E).contains(byte) else { return nil }
            if byte == UInt8(ascii: "/") { slashes += 1 }
            let isBorder = byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            if end == nil, isBorder, slashes > 2 || byte != UInt8(ascii: "/") { end = place }
        }
        return url[..<(end ?? url.endIndex)]
    }

    init?(_ url: String) {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let mark = url.firstRange(of: "://")
        else { return nil }
        scheme = url[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = Self.hostAndPort(authority, standard: scheme == "http" ? 80 : 443)
        else { return nil }
        self.host = host
        self.port = port
    }

    private static func hostAndPort(_ authority: Substring, standard: UInt16) -> (String, UInt16)? {
        var host = authority
        var port = standard
        if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
            let digits = authority[authority.index(after: colon)...]
            guard let number = UInt16(digits), number > 0 else { return nil }
            port = number
            host = authority[..<colon]
        }
        let isAddress = host.first == "[" && host.last == "]" && host.count > 2
        let name = isAddress ? host.dropFirst().dropLast() : host
        let isPlain = name.allSatisfy { byte in
            if isAddress { return byte.isHexDigit || byte == ":" || byte == "." }
            return byte.isLetter || byte.isNumber || byte == "." || byte == "-"
        }
        return name.isEmpty || !isPlain ? nil : (host.lowercased(), port)
    }
}
