import LinliModel

extension GoldenConversation.Turn {
    /// What differs from the turn as it came out, a sentence each. What does not stand here is not compared.
    func differences(from turn: ChatTurn) -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ name: String, _ wanted: Value?, _ got: Value) {
            if let wanted, wanted != got { found.append("\(name) should be \(wanted), is \(got)") }
        }
        compare("intent", intent, turn.match?.main.intent.rawValue ?? "")
        compare("acts", acts, turn.acts.map(\.rawValue))
        compare("ask", ask, turn.ask.map(\.rawValue))
        if let heard, heard != turn.heard {
            found.append("it should be heard by “\(heard)”, is by “\(turn.heard ?? "nobody")”")
        }
        for (name, value) in slots ?? [:] {
            let got = SlotName(rawValue: name).flatMap { turn.match?.main.slots[$0] }
            if got != value { found.append("\(name) should be \(value.text), is \(got?.text ?? "missing")") }
        }
        found += Self.missing("reply", replies, in: turn.replies.joined(separator: "\n"))
        found += Self.missing("push", pushes, in: turn.pushes.map(\.text).joined(separator: "\n"))
        if let effects { found += Self.differences(effects, turn.effects) }
        return found
    }

    private static func missing(_ kind: String, _ wanted: [String]?, in text: String) -> [String] {
        guard let wanted else { return [] }
        if wanted.isEmpty { return text.isEmpty ? [] : ["no \(kind) should be, but: \(text)"] }
        return wanted.compactMap { words in
            if words.hasPrefix("!") {
                let banned = String(words.dropFirst())
                return text.contains(banned) ? "a \(kind) says “\(banned)”: \(text)" : nil
            }
            return text.contains(words) ? nil : "no \(kind) says “\(words)”: \(text)"
        }
    }

    private static func differences(_ wanted: [[String: String]], _ got: [ChatTurn.Effect]) -> [String] {
        guard wanted.count == got.count else {
            return ["effects should be \(wanted.count), are \(got.map(\.keys))"]
        }
        return zip(wanted, got).flatMap { wish, effect in
            wish.filter { effect.keys[$0.key] != $0.value }.map {
                "the effect's \($0.key) should be \($0.value), is \(effect.keys[$0.key] ?? "missing")"
            }
        }
    }
}

extension ChatTurn.Effect {
    var keys: [String: String] {
        let all: [String: String?] = [
            "kind": kind, "id": id, "state": state, "category": category, "urgency": urgency,
            "points": points.map(String.init), "seat": seat.map(String.init), "mediation": mediation,
            "on_behalf": onBehalf.map(String.init),
        ]
        return all.compactMapValues { $0 }
    }
}
