import LinliModel

/// One line of `linli intent parse` (`interface.md`): the keys in that order, always.
package struct ParsedMessage: Encodable, Sendable {
    private let match: IntentMatch
    private let micros: Int

    package init(_ match: IntentMatch, micros: Int) {
        self.match = match
        self.micros = micros
    }

    /// The highest of all requests in the message (`domain.md` part 3).
    package static func urgency(of match: IntentMatch) -> Urgency {
        match.also.reduce(match.main.urgency) { min($0, $1.urgency) }
    }

    private enum Key: String, CodingKey {
        case text, intent, subtype, confidence, category, urgency, slots, also, alternatives, micros
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(match.text, forKey: .text)
        try container.encode(match.main.intent, forKey: .intent)
        try container.encodeIfPresent(match.main.subtype, forKey: .subtype)
        try container.encode(rounded(match.confidence), forKey: .confidence)
        try container.encodeIfPresent(match.main.category, forKey: .category)
        try container.encode(ParsedMessage.urgency(of: match), forKey: .urgency)
        try container.encode(named(match.main.slots), forKey: .slots)
        try container.encode(match.also.map { Also(request: $0) }, forKey: .also)
        try container.encode(match.alternatives.map { Other($0) }, forKey: .alternatives)
        try container.encode(micros, forKey: .micros)
    }

    /// The line itself. Written by hand because a keyed encoder does not keep an order.
    package var json: String {
        var fields = [("text", quoted(match.text)), ("intent", quoted(match.main.intent.rawValue))]
        if let subtype = match.main.subtype { fields.append(("subtype", quoted(subtype.rawValue))) }
        fields.append(("confidence", number(match.confidence)))
        if let category = match.main.category { fields.append(("category", quoted(category))) }
        fields.append(("urgency", quoted(ParsedMessage.urgency(of: match).rawValue)))
        fields.append(("slots", slots(match.main.slots)))
        fields.append(("also", "[" + match.also.map(also).joined(separator: ",") + "]"))
        let others = match.alternatives.map {
            "{\"intent\":\(quoted($0.intent.rawValue)),\"confidence\":\(number($0.confidence))}"
        }
        fields.append(("alternatives", "[" + others.joined(separator: ",") + "]"))
        fields.append(("micros", String(micros)))
        return object(fields)
    }

    private func also(_ request: Request) -> String {
        var fields = [("intent", quoted(request.intent.rawValue))]
        if let category = request.category { fields.append(("category", quoted(category))) }
        fields.append(("urgency", quoted(request.urgency.rawValue)))
        fields.append(("slots", slots(request.slots)))
        return object(fields)
    }

    private func slots(_ slots: Slots) -> String {
        object(
            SlotName.allCases.compactMap { name in
                slots[name].map { value -> (String, String) in
                    switch value {
                    case .text(let text): (name.rawValue, quoted(text))
                    case .integer(let integer): (name.rawValue, String(integer))
                    case .flag(let flag): (name.rawValue, flag ? "true" : "false")
                    }
                }
            })
    }

    private func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    private func number(_ value: Double) -> String { "\(rounded(value))" }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029 {
                    let code = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }

    private func named(_ slots: Slots) -> [String: SlotValue] {
        slots.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    }

    private struct Also: Encodable {
        let request: Request

        private enum Key: String, CodingKey { case intent, category, urgency, slots }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(request.intent, forKey: .intent)
            try container.encodeIfPresent(request.category, forKey: .category)
            try container.encode(request.urgency, forKey: .urgency)
            let slots: [String: SlotValue] = request.slots.reduce(into: [:]) {
                $0[$1.key.rawValue] = $1.value
            }
            try container.encode(slots, forKey: .slots)
        }
    }

    private struct Other: Encodable {
        let intent: Intent
        let confidence: Double

        init(_ alternative: IntentMatch.Alternative) {
            intent = alternative.intent
            confidence = (alternative.confidence * 100).rounded() / 100
        }
    }
}
