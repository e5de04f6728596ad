import LinliModel

/// Questions about points and what is told to them.
extension Turn {
    mutating func queryPoints(_ request: WaitingRequest) {
        var scope = request.slots[.scope].flatMap { PointsQuestion(rawValue: $0.text) } ?? .balance
        // 这个季度我挣了多少分: what of a time is asked for stands in the statement.
        if scope == .balance, request.slots[.period] != nil { scope = .ledger }
        guard scope != .balance || request.text.mentionsAny(policy.points.asked) else {
            return commands.append(.points(.balance))
        }
        commands.append(.points(.ask(scope, words: request.text, period: request.slots[.period]?.text)))
    }

    mutating func tell(_ answer: PointsAnswer) {
        acts.append(.answer)
        switch answer {
        case .ledger(let span, let lines, let balance):
            let parts = span.parts.map { "\($0.memo)\($0.points)" }.joined(separator: "、")
            say(
                "points.ledger",
                [
                    "month": span.name, "earned": span.earned < 0 ? "\(span.earned)" : "+\(span.earned)",
                    "parts": parts, "balance": "\(balance)", "list": lines.text,
                ].present)
        case .pending(let claims, let held):
            say(
                claims.isEmpty ? "points.pending_none" : "points.pending",
                ["list": claims.lines, "held": held > 0 ? "\(held)" : ""].present)
        case .expiry(let parts, let balance):
            let lines = parts.map { "\($0.points)分：\($0.lastDay.spoken)前有效" }
            say(
                parts.isEmpty ? "points.expiry_none" : "points.expiry",
                ["balance": "\(balance)", "list": lines.joined(separator: "\n")].present)
        case .ranking(let span, let places, let own):
            let lines = places.map { "\($0.rank). \($0.name) \($0.points)分" }
            say(
                places.isEmpty ? "points.ranking_none" : "points.ranking",
                [
                    "month": span.name, "list": lines.joined(separator: "\n"),
                    "rank": own.map { "\($0.rank)" } ?? "", "points": own.map { "\($0.points)" } ?? "",
                ].present)
        case .refused(let claims, let days):
            let lines = claims.map { "\($0.name)（\($0.at.spokenDay)）：\($0.reason)" }
            say(
                claims.isEmpty ? "points.refused_none" : "points.refused",
                ["list": lines.joined(separator: "\n"), "days": "\(days)"].present)
        case .limits, .item, .price, .pooling, .rules, .ruleNames:
            tell(rule: answer)
        }
    }

    private mutating func tell(rule answer: PointsAnswer) {
        switch answer {
        case .limits(let daily, let monthly, let days):
            say("points.limits", ["daily": "\(daily)", "monthly": "\(monthly)", "days": "\(days)"])
        case .item(let rule):
            let values = [
                "item": rule.item.name, "points": "\(rule.item.points)", "limit": rule.limit ?? "",
                "evidence": rule.evidence, "decider": rule.decider,
            ]
            say("points.item", values.present)
        case .price(let listing):
            say("points.price", ["name": listing.name, "points": "\(listing.points)"])
        case .pooling:
            say("points.pooling")
        case .ruleNames(let names, let daily, let monthly):
            say(
                "points.rules_brief",
                ["list": names.joined(separator: "、"), "daily": "\(daily)", "monthly": "\(monthly)"])
        case .rules(let lines, let daily, let monthly):
            say(
                "points.rules",
                ["list": lines.joined(separator: "\n"), "daily": "\(daily)", "monthly": "\(monthly)"])
        default:
            break
        }
    }
}

extension [WaitingClaim] {
    /// "3月18日 清扫楼道一次 2分，等楼长确认".
    fileprivate var lines: String {
        map { claim in
            let points = claim.points.map { " \($0)分" } ?? ""
            let waits = claim.decider.isEmpty ? "等工作人员核对" : "等\(claim.decider)确认"
            return "\(claim.at.spokenDay) \(claim.name)\(points)，\(waits)"
        }.joined(separator: "\n")
    }
}

extension CivilDate {
    /// "2027年12月31日".
    fileprivate var spoken: String { "\(year)年\(month)月\(day)日" }
}
