import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Projects as residents ask about them: how far, what comes next, and to hear of every step (`domain.md`
/// B08, I07).
///
/// Promise: what is told stands in the rows, a step with the day that it was reached or is planned for; a
/// project that no row has is said to be none. Who follows one is shown to nobody.
struct ProjectService: Sendable {
    private let register: NeedRegister

    init(settings: Settings, notifier: Notifier) {
        register = NeedRegister(settings: settings, notifier: notifier)
    }

    /// Those that his words name; unknown where none does.
    func ask(_ words: String, of party: Party, in tx: Transaction, at now: Instant) throws(SQLError)
        -> Outcome
    {
        let named = try named(words, of: party, in: tx, at: now)
        guard !named.isEmpty else { return .projectUnknown }
        return .projects(try summaries(of: named, party, in: tx))
    }

    /// What is under way.
    func list(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> Outcome {
        let running = try known(estate: party.estate, in: tx, at: now).filter(\.state.isOpen)
        return .projectList(
            try summaries(of: Array(running.prefix(Limits.registerAnswerRows)), party, in: tx))
    }

    /// - Parameter id: the one just spoken of; else the words say which.
    func follow(
        _ id: NeedID?, _ words: String, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let known = try known(estate: party.estate, in: tx, at: now).filter(\.state.isOpen)
        let wanted = id.map { id in known.filter { $0.id == id } } ?? fitting(words, among: known)
        guard let need = wanted.first, wanted.count == 1 else {
            return wanted.isEmpty
                ? try list(of: party, in: tx, at: now) : .projects(try summaries(of: wanted, party, in: tx))
        }
        var isNew = false
        if try !isWisher(party.resident, of: need, in: tx) {
            isNew = try tx.followers.add(need.id, party.resident, at: now)
        }
        return .projectFollowed(register.summary(of: need), isNew: isNew)
    }

    /// Those that his words name; where they name none, all that he follows.
    func unfollow(
        _ words: String, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        var followed: [NeedRow] = []
        for id in try tx.followers.needs(of: party.resident) {
            if let need = try tx.needs.find(id) { followed.append(need) }
        }
        let named = fitting(words, among: followed)
        let isNamed = try !self.named(words, of: party, in: tx, at: now).isEmpty
        var left: [NeedSummary] = []
        for need in named.isEmpty && !isNamed ? followed : named
        where try tx.followers.remove(need.id, party.resident) {
            left.append(register.summary(of: need))
        }
        return .projectsLeft(left)
    }

    /// With the words of one who asks for a ticket: a project may be meant.
    func named(
        _ words: String, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [NeedRow] {
        fitting(words, among: try known(estate: party.estate, in: tx, at: now))
    }

    // MARK: Rows

    /// What somebody has taken on, and what was done a while ago.
    private func known(estate: String, in tx: Transaction, at now: Instant) throws(SQLError) -> [NeedRow] {
        try tx.needs.list(
            estate: estate, states: NeedState.allCases.filter(\.hasProject), overdueAt: nil,
            rows: RowPage(limit: Limits.registerRows))
            + tx.needs.finished(estate: estate, from: now - .days(Limits.projectDoneDays), to: now)
    }

    private func summaries(
        of needs: [NeedRow], _ party: Party, in tx: Transaction
    ) throws(SQLError) -> [ProjectSummary] {
        var summaries: [ProjectSummary] = []
        for need in needs {
            let isFollower = try tx.followers.has(need.id, party.resident)
            let isWisher = try self.isWisher(party.resident, of: need, in: tx)
            summaries.append(
                ProjectSummary(
                    need: register.summary(of: need), milestones: try tx.milestones.of(need.id),
                    isHeard: isFollower || isWisher))
        }
        return summaries
    }

    private func isWisher(
        _ resident: ResidentID, of need: NeedRow, in tx: Transaction
    ) throws(SQLError) -> Bool {
        let merged = try tx.needs.merged(into: need.id)
        return ([need] + merged).contains { $0.resident == resident }
    }

    // MARK: Names

    /// Those whose name his words hold most of.
    private func fitting(_ words: String, among needs: [NeedRow]) -> [NeedRow] {
        let fits = needs.map { (need: $0, fit: Self.fit($0.title, words)) }.filter { $0.fit > 0 }
        let best = fits.map(\.fit).max()
        return fits.filter { $0.fit == best }.map(\.need)
    }

    /// How many characters of the name stand in the words together: 车棚 of 非机动车停车棚. The end of a name says
    /// what it is, and with less than that it is another thing.
    static func fit(_ title: String, _ words: String) -> Int {
        var name = title.lettersAndNumbers
        while let general = general.first(where: { name.hasSuffix($0) && name.count > $0.count + 1 }) {
            name = String(name.dropLast(general.count))
        }
        var longest = 0
        for end in name.indices {
            for start in name.indices where start < end {
                let part = String(name[start...end])
                let isEnd = name.index(after: end) == name.endIndex
                let least =
                    isEnd ? Limits.projectEndCharacters : Limits.projectNameCharacters
                guard part.count > longest, part.count >= least,
                    words.mentions(part)
                else { continue }
                longest = part.count
            }
        }
        return longest
    }

    private static let general = ["改造", "工程", "项目", "建设", "更换", "修缮", "更新", "翻新", "提升"]
}
