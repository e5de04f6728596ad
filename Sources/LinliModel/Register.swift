/// How far a wish has come in the register of needs (需求清单, `domain.md` A07):
/// 收集 → 梳理 → 派给责任主体 or 公开认领 → 认领 → 实施 → 办结.
package enum NeedState: String, Sendable, Hashable, Codable, CaseIterable {
    /// As it was said; it has the name of its category.
    case collected
    /// It has a name of its own and waits for somebody.
    case sorted
    /// On the list from which anybody may take it on.
    case offered
    /// Handed to a body that has to do it.
    case assigned
    /// Taken on by somebody who offered to.
    case claimed
    case underWay = "under_way"
    case done
    case declined
    case withdrawn
    /// Another need stands for it.
    case merged

    /// Somebody still owes something for it.
    package var isOpen: Bool {
        switch self {
        case .collected, .sorted, .offered, .assigned, .claimed, .underWay: true
        case .done, .declined, .withdrawn, .merged: false
        }
    }

    /// A project of the third list stands behind it.
    package var hasProject: Bool { self == .assigned || self == .claimed || self == .underWay }

    package var chinese: String {
        switch self {
        case .collected: "收集"
        case .sorted: "梳理"
        case .offered: "公开认领"
        case .assigned: "已派责任主体"
        case .claimed: "已认领"
        case .underWay: "实施"
        case .done: "办结"
        case .declined: "不列入"
        case .withdrawn: "已撤回"
        case .merged: "已并入"
        }
    }
}

extension NeedID {
    /// "N-07".
    package var number: String { RegisterNumber.write(rawValue, letter: "N") }

    /// Reads "N-07", "n7" and "7"; nil for anything else.
    package init?(number: String) {
        guard let id = RegisterNumber.read(number, letter: "N") else { return nil }
        self.init(id)
    }
}

extension ResourceID {
    /// "R-07".
    package var number: String { RegisterNumber.write(rawValue, letter: "R") }

    package init?(number: String) {
        guard let id = RegisterNumber.read(number, letter: "R") else { return nil }
        self.init(id)
    }
}

/// Numbers of register rows as people write them.
package enum RegisterNumber {
    /// "N-07", "N-123".
    package static func write(_ number: Int64, letter: Character) -> String {
        "\(letter)-\(number.twoDigits)"
    }

    /// "N-07", "n7", "7"; nil for another letter, for 0 and for what is no number.
    package static func read(_ text: String, letter: Character) -> Int64? {
        var rest = text.uppercased()[...]
        if rest.first == letter {
            rest = rest.dropFirst()
            if rest.first == "-" || rest.first == "－" { rest = rest.dropFirst() }
        }
        guard (1...12).contains(rest.count), rest.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int64(rest).flatMap { $0 > 0 ? $0 : nil }
    }
}

/// A need as residents hear of it.
package struct NeedSummary: Sendable, Hashable, Codable {
    package var id: NeedID
    package var category: String
    /// What it is called: its name from the sorting, before that its category's.
    package var title: String
    package var state: NeedState
    /// Who sees to it: a body or a claimant.
    package var owner: String
    package var dueAt: Instant
    /// What came of it, or why nothing did; empty while it is open.
    package var result: String
    /// Of a need that was merged the one that stands for it.
    package var standsFor: NeedID?

    package var number: String { id.number }

    package init(
        id: NeedID, category: String, title: String, state: NeedState, owner: String, dueAt: Instant,
        result: String = "", standsFor: NeedID? = nil
    ) {
        self.id = id
        self.category = category
        self.title = title
        self.state = state
        self.owner = owner
        self.dueAt = dueAt
        self.result = result
        self.standsFor = standsFor
    }
}

/// A step of a project: planned for a day, or reached on one.
package struct Milestone: Sendable, Hashable, Codable {
    package var name: String
    package var dueAt: Instant?
    package var reachedAt: Instant?
    /// The address of a picture of it; empty where there is none.
    package var photo: String

    package init(name: String, dueAt: Instant? = nil, reachedAt: Instant? = nil, photo: String = "") {
        self.name = name
        self.dueAt = dueAt
        self.reachedAt = reachedAt
        self.photo = photo
    }
}

/// A need that somebody has taken on, with how far it has come (`domain.md` I07, B08).
package struct ProjectSummary: Sendable, Hashable, Codable {
    package var need: NeedSummary
    /// Reached ones first.
    package var milestones: [Milestone]
    /// He hears of it already: he follows it, or has wished for it.
    package var isHeard: Bool

    package init(need: NeedSummary, milestones: [Milestone], isHeard: Bool) {
        self.need = need
        self.milestones = milestones
        self.isHeard = isHeard
    }
}

/// Why a grid worker comes (三门工作法, `domain.md` A04).
package enum VisitKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// At those who have moved in.
    case knock
    /// At those who have lived here.
    case dropIn = "drop_in"
    /// At those who are in need: the care list.
    case atDoor = "at_door"

    package var chinese: String {
        switch self {
        case .knock: "敲门"
        case .dropIn: "串门"
        case .atDoor: "上门"
        }
    }
}

/// When somebody may come: his own words, and the day where they name one.
package struct VisitWish: Sendable, Hashable, Codable {
    /// Empty where any time will do.
    package var words: String
    package var day: CivilDate?

    package init(words: String = "", day: CivilDate? = nil) {
        self.words = words
        self.day = day
    }
}

/// What a resident wants of the visit of whoever says hello.
package enum VisitAct: Sendable, Hashable, Codable {
    /// He has said that they may come to this home.
    case plan(Address, VisitWish)
    /// Another time for the one that is planned.
    case move(VisitWish)
    /// When they come.
    case ask
}

package enum VisitAnswer: Sendable, Hashable {
    case planned(VisitTold)
    case moved(VisitTold)
    case told(VisitTold)
    /// None is planned.
    case none
}

/// A visit as whoever is called on hears of it.
package struct VisitTold: Sendable, Hashable {
    /// 第2网格网格员.
    package var visitor: String
    package var by: Instant
    package var wish: String

    package init(visitor: String, by: Instant, wish: String = "") {
        self.visitor = visitor
        self.by = by
        self.wish = wish
    }
}

extension VisitID {
    /// "V-07".
    package var number: String { RegisterNumber.write(rawValue, letter: "V") }

    package init?(number: String) {
        guard let id = RegisterNumber.read(number, letter: "V") else { return nil }
        self.init(id)
    }
}
