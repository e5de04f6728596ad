/// How well a score tells what belongs to the estate from what does not.
enum Ranks {
    /// The chance that an in-scope message scores above one out of scope, by the rank-sum statistic; equal
    /// scores count half. Nil where one of the two is empty.
    static func auroc(inside: [Float], outside: [Float]) -> Double? {
        guard !inside.isEmpty, !outside.isEmpty else { return nil }
        let all = (inside.map { ($0, true) } + outside.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var rankSum = 0.0
        var position = 0
        while position < all.count {
            var end = position
            while end < all.count, all[end].0 == all[position].0 { end += 1 }
            let rank = Double(position + end + 1) / 2
            rankSum += rank * Double(all[position..<end].filter(\.1).count)
            position = end
        }
        let count = Double(inside.count)
        return (rankSum - count * (count + 1) / 2) / (count * Double(outside.count))
    }

    /// The share of messages out of scope that are refused by a border which refuses `refused` of those in
    /// scope. Nil where one of the two is empty.
    static func recall(inside: [Float], outside: [Float], refused: Double) -> Double? {
        guard !inside.isEmpty, !outside.isEmpty else { return nil }
        let border = inside.sorted()[min(inside.count - 1, Int(Double(inside.count) * refused))]
        return Double(outside.filter { $0 < border }.count) / Double(outside.count)
    }
}
