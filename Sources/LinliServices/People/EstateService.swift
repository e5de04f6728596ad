import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Questions about the estate (`domain.md` A18, C05, E01, E05, E11, E13): contacts, hours, posts and
/// published answers of its settings. What stands in none of them is handed to whom its topic belongs, and
/// nothing is made up.
struct EstateService: Sendable {
    let settings: Settings
    let tickets: TicketService

    func answer(
        _ question: EstateQuestion, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        var question = question
        guard let estate = settings.estates[party.estate] else {
            return try handOn(question, from: party, in: tx, at: now)
        }
        if question.building == nil, question.kind == .post || question.kind == .hours {
            let homes = try tx.homes.of(party.resident)
            question.building = (homes.first { $0.isProven } ?? homes.first)?.address.building
        }
        if let phrase = phrase(question, estate, at: now) { return .estateAnswered(question, phrase) }
        if question.kind == .post, question.label.isEmpty == false, let building = question.building {
            question.label = "\(building)栋的\(question.label)"
        }
        return try handOn(question, from: party, in: tx, at: now)
    }

    private func phrase(_ question: EstateQuestion, _ estate: Estate, at now: Instant) -> Phrase? {
        let today = now.civil.date
        switch question.kind {
        case .phone: return phone(question, estate)
        case .hours: return hours(question, estate) ?? row(question, estate, on: today)
        case .post: return post(question, estate)
        case .accounts: return row(question, estate, on: today) ?? accounts(question, estate, on: today)
        case .board: return board(estate, question.position, on: today)
        case .ballot:
            return estate.ballot.isEmpty
                ? Phrase("ballot.nowhere") : Phrase("ballot.where", ["place": estate.ballot])
        case .row, .decision, .grid: return row(question, estate, on: today)
        case .unknown: return nil
        }
    }

    private func row(_ question: EstateQuestion, _ estate: Estate, on day: CivilDate) -> Phrase? {
        estate.answer(to: question.subject, on: day).map(phrase)
    }

    private func phrase(of answer: Estate.Answer) -> Phrase {
        Phrase(
            "question.row",
            ["text": answer.text, "source": answer.source, "published": answer.published.spoken])
    }

    // MARK: Contacts

    private func phone(_ question: EstateQuestion, _ estate: Estate) -> Phrase? {
        let named = estate.contacts.filter { contact in
            question.subject.mentionsAny([contact.name] + contact.words)
        }
        // "有什么电话": all that there are. Who has named something else is not told another number.
        let isOpen = question.label.isEmpty && question.building == nil
        let found = named.isEmpty && isOpen ? estate.contacts : named
        guard !found.isEmpty else { return nil }
        return Phrase(
            "question.phones", ["list": found.map { "\($0.name)\($0.phone)" }.joined(separator: "，")])
    }

    // MARK: Hours and posts

    private static let roles: [(words: [String], role: Role)] = [
        (["管家"], .steward), (["网格员"], .gridWorker), (["楼长", "楼栋长", "栋长"], .buildingLead),
        (["保安", "门岗", "秩序", "门卫"], .guardStaff), (["水电工", "电工", "维修工", "维修师傅"], .engineer),
        (["经理"], .manager), (["居委", "社区", "村委"], .community), (["街道"], .street),
        (["业委会", "业主委员会"], .committee), (["支部"], .branch),
        (["物业", "客服", "服务中心"], .serviceDesk),
    ]

    private func posts(_ question: EstateQuestion, _ estate: Estate, _ role: Role) -> [Estate.Duty] {
        let grid = question.building.flatMap { estate.grid(ofBuilding: $0)?.code }
        return estate.roster.filter { post in
            guard post.role == role else { return false }
            if let building = post.building { return building == question.building }
            return post.grid == nil || question.building == nil || post.grid == grid
        }
    }

    private func hours(_ question: EstateQuestion, _ estate: Estate) -> Phrase? {
        let known = question.subject.mentionsAny(["党群站", "食堂", "书屋"])
        guard !known,
            let role = Self.roles.first(where: { question.subject.mentionsAny($0.words) })?.role
        else { return nil }
        var lines = posts(question, estate, role).map { (name: $0.name, windows: $0.windows) }
        if lines.isEmpty, role == .serviceDesk { lines = [("物业", estate.service)] }
        if lines.isEmpty, role == .community || role == .street { lines = [("社区、街道", estate.office)] }
        guard !lines.isEmpty else { return nil }
        let list = lines.map { "\($0.name)\($0.windows.words)" }.joined(separator: "，")
        guard let days = question.days else { return Phrase("question.hours", ["list": list]) }
        let day = days == .weekend ? "周末" : "节假日"
        let open = lines.filter { $0.windows.days == .daily }
        guard open.isEmpty || open.count == lines.count else {
            return Phrase("question.hours", ["list": list])
        }
        return Phrase(open.isEmpty ? "question.closed" : "question.open", ["day": day, "list": list])
    }

    /// Posts and their hours, never a name or a door (C05).
    private func post(_ question: EstateQuestion, _ estate: Estate) -> Phrase? {
        guard let building = question.building else { return Phrase("question.which_building") }
        let named = Self.roles.first { question.subject.mentionsAny($0.words) }?.role
        let roles: [Role] = named.map { [$0] } ?? [.steward, .gridWorker]
        let found = roles.flatMap { posts(question, estate, $0) }
        guard !found.isEmpty else { return nil }
        let list = found.map { "\($0.name)（\($0.windows.words)）" }.joined(separator: "，")
        let grid = estate.grid(ofBuilding: building)?.name ?? ""
        return Phrase(
            "question.post",
            ["building": building, "grid": grid, "list": list].filter { !$0.value.isEmpty })
    }

    // MARK: What is public

    /// What is published, or the one of it that was chosen; the list again where there is none of it.
    private func board(_ estate: Estate, _ position: Int?, on day: CivilDate) -> Phrase {
        let rows = estate.answers.filter { $0.isValid(on: day) }
        guard !rows.isEmpty else { return Phrase("board.empty") }
        if let position, rows.indices.contains(position - 1) { return phrase(of: rows[position - 1]) }
        let list = rows.enumerated().map { "\($0 + 1). \($1.name)" }
        return Phrase("board.list", ["list": list.joined(separator: "\n")])
    }

    /// The quarter that he names, else the newest that is over: before its due day nothing is late.
    private func accounts(_ question: EstateQuestion, _ estate: Estate, on today: CivilDate) -> Phrase? {
        guard let days = estate.accountsDays else { return nil }
        let names = ["一季度", "二季度", "三季度", "四季度"]
        guard let index = names.firstIndex(where: { question.subject.mentions($0) }) else { return nil }
        let year = question.subject.mentions("去年") ? today.year - 1 : today.year
        guard var first = CivilDate(year: year, month: index * 3 + 1, day: 1) else { return nil }
        // A quarter that has not begun is last year's.
        if first > today { first = CivilDate(year: year - 1, month: first.month, day: 1) ?? first }
        let period = ReportPeriod(quarterOf: first)
        let due = period.end.adding(days: days - 1)
        guard today <= due else { return nil }
        return Phrase(
            today < period.end ? "accounts.running" : "accounts.due",
            ["quarter": names[index], "due": due.spoken])
    }

    // MARK: Handing on

    /// What follows a question that waits already is added to it.
    private func handOn(
        _ question: EstateQuestion, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        if let number = question.ticket {
            let added = try tickets.correct(
                .number(number), text: question.subject, address: Address(), from: party, in: tx, at: now)
            if case .ticketCorrected(let summary, _) = added { return .questionAdded(question, summary) }
        }
        let home = try tx.homes.of(party.resident).first(where: \.isProven)?.address
        // His own door would say who he is.
        let draft = TicketDraft(
            category: question.category, urgency: .p3, text: question.words,
            address: question.anonymous ? Address() : home ?? Address(), origin: .forwarded,
            intent: question.intent, anonymous: question.anonymous)
        let outcome = try tickets.open(draft, from: party, in: tx, at: now)
        guard case .ticketOpened(let summary) = outcome else { return outcome }
        let name = tickets.routing.first(for: summary.category, estate: party.estate).name
        return .questionHandedOn(question, summary, to: name)
    }
}

extension CivilDate {
    /// "2026年1月5日".
    fileprivate var spoken: String { "\(year)年\(month)月\(day)日" }
}
