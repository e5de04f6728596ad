import HTTPTypes

/// The query of a webhook as its channel wants it: in order, repeated names kept, percent-decoded.
enum QueryString {
    /// A plus sign stays one: platforms put base64 into the query, where it is a digit, and none of them
    /// sends a space. A broken escape stays as it is; the signature then decides.
    static func items(of query: String?) -> [(name: String, value: String)] {
        guard let query, !query.isEmpty else { return [] }
        return Array(query.utf8).split(separator: UInt8(ascii: "&")).map { pair in
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else {
                return (name: decoded(pair), value: "")
            }
            return (name: decoded(pair[..<equals]), value: decoded(pair[(equals + 1)...]))
        }
    }

    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "%")) else { return String(decoding: bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

enum HeaderNames {
    /// Fields by their name in lower case; several of one name are joined as RFC 9110 5.3 says.
    static func lowered(_ fields: HTTPFields) -> [String: String] {
        var lowered: [String: String] = [:]
        for field in fields {
            let name = field.name.canonicalName
            lowered[name] = lowered[name].map { "\($0), \(field.value)" } ?? field.value
        }
        return lowered
    }
}
