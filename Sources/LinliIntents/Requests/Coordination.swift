/// Several things and one thing said of all of them: 电梯和门禁都坏了, 3栋的电梯跟2栋的道闸全不动了. Each is a matter of
/// its own where different people come for them.
struct Coordination: Equatable {
    /// For each thing what to leave out of the message to hear of it alone, in the order of the message.
    let others: [[Range<Int>]]

    private static let links: [StaticString] = ["和", "跟", "与", "以及", "还有", "连同", "、"]
    private static let all: [StaticString] = ["都", "全", "也都", "也全", "统统", "一起", "同时"]
    /// Between a link and the next thing stands at most where it is: 2栋1单元的.
    private static let longestPlace = 8
    /// Each thing is decided on by itself: a list of hundreds would cost as many messages.
    private static let most = 6

    /// Nil where nothing is said of several things at once.
    ///
    /// - Parameter things: where things are named in the message, from left to right.
    init?(_ codes: [UInt32], things: [Range<Int>]) {
        guard let chain = Coordination.chain(codes, things), chain.count <= Coordination.most else {
            return nil
        }
        // A place before a later thing replaces the one before; without any the first counts for all.
        let isPlaced = chain.contains { $0.begin < $0.thing.lowerBound }
        let begin = isPlaced ? Coordination.clause(of: chain[0].begin, in: codes) : chain[0].begin
        let end = chain[chain.count - 1].thing.upperBound
        others = chain.indices.map { index in
            let kept = (index == 0 ? begin : chain[index].begin)..<chain[index].thing.upperBound
            return [begin..<kept.lowerBound, kept.upperBound..<end].filter { !$0.isEmpty }
        }
    }

    private typealias Piece = (begin: Int, thing: Range<Int>)

    /// The things that stand linked before a word that says all of them.
    private static func chain(_ codes: [UInt32], _ things: [Range<Int>]) -> [Piece]? {
        var chain: [Piece] = []
        for thing in things {
            if let last = chain.last, let begin = linked(last.thing, thing, in: codes) {
                chain.append((begin, thing))
            } else {
                chain = [(thing.lowerBound, thing)]
            }
            let isAll = TextCursor(codes, at: thing.upperBound).seesAny(all)
            if isAll, chain.count > 1 { return chain }
        }
        return nil
    }

    /// Where the second of two linked things begins with its place; nil where they are not linked.
    private static func linked(_ thing: Range<Int>, _ next: Range<Int>, in codes: [UInt32]) -> Int? {
        var cursor = TextCursor(codes, at: thing.upperBound)
        guard cursor.acceptAny(links), cursor.position <= next.lowerBound,
            next.lowerBound - cursor.position <= longestPlace,
            !codes[cursor.position..<next.lowerBound].contains(where: CodeClass.isMark)
        else { return nil }
        return cursor.position
    }

    /// Where the clause begins in which something stands.
    private static func clause(of position: Int, in codes: [UInt32]) -> Int {
        codes[..<position].lastIndex(where: CodeClass.isStop).map { $0 + 1 } ?? 0
    }

    /// Where another thing begins of which something is said as well: 一号楼灯坏了|门禁也刷不开. Its place goes with it
    /// (|大堂的门也关不上).
    static func cuts(_ codes: [UInt32], things: [Range<Int>]) -> [Int] {
        zip(things, things.dropFirst()).compactMap { first, next in
            let isLikewise = TextCursor(codes, at: next.upperBound).seesAny(["也", "又", "还"])
            guard isLikewise, first.upperBound < next.lowerBound else { return nil }
            let between = codes[first.upperBound..<next.lowerBound]
            guard !between.contains(where: CodeClass.isMark),
                let end = between.lastIndex(where: { $0 == "了" || $0 == "着" }), end > first.upperBound,
                next.lowerBound - end <= longestPlace
            else { return nil }
            return end + 1
        }
    }

    /// Where another place begins at which the same is: 11栋电梯坏了|12栋的也坏了. Between both something must be told
    /// (3栋和5栋也停了 tells one thing of two), and 也 follows the second.
    ///
    /// - Parameter places: where addresses stand in the message, from left to right.
    static func cuts(_ codes: [UInt32], places: [Range<Int>]) -> [Int] {
        zip(places, places.dropFirst()).compactMap { first, next in
            guard first.upperBound + shortestFault <= next.lowerBound else { return nil }
            let between = codes[first.upperBound..<next.lowerBound]
            guard !between.contains(where: CodeClass.isMark),
                between.last.map(joins.contains) == false,
                codes[next.upperBound..<min(codes.count, next.upperBound + likewise)].contains(where: {
                    $0 == "也"
                })
            else { return nil }
            return next.lowerBound
        }
    }

    /// 灯坏了.
    private static let shortestFault = 3
    /// 也 stands at most behind 的电梯.
    private static let likewise = 4
    /// Characters that put two places side by side; 我住3栋, 到3栋 and 在3栋 go on with what was said.
    private static let joins = CodeSet("和跟与到至及住在是".codes)
}
