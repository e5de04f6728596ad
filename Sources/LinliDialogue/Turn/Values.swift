import LinliModel

/// What stands in the gaps of replies. Plain formatting, no words of its own beyond units and dates.

extension TicketSummary {
    func values(at now: Instant) -> [String: String] {
        [
            "ticket": number, "category": categoryName, "place": place, "state": state.chinese,
            "due": responseDue.map { $0.spoken(from: now) } ?? "",
        ].present
    }
}

extension [TicketSummary] {
    func lines(at now: Instant) -> String {
        map { summary in
            let place = summary.place.isEmpty ? "" : "·\(summary.place)"
            let steps = summary.steps.suffix(Limits.statusRows).map { step in
                "\(step.at.civil.date.month)月\(step.at.civil.date.day)日\(step.name)"
            }.joined(separator: " → ")
            return "\(summary.number) \(summary.categoryName)\(place)：\(summary.state.chinese)"
                + (steps.isEmpty ? "" : "（\(steps)）")
        }.joined(separator: "\n")
    }
}

extension RewardQuote {
    var values: [String: String] {
        [
            "name": name, "qty": "\(quantity)", "points": "\(points)", "balance": "\(balance)",
            "missing": points > balance ? "\(points - balance)" : "",
        ].present
    }
}

extension [RewardListing] {
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.name) \($0.element.points)分" }
            .joined(separator: "\n")
    }
}

extension [LedgerLine] {
    var text: String {
        map { line in
            let date = line.at.civil.date
            return "\(date.month)月\(date.day)日 \(line.points > 0 ? "+" : "")\(line.points) \(line.memo)"
        }.joined(separator: "\n")
    }
}

extension [String: String] {
    /// Without empty values: an optional part of a template disappears where its value is missing.
    var present: [String: String] { filter { !$0.value.isEmpty } }
}

extension Instant {
    /// "今天18:00", "明天09:05", "3月19日15:00".
    package func spoken(from now: Instant) -> String {
        let time = civil
        switch time.date.daysSinceEpoch - now.civil.date.daysSinceEpoch {
        case 0: return "今天\(time.clock)"
        case 1: return "明天\(time.clock)"
        default: return "\(time.date.month)月\(time.date.day)日\(time.clock)"
        }
    }

    /// "3月25日".
    var spokenDay: String { "\(civil.date.month)月\(civil.date.day)日" }
}

extension [String] {
    /// Numbers of tickets in a sentence.
    var spoken: String { joined(separator: "、") }
}
