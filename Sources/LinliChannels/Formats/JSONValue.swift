/// A JSON document as it was written: numbers keep their digits, so that a 64-bit message id survives.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The digits of the source.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// A whole number written without fraction or exponent.
    var integer: Int64? {
        guard case .number(let digits) = self else { return nil }
        return Int64(digits)
    }

    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// An angle of a place, a number or (Feishu) a text that is one; nil where it is none, or further than
    /// `most` from zero.
    func degrees(upTo most: Double) -> Double? {
        switch self {
        case .number(let digits), .string(let digits):
            Double(digits).flatMap { $0.magnitude <= most ? $0 : nil }
        default: nil
        }
    }
}
