import LinliModel
import LinliSettings

/// Reads which items of the points scheme a message names: 上午扫了楼道，下午又守了一个小时垃圾桶 are two deeds.
///
/// Promise: an item is taken as clear only where the words name no other one; of several, and of those that
/// are merely alike, the resident says which. Cheaper ones stand first, so that nothing suggests more.
struct DeedReader: Sendable {
    let rules: PointsRules

    /// The deeds of a message, in their order; at least one.
    ///
    /// - Parameter days: those that the message names.
    func read(_ deed: Deed, _ days: [NamedDays], today: CivilDate) -> [DeedReading] {
        var found: [(text: String, items: [PointsRules.Item])] = []
        for part in parts(of: deed.text) {
            let items = named(in: part)
            guard let last = found.last else {
                found.append((part, items))
                continue
            }
            let shared = last.items.filter(items.contains)
            // 周三买菜，周五值班: another day is another deed, whatever it was.
            let own = [last.text, part].map { day(in: $0, days, today: today) }
            let isOfOtherDay = own[0] != nil && own[1] != nil && own[0] != own[1]
            let isSame = !isOfOtherDay && (items.isEmpty || last.items.isEmpty || !shared.isEmpty)
            if isSame || found.count >= Limits.claimDeedEntries {
                let merged = shared.isEmpty ? last.items + items : shared
                found[found.count - 1] = (last.text + "，" + part, merged)
            } else {
                found.append((part, items))
            }
        }
        guard found.count > 1 else { return [reading(deed, named(in: deed.text))] }
        return found.map { part in
            var own = deed
            own.text = part.text
            own.day = day(in: part.text, days, today: today) ?? deed.day
            return reading(own, part.items)
        }
    }

    /// 昨天, 周一, 上上周五: the day on which a part of the message was done. 刚 says today.
    private func day(in part: String, _ days: [NamedDays], today: CivilDate) -> CivilDate? {
        days.named(in: part).dayGone(by: today) ?? (part.mentionsAny(rules.claims.just) ? today : nil)
    }

    private func reading(_ deed: Deed, _ items: [PointsRules.Item]) -> DeedReading {
        let shown = items.isEmpty ? alike(deed.text) : items.sorted { $0.rank < $1.rank }
        return DeedReading(
            deed: deed, items: shown.prefix(Limits.claimChoiceRows).map(\.told), isClear: items.count == 1)
    }

    /// Items with a word that stands in the text. A word inside a longer one does not count: 宣传分类 is not
    /// 宣讲, 劝和 is not 劝.
    func named(in text: String) -> [PointsRules.Item] {
        let hits = rules.items.flatMap { item in
            ([item.spoken] + item.aliases).filter { text.mentionsParts(of: $0) }.map { (item, $0) }
        }
        return rules.items.filter { item in
            hits.contains { mine in
                mine.0 == item
                    && !hits.contains { other in
                        other.0 != item && other.1.count > mine.1.count && covers(other.1, mine.1)
                    }
            }
        }
    }

    /// The one item that the text names.
    func only(in text: String) -> PointsRules.Item? {
        let items = named(in: text)
        return items.count == 1 ? items[0] : nil
    }

    private func covers(_ longer: String, _ word: String) -> Bool {
        let parts = longer.split(separator: " ").map(String.init)
        return word.split(separator: " ").allSatisfy { part in parts.contains { $0.mentions(String(part)) } }
    }

    /// Where nothing is named: those that share most pairs of characters with his words, the cheapest first.
    private func alike(_ text: String) -> [PointsRules.Item] {
        let pairs = Set(zip(text, text.dropFirst()).map { "\($0)\($1)" })
        let claimable = rules.items.filter { !$0.approvers.isEmpty }
        let shared = claimable.map { item in
            (item, pairs.count { pair in item.words.contains { $0.mentions(pair) } })
        }
        return shared.sorted { ($1.1, $0.0.rank) < ($0.1, $1.0.rank) }.map(\.0)
    }

    /// Cut at marks, and where another deed may begin.
    private func parts(of text: String) -> [String] {
        text.split { "，,。.；;、！!\n".contains($0) }.flatMap { piece in cut(String(piece)) }
    }

    private func cut(_ piece: String) -> [String] {
        var starts: [String.Index] = []
        for word in rules.claims.parts {
            for range in piece.ranges(of: word) where range.lowerBound > piece.startIndex {
                starts.append(range.lowerBound)
            }
        }
        var parts: [String] = []
        var begin = piece.startIndex
        for start in starts.sorted() where start > begin {
            parts.append(String(piece[begin..<start]))
            begin = start
        }
        return parts + [String(piece[begin...])]
    }
}

extension PointsRules.Item {
    /// The name without what stands in brackets: 文明劝导一次.
    var spoken: String { String(name.prefix { $0 != "（" }) }

    var told: DeedItem { DeedItem(code: code, name: spoken, points: points) }

    fileprivate var words: [String] { [name] + aliases }
    fileprivate var rank: Int { points * 100 + number }
}
