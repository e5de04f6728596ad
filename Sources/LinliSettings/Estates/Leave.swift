import LinliModel

/// A post of an estate's roster that nobody holds for some days.
package struct Leave: Sendable, Hashable {
    package var estate: String
    /// The post's code; an account of that name is away with it.
    package var post: String
    package var from: CivilDate
    /// The last day, counted too.
    package var until: CivilDate
    /// A post of the same role that is on duty in its hours too.
    package var standIn: String?
    package var line: Int

    package init(
        estate: String, post: String, from: CivilDate, until: CivilDate, standIn: String? = nil, line: Int = 0
    ) {
        self.estate = estate
        self.post = post
        self.from = from
        self.until = until
        self.standIn = standIn
        self.line = line
    }

    package func covers(_ date: CivilDate) -> Bool { from <= date && date <= until }
}

extension Leave {
    /// `leave.yaml`. Where `estates` is nil a register has findings of its own and no reference is judged.
    static func read(_ item: Item, estates: [String: Estate]?) -> [Leave] {
        guard let table = item.table else { return [] }
        let rows = table.items("leave")
        table.finish()
        var read: [(leave: Leave, item: Item)] = []
        for row in rows {
            guard let leave = readRow(row, estates: estates) else { continue }
            let twice = read.first {
                $0.leave.estate == leave.estate && $0.leave.post == leave.post
                    && $0.leave.from <= leave.until && leave.from <= $0.leave.until
            }
            if let twice {
                row.report("\(leave.post) is on leave in these days already on line \(twice.item.line)")
            }
            read.append((leave, row))
        }
        for (leave, row) in read {
            let away = read.first {
                $0.leave.estate == leave.estate && $0.leave.post == leave.standIn
                    && $0.leave.from <= leave.until && leave.from <= $0.leave.until
            }
            if let away {
                row.report(
                    "the stand-in \(away.leave.post) is away too (line \(away.item.line)); name another"
                )
            }
        }
        return read.map(\.leave)
    }

    private static func readRow(_ item: Item, estates: [String: Estate]?) -> Leave? {
        guard let table = item.table else { return nil }
        let estateItem = table.required("estate")
        let postItem = table.required("post")
        let from = table.required("from")?.date
        let untilItem = table.required("until")
        let standInItem = table.optional("stand_in")
        table.finish()
        let standIn = standInItem?.code
        guard let estate = estateItem?.code, let post = postItem?.code, let from,
            let until = untilItem?.date
        else { return nil }
        if until < from { untilItem?.report("the leave ends before it begins (\(from))") }
        if let estates {
            guard let roster = estates[estate]?.roster else {
                estateItem?.report("there is no estate \(estate)")
                return nil
            }
            let away = roster.first { $0.code == post }
            if away == nil { postItem?.report("the roster of \(estate) has no post \(post)") }
            if let standIn {
                let other = roster.first { $0.code == standIn }
                if other == nil {
                    standInItem?.report("the roster of \(estate) has no post \(standIn)")
                } else if let away, other?.role != away.role || standIn == post {
                    standInItem?.report(
                        "a stand-in is another post of the role \(away.role.rawValue)")
                }
            }
        }
        return Leave(
            estate: estate, post: post, from: from, until: until, standIn: standIn, line: item.line)
    }
}
